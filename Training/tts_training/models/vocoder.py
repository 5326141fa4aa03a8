"""The vocoder: F0-smoothed mel, F0 and voicing at 80 frames a second -> waveform at 24 kHz, without an adversary.

A frame-rate source-filter model (the idea of Juvela 2019, NHV of Liu 2020 and DDSP of Engel 2020): a ConvNeXt backbone
shapes a band-limited pulse train and white noise with filters that it gives per fraction of a frame. The filters start
from the mel itself, so that it is a vocoder before its first step.
"""
import math
from contextlib import nullcontext
from dataclasses import asdict, dataclass

import numpy as np
import torch
import torch.nn as nn

from ..mel import MelConfiguration, hertz_to_mel, mel_to_hertz
from .layers import ConvNeXtBlock


@dataclass(frozen=True)
class VocoderConfiguration:
    channels: int = 320
    hidden: int = 960
    blocks: int = 7
    kernel: int = 7
    inputKernel: int = 5
    """Points of the STFT whose bins the pulse train is filtered in, and its frames per mel frame."""
    harmonicFFT: int = 600
    harmonicFrames: int = 2
    """The same for noise: shorter, since bursts and closures are."""
    noiseFFT: int = 300
    noiseFrames: int = 4
    """Highest frequency of the pulse train's harmonics, in hertz."""
    pulseBandwidth: float = 11900.0

    def as_json(self):
        return asdict(self)


