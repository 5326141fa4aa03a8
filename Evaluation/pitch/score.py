"""Scores F0 estimators against the F0 curves that a corpus was made with, clean and in noise.

  python Evaluation/pitch/score.py CORPUS/american [--estimators tts harvest dio pyin] [--babble FOLDER] [--split tune]

CORPUS/american holds `manifest.jsonl` (`id`, `voice`), `audio/VOICE/ID.opus` and `VOICE.curves.npz` with `ID.f0` (hertz, one a
300 samples at 24 kHz, frame i centred on sample 300 i). FOLDER holds recordings of other people, of which babble is mixed.
The last 12 utterances of each voice are the test split, all others the tuning split. README.md says what each figure means.
"""
import argparse
import collections
import concurrent.futures
import csv
import json
import pathlib
import subprocess
import tempfile
import zlib

import numpy as np
import soundfile
from scipy.signal import resample_poly

RATE, HOP = 24000, 300
FLOOR, CEILING = 60, 1000
CONDITIONS = ["clean"] + [f"{noise}-{snr}" for noise in ("white", "babble") for snr in (20, 10, 5)]


def frames(count):
    """Times in seconds of a curve's frames."""
    return np.arange(count) * HOP / RATE


def tts(samples, count, program):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "sound.wav")
        soundfile.write(path, samples, RATE, subtype="FLOAT")
        command = [program, "pitch", str(path), "-o", "-", "--floor", str(FLOOR), "--ceiling", str(CEILING), "--interval", str(1000 * HOP / RATE)]
        rows = list(csv.reader(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()))[1:]
    f0 = np.zeros(count)
    for row, (_, value, *_) in zip(range(count), rows):
        f0[row] = float(value)
    return f0


def nearest(times, f0, count):
    wanted = frames(count)
    return f0[np.clip(np.searchsorted(times, wanted - 1e-6), 0, len(f0) - 1)]


def harvest(samples, count, _):
    import pyworld
    x = samples.astype(np.float64)
    f0, times = pyworld.harvest(x, RATE, f0_floor=FLOOR, f0_ceil=CEILING, frame_period=12.5)
    return nearest(times, pyworld.stonemask(x, f0, times, RATE), count)


def dio(samples, count, _):
    import pyworld
    x = samples.astype(np.float64)
    f0, times = pyworld.dio(x, RATE, f0_floor=FLOOR, f0_ceil=CEILING, frame_period=12.5)
    return nearest(times, pyworld.stonemask(x, f0, times, RATE), count)


def pyin(samples, count, _):
    import librosa
    f0, _, _ = librosa.pyin(samples, fmin=FLOOR, fmax=CEILING, sr=RATE, frame_length=2048, hop_length=HOP)
    return nearest(frames(len(f0)), np.nan_to_num(f0), count)


ESTIMATORS = {"tts": tts, "harvest": harvest, "dio": dio, "pyin": pyin}


