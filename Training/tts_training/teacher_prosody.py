"""Collects durations, F0 and energy of the teacher without making audio: cheap, so prosody is learned from many hours.

  python -m tts_training.teacher_prosody TEACHER SENTENCES CORPUS OUT [--hours 20]

TEACHER: the folder with teacher.py (run this with its environment's python). SENTENCES: text<TAB>phonemes a line.
CORPUS: the manifest whose held-out sentences must not be learned from. OUT: shards of 200 sentences, `NNNNN.npz`,
written whole, so that the work stops and resumes. Voices are dealt so that any prefix of the shards is balanced.
"""
import argparse
import json
import os
import pathlib
import sys
import time

import numpy as np

HEARD = {"af_heart": 3, "am_michael": 3, "af_bella": 2, "am_fenrir": 2}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("teacher", "sentences", "corpus", "out"):
        p.add_argument(name, type=pathlib.Path)
    p.add_argument("--hours", type=float, default=20), p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    sys.path.insert(0, str(a.teacher))
    from teacher import Teacher
    from .symbols import parse_phonemes
    manifest = [json.loads(line) for line in (a.corpus / "manifest.jsonl").read_text("utf-8").splitlines()]
    by_voice = {}
    for row in manifest:
        by_voice.setdefault(row["voice"], []).append(row)
    held = {r["phonemes"] for rows in by_voice.values() for r in rows[-12:]}
    sentences = []
    for line in a.sentences.read_text("utf-8").splitlines():
        phonemes = line.split("\t")[1]
        try:
            parse_phonemes(phonemes)
        except ValueError:
            continue  # five lines of the list hold letters that are no phonemes
        if phonemes not in held and 8 < len(phonemes) < 400:
            sentences.append(phonemes)
    voices = [v for v in sorted(by_voice) for _ in range(HEARD.get(v, 1)) if v != "kathleen"]
    rng = np.random.default_rng(7)
    order, lots = rng.permutation(len(sentences)), rng.choice(voices, len(sentences))
    speeds = np.where(rng.random(len(sentences)) < 0.85, 1.0, rng.uniform(0.8, 1.25, len(sentences)))
    teacher = Teacher(threads=a.threads)
    a.out.mkdir(parents=True, exist_ok=True)
    frames, began = 0, time.time()
    for shard in range(0, len(order), 200):
        path = a.out / f"{shard // 200:05d}.npz"
        if path.exists():
            frames += int(np.load(path)["frames"].sum())
            continue
        rows, d_all, f_all, n_all = [], [], [], []
        for i in order[shard : shard + 200]:
            tokens, kept = teacher.tokens(sentences[i])
            d, f0, n = teacher.prosody(tokens, lots[i], float(speeds[i]))
            rows.append((lots[i], kept, float(speeds[i])))
            d_all.append(d.astype(np.uint8)), f_all.append(f0.astype(np.float16)), n_all.append(n.astype(np.float16))
        lengths = np.array([len(f) for f in f_all])
        beside = path.with_suffix(".tmp.npz")
        np.savez(beside, voice=[r[0] for r in rows], phonemes=[r[1] for r in rows], speed=[r[2] for r in rows], frames=lengths,
                 durations=np.concatenate(d_all), f0=np.concatenate(f_all), n=np.concatenate(n_all))
        os.replace(beside, path)
        frames += int(lengths.sum())
        print(f"{frames / 80 / 3600:.1f} h, {frames / 80 / (time.time() - began):.0f} x real time", file=sys.stderr, flush=True)
        if frames / 80 / 3600 > a.hours:
            break


if __name__ == "__main__":
    main()
