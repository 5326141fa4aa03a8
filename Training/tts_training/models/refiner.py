"""The diffusion refiner: mel -> mel, crisp where the coarse mel is blurred.

Shallow diffusion (DiffSinger, Liu et al. 2022) as a rectified flow (Liu, Gong & Liu 2023): it starts from the coarse mel
with a little noise and follows a learned velocity to a mel as recordings have it. Everything is in normalised mel units.
"""
import math
from dataclasses import asdict, dataclass

import torch
import torch.nn as nn

from .layers import ConvNeXtBlock


@dataclass(frozen=True)
class RefinerConfiguration:
    bands: int = 100
    conditionChannels: int = 256
    channels: int = 256
    hidden: int = 768
    blocks: int = 8
    kernel: int = 7
    timeChannels: int = 64
    """Standard deviation of the noise on the coarse mel where the flow starts."""
    startNoise: float = 0.5

    def as_json(self):
        return asdict(self)


class Denoiser(nn.Module):
    """(B, T, bands) at time t, coarse mel (B, T, bands), hidden states (B, T, C), t (B,) -> velocity (B, T, bands)."""

    def __init__(self, c: RefinerConfiguration = RefinerConfiguration()):
        super().__init__()
        self.configuration = c
        self.input = nn.Linear(2 * c.bands, c.channels)
        self.condition = nn.Linear(c.conditionChannels, c.channels)
        self.time = nn.ModuleList([nn.Linear(c.timeChannels, c.channels) for _ in range(c.blocks)])
        self.blocks = nn.ModuleList([ConvNeXtBlock(c.channels, c.hidden, c.kernel, 0.2) for _ in range(c.blocks)])
        self.norm = nn.LayerNorm(c.channels)
        self.output = nn.Linear(c.channels, c.bands)
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)

    def time_features(self, t):
        """(B,) in 0...1 -> (B, timeChannels): cosines and sines of octaves from 1/8 turn to 2^(timeChannels/2/8)…"""
        frequencies = 2 * math.pi * torch.exp(torch.linspace(math.log(0.125), math.log(32.0), self.configuration.timeChannels // 2, device=t.device))
        angles = t[:, None] * frequencies
        return torch.cat([angles.cos(), angles.sin()], -1)

    def forward(self, x, coarse, hidden, t, mask=None):
        features = self.time_features(t)
        h = self.input(torch.cat([x, coarse], -1)) + self.condition(hidden)
        for project, block in zip(self.time, self.blocks):
            h = block(h + project(features)[:, None], mask)
        return self.output(self.norm(h))


def euler(denoiser, coarse, hidden, noise, steps):
    """Follows the flow from the noised coarse mel in `steps` equal steps; 0 gives the coarse mel."""
    if steps == 0:
        return coarse
    x = coarse + denoiser.configuration.startNoise * noise
    for k in range(steps):
        t = torch.full((x.shape[0],), k / steps, device=x.device)
        x = x + denoiser(x, coarse, hidden, t) / steps
    return x