def interpolation_matrix(mel: MelConfiguration, fft_size):
    """[bands, bins]: log-mel bands interpolated linearly, in hertz, onto STFT bins; flat beyond the first and last."""
    centres = mel_to_hertz(np.linspace(0, hertz_to_mel(mel.maximumFrequency), mel.bands + 2))[1:-1]
    f = np.arange(fft_size // 2 + 1) * mel.sampleRate / fft_size
    rows = np.stack([np.interp(f, centres, one) for one in np.eye(mel.bands)])
    return torch.tensor(rows, dtype=torch.float32)


def minimum_phase(log_magnitude):
    """(..., bins) natural-log magnitude -> minimum phase in radians, by the folded cepstrum (Oppenheim & Schafer)."""
    n = 2 * (log_magnitude.shape[-1] - 1)
    cepstrum = torch.fft.irfft(log_magnitude, n)
    folded = torch.cat([torch.zeros_like(cepstrum[..., :1]), 2 * cepstrum[..., 1 : n // 2], torch.zeros_like(cepstrum[..., n // 2 :])], -1)
    return torch.fft.rfft(folded).imag


class ExcitationSource(nn.Module):
    """A pulse train of unit power: all harmonics of F0 up to `bandwidth`, in cosine phase, by Dirichlet's closed form."""

    def __init__(self, sample_rate, hop, bandwidth):
        super().__init__()
        self.sample_rate, self.hop, self.bandwidth = sample_rate, hop, bandwidth

    def forward(self, log_f0, initial_phase):
        """log_f0 (B, T) at samples hop*i, initial_phase (B, 1) in turns -> (B, T*hop).

        F0 runs linearly in log from frame to frame and stays after the last one. The phase is summed in double."""
        batch, frames = log_f0.shape
        following = torch.cat([log_f0[:, 1:], log_f0[:, -1:]], 1)
        ramp = torch.arange(self.hop, device=log_f0.device) / self.hop
        f0 = torch.lerp(log_f0[..., None], following[..., None], ramp).reshape(batch, frames * self.hop).exp()
        turns = (f0.double() / self.sample_rate).cumsum(1) + initial_phase.double()
        phase = (turns - turns.floor()).float() * (2 * math.pi)
        partials = self.bandwidth / f0
        whole = partials.floor()
        half = phase / 2
        sine = torch.sin(half)
        sine = torch.where(sine.abs() < 1e-4, torch.full_like(sine, 1e-4), sine)
        total = torch.sin(whole * half) * torch.cos((whole + 1) * half) / sine
        total = torch.where((half < 2e-4) | (half > math.pi - 2e-4), whole, total)
        # The next partial fades in with the fraction, so that a gliding F0 does not click.
        return (total + (partials - whole) * torch.cos((whole + 1) * phase)) * torch.sqrt(2 / partials)


class Backbone(nn.Module):
    """(B, T, bands), (B, T), (B, T) -> (B, T, outputs)."""

    def __init__(self, bands, c: VocoderConfiguration, outputs):
        super().__init__()
        self.input = nn.Conv1d(bands + 2, c.channels, c.inputKernel, padding=c.inputKernel // 2)
        self.inputNorm = nn.LayerNorm(c.channels)
        self.blocks = nn.ModuleList([ConvNeXtBlock(c.channels, c.hidden, c.kernel, 1 / c.blocks) for _ in range(c.blocks)])
        self.outputNorm = nn.LayerNorm(c.channels)
        self.output = nn.Linear(c.channels, outputs)
        nn.init.normal_(self.output.weight, std=0.01)
        nn.init.zeros_(self.output.bias)

    def forward(self, mel, log_f0, voicing):
        x = torch.cat([(mel + 5) / 2.5, (log_f0[..., None] - 5.1) * 2, voicing[..., None] - 0.5], -1)
        x = self.inputNorm(self.input(x.transpose(1, 2)).transpose(1, 2))
        for block in self.blocks:
            x = block(x)
        return self.output(self.outputNorm(x))


class Vocoder(nn.Module):
    def __init__(self, mel: MelConfiguration = MelConfiguration(), configuration: VocoderConfiguration = VocoderConfiguration()):
        super().__init__()
        c = self.configuration = configuration
        self.mel = mel
        self.harmonicBins, self.noiseBins = c.harmonicFFT // 2 + 1, c.noiseFFT // 2 + 1
        self.harmonicOutputs = 2 * c.harmonicFrames * self.harmonicBins
        self.backbone = Backbone(mel.bands, c, self.harmonicOutputs + c.noiseFrames * self.noiseBins)
        self.source = ExcitationSource(mel.sampleRate, mel.hop, c.pulseBandwidth)
        for name, fft in (("harmonic", c.harmonicFFT), ("noise", c.noiseFFT)):
            self.register_buffer(name + "Interpolation", interpolation_matrix(mel, fft), persistent=False)
            self.register_buffer(name + "Window", torch.hann_window(fft), persistent=False)

    def prior(self, mel, per_frame, interpolation):
        """(B, T, bands) -> (B, T*per_frame, bins): the log magnitude that the mel itself asks for."""
        following = torch.cat([mel[:, 1:], mel[:, -1:]], 1)
        steps = torch.stack([torch.lerp(mel, following, k / per_frame) for k in range(per_frame)], 2)
        return steps.flatten(1, 2) @ interpolation

    def clear(self, noise, magnitude, voicing, decibels=20.0, full=800.0, none=1500.0):
        """Holds the noise of voiced frames at least `decibels` under the harmonics, wholly up to `full` hertz and not at all from
        `none` on: what singing asks of the vocoder (HarmonicClearance in Swift). All are natural-log magnitudes."""
        c = self.configuration
        frequency = torch.arange(self.noiseBins, device=noise.device) * (self.mel.sampleRate / c.noiseFFT)
        share = torch.clamp((none - frequency) / (none - full), 0, 1)
        share = share * torch.clamp((voicing - 0.8) / 0.2, 0, 1).repeat_interleave(c.noiseFrames, 1)[..., None]
        rows = torch.arange(noise.shape[1]) * c.harmonicFrames // c.noiseFrames
        bins = torch.arange(self.noiseBins) * c.harmonicFFT // c.noiseFFT
        most = magnitude[:, rows][..., bins] - decibels / 8.685890
        return noise - share * torch.clamp(noise - most, min=0)

    def filters(self, mel, log_f0, voicing, precision=nullcontext(), clear=False):
        """-> harmonic filter, complex (B, 301, 2T + 1), and noise filter, real (B, 151, 4T + 1).

        `precision` is the context that the backbone computes in; `clear` holds the noise down as singing asks."""
        c, (batch, frames, _) = self.configuration, mel.shape
        with precision:
            o = self.backbone(mel, log_f0, voicing).float()
        harmonic = o[..., : self.harmonicOutputs].reshape(batch, frames * c.harmonicFrames, 2, self.harmonicBins)
        noise = o[..., self.harmonicOutputs :].reshape(batch, frames * c.noiseFrames, self.noiseBins)
        magnitude = torch.clamp(self.prior(mel, c.harmonicFrames, self.harmonicInterpolation) - 0.35 + harmonic[:, :, 0], -14, 4)
        phase = minimum_phase(magnitude) + harmonic[:, :, 1]
        noise = torch.clamp(self.prior(mel, c.noiseFrames, self.noiseInterpolation) - 0.85 + noise, -14, 4)
        if clear:
            noise = self.clear(noise, magnitude, voicing)
        repeat_last = lambda z: torch.cat([z, z[:, -1:]], 1).transpose(1, 2)
        return repeat_last(torch.polar(magnitude.exp(), phase)), repeat_last(noise.exp())

    def filtered(self, signal, response, fft_size, per_frame, window):
        hop = self.mel.hop // per_frame
        spectrum = torch.stft(signal, fft_size, hop, window=window, center=True, pad_mode="constant", return_complex=True)
        return torch.istft(spectrum * response, fft_size, hop, window=window, length=signal.shape[1])

    def render(self, harmonic, noise, log_f0, initial_phase=None, white=None, parts=False):
        """Filters and log F0 (B, T) -> waveform (B, T*hop). Phase and noise are drawn where not given."""
        c = self.configuration
        if initial_phase is None:
            initial_phase = torch.rand(log_f0.shape[0], 1, device=log_f0.device)
        pulses = self.source(log_f0, initial_phase)
        white = torch.randn_like(pulses) if white is None else white
        h = self.filtered(pulses, harmonic, c.harmonicFFT, c.harmonicFrames, self.harmonicWindow)
        n = self.filtered(white, noise, c.noiseFFT, c.noiseFrames, self.noiseWindow)
        return (h, n) if parts else h + n

    def forward(self, mel, log_f0, voicing, initial_phase=None, white=None, clear=False):
        """(B, T, bands), (B, T), (B, T) -> (B, T*hop)."""
        return self.render(*self.filters(mel, log_f0, voicing, clear=clear), log_f0, initial_phase, white)
