#!/usr/bin/env python3
"""How differently a sentence is said by another seed, and how lively: F0 of WAV files, with and without variation.

  intonation.py --tts PATH --out DIR --list FILE.tsv [--voices heart,michael] [--variations 0,0.5,1] [--seeds 4] [--options '']

FILE.tsv has lines of `id <tab> text`. Run it with the python of `../setup.sh`. Seeds change no durations, so the files of one
sentence are compared frame by frame, where F0 is found in all of them (DIO and StoneMask, Morise 2009 and 2010) and the sound
is within 35 dB of its loudest. Columns, over sentences: standard deviation of F0 in a sentence; that over the first row's;
standard deviation between seeds; correlation of two seeds' contours. F0 is in semitones. At a variation of 0 nothing but the
vocoder's noise differs from seed to seed, so its last two columns say how exact the measurement is.
"""
import argparse
import csv
import pathlib
import shlex
import subprocess

import numpy as np
import pyworld
import soundfile


def contour(path):
    """F0 in semitones every 5 ms, nan where there is none or the sound is near silence."""
    x, rate = soundfile.read(path)
    f0, t = pyworld.dio(x, rate, 60, 500)
    f0 = pyworld.stonemask(x, f0, t, rate)
    power = np.convolve(x**2, np.ones(480) / 480, "same")[np.minimum((t * rate).astype(int), len(x) - 1)]
    return np.where((f0 > 0) & (power > power.max() * 10**-3.5), 12 * np.log2(np.maximum(f0, 1)), np.nan)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--tts", required=True), p.add_argument("--out", type=pathlib.Path, required=True), p.add_argument("--list", type=pathlib.Path, required=True)
    p.add_argument("--voices", default="heart,michael"), p.add_argument("--variations", default="0,0.5,1"), p.add_argument("--seeds", type=int, default=4), p.add_argument("--options", default="")
    a = p.parse_args()
    names = [row[0] for row in csv.reader(a.list.open(encoding="utf-8"), delimiter="\t")]
    print("| voice | variation | F0 sd | over without | between seeds | correlation of seeds |\n|---|---|---|---|---|---|")
    for voice in a.voices.split(","):
        without = None
        for variation in a.variations.split(","):
            folders = [a.out / voice / variation / str(seed) for seed in range(a.seeds)]
            for seed, folder in enumerate(folders):
                subprocess.run([a.tts, "batch", str(a.list), "--output-dir", str(folder), "--voice", voice, "--variation", variation, "--seed", str(seed), "--quiet", *shlex.split(a.options)], check=True)
            spreads, between, correlations = [], [], []
            for name in names:
                curves = np.array([contour(folder / f"{name}.wav") for folder in folders])
                spreads += [np.nanstd(c) for c in curves]
                shared = curves[:, np.isfinite(curves).all(0)]
                if shared.shape[1] > 20:
                    between.append(shared.std(0, ddof=1).mean())
                    correlations += [np.corrcoef(shared[k], shared[k + 1])[0, 1] for k in range(0, a.seeds - 1, 2)]
            spread = np.nanmean(spreads)
            without = without or spread
            print(f"| {voice} | {variation} | {spread:.2f} | {spread / without:.3f} | {np.mean(between):.2f} | {np.mean(correlations):.3f} |", flush=True)


if __name__ == "__main__":
    main()
