"""The acoustic model: phonemes -> durations, F0, voicing and energy -> F0-smoothed mel.

FastSpeech 2 (Ren et al. 2021) in outline: phoneme encoder, variance adaptor with a length regulator, mel decoder, none of
them autoregressive. Prosody and mel are separate calls, so that singing, conversion and editing enter between them.
"""
from dataclasses import asdict, dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F

from ..symbols import PHONEMES
from .layers import ConvNeXtBlock


@dataclass(frozen=True)
class AcousticConfiguration:
    phonemes: int = len(PHONEMES)
    speakers: int = 21
    speakerChannels: int = 64
    channels: int = 256
    heads: int = 4
    encoderBlocks: int = 4
    encoderHidden: int = 768
    durationBlocks: int = 2
    pitchBlocks: int = 5
    varianceHidden: int = 512
    decoderBlocks: int = 6
    decoderHidden: int = 1024
    kernel: int = 7
    bands: int = 100

    def as_json(self):
        return asdict(self)


class SelfAttention(nn.Module):
    """Multi-head self-attention with its norm before it and its residual after it (Vaswani et al. 2017)."""

    def __init__(self, channels, heads):
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(channels)
        self.qkv = nn.Linear(channels, 3 * channels)
        self.output = nn.Linear(channels, channels)

    def forward(self, x, mask):
        """x (B, N, C), mask (B, N) true for real positions."""
        batch, n, channels = x.shape
        q, k, v = self.qkv(self.norm(x)).reshape(batch, n, 3, self.heads, channels // self.heads).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        return x + self.output(y.transpose(1, 2).reshape(batch, n, channels))


class PhonemeEncoder(nn.Module):
    """(B, N) phoneme and stress ids, (B, N, 2) word boundary flags, (B, S) speaker -> (B, N, C)."""

    def __init__(self, c: AcousticConfiguration):
        super().__init__()
        self.phoneme = nn.Embedding(c.phonemes, c.channels)
        self.stress = nn.Embedding(3, c.channels)
        self.boundary = nn.Linear(2, c.channels, bias=False)
        self.speaker = nn.Linear(c.speakerChannels, c.channels)
        self.convolutions = nn.ModuleList([ConvNeXtBlock(c.channels, c.encoderHidden, c.kernel, 0.3) for _ in range(c.encoderBlocks)])
        self.attentions = nn.ModuleList([SelfAttention(c.channels, c.heads) for _ in range(c.encoderBlocks)])
        self.norm = nn.LayerNorm(c.channels)
        nn.init.normal_(self.phoneme.weight, std=0.5)
        nn.init.normal_(self.stress.weight, std=0.5)

    def forward(self, phonemes, stress, boundaries, speaker, mask):
        x = self.phoneme(phonemes) + self.stress(stress) + self.boundary(boundaries) + self.speaker(speaker)[:, None]
        for convolution, attention in zip(self.convolutions, self.attentions):
            x = attention(convolution(x, mask[..., None]), mask)
        return self.norm(x)


class DurationPredictor(nn.Module):
    """(B, N, C) -> (B, N): log(1 + frames)."""

    def __init__(self, c: AcousticConfiguration):
        super().__init__()
        self.blocks = nn.ModuleList([ConvNeXtBlock(c.channels, c.varianceHidden, c.kernel, 0.3) for _ in range(c.durationBlocks)])
        self.norm = nn.LayerNorm(c.channels)
        self.output = nn.Linear(c.channels, 1)

    def forward(self, x, mask):
        for block in self.blocks:
            x = block(x, mask[..., None])
        return self.output(self.norm(x))[..., 0] + 1.8


class LengthRegulator(nn.Module):
    """Repeats each segment's vector over its frames and tells each frame where in its segment it lies."""

    def __init__(self, c: AcousticConfiguration):
        super().__init__()
        self.position = nn.Linear(3, c.channels)

    def forward(self, x, segment, fraction, frames):
        """x (B, N, C); segment (B, T) the index of each frame's segment; fraction (B, T) how far through it, 0 to 1;
        frames (B, T) the segment's length -> (B, T, C)."""
        spread = torch.gather(x, 1, segment[..., None].expand(-1, -1, x.shape[-1]))
        length = torch.log1p(frames) - 1.8
        return spread + self.position(torch.stack([fraction - 0.5, (fraction - 0.5) ** 2 * 4 - 0.33, length], -1))


class PitchPredictor(nn.Module):
    """(B, T, C) -> (B, T, 3): log F0 over the speaker's mean, in units of 0.25; voicing logit; energy, normalised."""

    def __init__(self, c: AcousticConfiguration):
        super().__init__()
        self.speaker = nn.Linear(c.speakerChannels, c.channels)
        self.blocks = nn.ModuleList([ConvNeXtBlock(c.channels, c.varianceHidden, c.kernel, 0.2) for _ in range(c.pitchBlocks)])
        self.norm = nn.LayerNorm(c.channels)
        self.output = nn.Linear(c.channels, 3)

    def forward(self, x, speaker, mask=None):
        x = x + self.speaker(speaker)[:, None]
        for block in self.blocks:
            x = block(x, mask)
        return self.output(self.norm(x))


class MelDecoder(nn.Module):
    """(B, T, C) and prosody -> (B, T, bands), normalised; the speaker enters before every block."""

    def __init__(self, c: AcousticConfiguration):
        super().__init__()
        self.prosody = nn.Linear(3, c.channels)
        self.speakers = nn.ModuleList([nn.Linear(c.speakerChannels, c.channels) for _ in range(c.decoderBlocks)])
        self.blocks = nn.ModuleList([ConvNeXtBlock(c.channels, c.decoderHidden, c.kernel, 0.2) for _ in range(c.decoderBlocks)])
        self.norm = nn.LayerNorm(c.channels)
        self.output = nn.Linear(c.channels, c.bands)

    def forward(self, x, pitch, voicing, energy, speaker, mask=None):
        """pitch (B, T): log F0; energy (B, T) normalised."""
        x = x + self.prosody(torch.stack([(pitch - 5.1) * 2, voicing - 0.5, energy], -1))
        for project, block in zip(self.speakers, self.blocks):
            x = block(x + project(speaker)[:, None], mask)
        return self.output(self.norm(x))


class AcousticModel(nn.Module):
    PITCH_UNIT, ENERGY_MEAN, ENERGY_UNIT = 0.25, -6.0, 2.0

    def __init__(self, configuration: AcousticConfiguration = AcousticConfiguration()):
        super().__init__()
        c = self.configuration = configuration
        self.speaker = nn.Embedding(c.speakers, c.speakerChannels)
        self.encoder = PhonemeEncoder(c)
        self.durationPredictor = DurationPredictor(c)
        self.lengthRegulator = LengthRegulator(c)
        self.pitchPredictor = PitchPredictor(c)
        self.decoder = MelDecoder(c)
        self.register_buffer("melMean", torch.zeros(c.bands))
        self.register_buffer("melScale", torch.ones(c.bands))
        self.register_buffer("speakerPitch", torch.full((c.speakers,), 5.1))
        nn.init.normal_(self.speaker.weight, std=0.3)

    def encode(self, batch):
        mask = batch["mask"]
        speaker = self.speaker(batch["speaker"])
        return self.encoder(batch["phonemes"], batch["stress"], batch["boundaries"], speaker, mask), speaker

    def predict_variance(self, frames, speaker, speaker_pitch, mask=None):
        """Frames from the length regulator -> log F0, voicing logit, normalised energy, each (B, T)."""
        o = self.pitchPredictor(frames, speaker, mask).float()
        return speaker_pitch[:, None] + self.PITCH_UNIT * o[..., 0], o[..., 1], o[..., 2]

    def decode(self, frames, log_f0, voicing, energy, speaker, mask=None):
        """-> log-mel (B, T, bands) as the vocoder takes it."""
        mel = self.decoder(frames, log_f0, voicing, energy, speaker, mask)
        return mel.float() * self.melScale + self.melMean
