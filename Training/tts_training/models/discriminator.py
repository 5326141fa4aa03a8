"""Critics, for training only: does this look, or sound, as recordings do?"""
import torch
import torch.nn as nn
import torch.nn.functional as F

from .vocoder import interpolation_matrix


class PatchDiscriminator(nn.Module):
    """Pictures (B, inputs, T, bands) -> a score a patch, (B, 1, T', bands'), a patch being some 60 frames and 60 bands
    (PatchGAN, Isola et al. 2017). Which band it looks at is a further input, since noise belongs above and harmonics below."""

    def __init__(self, inputs, channels=(32, 48, 64, 64), strides=((2, 2), (2, 2), (2, 1), (1, 1))):
        super().__init__()
        sizes = (inputs + 1, *channels)
        self.layers = nn.ModuleList([nn.utils.parametrizations.weight_norm(nn.Conv2d(a, b, 5, stride, 2)) for a, b, stride in zip(sizes, channels, strides)])
        self.output = nn.Conv2d(channels[-1], 1, 3, 1, 1)

    def forward(self, pictures):
        height = torch.linspace(-1, 1, pictures.shape[-1], device=pictures.device).expand_as(pictures[:, :1])
        x = torch.cat([pictures, height], 1)
        for layer in self.layers:
            x = F.leaky_relu(layer(x), 0.2)
        return self.output(x)


class MelDiscriminator(nn.Module):
    """Mel and coarse mel, both normalised (B, T, bands) -> its scores. It reads the mel and how far it is from the coarse one."""

    def __init__(self):
        super().__init__()
        self.patches = PatchDiscriminator(2)

    def forward(self, mel, coarse):
        return [self.patches(torch.stack([mel, 4 * (mel - coarse)], 1))]


class SpectrogramDiscriminator(nn.Module):
    """Waveforms (B, samples) and their mels (B, T, bands) -> its scores at each resolution (the multi-resolution discriminator
    of UnivNet, Jang et al. 2021): one that separates harmonics, one between, and one that separates glottal pulses and bursts.

    It reads each spectrogram and how far it is from the envelope that the mel asks for: without the mel it stayed at chance."""

    def __init__(self, mel, resolutions=((1024, 256), (320, 80), (128, 32)), channels=(16, 24, 40, 40)):
        super().__init__()
        self.resolutions = resolutions
        for n, _ in resolutions:
            window = torch.hann_window(n)
            self.register_buffer(f"window{n}", window / window.pow(2).sum().sqrt(), persistent=False)
            self.register_buffer(f"interpolation{n}", interpolation_matrix(mel, n), persistent=False)
        self.patches = nn.ModuleList([PatchDiscriminator(2, channels) for _ in resolutions])

    def forward(self, waveform, mel):
        scores = []
        for (n, hop), patches in zip(self.resolutions, self.patches):
            s = torch.view_as_real(torch.stft(waveform, n, hop, window=getattr(self, f"window{n}"), center=True, pad_mode="constant", return_complex=True))
            loudness = torch.log(torch.sqrt(s.pow(2).sum(-1) + 1e-10) + 5e-4).transpose(1, 2)
            envelope = F.interpolate(mel.transpose(1, 2), size=loudness.shape[1], mode="linear", align_corners=True).transpose(1, 2) @ getattr(self, f"interpolation{n}")
            scores.append(patches(torch.stack([(loudness + 5) / 2, (loudness - envelope.clamp(min=-8)) / 2], 1)))
        return scores
