"""Who speaks, as a direction: GE2E's speaker encoder (Wan et al. 2018), sized as the weights of the package `resemblyzer`."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from .content_encoder import FFT, HOP, SAMPLE_RATE, whisper_filterbank

BANDS = 40
#: Frames of a stretch, from one's start to the next one's, and the share of the last that must be sound.
STRETCH, STEP, LEAST_COVERAGE = 160, 77, 0.75


def power_mel(audio, frames):
    """[samples] at 16 kHz -> [frames, 40] power; frame i is centred on sample 160 i, silence surrounds the sound."""
    padded = F.pad(audio, (FFT // 2, FFT // 2 + max(0, frames * HOP - len(audio))))
    spectrum = torch.stft(padded, FFT, HOP, window=torch.hann_window(FFT), center=False, return_complex=True)
    return (whisper_filterbank(BANDS) @ spectrum[:, :frames].abs().square()).T


def stretch_starts(samples):
    """First frames of the stretches that a sound is cut into."""
    starts = list(range(0, max(1, samples // HOP + 1 - STRETCH + STEP + 1), STEP))
    if len(starts) > 1 and (samples - starts[-1] * HOP) / (STRETCH * HOP) < LEAST_COVERAGE:
        starts.pop()
    return starts


class SpeakerEncoder(nn.Module):
    def __init__(self, hidden=256, layers=3, channels=256):
        super().__init__()
        self.lstm = nn.LSTM(BANDS, hidden, layers, batch_first=True)
        self.linear = nn.Linear(hidden, channels)

    @classmethod
    def from_resemblyzer(cls):
        """The published weights, which the package carries (Apache-2.0)."""
        import pathlib
        import resemblyzer
        state = torch.load(pathlib.Path(resemblyzer.__file__).parent / "pretrained.pt", map_location="cpu", weights_only=False)["model_state"]
        model = cls()
        model.load_state_dict({k: v for k, v in state.items() if k.startswith(("lstm.", "linear."))})
        return model.eval().requires_grad_(False)

    def forward(self, mel):
        """(B, STRETCH, 40) -> (B, channels), each of length 1."""
        _, (hidden, _) = self.lstm(mel)
        return F.normalize(F.relu(self.linear(hidden[-1])), dim=1)

    def embed(self, audio):
        """[samples] at 16 kHz, without pauses and at -30 dBFS or more -> [channels] of length 1."""
        starts = stretch_starts(len(audio))
        mel = power_mel(audio, starts[-1] + STRETCH)
        return F.normalize(self(torch.stack([mel[s : s + STRETCH] for s in starts])).mean(0), dim=0)


def check():
    """The largest difference to the package itself, on noise."""
    from resemblyzer import VoiceEncoder
    audio = (0.1 * np.random.default_rng(0).standard_normal(5 * SAMPLE_RATE)).astype(np.float32)
    ours = SpeakerEncoder.from_resemblyzer().embed(torch.from_numpy(audio)).numpy()
    return np.abs(ours - VoiceEncoder("cpu", verbose=False).embed_utterance(audio)).max()
