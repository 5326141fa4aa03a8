"""Sings scores with `tts sing` and measures what comes out; prints tables in Markdown.

  python evaluate.py scale --tts TTS --out OUT [--voices heart,bella,michael,fenrir]
  python evaluate.py songs --tts TTS --out OUT --scores FOLDER [--bars 16] [--count N]
  python evaluate.py tunes --tts TTS --out OUT
  python evaluate.py ranges --tts TTS --out OUT --pack PACK [--voices ...] [--write RANGES.json]

`scale`: whole tones from 80 to 600 Hz. `songs`: the first bars of every .mxl and .musicxml of a folder. `tunes`: the nursery
tunes of Samples/scores, with the word error rate and MOS of ../measure.py. `ranges`: what each voice sings well on that scale,
written where the export of a voice pack reads it. Run it with the python that ../setup.sh makes.
"""
import argparse
import html
import json
import pathlib
import re
import resource
import subprocess
import sys

import numpy as np

from measures import Song, pitch_row
from scale import musicxml, pitches

HERE = pathlib.Path(__file__).resolve().parent
SCORES = HERE.parent.parent / "Samples/scores"
TUNES = ["twinkle", "mary", "row", "london-bridge", "baa-baa", "hot-cross-buns"]


def sing(a, score, name, *options):
    """Sings a score unless that was done before; returns the song, its WAV file and the processor seconds that a second of it
    took, start of the program included (None if it was done before)."""
    wav, timings = a.out / f"{name}.wav", a.out / f"{name}.json"
    spent = None
    if not (wav.exists() and timings.exists()):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([a.tts, "sing", score, "-o", wav, "--timings", timings, "--quiet", *options], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    song = Song(wav, timings)
    return song, wav, None if spent is None else spent / (len(song.x) / song.rate)


def scale_score(a, low=80, high=600):
    path = a.out / f"scale-{low}-{high}.musicxml"
    path.write_text(musicxml(pitches(low, high), 120), "utf-8")
    return path


def scale(a):
    print("| voice | median, cents | within 50 cents, % | pitch found, % |\n|---|---|---|---|")
    for voice in a.voices:
        song, _, _ = sing(a, scale_score(a), f"scale-{voice}", "--voice", voice, "--transpose", "none")
        median, within, found = pitch_row([song])
        print(f"| {voice} | {median:.1f} | {within:.1f} | {found:.1f} |", flush=True)


def songs(a):
    files = sorted(p for p in pathlib.Path(a.scores).iterdir() if p.suffix in (".mxl", ".musicxml"))[:a.count]
    print("| voice | songs | median, cents | within 50 cents, % | pitch found, % | vowel onset written, worst ms | heard: median, 90% within ms |"
          "\n|---|---|---|---|---|---|---|")
    for number, voice in enumerate(a.voices):
        own = files[number::len(a.voices)] if a.spread else files
        sung = [sing(a, f, f"{f.stem}-{voice}", "--voice", voice, "--bars", a.bars or "1-16")[0] for f in own]
        median, within, found = pitch_row(sung)
        written, heard = np.concatenate([s.written_onsets() for s in sung]), np.concatenate([s.onsets() for s in sung])
        print(f"| {voice} | {len(sung)} | {median:.1f} | {within:.1f} | {found:.1f} | {np.abs(written).max():.1f} | "
              f"{np.median(heard):+.1f}, {np.percentile(np.abs(heard), 90):.1f} |", flush=True)


def words(name):
    """The words of a tune, syllables joined."""
    text = (SCORES / f"{name}.musicxml").read_text("utf-8")
    pairs = re.findall(r"<syllabic>(\w+)</syllabic><text>([^<]*)</text>", text)
    return "".join(html.unescape(t) + ("" if s in ("begin", "middle") else " ") for s, t in pairs).strip()


def tunes(a):
    lists = {}
    factors = []
    for voice in a.voices:
        lists[voice] = a.out / f"tunes-{voice}.tsv"
        rows = []
        for name in a.tunes:
            _, wav, factor = sing(a, SCORES / f"{name}.musicxml", f"{name}-{voice}", "--voice", voice)
            rows.append(f"{wav}\t{words(name)}\n")
            factors += [factor] if factor else []
        lists[voice].write_text("".join(rows), "utf-8")
    print("| voice | word error rate, % | Distill-MOS | DNSMOS |\n|---|---|---|---|")
    measure = [sys.executable, str(HERE.parent / "measure.py")]
    for voice in a.voices:
        wer = subprocess.run([*measure, "wer", lists[voice]], capture_output=True, text=True, check=True).stdout
        files = [line.split("\t")[0] for line in lists[voice].read_text("utf-8").splitlines()]
        mos = subprocess.run([*measure, "mos", *files], capture_output=True, text=True, check=True).stdout.splitlines()[-1].split()
        (a.out / f"tunes-{voice}.wer.txt").write_text(wer, "utf-8")
        print(f"| {voice} | {wer.splitlines()[-1].split()[2]} | {mos[2]} | {mos[4]} |", flush=True)
    if factors:
        print(f"processor seconds a second of song, start included: median {np.median(factors):.3f}")


def ranges(a):
    """What each voice sings well: the longest stretch of notes in which 95% of the voiced frames of each note are within 50 cents and
    whose loudness stays within 7 dB of the middle's, and of it no more than lies from 7 semitones under the mean pitch of the voice's
    speech to 21 above."""
    result = {}
    for voice in a.voices:
        song, _, _ = sing(a, scale_score(a, 65, 1050), f"range-{voice}", "--voice", voice, "--transpose", "none", "--vibrato", "0")
        off, times = song.cents()
        good, level = [], []
        for note in song.notes:
            inside = (times >= note["start"] + 0.03) & (times < note["end"] - 0.2)
            good.append(inside.any() and np.mean(np.abs(np.nan_to_num(off[inside], nan=1e4)) < 50) >= 0.95)
            x = song.x[int((note["start"] + 0.1) * song.rate):int((note["end"] - 0.3) * song.rate)]
            level.append(10 * np.log10(np.mean(x ** 2) + 1e-9))
        level = np.array(level) - np.median(level)
        good = [g and l > -7 for g, l in zip(good, level)]
        runs, start = [], None
        for i, g in enumerate([*good, False]):
            if g and start is None:
                start = i
            if not g and start is not None:
                runs.append((i - start, start, i - 1))
                start = None
        _, first, last = max(runs, default=(0, 0, 0))
        lowest, highest = (round(song.notes[i]["pitch"]) for i in (first, last))
        mean = speaking_pitch(a.pack, voice)
        result[voice] = dict(lowest=max(lowest, round(mean - 7)), highest=min(highest, round(mean + 21)))
        print(f"{voice}: speaks at {mean:.1f}, follows {lowest} to {highest}, states {result[voice]}; ",
              " ".join(f"{int(n['pitch'])}{'' if g else '!'}({l:+.0f})" for n, g, l in zip(song.notes, good, level)), flush=True)
    if a.write:
        path = pathlib.Path(a.write)
        known = json.loads(path.read_text("utf-8")) if path.exists() else {}
        path.write_text(json.dumps({**known, **result}, indent=1) + "\n", "utf-8")


def speaking_pitch(pack, voice):
    """Mean pitch of a voice's speech as a MIDI note number, as its pack states it."""
    from safetensors import safe_open
    description = json.loads((pack / "voice.json").read_text("utf-8"))
    with safe_open(str(pack / description["acoustic"]["weights"]), "pt") as weights:
        log_f0 = float(weights.get_tensor("speakerPitch")[description["speakers"].index(voice)])
    return 69 + 12 * np.log2(np.exp(log_f0) / 440)


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", choices=["scale", "songs", "tunes", "ranges"])
    p.add_argument("--tts", required=True), p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--voices", type=lambda s: s.split(","), default=["heart", "bella", "michael", "fenrir"])
    p.add_argument("--pack", type=pathlib.Path, help="ranges: the folder of the voice pack")
    p.add_argument("--scores"), p.add_argument("--bars"), p.add_argument("--count", type=int), p.add_argument("--write")
    p.add_argument("--spread", action="store_true", help="songs: each song by one of the voices in turn, not by all")
    p.add_argument("--tunes", type=lambda s: s.split(","), default=TUNES)
    a = p.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    dict(scale=scale, songs=songs, tunes=tunes, ranges=ranges)[a.what](a)