def babble(folder, count, generator):
    """Eight talkers at once, each at the same level."""
    files = sorted(path for path in pathlib.Path(folder).rglob("*") if path.suffix in (".opus", ".flac", ".wav", ".ogg"))
    total = np.zeros(count)
    for index in generator.choice(len(files), 8, replace=False):
        x, rate = soundfile.read(files[index], dtype="float32", always_2d=True)
        x = resample_poly(x.mean(axis=1), RATE // np.gcd(RATE, rate), rate // np.gcd(RATE, rate))
        x = np.roll(np.tile(x, -(-count // len(x))), int(generator.integers(len(x))))[:count]
        total += x / max(1e-9, x.std())
    return total


def degrade(samples, condition, name, folder):
    """Adds noise at a ratio of mean powers, that of the whole utterance over that of the noise."""
    if condition == "clean":
        return samples
    kind, snr = condition.split("-")
    generator = np.random.default_rng(zlib.crc32(f"{name} {kind}".encode()))
    noise = generator.standard_normal(len(samples)) if kind == "white" else babble(folder, len(samples), generator)
    gain = np.sqrt(np.mean(samples**2) / np.mean(noise**2) / 10 ** (float(snr) / 10))
    return (samples + gain * noise).astype(np.float32)


def truth(curve, samples, threshold, range_db):
    """Whether each frame is voiced, and whether its F0 can be judged.

    A regression passes from voiced to unvoiced through values that nothing sounds at: a frame is judged where the curve
    moves by less than a fifth to either neighbour.
    """
    level = levels(samples, len(curve))
    voiced = (curve > threshold) & (level > level.max() - range_db)
    steps = np.abs(np.diff(np.log(np.maximum(curve, 1))))
    steady = np.ones(len(curve), bool)
    steady[1:] &= steps < np.log(1.2)
    steady[:-1] &= steps < np.log(1.2)
    return voiced, voiced & steady


def levels(samples, count):
    """Decibels of the 25 ms around each frame."""
    power = np.concatenate([[0], np.cumsum(np.pad(samples.astype(np.float64), HOP) ** 2)])
    starts = np.arange(count) * HOP
    return 10 * np.log10((power[starts + 2 * HOP] - power[starts]) / (2 * HOP) + 1e-10)


def figures(results, threshold, range_db):
    """Percentages over all frames of all utterances: `results` are (curve, clean samples, F0 found)."""
    count = collections.Counter()
    cents = []
    for curve, samples, f0 in results:
        voiced, judged = truth(curve, samples, threshold, range_db)
        both = voiced & (f0 > 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            off = np.where(both, np.abs(f0 / np.maximum(curve, 1) - 1), 0)
        count["frames"] += len(curve)
        count["missed"] += np.sum(voiced & (f0 <= 0))
        count["false"] += np.sum(~voiced & (f0 > 0))
        count["both"] += both.sum()
        count["wrong"] += np.sum(off > 0.2)
        count["judged"] += np.sum(both & judged)
        count["gross"] += np.sum((off > 0.2) & judged)
        fine = both & judged & (off <= 0.2)
        cents.append(1200 * np.abs(np.log2(f0[fine] / curve[fine])))
    return {
        "gross": 100 * count["gross"] / max(1, count["judged"]), "gross, all": 100 * count["wrong"] / max(1, count["both"]),
        "voicing": 100 * (count["missed"] + count["false"]) / count["frames"],
        "missed": 100 * count["missed"] / count["frames"], "false": 100 * count["false"] / count["frames"],
        "cents": np.median(np.concatenate(cents)),
    }


def utterances(corpus, split, limit):
    by_voice = collections.defaultdict(list)
    for line in (corpus / "manifest.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        by_voice[row["voice"]].append(row["id"])
    for voice, names in sorted(by_voice.items()):
        curves = np.load(corpus / f"{voice}.curves.npz")
        names = names[-12:] if split == "test" else names[:-12]
        # Spread evenly, the same for the same limit.
        for name in [names[i] for i in np.linspace(0, len(names) - 1, min(limit, len(names))).astype(int)]:
            curve = curves[f"{name}.f0"].astype(np.float64)
            samples, rate = soundfile.read(corpus / "audio" / voice / f"{name}.opus", dtype="float32")
            if rate != RATE:
                raise SystemExit(f"{name} is at {rate} Hz, not {RATE}")
            yield name, curve, np.pad(samples, (0, max(0, len(curve) * HOP - len(samples))))[:len(curve) * HOP]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--estimators", nargs="+", choices=ESTIMATORS, default=["tts"])
    parser.add_argument("--conditions", nargs="+", choices=CONDITIONS, default=CONDITIONS)
    parser.add_argument("--babble", type=pathlib.Path, help="a folder of recordings of other people")
    parser.add_argument("--split", choices=["test", "tune"], default="test")
    parser.add_argument("--utterances", type=int, default=12, help="of each voice")
    parser.add_argument("--threshold", type=float, default=10, help="hertz above which the curve is voiced")
    parser.add_argument("--range", type=float, default=40, help="decibels below the loudest frame under which nothing counts as voiced")
    parser.add_argument("--tts", default=".build/release/tts")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--save", type=pathlib.Path, help="a folder for the curves found")
    arguments = parser.parse_args()
    if any("babble" in c for c in arguments.conditions) and not arguments.babble:
        parser.error("--babble FOLDER is needed, or --conditions without babble")
    sounds = list(utterances(arguments.corpus, arguments.split, arguments.utterances))
    print("| estimator | condition | gross % | gross, all frames % | voicing % | missed % | false % | cents |\n|---|---|---|---|---|---|---|---|")
    for condition in arguments.conditions:
        noisy = [degrade(samples, condition, name, arguments.babble) for name, _, samples in sounds]
        for estimator in arguments.estimators:
            def found(pair, estimator=estimator):
                return ESTIMATORS[estimator](pair[1], len(pair[0][1]), arguments.tts)
            with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
                f0 = list(pool.map(found, zip(sounds, noisy)))
            if arguments.save:
                arguments.save.mkdir(parents=True, exist_ok=True)
                np.savez(arguments.save / f"{estimator}.{condition}.npz", **{s[0]: f for s, f in zip(sounds, f0)})
            row = figures([(curve, samples, f) for (_, curve, samples), f in zip(sounds, f0)], arguments.threshold, arguments.range)
            print(f"| {estimator} | {condition} | " + " | ".join(f"{value:.1f}" for value in row.values()) + " |", flush=True)


if __name__ == "__main__":
    main()
