"""Makes a corpus with the teacher: recordings, phonemes, durations and F0 in manifest form, ready for `features`.

  python -m tts_training.teacher_speech TEACHER SENTENCES OUT --minutes af_heart=15,am_michael=25 [--without CORPUS…]

TEACHER: the folder with teacher.py (run this with its environment's python). SENTENCES: text<TAB>phonemes a line.
--without: manifests and .tsv files whose sentences are left out, so that nothing is heard twice and no test is learned.
Voices take turns, each as often as its minutes ask, so the work may stop at any time and goes on where it stopped.
"""
import argparse
import json
import os
import pathlib
import signal
import sys
import time

import numpy as np
import soundfile


def normal(text):
    return "".join(c for c in text.lower() if c.isalnum())


def sentences_of(path, without):
    """[(text, phonemes)] of those that our symbols can write and that are not in `without`."""
    from .symbols import parse_phonemes
    known = set()
    for other in without:
        if (other / "manifest.jsonl").exists():
            known |= {normal(json.loads(line)["text"]) for line in (other / "manifest.jsonl").read_text("utf-8").splitlines()}
        else:
            known |= {normal(field) for line in other.read_text("utf-8").splitlines() for field in line.split("\t")}
    found = []
    for line in path.read_text("utf-8").splitlines():
        text, phonemes = line.split("\t")[:2]
        try:
            parse_phonemes(phonemes)
        except ValueError:
            continue  # five lines of the list hold letters that are no phonemes
        if normal(text) not in known and 8 < len(phonemes) < 220:
            found.append((text, phonemes))
    return found


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("teacher", "sentences", "out"):
        p.add_argument(name, type=pathlib.Path)
    p.add_argument("--minutes", required=True, help="voice=minutes,…")
    p.add_argument("--without", type=pathlib.Path, nargs="*", default=[])
    p.add_argument("--threads", type=int, default=1), p.add_argument("--seed", type=int, default=11)
    a = p.parse_args()
    sys.path.insert(0, str(a.teacher))
    from teacher import Teacher
    wanted = {name: float(minutes) * 60 for name, minutes in (pair.split("=") for pair in a.minutes.split(","))}
    rng = np.random.default_rng(a.seed)
    sentences = sentences_of(a.sentences, a.without)
    order = iter(rng.permutation(len(sentences)))
    (a.out / "audio").mkdir(parents=True, exist_ok=True)
    manifest, curves = a.out / "manifest.jsonl", a.out / "curves"
    curves.mkdir(exist_ok=True)
    seconds, done = dict.fromkeys(wanted, 0.0), 0
    for row in map(json.loads, manifest.read_text("utf-8").splitlines() if manifest.exists() else []):
        seconds[row["voice"]] += row["samples"] / Teacher.RATE
        next(order)
        done += 1
    stopping = []
    for s in (signal.SIGTERM, signal.SIGINT):
        signal.signal(s, lambda *_: stopping.append(True))
    teacher, began, made = Teacher(threads=a.threads), time.time(), 0.0
    with open(manifest, "a", encoding="utf-8") as out:
        while not stopping:
            voice = min(wanted, key=lambda v: seconds[v] / wanted[v])
            if seconds[voice] >= wanted[voice]:
                break
            text, phonemes = sentences[next(order)]
            tokens, kept = teacher.tokens(phonemes)
            durations, f0, energy = teacher.prosody(tokens, voice)
            audio = teacher.speak(tokens, voice, durations, f0, energy)
            gain = min(1.0, 0.99 / max(1e-6, float(np.abs(audio).max())))
            name = f"{voice}-t{done:05d}"
            soundfile.write(a.out / "audio" / f"{name}.flac", audio * gain, Teacher.RATE)
            np.savez(curves / f"{name}.npz", f0=f0.astype(np.float16), n=energy.astype(np.float16))
            out.write(json.dumps(dict(id=name, voice=voice, text=text, phonemes=kept, durations=durations.astype(int).tolist(),
                                      samples=len(audio), gain=gain), ensure_ascii=False) + "\n")
            out.flush()
            seconds[voice] += len(audio) / Teacher.RATE
            made += len(audio) / Teacher.RATE
            done += 1
            if done % 50 == 0:
                print(f"{sum(seconds.values()) / 60:.1f} of {sum(wanted.values()) / 60:.0f} min, {made / (time.time() - began):.2f} x real time", file=sys.stderr, flush=True)
    pack_curves(a.out)


def pack_curves(corpus):
    """curves/<id>.npz -> <voice>.curves.npz with `<id>.f0` and `<id>.n`, as `features` reads them."""
    by_voice = {}
    for row in map(json.loads, (corpus / "manifest.jsonl").read_text("utf-8").splitlines()):
        one = np.load(corpus / "curves" / f"{row['id']}.npz")
        by_voice.setdefault(row["voice"], {}).update({f"{row['id']}.{k}": one[k] for k in ("f0", "n")})
    for voice, curves in by_voice.items():
        beside = corpus / f"{voice}.tmp.npz"
        np.savez(beside, **curves)
        os.replace(beside, corpus / f"{voice}.curves.npz")


if __name__ == "__main__":
    main()
