"""F0 and voicing of recordings, 80 frames a second, as the vocoder and the acoustic model use them."""
import numpy as np
import pyworld


def continuous_log_f0(f0, voiced):
    """Log F0 with unvoiced frames filled by interpolation; log(150) where nothing is voiced. [frames] -> [frames]."""
    if not voiced.any():
        return np.full(len(f0), np.log(150.0), np.float32)
    i = np.flatnonzero(voiced)
    return np.interp(np.arange(len(f0)), i, np.log(f0[i])).astype(np.float32)


def contour(log_f0, voicing):
    """Log F0 without the ends of voiced stretches, which are interpolated like what is unvoiced. [frames] -> [frames].

    A curve that is 0 where nothing is voiced passes through frames on its way there: in the teacher's, the first and the
    last voiced frame lie 8 semitones below their neighbours, and the next ones 2 to 3. Nobody hears or means that pitch.
    Of a stretch of four frames or fewer, the highest is kept."""
    voiced = np.asarray(voicing) > 0.5
    ends = np.flatnonzero(np.diff(np.concatenate([[0], voiced.astype(np.int8), [0]])))
    inner = np.zeros(len(voiced), bool)
    for start, stop in zip(ends[::2], ends[1::2]):
        if stop - start > 4:
            inner[start + 2 : stop - 2] = True
        else:
            inner[start + int(np.argmax(log_f0[start:stop]))] = True
    return continuous_log_f0(np.exp(log_f0), inner)


def refine(audio, curve, hop, sample_rate):
    """Moves a rough F0 curve onto the audio with StoneMask (Morise 2010); keeps the curve where that strays > 200 cents.

    A curve value of 50 Hz or less is unvoiced. Returns log F0 (continuous) and voicing, each [frames] float32.
    """
    curve = curve.astype(np.float64)
    voiced = curve > 50
    times = np.arange(len(curve)) * hop / sample_rate
    measured = pyworld.stonemask(audio.astype(np.float64), np.where(voiced, curve, 0.0), times, sample_rate)
    cents = np.abs(1200 * np.log2(np.maximum(measured, 1) / np.maximum(curve, 1)))
    return continuous_log_f0(np.where(cents < 200, measured, curve), voiced), voiced.astype(np.float32)


def estimate(audio, hop, sample_rate, floor=60.0, ceiling=800.0):
    """F0 of a recording for which nobody knows it: DIO (Morise 2009), then StoneMask. Same returns as `refine`.

    Harvest errs less in noise and takes forty times as long."""
    f0, _ = pyworld.dio(audio.astype(np.float64), sample_rate, floor, ceiling, frame_period=1000 * hop / sample_rate)
    frames = len(audio) // hop
    return refine(audio, np.pad(f0, (0, max(0, frames - len(f0))))[:frames], hop, sample_rate)
