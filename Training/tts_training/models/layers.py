"""Layers shared by the models. Everything is time-major: (B, T, C)."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class DepthwiseConv1d(nn.Module):
    """A convolution of each channel with its own kernel, padded to keep the length. Shifts beat conv1d on a CPU.

    `weight` is [kernel, channels]; its taps lie `dilation` frames apart."""

    def __init__(self, channels, kernel, dilation=1):
        super().__init__()
        self.dilation = dilation
        self.weight = nn.Parameter(torch.randn(kernel, channels) * kernel**-0.5 * 0.5)
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        kernel, frames = self.weight.shape[0], x.shape[1]
        padded = F.pad(x, (0, 0, kernel // 2 * self.dilation, kernel // 2 * self.dilation))
        y = self.bias + padded[:, :frames] * self.weight[0]
        for k in range(1, kernel):
            y = torch.addcmul(y, padded[:, k * self.dilation : k * self.dilation + frames], self.weight[k])
        return y


class ConvNeXtBlock(nn.Module):
    """Depthwise convolution, layer norm, two linear layers with SiLU between, layer scale, residual (Liu et al. 2022)."""

    def __init__(self, channels, hidden, kernel=7, scale=0.1, dilation=1):
        super().__init__()
        self.depthwise = DepthwiseConv1d(channels, kernel, dilation)
        self.norm = nn.LayerNorm(channels)
        self.expand = nn.Linear(channels, hidden)
        self.project = nn.Linear(hidden, channels)
        self.scale = nn.Parameter(torch.full((channels,), scale))

    def forward(self, x, mask=None):
        """x (B, T, C); mask (B, T, 1) zeroes padding so that it never leaks into real frames."""
        h = self.depthwise(x if mask is None else x * mask)
        return x + self.scale * self.project(F.silu(self.expand(self.norm(h))))
