"""Writes a chromatic scale in whole tones as MusicXML: one note each from the lowest pitch to the highest, sung `la`.

  python scale.py OUT.musicxml [--low 80] [--high 600] [--quarters 120]
"""
import argparse
import math

STEPS = [("C", 0), ("C", 1), ("D", 0), ("D", 1), ("E", 0), ("F", 0), ("F", 1), ("G", 0), ("G", 1), ("A", 0), ("A", 1), ("B", 0)]


def musicxml(pitches, tempo):
    notes = []
    for number, midi in enumerate(pitches):
        step, alter = STEPS[midi % 12]
        notes.append(
            f'<measure number="{number + 1}">'
            + ('<attributes><divisions>2</divisions><time><beats>3</beats><beat-type>4</beat-type></time></attributes>'
               f'<direction><sound tempo="{tempo}"/></direction>' if number == 0 else "")
            + f"<note><pitch><step>{step}</step><alter>{alter}</alter><octave>{midi // 12 - 1}</octave></pitch><duration>4</duration>"
            "<lyric><syllabic>single</syllabic><text>la</text></lyric></note><note><rest/><duration>2</duration></note></measure>")
    return ('<?xml version="1.0" encoding="UTF-8"?><score-partwise version="4.0"><work><work-title>Scale</work-title></work><part-list>'
            '<score-part id="P1"><part-name>Voice</part-name></score-part></part-list><part id="P1">' + "".join(notes) + "</part></score-partwise>")


def pitches(low, high, step=2):
    """MIDI notes from `low` to `high` hertz."""
    first, last = (69 + 12 * math.log2(f / 440) for f in (low, high))
    return list(range(math.ceil(first - 0.5), math.floor(last + 0.5) + 1, step))


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("out"), p.add_argument("--low", type=float, default=80), p.add_argument("--high", type=float, default=600)
    p.add_argument("--quarters", type=float, default=120)
    a = p.parse_args()
    open(a.out, "w", encoding="utf-8").write(musicxml(pitches(a.low, a.high), a.quarters))
