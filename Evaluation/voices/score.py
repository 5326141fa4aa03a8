#!/usr/bin/env python3
"""Speaks the Harvard sentences with voices and scores the WAV files: quality, words, speaker, pitch, length.

  score.py [--tts PATH] --out DIR [--voices heart,michael] [--count 40] [--options '--refine-steps 0']
           [--originals CORPUS] [--reference reference.json]

Run it with the python of `setup.sh`. Without --tts it scores what lies at DIR/<voice>/<id>.wav, whoever spoke it. CORPUS
holds american/ and kathleen/ (`audio/<voice>/<id>.opus` and manifest.jsonl); the last 12 utterances of a voice are what GE2E compares with. reference.json, from `reference.py`, holds the teacher's F0
and length of the same sentences. The sentences are lists 1 to 4 of the IEEE Recommended Practice for Speech Quality
Measurements (1969); nothing is tuned on them.
"""
import argparse
import csv
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

import numpy as np
import soundfile

HERE = pathlib.Path(__file__).resolve().parent
MEASURE = HERE.parent / "measure.py"


def measure(kind, arguments):
    """The last line of measure.py as {name: value}."""
    environment = os.environ | {"OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "2")}
    out = subprocess.run([sys.executable, str(MEASURE), kind, *map(str, arguments)], capture_output=True, text=True, check=True, env=environment).stdout
    return {name: float(value) for name, value in re.findall(r"([a-z0-9]+) (-?[0-9.]+|nan)", out.strip().splitlines()[-1].removeprefix("mean "))}


def pitch_statistics(path):
    """Semitones of standard deviation of F0 within an utterance, and seconds from the first to the last loud sample.

    Frames 35 dB or more below the loudest do not count: F0 that is tracked in near-silence is nobody's intonation."""
    import pyworld
    x, rate = soundfile.read(path)
    f0, t = pyworld.dio(x, rate, 60, 500)
    f0 = pyworld.stonemask(x, f0, t, rate)
    power = np.convolve(x**2, np.ones(480) / 480, "same")[np.minimum((t * rate).astype(int), len(x) - 1)]
    f0 = f0[(f0 > 0) & (power > power.max() * 10**-3.5)]
    loud = np.flatnonzero(np.abs(x) > 0.02 * np.abs(x).max())
    return (np.std(12 * np.log2(f0)) if len(f0) > 10 else np.nan), (loud[-1] - loud[0]) / rate


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--tts"), p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--voices", default="heart,michael"), p.add_argument("--count", type=int, default=40)
    p.add_argument("--options", default=""), p.add_argument("--originals", type=pathlib.Path), p.add_argument("--reference", type=pathlib.Path)
    p.add_argument("--list", type=pathlib.Path, default=HERE / "harvard.tsv")
    a = p.parse_args()
    rows = list(csv.reader(a.list.open(encoding="utf-8"), delimiter="\t"))[: a.count]
    reference = json.loads(a.reference.read_text()) if a.reference else {}
    originals = {}
    if a.originals:
        for corpus in ("american", "kathleen"):
            for line in (a.originals / corpus / "manifest.jsonl").read_text("utf-8").splitlines():
                r = json.loads(line)
                name = r["voice"].split("_")[-1]
                path = a.originals / corpus / "audio" / r["voice"] / f"{r['id']}.opus"
                originals.setdefault(name, []).append(path if path.exists() else a.originals / corpus / "audio" / f"{r['id']}.opus")
    print("| voice | Distill-MOS | DNSMOS | WER % | GE2E | F0 sd, semitones (teacher) | seconds (teacher) | real-time factor |\n|---|---|---|---|---|---|---|---|")
    for voice in a.voices.split(","):
        folder = a.out / voice
        folder.mkdir(parents=True, exist_ok=True)
        began = time.time()
        if a.tts:
            (folder / "batch.tsv").write_text("".join(f"{i}\t{text}\n" for i, text in rows), "utf-8")
            subprocess.run([a.tts, "batch", str(folder / "batch.tsv"), "--output-dir", str(folder), "--voice", voice, "--quiet", *shlex.split(a.options)], check=True)
        took = time.time() - began
        files = [folder / f"{i}.wav" for i, _ in rows]
        (folder / "wer.tsv").write_text("".join(f"{f}\t{text}\n" for f, (_, text) in zip(files, rows)), "utf-8")
        mos, wer = measure("mos", files), measure("wer", [folder / "wer.tsv"])
        cosine = ""
        if voice in originals:
            held = originals[voice][-12:]
            (folder / "speaker.tsv").write_text("".join(f"{f}\t{held[k % len(held)]}\n" for k, f in enumerate(files)), "utf-8")
            cosine = f"{measure('speaker', [folder / 'speaker.tsv'])['cosine']:.3f}"
        spread, seconds = np.nanmean([pitch_statistics(f) for f in files], axis=0)
        told = reference.get(voice, {})
        of_teacher = [told[i] for i, _ in rows if i in told]
        beside = [f" ({np.mean([t[k] for t in of_teacher]):.2f})" if of_teacher else "" for k in ("spread", "seconds")]
        factor = f"{took / sum(soundfile.info(str(f)).duration for f in files):.3f}" if a.tts else ""
        print(f"| {voice} | {mos['distill']:.2f} | {mos['dnsmos']:.2f} | {wer['wer']:.1f} | {cosine} | {spread:.2f}{beside[0]} | {seconds:.2f}{beside[1]} | {factor} |", flush=True)


if __name__ == "__main__":
    main()
