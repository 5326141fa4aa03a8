"""A critic of mel spectrograms, for training only: does this look as recordings do, given what was to be said?"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class MelDiscriminator(nn.Module):
    """Mel and coarse mel, both normalised (B, T, bands) -> a score a patch, (B, 1, T', bands').

    A patch sees some 60 frames and 60 bands (PatchGAN, Isola et al. 2017). Which band it looks at is one of its inputs,
    since noise belongs above and harmonics' envelopes below. It reads the mel and how far it is from the coarse one."""

    def __init__(self, channels=(32, 48, 64, 64), strides=((2, 2), (2, 2), (2, 1), (1, 1))):
        super().__init__()
        sizes = (3, *channels)
        self.layers = nn.ModuleList([nn.utils.parametrizations.weight_norm(nn.Conv2d(a, b, 5, stride, 2)) for a, b, stride in zip(sizes, channels, strides)])
        self.output = nn.Conv2d(channels[-1], 1, 3, 1, 1)

    def forward(self, mel, coarse):
        height = torch.linspace(-1, 1, mel.shape[-1], device=mel.device).expand_as(mel)
        x = torch.stack([mel, 4 * (mel - coarse), height], 1)
        for layer in self.layers:
            x = F.leaky_relu(layer(x), 0.2)
        return self.output(x)
