#!/usr/bin/env python3
"""Scores converted recordings of any system: words, speaker, pitch, quality. Audio files only.

  score.py CONVERTED --sources DIR --target FILE... --transcripts FILE [--name TEXT] [--cache sources.json]

CONVERTED and the folder of sources hold audio files of the same names, whatever their suffixes. The target's recordings
(some ten) say whom the conversion should sound like. Transcripts: `file<TAB>text` lines, or a manifest.jsonl (id, text).
Run it with the python of `../setup.sh`. Prints a row of a table:

  WER          Whisper base, of the sources and of their conversions, and the difference
  GE2E         cosine of a conversion's speaker embedding to the mean of the target's recordings, to its source; and of the
               sources to the target, which is what an untouched recording would score
  F0           correlation of log F0 of source and conversion where both are voiced, the mean over files, with nothing
               smoothed or left out: by pYIN (Mauch & Dixon 2014) and by Harvest. Harvest takes breath, noise and consonants
               for voice and finds octaves there, in sources and conversions, so its figure tells of its own errors too
  Distill-MOS  of the sources and of their conversions

`--cache` keeps what concerns the sources alone, for the next target.
"""
import argparse
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from measure import load  # noqa: E402

AUDIO = {".wav", ".flac", ".opus", ".ogg", ".mp3"}


def audio_files(folder):
    return {f.stem: f for f in sorted(pathlib.Path(folder).iterdir()) if f.suffix.lower() in AUDIO}


def transcripts(path):
    if path.suffix == ".jsonl":
        rows = map(json.loads, path.read_text("utf-8").splitlines())
        return {r["id"]: r["text"] for r in rows}
    return {pathlib.Path(r[0]).stem: r[1] for r in csv.reader(path.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE) if r}


def measure(kind, arguments):
    out = subprocess.run([sys.executable, str(HERE.parent / "measure.py"), kind, *map(str, arguments)], capture_output=True, text=True)
    if out.returncode:
        sys.exit(out.stderr)
    return {name: float(value) for name, value in re.findall(r"([a-z0-9]+) (-?[0-9.]+|nan)", out.stdout.strip().splitlines()[-1].removeprefix("mean "))}


def words_and_quality(files, texts):
    """(WER %, Distill-MOS) of {stem: file}."""
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as f:
        f.write("".join(f"{path}\t{texts[stem]}\n" for stem, path in files.items()))
        f.flush()
        return measure("wer", [f.name])["wer"], measure("mos", files.values())["distill"]


def harvest(path):
    """F0 in hertz every 10 ms, 0 where unvoiced."""
    import pyworld
    return pyworld.harvest(load(path, 16000).astype(np.float64), 16000, f0_floor=60, f0_ceil=800, frame_period=10)[0]


def pyin(path):
    """F0 in hertz every 12.5 ms, 0 where unvoiced."""
    import librosa
    f0, voiced, _ = librosa.pyin(load(path, 16000), fmin=60, fmax=600, sr=16000, frame_length=1024, hop_length=200)
    return np.where(voiced, np.nan_to_num(f0), 0)


def f0_correlation(source, converted, estimate):
    (a, va), (b, vb) = ((np.log(np.maximum(f0, 1e-9)), f0 > 0) for f0 in map(estimate, (source, converted)))
    n = min(len(a), len(b))
    both = va[:n] & vb[:n]
    return float(np.corrcoef(a[:n][both], b[:n][both])[0, 1]) if both.sum() > 20 else np.nan


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("converted", type=pathlib.Path), p.add_argument("--sources", type=pathlib.Path, required=True)
    p.add_argument("--target", nargs="+", required=True), p.add_argument("--transcripts", type=pathlib.Path, required=True)
    p.add_argument("--name"), p.add_argument("--cache", type=pathlib.Path), p.add_argument("--header", action="store_true")
    a = p.parse_args()
    from resemblyzer import VoiceEncoder
    encoder = VoiceEncoder("cpu", verbose=False)
    embed = lambda path: encoder.embed_utterance(load(path, 16000))
    texts, known, converted = transcripts(a.transcripts), audio_files(a.sources), audio_files(a.converted)
    strangers = sorted(set(converted) - (set(known) & set(texts)))
    if strangers or not converted:
        sys.exit(f"score: no source or no text for {', '.join(strangers[:3]) or 'anything'}")
    sources = {stem: known[stem] for stem in converted}
    cache = json.loads(a.cache.read_text()) if a.cache and a.cache.exists() else {}
    key = " ".join(sorted(map(str, sources.values())))
    if key not in cache:
        cache[key] = words_and_quality(sources, texts)
        if a.cache:
            a.cache.write_text(json.dumps(cache))
    (before, natural), (after, quality) = cache[key], words_and_quality(converted, texts)
    target = np.mean([embed(f) for f in a.target], 0)
    target /= np.linalg.norm(target)
    rows = []
    for stem, path in converted.items():
        own, source = embed(path), embed(sources[stem])
        rows.append((own @ target, own @ source, source @ target, *(f0_correlation(sources[stem], path, estimate) for estimate in (pyin, harvest))))
    to_target, to_source, untouched, f0, f0_harvest = np.nanmean(rows, axis=0)
    if a.header:
        print("| conversion | files | WER % before | after | rise | GE2E to target | to source | (source to target) | F0 correlation, pYIN | Harvest | Distill-MOS before | after |\n|---|---|---|---|---|---|---|---|---|---|---|---|")
    print(f"| {a.name or a.converted.name} | {len(rows)} | {before:.1f} | {after:.1f} | {after - before:+.1f} | {to_target:.3f} | {to_source:.3f} | {untouched:.3f} | {f0:.3f} | {f0_harvest:.3f} | {natural:.2f} | {quality:.2f} |", flush=True)


if __name__ == "__main__":
    main()
