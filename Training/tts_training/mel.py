"""The mel spectrogram that every model here speaks: log amplitude of an F0-smoothed power spectrum.

Smoothing the power spectrum over one F0 (as CheapTrick does: Morise 2015) leaves an envelope without harmonics, so
that pitch lives in F0 alone and one envelope can be sung at any pitch.
"""
from dataclasses import asdict, dataclass

import numpy as np


@dataclass(frozen=True)
class MelConfiguration:
    sampleRate: int = 24000
    hop: int = 300
    window: int = 1200
    fftSize: int = 2048
    bands: int = 100
    maximumFrequency: float = 12000.0

    @property
    def frames_per_second(self):
        return self.sampleRate / self.hop

    def as_json(self):
        return asdict(self)


def hertz_to_mel(f):
    """Slaney's scale: linear to 1 kHz, logarithmic above (Auditory Toolbox, 1998)."""
    f = np.asarray(f, np.float64)
    return np.where(f < 1000, f / (200 / 3), 15 + np.log(np.maximum(f, 1e-9) / 1000) / (np.log(6.4) / 27))


def mel_to_hertz(m):
    m = np.asarray(m, np.float64)
    return np.where(m < 15, m * (200 / 3), 1000 * np.exp((m - 15) * np.log(6.4) / 27))


def mel_filterbank(sample_rate, fft_size, bands, maximum_frequency):
    """Triangular bands whose rows sum to 1, so that a band holds mean power. Returns ([bands, bins], centres in Hz)."""
    edges = mel_to_hertz(np.linspace(0, hertz_to_mel(maximum_frequency), bands + 2))
    f = np.arange(fft_size // 2 + 1) * sample_rate / fft_size
    rising = (f[None] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - f[None]) / (edges[2:] - edges[1:-1])[:, None]
    weights = np.maximum(0, np.minimum(rising, falling))
    return (weights / weights.sum(1, keepdims=True)).astype(np.float32), edges[1:-1]


def power_spectrum(audio, c: MelConfiguration):
    """[samples] -> [frames, fftSize/2 + 1]; frame i is centred on sample i*hop; the window has unit energy."""
    window = np.hanning(c.window + 1)[:-1]
    window = window / np.sqrt((window**2).sum())
    padded = np.pad(audio, c.window // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, c.window)[:: c.hop][: len(audio) // c.hop]
    return np.abs(np.fft.rfft(frames * window, c.fftSize)) ** 2


def smooth_over_f0(power, f0, sample_rate, fft_size):
    """Each frame averaged over a box one F0 wide (60 to 1000 Hz), mirrored at both ends. Same shape."""
    frames, bins = power.shape
    mirrored = np.concatenate([power[:, 1:][:, ::-1], power, power[:, :-1][:, ::-1]], 1)
    cumulative = np.concatenate([np.zeros((frames, 1)), np.cumsum(mirrored, 1)], 1)
    width = np.clip(f0, 60, 1000)[:, None] / (sample_rate / fft_size)
    centre = np.arange(bins)[None] + (bins - 1) + 0.5

    def at(position):
        i = np.floor(position).astype(np.int64)
        fraction = position - i
        return np.take_along_axis(cumulative, i, 1) * (1 - fraction) + np.take_along_axis(cumulative, i + 1, 1) * fraction

    return (at(centre + width / 2) - at(centre - width / 2)) / width


def smoothed_log_mel(audio, f0, c: MelConfiguration):
    """[samples] and continuous F0 in hertz [frames] -> [frames, bands]: half the log of the mean band power."""
    weights, _ = mel_filterbank(c.sampleRate, c.fftSize, c.bands, c.maximumFrequency)
    power = smooth_over_f0(power_spectrum(audio, c), f0, c.sampleRate, c.fftSize)
    return (0.5 * np.log(np.maximum(power @ weights.T, 0) + 1e-10)).astype(np.float32)
