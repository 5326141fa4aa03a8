#!/usr/bin/env python3
"""Speaks the Harvard sentences with the teacher and notes F0 spread and length, for score.py.

  reference.py --teacher DIR --tts PATH --out DIR [--voices af_heart,am_michael]     (run with the teacher's python)

DIR holds teacher.py. Phonemes come from `tts phonemize`, so both say the same. Writes OUT/<voice>/<id>.wav too; then
`score.py`'s python makes reference.json of them:   reference.py --collect OUT
"""
import argparse
import csv
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--teacher", type=pathlib.Path), p.add_argument("--tts"), p.add_argument("--out", type=pathlib.Path)
    p.add_argument("--voices", default="af_heart,am_michael"), p.add_argument("--collect", type=pathlib.Path)
    p.add_argument("--count", type=int, default=40), p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    if a.collect:
        sys.path.insert(0, str(HERE))
        from score import pitch_statistics
        result = {}
        for folder in sorted(f for f in a.collect.iterdir() if f.is_dir()):
            name = folder.name.split("_")[-1]
            for wav in sorted(folder.glob("*.wav")):
                spread, seconds = pitch_statistics(wav)
                result.setdefault(name, {})[wav.stem] = dict(spread=round(float(spread), 3), seconds=round(float(seconds), 3))
        (a.collect / "reference.json").write_text(json.dumps(result, indent=1))
        return
    import numpy as np
    import soundfile
    sys.path.insert(0, str(a.teacher))
    from teacher import Teacher
    teacher = Teacher(threads=a.threads)
    rows = list(csv.reader((HERE / "harvard.tsv").open(encoding="utf-8"), delimiter="\t"))[: a.count]
    phonemes = subprocess.run([a.tts, "phonemize"], input="\n".join(text for _, text in rows), capture_output=True, text=True, check=True).stdout.splitlines()
    for voice in a.voices.split(","):
        (a.out / voice).mkdir(parents=True, exist_ok=True)
        for (name, _), said in zip(rows, phonemes):
            tokens, _ = teacher.tokens(said)
            audio = teacher.speak(tokens, voice, *teacher.prosody(tokens, voice))
            soundfile.write(a.out / voice / f"{name}.wav", np.clip(audio, -1, 1), Teacher.RATE)


if __name__ == "__main__":
    main()
