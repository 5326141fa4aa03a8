"""What is said, with little of who says it: Whisper's audio encoder (Radford et al. 2022), here its base size."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from ..mel import hertz_to_mel, mel_to_hertz

SAMPLE_RATE, FFT, HOP, BANDS = 16000, 400, 160, 80
#: Samples between two content features (50 a second): feature i is centred on sample 320 i.
FEATURE_HOP = 2 * HOP


def whisper_filterbank(bands=BANDS):
    """Slaney's triangles to 8 kHz, each of area 1 over frequency in hertz: [bands, FFT/2 + 1]."""
    edges = mel_to_hertz(np.linspace(0, hertz_to_mel(SAMPLE_RATE / 2), bands + 2))
    f = np.arange(FFT // 2 + 1) * SAMPLE_RATE / FFT
    rising = (f[None] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - f[None]) / (edges[2:] - edges[1:-1])[:, None]
    triangles = np.maximum(0, np.minimum(rising, falling))
    return torch.from_numpy((triangles * (2 / (edges[2:] - edges[:-2]))[:, None]).astype(np.float32))


def log_mel(audio, filterbank=None):
    """Whisper's log-mel: [..., samples] at 16 kHz -> [..., samples // 160, 80].

    Frame i is centred on sample 160 i; beyond its ends the sound is mirrored. The floor lies 8 (in log10 of power) below
    the loudest band of each sound."""
    filterbank = whisper_filterbank().to(audio.device) if filterbank is None else filterbank
    spectrum = torch.stft(audio, FFT, HOP, window=torch.hann_window(FFT, device=audio.device), return_complex=True)
    power = spectrum[..., :-1].abs().square()
    log = torch.log10((filterbank @ power).clamp(min=1e-10))
    log = torch.maximum(log, log.amax((-1, -2), keepdim=True) - 8)
    return ((log + 4) / 4).transpose(-1, -2)


class Attention(nn.Module):
    def __init__(self, channels, heads):
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(channels, 3 * channels), nn.Linear(channels, channels)

    def forward(self, x):
        q, k, v = (z.unflatten(-1, (self.heads, -1)).transpose(1, 2) for z in self.qkv(x).chunk(3, -1))
        return self.out(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class Block(nn.Module):
    """Attention, then two linear layers with GELU between; a norm before and a residual after each."""

    def __init__(self, channels, heads):
        super().__init__()
        self.attn_ln, self.attn = nn.LayerNorm(channels), Attention(channels, heads)
        self.mlp_ln = nn.LayerNorm(channels)
        self.mlp = nn.ModuleList([nn.Linear(channels, 4 * channels), nn.Linear(4 * channels, channels)])

    def forward(self, x):
        x = x + self.attn(self.attn_ln(x))
        return x + self.mlp[1](F.gelu(self.mlp[0](self.mlp_ln(x))))


class ContentEncoder(nn.Module):
    """Log-mel (B, 2N or 2N - 1, 80) -> content features (B, N, channels), N <= positions."""

    def __init__(self, channels=512, heads=8, blocks=6, positions=1500):
        super().__init__()
        self.conv1 = nn.Conv1d(BANDS, channels, 3, padding=1)
        self.conv2 = nn.Conv1d(channels, channels, 3, stride=2, padding=1)
        self.register_buffer("positional_embedding", torch.zeros(positions, channels))
        self.blocks = nn.ModuleList(Block(channels, heads) for _ in range(blocks))
        self.ln_post = nn.LayerNorm(channels)

    @classmethod
    def load(cls, path, heads=8):
        """The encoder in a safetensors file; its sizes are those of the tensors."""
        from safetensors.torch import load_file
        state = {k: v.float() for k, v in load_file(path).items()}
        positions, channels = state["positional_embedding"].shape
        model = cls(channels, heads, 1 + max(int(k.split(".")[1]) for k in state if k.startswith("blocks.")), positions)
        model.load_state_dict(state)
        return model.eval().requires_grad_(False)

    def forward(self, mel):
        x = F.gelu(self.conv1(mel.transpose(1, 2)))
        x = F.gelu(self.conv2(x)).transpose(1, 2)
        x = x + self.positional_embedding[: x.shape[1]]
        for block in self.blocks:
            x = block(x)
        return self.ln_post(x)

    def features(self, audio):
        """(B, samples) at 16 kHz, at most 30 s -> (B, samples // 320, channels): only the sound itself is attended to.

        Whisper pads every sound to 30 s; without that the same features cost a fraction of the time."""
        frames = audio.shape[-1] // FEATURE_HOP
        return self(log_mel(audio)[:, : 2 * frames])

    def padded_features(self, audio):
        """The same as Whisper itself computes them: with silence up to 30 s."""
        frames = audio.shape[-1] // FEATURE_HOP
        return self(log_mel(F.pad(audio, (0, 30 * SAMPLE_RATE - audio.shape[-1]))))[:, :frames]
