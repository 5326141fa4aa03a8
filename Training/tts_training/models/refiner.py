"""The diffusion refiner: mel -> mel, crisp where the coarse mel is blurred.

Shallow diffusion (DiffSinger, Liu et al. 2022) as a rectified flow (Liu, Gong & Liu 2023): it starts from the coarse mel
with a little noise and follows a learned velocity to a mel as recordings have it. The same network, told that its step is
the whole way, is distilled into one step (the step's length as a condition: shortcut models, Frans et al. 2025). It reads
mels, F0 and voicing and nothing else, so speech, singing and conversion share it. Everything is in normalised mel units.
"""
import math
from dataclasses import asdict, dataclass

import torch
import torch.nn as nn

from .layers import ConvNeXtBlock


@dataclass(frozen=True)
class RefinerConfiguration:
    bands: int = 100
    channels: int = 256
    hidden: int = 768
    blocks: int = 8
    kernel: int = 7
    timeChannels: int = 64
    """Standard deviation of the noise on the coarse mel where the flow starts; the coarse mel is off by 0.11."""
    startNoise: float = 0.12

    def as_json(self):
        return asdict(self)


class Denoiser(nn.Module):
    """(B, T, bands) at time t and the coarse mel (B, T, bands), log F0 and voicing (B, T), t and the step's length (B,)
    -> velocity (B, T, bands). A length of 0 asks for the velocity at t itself, 1 for the whole way in one step."""

    def __init__(self, c: RefinerConfiguration = RefinerConfiguration()):
        super().__init__()
        self.configuration = c
        self.input = nn.Linear(2 * c.bands, c.channels)
        self.pitch = nn.Linear(2, c.channels)
        self.time = nn.ModuleList([nn.Linear(2 * c.timeChannels, c.channels) for _ in range(c.blocks)])
        self.blocks = nn.ModuleList([ConvNeXtBlock(c.channels, c.hidden, c.kernel, 0.2) for _ in range(c.blocks)])
        self.norm = nn.LayerNorm(c.channels)
        self.output = nn.Linear(c.channels, c.bands)
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)

    def time_features(self, t):
        """(B,) in 0...1 -> (B, timeChannels): cosines, then sines, of 2 pi f t for f from 1/8 to 32 in even ratios."""
        frequencies = 2 * math.pi * torch.exp(torch.linspace(math.log(0.125), math.log(32.0), self.configuration.timeChannels // 2, device=t.device))
        angles = t[:, None] * frequencies
        return torch.cat([angles.cos(), angles.sin()], -1)

    def forward(self, x, coarse, log_f0, voicing, t, step, mask=None):
        features = torch.cat([self.time_features(t), self.time_features(step)], -1)
        h = self.input(torch.cat([x, coarse], -1)) + self.pitch(torch.stack([(log_f0 - 5.1) * 2, voicing - 0.5], -1))
        for project, block in zip(self.time, self.blocks):
            h = block(h + project(features)[:, None], mask)
        return self.output(self.norm(h))


def white_noise(mel):
    """What `noised` takes for a mel (B, T, bands): (B, T + 2, bands + 4) of variance 1."""
    return torch.randn(mel.shape[0], mel.shape[1] + 2, mel.shape[2] + 4, device=mel.device)


def shaped(white):
    """White noise (B, T + 2, bands + 4) -> (B, T, bands) of variance 1 whose neighbours hang together as the coarse mel's
    errors do: those correlate by 0.65 from frame to frame and 0.72 from band to band, this by 0.67 and 0.80."""
    x = (white[:, :-2] + 2 * white[:, 1:-1] + white[:, 2:]) / math.sqrt(6)
    weights = (1, 4, 6, 4, 1)
    return sum(w * x[..., k : x.shape[-1] - 4 + k] for k, w in enumerate(weights)) / math.sqrt(70)


def noised(denoiser, coarse, white):
    """Where the flow starts."""
    return coarse + denoiser.configuration.startNoise * shaped(white)


def one_step(denoiser, coarse, log_f0, voicing, white, mask=None):
    """The whole way in one step."""
    start = noised(denoiser, coarse, white)
    t = torch.zeros(coarse.shape[0], device=coarse.device)
    return start + denoiser(start, coarse, log_f0, voicing, t, torch.ones_like(t), mask)


def euler(denoiser, coarse, log_f0, voicing, white, steps):
    """Follows the flow from the noised coarse mel in `steps` equal steps; 0 gives the coarse mel, 1 the distilled step."""
    if steps == 0:
        return coarse
    if steps == 1:
        return one_step(denoiser, coarse, log_f0, voicing, white)
    x = noised(denoiser, coarse, white)
    for k in range(steps):
        t = torch.full((x.shape[0],), k / steps, device=x.device)
        x = x + denoiser(x, coarse, log_f0, voicing, t, torch.zeros_like(t)) / steps
    return x
