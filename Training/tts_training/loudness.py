"""Loudness of each frame of a recording, over the level of its speech, so that a recording's gain does not matter.

Only 100 Hz to 4 kHz count: rumble, hum and the band of the microphone tell nothing about how loud somebody speaks.
"""
import numpy as np

from .mel import MelConfiguration, power_spectrum

LOWEST, HIGHEST = 100.0, 4000.0
#: Log amplitude over the level, at least and at most; and the level below which a recording counts as silent.
RANGE = (-5.0, 2.0)
SILENT_LEVEL = -8.0
#: Frames less than this below the loud ones (95th percentile) are speech: 20 dB.
GATE = float(np.log(10))


def frame_loudness(audio, c: MelConfiguration):
    """[samples] -> [frames]: half the log of the mean power of the STFT bins from 100 Hz to 4 kHz, frames as the mel's."""
    first = int(np.ceil(LOWEST * c.fftSize / c.sampleRate))
    last = int(np.floor(HIGHEST * c.fftSize / c.sampleRate))
    return 0.5 * np.log(power_spectrum(audio, c)[:, first : last + 1].mean(1) + 1e-10)


def speech_level(loudness):
    """[frames] -> the mean over those frames that lie within 20 dB of the 95th percentile; at least SILENT_LEVEL.

    The 95th percentile is the value at index floor(0.95 (frames - 1)) of the sorted ones."""
    if len(loudness) == 0:
        return SILENT_LEVEL
    loud = np.sort(loudness)[int(0.95 * (len(loudness) - 1))]
    return max(SILENT_LEVEL, float(loudness[loudness >= loud - GATE].mean()))


def relative_loudness(audio, c: MelConfiguration):
    """[samples] -> [frames] float32 in RANGE: what the conversion model reads."""
    loudness = frame_loudness(audio, c)
    return np.clip(loudness - speech_level(loudness), *RANGE).astype(np.float32)
