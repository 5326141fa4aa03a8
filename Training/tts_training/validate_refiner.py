"""How near the refiner brings coarse mels to true ones, on held-out utterances, by number of steps.

  python -m tts_training.validate_refiner FEATURES --refiner RUN/refiner.pt --statistics ACOUSTIC.safetensors
         [--voices heart,michael] [--steps 0,1,2,4,8,16,50] [--picture OUT.png] [--noise 0.15]

FEATURES holds coarse.raw (module `coarse`). Columns: distortion, the mean difference from the truth in decibels; global
variance, each band's variance within an utterance over the true one's (1 is right); detail, the same for what a mean over
nine frames leaves behind; energy distance, of patches (`losses.PatchDistance`), lower is nearer in distribution.
"""
import argparse
import pathlib

import numpy as np
import torch

from .acoustic_data import speaker_name
from .features import Features
from .losses import PatchDistance
from .models.refiner import Denoiser, RefinerConfiguration, euler, white_noise
from .trainer import read_weights


def detail(mel):
    """What a moving mean over nine frames leaves of a mel [frames, bands]."""
    kernel = np.ones(9) / 9
    return mel - np.stack([np.convolve(band, kernel, "same") for band in mel.T], 1)


def variance_ratio(a, b):
    return float((a.var(0) / b.var(0)).mean())


def picture(path, rows):
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    figure, axes = plt.subplots(len(rows), 1, figsize=(11, 2.6 * len(rows)), sharex=True)
    for axis, (title, mel) in zip(axes, rows):
        axis.imshow(mel.T, origin="lower", aspect="auto", vmin=-10, vmax=-1, cmap="magma", extent=(0, len(mel) / 80, 0, mel.shape[1]))
        axis.set_title(title, fontsize=10, loc="left"), axis.set_ylabel("mel band")
    axes[-1].set_xlabel("seconds")
    figure.tight_layout(), figure.savefig(path, dpi=80), plt.close(figure)


@torch.no_grad()
def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", type=pathlib.Path), p.add_argument("--refiner", required=True), p.add_argument("--statistics", required=True)
    p.add_argument("--voices", default="heart,michael"), p.add_argument("--steps", default="0,1,2,4,8,16,50")
    p.add_argument("--noise", type=float, default=RefinerConfiguration.startNoise), p.add_argument("--picture", type=pathlib.Path)
    a = p.parse_args()
    torch.set_num_threads(1)
    statistics = read_weights(a.statistics)
    mean, scale = statistics["melMean"], statistics["melScale"]
    weights = read_weights(a.refiner)
    model = Denoiser(RefinerConfiguration(startNoise=a.noise)).eval()
    model.load_state_dict({k: v for k, v in weights.items() if k not in ("melMean", "melScale")})
    features = Features(a.features)
    rows = [r for r in features.rows if r.get("held_out") and speaker_name(r["voice"]) in a.voices.split(",")]
    print(f"{len(rows)} held-out utterances\n| steps | distortion, dB | global variance | detail | energy distance |\n|---|---|---|---|---|")
    pictures = {}
    for steps in map(int, a.steps.split(",")):
        torch.manual_seed(0)
        measured = []
        for row in rows:
            truth, log_f0, voicing, _ = features.slice(row["frame"], row["frames"])
            coarse = features.slice(row["frame"], row["frames"], coarse=True)[0]
            coarse_, truth_ = ((torch.from_numpy(z)[None] - mean) / scale for z in (coarse, truth))
            y1, y2 = (euler(model, coarse_, torch.from_numpy(log_f0)[None], torch.from_numpy(voicing)[None], white_noise(coarse_), steps) for _ in range(2))
            y = (y1 * scale + mean)[0].numpy()
            energy = PatchDistance().energy_distance(truth_, y1, y2, torch.ones_like(truth_[..., :1]))
            measured.append((np.abs(y - truth).mean() * 20 / np.log(10), variance_ratio(y, truth), variance_ratio(detail(y), detail(truth)), float(energy)))
            if row is rows[0]:
                pictures[steps] = y, truth, coarse
        print("| " + " | ".join([str(steps), *(f"{v:.3f}" for v in np.mean(measured, 0))]) + " |", flush=True)
    if a.picture:
        first = next(iter(pictures.values()))
        picture(a.picture, [("recording", first[1]), ("coarse: the decoder's mel", first[2]), *((f"refined in {s} step{'s' * (s > 1)}", pictures[s][0]) for s in pictures if s in (1, 8))])


if __name__ == "__main__":
    main()
