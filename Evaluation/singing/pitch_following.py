"""How closely a sung file follows the F0 curve asked for, and whether vowels begin on the beat by the timings.

  python pitch_following.py SONG.wav TIMINGS.json...   (pairs; needs numpy, soundfile, pyworld)
"""
import json
import sys

import numpy as np
import pyworld
import soundfile

VOWELS = set("AIWYOiuɑæɔɛɜɪʊʌə")


def measure(wav, timings):
    x, rate = soundfile.read(wav, dtype="float64")
    t = json.load(open(timings))
    step = 1000 / t["framesPerSecond"]
    f0, times = pyworld.harvest(x, rate, f0_floor=60, f0_ceil=800, frame_period=step)
    f0 = pyworld.stonemask(x, f0, times, rate)
    asked = np.array(t["f0"])
    n = min(len(f0), len(asked))
    both = (f0[:n] > 0) & (asked[:n] > 0)
    cents = 1200 * np.abs(np.log2(f0[:n][both] / asked[:n][both]))
    onsets = np.array([p["start"] for p in t["phonemes"] if p["phoneme"] in VOWELS])
    late = [np.abs(onsets - note["start"]).min() * 1000 for note in t["notes"] if note.get("syllable")]
    print(f"{wav}: F0 median {np.median(cents):.1f} cents, within 50 cents {100 * np.mean(cents < 50):.1f}%; "
          f"vowel onset from the beat median {np.median(late):.1f} ms, worst {max(late):.1f} ms")


for wav, timings in zip(sys.argv[1::2], sys.argv[2::2]):
    measure(wav, timings)
