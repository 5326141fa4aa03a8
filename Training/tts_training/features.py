"""Turns a corpus in manifest form into the features that the models learn from.

  python -m tts_training.features CORPUS OUT [--workers 1]

CORPUS holds manifest.jsonl (id, voice, text, and where known phonemes and durations) and audio/<voice>/<id>.* or
audio/<id>.*; `<voice>.curves.npz` beside the manifest is a known F0 curve (`<id>.f0`, hertz), else F0 is estimated.
OUT gets three raw arrays for the whole corpus and an index: audio.raw (int16), frames.raw (float16: mel bands) and
pitch.raw (float32: log F0, voicing), utterances.jsonl (the manifest's rows with `frame` and `frames`).
`--played LOW HIGH` plays each recording slower or faster by a factor of its own from that range, as a tape would: other voices
and pitches for the vocoder to learn. The last 12 utterances of each voice (`--held-out N`) are marked `held_out`, if it has more than twice as many.
"""
import argparse
import json
import pathlib
import sys
import time
from multiprocessing import Pool

import numpy as np
import soundfile
from scipy.signal import resample_poly

from . import pitch
from .mel import MelConfiguration, smoothed_log_mel

CONFIGURATION = MelConfiguration()
HELD_OUT = 12


def read_manifest(corpus, held_out=HELD_OUT):
    rows = [json.loads(line) for line in (pathlib.Path(corpus) / "manifest.jsonl").read_text("utf-8").splitlines() if line.strip()]
    by_voice = {}
    for row in rows:
        by_voice.setdefault(row["voice"], []).append(row)
    for of_voice in by_voice.values():
        for row in of_voice[-held_out:] if 0 < 2 * held_out < len(of_voice) else []:
            row["held_out"] = True
    return rows


def find_audio(corpus, row):
    for folder in (corpus / "audio" / row["voice"], corpus / "audio", corpus / "wavs"):
        for suffix in (".opus", ".flac", ".wav", ".ogg", ".mp3"):
            path = folder / (row["id"] + suffix)
            if path.exists():
                return path
    raise FileNotFoundError(f"no audio for '{row['id']}' under {corpus}")


def read_audio(path, rate):
    audio, actual = soundfile.read(path, dtype="float32", always_2d=True)
    audio = audio.mean(1)
    if actual != rate:
        from math import gcd
        g = gcd(actual, rate)
        audio = resample_poly(audio, rate // g, actual // g).astype(np.float32)
    return audio


def process(job):
    """One utterance -> (row, int16 audio, mel float16, [log F0, voicing] float32)."""
    corpus, row, curve, faster = job
    c = CONFIGURATION
    audio = read_audio(find_audio(pathlib.Path(corpus), row), c.sampleRate)
    if faster != 1:
        audio = resample_poly(audio, 100, round(100 * faster)).astype(np.float32)
        curve = None if curve is None else faster * curve[np.minimum((np.arange(len(curve) / faster) * faster).astype(int), len(curve) - 1)]
    frames = len(audio) // c.hop if curve is None else min(len(audio) // c.hop, len(curve))
    audio = audio[: frames * c.hop]
    if curve is None:
        log_f0, voiced = pitch.estimate(audio, c.hop, c.sampleRate)
    else:
        log_f0, voiced = pitch.refine(audio, curve[:frames], c.hop, c.sampleRate)
    mel = smoothed_log_mel(audio, np.exp(log_f0), c)
    return row, (np.clip(audio, -1, 1) * 32767).astype(np.int16), mel.astype(np.float16), np.stack([log_f0, voiced], 1)


def jobs(corpus, rows, played=(1, 1)):
    curves, rng = {}, np.random.default_rng(1)
    for row in rows:
        voice = row["voice"]
        if voice not in curves:
            path = pathlib.Path(corpus) / f"{voice}.curves.npz"
            curves[voice] = np.load(path) if path.exists() else None
        curve = None if curves[voice] is None else curves[voice][row["id"] + ".f0"].astype(np.float32)
        yield str(corpus), row, curve, round(rng.uniform(*played), 2)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("corpus", type=pathlib.Path), p.add_argument("out", type=pathlib.Path)
    p.add_argument("--workers", type=int, default=1), p.add_argument("--held-out", type=int, default=HELD_OUT, help="utterances of each voice kept for tests")
    p.add_argument("--played", nargs=2, type=float, default=(1, 1), metavar=("LOW", "HIGH"), help="how fast")
    a = p.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    rows, began = read_manifest(a.corpus, a.held_out), time.time()
    frame, index = 0, []
    with open(a.out / "audio.raw", "wb") as fa, open(a.out / "frames.raw", "wb") as fm, open(a.out / "pitch.raw", "wb") as fp:
        with Pool(a.workers) as pool:
            for row, audio, mel, pitch_curves in pool.imap(process, jobs(a.corpus, rows, a.played), chunksize=4):
                fa.write(audio.tobytes()), fm.write(mel.tobytes()), fp.write(pitch_curves.tobytes())
                index.append(row | {"frame": frame, "frames": len(mel)})
                frame += len(mel)
                if len(index) % 100 == 0:
                    print(f"{len(index)}/{len(rows)} utterances, {frame / 80 / max(1e-9, time.time() - began):.0f} x real time", file=sys.stderr)
    (a.out / "utterances.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in index), "utf-8")
    print(f"{frame / 80 / 3600:.2f} h in {len(index)} utterances", file=sys.stderr)


class Features:
    """The features of one corpus, mapped from disk."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.rows = [json.loads(line) for line in (folder / "utterances.jsonl").read_text("utf-8").splitlines()]
        self.audio = np.memmap(folder / "audio.raw", np.int16, "r")
        self.mel = np.memmap(folder / "frames.raw", np.float16, "r").reshape(-1, CONFIGURATION.bands)
        self.pitch = np.memmap(folder / "pitch.raw", np.float32, "r").reshape(-1, 2)
        coarse = folder / "coarse.raw"
        self.coarse = np.memmap(coarse, np.float16, "r").reshape(-1, CONFIGURATION.bands) if coarse.exists() else None

    def slice(self, start, frames, coarse=False):
        """Mel [frames, bands], log F0 [frames], voicing [frames], audio [frames*hop], all float32.

        `coarse`: the mel is the one that an acoustic model made (module `coarse`)."""
        hop = CONFIGURATION.hop
        return (
            (self.coarse if coarse else self.mel)[start : start + frames].astype(np.float32), self.pitch[start : start + frames, 0].copy(), self.pitch[start : start + frames, 1].copy(),
            self.audio[start * hop : (start + frames) * hop].astype(np.float32) / 32767,
        )


if __name__ == "__main__":
    main()
