"""Scores the homograph model on the held-out tenth of Google's homograph sentences.

  PYTHONPATH=Training python Evaluation/pronunciation/homographs.py DATA [--model FILE] [--worst 20]

DATA holds train.tsv and wordids.tsv of the homograph data (Gorman, Mazovetskiy & Nikolaev 2018, Apache-2.0). Held out are
the sentences that training holds out, one in ten by MD5.
"""
import argparse
import collections
import csv
import pathlib
import struct

import numpy
from tts_training.pronunciation.homographs import NAMES, SLOTS, features, held_out, indices, tokenize

RESOURCES = pathlib.Path(__file__).parents[2] / "Sources/TextFrontend/Resources"


def load(path):
    data = path.read_bytes()
    length = struct.unpack_from("<I", data, 8)[0]
    scale, slots = struct.unpack_from("<fI", data, 12 + length)
    assert data[:8] == b"TTSHOM1\0" and slots == SLOTS
    senses = {}
    for line in data[12:12 + length].decode().split("\n"):
        word, *sense = line.split("\t")
        senses.setdefault(word, []).append(tuple(sense))
    return senses, scale * numpy.frombuffer(data[20 + length:], numpy.int8).astype(numpy.float32)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--model", type=pathlib.Path, default=RESOURCES / "homographs.bin")
    parser.add_argument("--worst", type=int, default=20)
    arguments = parser.parse_args()
    senses, weights = load(arguments.model)
    right = collections.Counter()
    total = collections.Counter()
    common = collections.defaultdict(collections.Counter)
    tests, wrong = [], []
    with (arguments.data / "train.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if held_out(row["sentence"]):
                tests.append(row)
            else:
                common[row["homograph"]][row["wordid"]] += 1
    for row in tests:
        tokens, target = tokenize(row["sentence"], int(row["start"]))
        if target is None:
            continue
        found = features(tokens, target)
        small = tokens[target][0].islower()
        possible = [s for s in senses[row["homograph"]] if not (small and s[1] in NAMES)]
        scores = [(float(weights[indices(found, s)].sum()), s[0]) for s in possible]
        best = max(scores)
        total[row["homograph"]] += 1
        right[row["homograph"]] += best[1] == row["wordid"]
        if best[1] != row["wordid"]:
            answer = next((s for s, name in scores if name == row["wordid"]), float("-inf"))
            wrong.append((best[0] - answer, row["wordid"], best[1], row["sentence"]))
    count = sum(total.values())
    baseline = sum(common[r["homograph"]].most_common(1)[0][0] == r["wordid"] for r in tests) / len(tests)
    print(f"{count} held-out sentences, {len(total)} words: {sum(right.values()) / count:.2%} right, "
          f"mean over words {sum(right[w] / total[w] for w in total) / len(total):.2%}; always the commoner sense {baseline:.2%}")
    print("most mistaken words:", ", ".join(f"{w} {total[w] - right[w]}/{total[w]}" for w in sorted(total, key=lambda w: right[w] - total[w])[:12]))
    for margin, answer, said, sentence in sorted(wrong, reverse=True)[:arguments.worst]:
        print(f"{margin:5.1f}  {answer} taken for {said}: {sentence}")


if __name__ == "__main__":
    main()
