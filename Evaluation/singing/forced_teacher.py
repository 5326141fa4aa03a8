"""Lets the teacher sing what `tts sing --timings` wrote: its sounds, lengths and F0 curve forced. To be run with the teacher's python.

  python forced_teacher.py --teacher DIR --voice af_heart --out FOLDER TIMINGS.json...

DIR holds teacher.py. Writes FOLDER/<name of the timings>.wav. Lengths are rounded to the teacher's frames of 25 ms, along the phrase
so that errors do not add up; stress marks take the first frame of the vowel after them. Pitch is moved by octaves into the 80 to
330 Hz that the teacher follows.
"""
import argparse
import json
import pathlib
import sys

import numpy as np
import soundfile

VOWELS = set("AIWYOiuɑæɔɛɜɪʊʌə")
FRAME = 0.025
#: Seconds of silence around a phrase, and from which on a gap between words is a pause.
MARGIN, PAUSE = 0.25, 0.1


def symbols(sentence):
    """[(character, its end in seconds)] of a phrase, from MARGIN before its first sound to MARGIN after the last."""
    result = [("", sentence["start"])]
    words = sentence["words"]
    for number, word in enumerate(words):
        stressed = False
        for p in word["phonemes"]:
            if p["phoneme"] in VOWELS and not stressed:
                stressed = True
                result.append(("ˈ", min(p["start"] + FRAME, p["end"])))
            result.append((p["phoneme"], p["end"]))
        if number + 1 < len(words):
            following = words[number + 1]["start"]
            if following - word["end"] > PAUSE:
                result.append((",", following - FRAME))
            result.append((" ", following))
    return [*result, (".", sentence["end"] + FRAME), ("", sentence["end"] + MARGIN)]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--teacher", type=pathlib.Path, required=True), p.add_argument("--voice", required=True)
    p.add_argument("--out", type=pathlib.Path, required=True), p.add_argument("--threads", type=int, default=1)
    p.add_argument("timings", nargs="+", type=pathlib.Path)
    a = p.parse_args()
    sys.path.insert(0, str(a.teacher))
    from teacher import Teacher
    teacher = Teacher(threads=a.threads)
    a.out.mkdir(parents=True, exist_ok=True)
    for path in a.timings:
        t = json.loads(path.read_text("utf-8"))
        curve, rate = np.array(t["f0"]), t["framesPerSecond"]
        song = np.zeros(int((t["sentences"][-1]["end"] + 1) * teacher.RATE))
        octave = next((o for o in (0, -1, 1, -2) if 80 <= curve[curve > 0].min() * 2.0**o and curve.max() * 2.0**o <= 330), -1)
        for sentence in t["sentences"]:
            start = max(0, sentence["start"] - MARGIN)
            said = symbols(sentence)
            tokens, kept = teacher.tokens("".join(c for c, _ in said))
            assert tokens.shape[1] == len(said), (kept, said)
            ends = np.round((np.array([e for _, e in said]) - start) / FRAME).astype(int)
            durations = np.maximum(np.diff(ends, prepend=0), 0).astype(np.float32)
            f0, n = teacher.contours(tokens, a.voice, durations)
            times = start + np.arange(len(f0)) * (durations.sum() * FRAME / len(f0))
            asked = curve[np.clip((times * rate).round().astype(int), 0, len(curve) - 1)] * 2.0**octave
            # Where the score is silent the teacher's own curve is kept.
            f0 = np.where(asked > 0, asked, f0)
            sound = teacher.speak(tokens, a.voice, durations, f0, n)
            first = int(start * teacher.RATE)
            sound = sound[:len(song) - first]
            song[first:first + len(sound)] += sound
        soundfile.write(a.out / f"{path.stem}.wav", np.clip(song, -1, 1), teacher.RATE)
        print(path.stem, f"{octave:+d} octaves", flush=True)


if __name__ == "__main__":
    main()
