"""Times the text frontend from outside: what it takes to start, a megabyte of English, odd megabytes, and unknown words.

    python speed.py TEXT [--tts PATH] [--runs 5]

TEXT is English text; it is repeated or cut to a megabyte. Figures are CPU seconds of whole processes (`tts normalize`,
`tts phonemize`), the median of the runs, less those of a run on one word, which stands first.
"""

import argparse
import pathlib
import random
import resource
import statistics
import subprocess

MEGABYTE = 1_000_000


def seconds(command: list[str], text: bytes, runs: int) -> float:
    """Median CPU seconds of a command that reads `text`."""
    times = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, input=text, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times)


def gibberish(count: int, seed: int = 1) -> bytes:
    """Words of eight letters that no lexicon has, consonants and vowels in turn."""
    chance = random.Random(seed)
    words = ("".join(chance.choice("bdfgklmnprstvz" if i % 2 == 0 else "aeiou") for i in range(8)) for _ in range(count))
    return " ".join(words).encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("text", type=pathlib.Path)
    parser.add_argument("--tts", default="tts", help="the tts command")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()

    normalize, phonemize = [options.tts, "normalize"], [options.tts, "phonemize"]
    base = {}
    for name, command in (("normalize", normalize), ("phonemize", phonemize)):
        base[name] = seconds(command, b"word", 4 * options.runs)
        print(f"{'tts ' + name + ' of one word (start, lexicon, models)':55} {1000 * base[name]:8.1f} ms")
    words = 5000
    unknown = seconds(phonemize, gibberish(words), options.runs) - base["phonemize"]
    print(f"{'an unknown word of eight letters':55} {1000 * unknown / words:8.2f} ms")

    english = options.text.read_bytes()
    english = (english * (MEGABYTE // len(english) + 1))[:MEGABYTE].decode("utf-8", "ignore").encode()
    cases = {
        "English": english,
        "one letter": b"a" * MEGABYTE,
        "one digit": b"7" * MEGABYTE,
        "words of one letter": b"a " * (MEGABYTE // 2),
        "1-1-1-…": b"1-" * (MEGABYTE // 2),
        "combining marks": ("e" + "\u0301" * (MEGABYTE // 2 - 1)).encode(),
        "unbalanced brackets": b"([{<" * (MEGABYTE // 4),
        "full stops and spaces": b". " * (MEGABYTE // 2),
        "emoji": "\U0001F600".encode() * (MEGABYTE // 4),
        "Chinese": "漢字".encode() * (MEGABYTE // 6),
        "unknown words": gibberish(MEGABYTE // 9),
    }
    print(f"\n{'1 MB of':24} {'normalize, s':>14} {'phonemize, s':>14}")
    for name, text in cases.items():
        took = [seconds(command, text, 1 if name != "English" else options.runs) for command in (normalize, phonemize)]
        print(f"{name:24} {took[0] - base['normalize']:14.2f} {took[1] - base['phonemize']:14.2f}", flush=True)


if __name__ == "__main__":
    main()
