"""Gives the utterances of a features folder that have no text one: what Whisper base hears.

  python -m tts_training.transcribe FEATURES --model whisper-base

`--model` is a folder of faster-whisper (`Evaluation/setup.sh` fetches one) or a name that it knows. Rewrites
utterances.jsonl. Recordings in which nothing is heard keep an empty text.
"""
import argparse
import json
import pathlib
import sys
import time

import numpy as np
from scipy.signal import resample_poly

from .features import CONFIGURATION, Features


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", type=pathlib.Path), p.add_argument("--model", default="base.en"), p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    from faster_whisper import WhisperModel
    features, began, done = Features(a.features), time.time(), 0.0
    model = WhisperModel(a.model, device="cpu", compute_type="int8", cpu_threads=a.threads)
    for row in features.rows:
        if row.get("text"):
            continue
        audio = features.slice(row["frame"], row["frames"])[3]
        segments, _ = model.transcribe(resample_poly(audio, 2, 3).astype(np.float32), language="en", beam_size=1)
        row["text"] = "".join(s.text for s in segments).strip()
        done += row["frames"] / CONFIGURATION.frames_per_second
        print(f"{row['id']}\t{row['text']}\t{done / (time.time() - began):.0f} x real time", file=sys.stderr, flush=True)
    (a.features / "utterances.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in features.rows), "utf-8")


if __name__ == "__main__":
    main()
