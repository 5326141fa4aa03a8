"""What rooms, microphones and telephones do to a recording, drawn at random: noise, reverberation, band limits, gain."""
import numpy as np
from scipy.signal import butter, fftconvolve, sosfilt


def coloured_noise(samples, slope, rng):
    """Noise of unit power whose power falls by `slope` times 3 dB an octave (0 white, 1 pink, 2 brown), its level drifting."""
    spectrum = np.fft.rfft(rng.standard_normal(samples))
    spectrum *= np.maximum(np.arange(len(spectrum)), 20) ** (-slope / 2)
    noise = np.fft.irfft(spectrum, samples)
    drift = np.interp(np.linspace(0, 1, samples), np.linspace(0, 1, 9), rng.normal(0, 0.35, 9))
    noise *= np.exp(drift)
    return noise / np.sqrt((noise**2).mean() + 1e-20)


def room(rate, rng):
    """An impulse response: the direct sound, then noise that decays by 60 dB in 0.15 to 0.7 s, 2 to 18 dB weaker in all."""
    decay = rng.uniform(0.15, 0.7)
    tail = rng.standard_normal(int(decay * rate)) * 10 ** (-3 * np.arange(int(decay * rate)) / (decay * rate))
    tail[: int(0.002 * rate)] = 0
    tail *= 10 ** (-rng.uniform(2, 18) / 20) / np.sqrt((tail**2).sum())
    tail[0] = 1
    return tail


def disturbed(audio, rate, rng, strength=1.0):
    """[samples] -> [samples] of the same length and timing. `strength` scales how often each disturbance comes."""
    level = np.sqrt((audio**2).mean() + 1e-12)
    if rng.random() < 0.35 * strength:
        audio = fftconvolve(audio, room(rate, rng))[: len(audio)]
    if rng.random() < 0.6 * strength:
        audio = audio + level * 10 ** (-rng.uniform(3, 35) / 20) * coloured_noise(len(audio), rng.uniform(0, 2), rng)
    if rng.random() < 0.35 * strength:
        audio = sosfilt(butter(2, rng.uniform(60, 350), "high", fs=rate, output="sos"), audio)
    if rng.random() < 0.35 * strength:
        audio = sosfilt(butter(int(rng.integers(1, 6)), rng.uniform(3200, 7500), "low", fs=rate, output="sos"), audio)
    audio = audio * np.exp(rng.uniform(-1.5, 1.0))
    if rng.random() < 0.05 * strength:
        top = np.abs(audio).max() * rng.uniform(0.3, 0.8)
        audio = np.clip(audio, -top, top)
    peak = np.abs(audio).max()
    return (audio / peak * 0.99 if peak > 0.99 else audio).astype(np.float32)
