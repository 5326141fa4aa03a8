"""Scores text normalisation against cases of the form `written~spoken`, one a line.

    python normalization.py CASES [--tts PATH]

CASES is a file, or a folder of .txt files (a file's name is its cases' class), such as NeMo's English cases. Every case
goes through `tts normalize`; case and punctuation are ignored. Prints the share right per class, and the worst errors
(most words wrong first).
"""

import argparse
import pathlib
import string
import subprocess
import unicodedata
from concurrent.futures import ThreadPoolExecutor


def words(text: str) -> list[str]:
    """The words of a text without case and punctuation (ASCII's and Unicode's)."""
    kept = (" " if c in string.punctuation or unicodedata.category(c).startswith("P") else c for c in text.lower())
    return "".join(kept).split()


def distance(a: list[str], b: list[str]) -> int:
    """Levenshtein's distance in words."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", type=pathlib.Path)
    parser.add_argument("--tts", default="tts", help="the tts command")
    parser.add_argument("--worst", type=int, default=20, help="errors to print")
    options = parser.parse_args()

    files = sorted(options.cases.glob("*.txt")) if options.cases.is_dir() else [options.cases]
    cases = [
        (file.stem, *line.rstrip("\n").split("~", 1))
        for file in files
        for line in file.read_text(encoding="utf-8").split("\n")
        if "~" in line
    ]

    def normalize(written: str) -> str:
        result = subprocess.run([options.tts, "normalize"], input=written, text=True, capture_output=True, check=True)
        return result.stdout

    with ThreadPoolExecutor(2) as pool:
        readings = list(pool.map(normalize, (written for _, written, _ in cases)))

    right: dict[str, int] = {}
    total: dict[str, int] = {}
    errors = []
    for (kind, written, spoken), reading in zip(cases, readings):
        total[kind] = total.get(kind, 0) + 1
        wrong = distance(words(spoken), words(reading))
        right[kind] = right.get(kind, 0) + (wrong == 0)
        if wrong:
            errors.append((wrong, kind, written, spoken, reading.strip()))
    for kind in total:
        print(f"{kind:15} {right[kind]:4} of {total[kind]:4}")
    print(f"{'all':15} {sum(right.values()):4} of {len(cases):4}  {100 * sum(right.values()) / max(len(cases), 1):.1f}%")
    for wrong, kind, written, spoken, reading in sorted(errors, reverse=True)[: options.worst]:
        print(f"\n{kind}: {written}\n  wanted  {spoken}\n  read    {reading}")


if __name__ == "__main__":
    main()
