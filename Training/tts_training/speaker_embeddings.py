"""GE2E embeddings (Wan et al. 2018, weights of `resemblyzer`) of the speakers in a corpus.

  python -m tts_training.speaker_embeddings FEATURES... --out embeddings.npz [--count 40]

One array a voice, [n, 256], each of length 1: one row an utterance of the first `count` that are not held out, or where a
voice has only one recording, one row a stretch of 1.6 s of it.
"""
import argparse
import pathlib
import sys

import numpy as np
import torch
from scipy.signal import resample_poly

from .features import CONFIGURATION, Features


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", nargs="+", type=pathlib.Path), p.add_argument("--out", type=pathlib.Path, required=True), p.add_argument("--count", type=int, default=40)
    a = p.parse_args()
    torch.set_num_threads(1)
    from resemblyzer import VoiceEncoder
    encoder, result = VoiceEncoder("cpu", verbose=False), {}
    for folder in a.features:
        features, voices = Features(folder), {}
        for row in features.rows:
            if not row.get("held_out"):
                voices.setdefault(row["voice"], []).append(row)
        for voice, rows in voices.items():
            rows, found = rows[: a.count], []
            for row in rows:
                audio = resample_poly(features.slice(row["frame"], row["frames"])[3], 2, 3).astype(np.float32)
                whole, partial, _ = encoder.embed_utterance(audio, return_partials=True)
                found += [whole] if len(rows) > 1 else list(partial)
            result[voice] = np.stack(found).astype(np.float32)
        print(f"{folder.name}: {len(voices)} voices", file=sys.stderr, flush=True)
    a.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(a.out, **result)
    print(f"a voice's utterances with its mean: {np.mean([(r @ mean(r)).mean() for r in result.values()]):.3f}; {CONFIGURATION.sampleRate} Hz", file=sys.stderr)


def mean(rows):
    """[n, 256] -> [256], of length 1."""
    m = rows.mean(0)
    return m / np.linalg.norm(m)


if __name__ == "__main__":
    main()
