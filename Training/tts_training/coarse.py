"""The mels that the acoustic model makes of utterances whose durations, F0, voicing and energy it is told.

  python -m tts_training.coarse FEATURES... --acoustic RUN/acoustic.pt [--speakers names,…]

Writes FEATURES/coarse.raw beside frames.raw, frame for frame, for the vocoder to learn what it will be given: a mel that
is smoother than a recording's. Utterances without an alignment, or whose voice the model does not know, keep their own.
"""
import argparse
import pathlib
import sys

import numpy as np
import torch

from .acoustic_data import SPEAKERS, AlignedUtterances
from .features import Features
from .models.acoustic import AcousticConfiguration, AcousticModel
from .trainer import half_precision, read_weights
from .validate import respeak


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", nargs="+", type=pathlib.Path), p.add_argument("--acoustic", required=True)
    p.add_argument("--speakers", default=",".join(SPEAKERS)), p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    speakers = tuple(a.speakers.split(","))
    model = AcousticModel(AcousticConfiguration(speakers=len(speakers))).eval()
    model.load_state_dict(read_weights(a.acoustic))
    for folder in a.features:
        features = Features(folder)
        rows = {r["id"]: r for r in features.rows}
        coarse = np.array(features.mel)
        distances = {False: [], True: []}
        for held_out in distances:
            for item in AlignedUtterances([folder], speakers, held_out).items:
                with half_precision():
                    row, mel = rows[item["id"]], respeak(model, item)
                distances[held_out].append(float((np.abs(mel - item["mel"]) / model.melScale.numpy()).mean()))
                coarse[row["frame"] : row["frame"] + row["frames"]] = mel
        coarse.tofile(folder / "coarse.raw")
        report = ", ".join(f"{name} {np.mean(distances[h]):.4f} over {len(distances[h])}" for h, name in ((False, "trained on"), (True, "held out")) if distances[h])
        print(f"{folder}: distance in units of each band's spread: {report}", file=sys.stderr)


if __name__ == "__main__":
    main()
