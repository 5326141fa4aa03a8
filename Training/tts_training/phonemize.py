"""Gives the utterances of a features folder that have no phonemes those of the product's own frontend.

  python -m tts_training.phonemize FEATURES --tts PATH
"""
import argparse
import json
import pathlib
import subprocess
import sys


def phonemize(tts, texts):
    """One line of phonemes a text."""
    given = "\n".join(" ".join(t.split()) for t in texts) + "\n"
    lines = subprocess.run([tts, "phonemize"], input=given, capture_output=True, text=True, check=True).stdout.splitlines()
    if len(lines) != len(texts):
        raise RuntimeError(f"tts phonemize gave {len(lines)} lines for {len(texts)} texts")
    return lines


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", type=pathlib.Path), p.add_argument("--tts", required=True)
    a = p.parse_args()
    path = a.features / "utterances.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    unknown = [r for r in rows if not r.get("phonemes")]
    for row, phonemes in zip(unknown, phonemize(a.tts, [r["text"] for r in unknown]) if unknown else []):
        row["phonemes"] = phonemes
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    print(f"{len(unknown)} of {len(rows)} utterances given phonemes", file=sys.stderr)


if __name__ == "__main__":
    main()
