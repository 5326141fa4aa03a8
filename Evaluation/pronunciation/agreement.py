"""Compares `tts phonemize` with the phonemes that the voices were trained on, word by word.

  python Evaluation/pronunciation/agreement.py SENTENCES [--tts .build/release/tts] [--worst 20] [--lines N]

SENTENCES is a .tsv (text, tab, phonemes) or a manifest.jsonl (`text`, `phonemes`, `voice`; the last 12 utterances of each
voice, the test set of the voices, are left out, and each text counts once). Punctuation is not compared; words are aligned
by least edits, so that a wrong number of words costs only the words concerned.
"""
import argparse
import collections
import difflib
import json
import pathlib
import re
import subprocess
import tempfile


def read(path):
    if path.suffix == ".jsonl":
        by_voice = collections.defaultdict(list)
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            by_voice[row["voice"]].append((row["text"], row["phonemes"]))
        return list(dict.fromkeys(pair for rows in by_voice.values() for pair in rows[:-12]))
    return [tuple(line.rsplit("\t", 1)) for line in path.read_text("utf-8").splitlines() if "\t" in line]


def words(phonemes):
    return re.sub("[.,!?;:]", " ", phonemes).split()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sentences", type=pathlib.Path)
    parser.add_argument("--tts", default=".build/release/tts")
    parser.add_argument("--worst", type=int, default=20)
    parser.add_argument("--lines", type=int, help="only the first N sentences")
    arguments = parser.parse_args()
    pairs = [(" ".join(t.split()), p) for t, p in read(arguments.sentences)][:arguments.lines]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n".join(t for t, _ in pairs) + "\n")
        file.flush()
        said = subprocess.run([arguments.tts, "phonemize", "-f", file.name], check=True, capture_output=True, text=True).stdout.splitlines()
    if len(said) != len(pairs):
        raise SystemExit(f"{len(pairs)} sentences gave {len(said)} lines")
    count = same = sentences = 0
    differences = collections.Counter()
    for (_, expected), got in zip(pairs, said):
        a, b = words(expected), words(got)
        count += len(a)
        sentences += a == b
        for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            if tag == "equal":
                same += j - i
            else:
                differences[" ".join(a[i:j]) + " → " + " ".join(b[k:m])] += 1
    print(f"{len(pairs)} sentences: {same / count:.3%} of {count} words as the voices were taught, {sentences / len(pairs):.2%} of sentences wholly")
    for difference, n in differences.most_common(arguments.worst):
        print(f"{n:5d}  {difference}")


if __name__ == "__main__":
    main()
