"""How contours that the pitch refiner draws are distributed beside those of held-out recordings, by its strength.

  python -m tts_training.validate_pitch_refiner FEATURES... --acoustic ACOUSTIC --refiner RUN/pitch-refiner.pt
         [--voices heart,michael] [--strengths 0,0.25,0.5,0.75,1] [--picture OUT.png]

Where the recording is voiced, with its durations. Columns: energy distance of stretches (`losses.ContourDistance`, in units
of 0.25 of log F0; lower is nearer in distribution); median distance from the recording in semitones; standard deviation of F0
in an utterance, in semitones, over the recording's; the same for what a mean over 15 frames leaves behind; standard
deviation between draws of one utterance, in semitones; correlation of two draws.
"""
import argparse
import pathlib

import numpy as np
import torch

from .acoustic_data import SPEAKERS, AlignedUtterances, collate
from .losses import ContourDistance
from .models.acoustic import AcousticConfiguration, AcousticModel
from .models.pitch_refiner import PitchRefiner, draw_noise
from .train_pitch_refiner import conditions
from .trainer import read_weights

SEMITONES = 12 / np.log(2)


def detail(curve, voiced, frames=15):
    """Standard deviation of what a mean over the voiced of `frames` frames leaves of a curve [T]."""
    over = lambda z: np.convolve(z, np.ones(frames), "same")
    return (curve - over(curve * voiced) / np.maximum(over(voiced), 1))[voiced > 0].std()


def picture(path, items):
    """items: (title, recording, predicted, draws), all log F0 with nan where unvoiced."""
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    figure, axes = plt.subplots(len(items), 1, figsize=(11, 2.6 * len(items)))
    for axis, (title, truth, predicted, draws) in zip(np.atleast_1d(axes), items):
        for k, draw in enumerate(draws):
            axis.plot(np.arange(len(draw)) / 80, np.exp(draw), color="tab:orange", linewidth=0.8, label="drawn" if k == 0 else None)
        axis.plot(np.arange(len(truth)) / 80, np.exp(truth), color="black", label="recording")
        axis.plot(np.arange(len(predicted)) / 80, np.exp(predicted), color="tab:blue", label="predicted")
        axis.set_title(title, fontsize=10, loc="left"), axis.set_ylabel("F0, Hz"), axis.set_yscale("log")
    axes[0].legend(fontsize=8), axes[-1].set_xlabel("seconds")
    figure.tight_layout(), figure.savefig(path, dpi=80), plt.close(figure)


@torch.no_grad()
def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", nargs="+", type=pathlib.Path), p.add_argument("--acoustic", required=True), p.add_argument("--refiner", required=True)
    p.add_argument("--voices", default="heart,michael"), p.add_argument("--strengths", default="0,0.25,0.5,0.75,1"), p.add_argument("--draws", type=int, default=4)
    p.add_argument("--speakers", default=",".join(SPEAKERS)), p.add_argument("--picture", type=pathlib.Path)
    a = p.parse_args()
    torch.set_num_threads(1), torch.manual_seed(0)
    speakers = tuple(a.speakers.split(","))
    wanted = {speakers.index(v) for v in a.voices.split(",")}
    items = [i for i in AlignedUtterances(a.features, speakers, held_out=True).items if i["speaker"] in wanted]
    acoustic = AcousticModel(AcousticConfiguration(speakers=len(speakers))).eval()
    acoustic.load_state_dict(read_weights(a.acoustic))
    refiner = PitchRefiner().eval()
    refiner.load_state_dict(read_weights(a.refiner))
    rng, known, pictures = np.random.default_rng(0), [], []
    for item in items:
        batch = collate([item], None, rng)
        inputs, predicted, words = conditions(acoustic, batch)
        repeated = lambda z: z.expand(a.draws, *z.shape[1:])
        known.append((batch, predicted, refiner(*map(repeated, inputs), draw_noise(refiner.configuration, repeated(words)))))
        if len(pictures) < 3:
            silent = lambda z: np.where(batch["voicing"][0] > 0.5, z, np.nan)
            pictures.append((item["text"], silent(batch["contour"][0]), silent(predicted[0]), [silent(predicted[0] + acoustic.PITCH_UNIT * d) for d in known[-1][2]]))
    print(f"{len(items)} held-out utterances\n| strength | energy distance | off by, semitones | F0 sd over the recording's | detail over the recording's | between draws, semitones | correlation of draws |\n|---|---|---|---|---|---|---|")
    for strength in map(float, a.strengths.split(",")):
        rows = []
        for batch, predicted, moved in known:
            voiced = batch["voicing"][0].numpy()
            on = voiced > 0.5
            truth = batch["contour"][0].numpy() * SEMITONES
            drawn = (predicted + acoustic.PITCH_UNIT * strength * moved).numpy() * SEMITONES
            units = lambda z: torch.from_numpy(np.atleast_2d(z)).float() / SEMITONES / acoustic.PITCH_UNIT
            energy = np.mean([float(ContourDistance().energy_distance(units(truth), units(drawn[k]), units(drawn[k + 1]), batch["voicing"])) for k in range(0, a.draws, 2)])
            rows.append((energy, np.median(np.abs(drawn - truth)[:, on]), np.mean([d[on].std() for d in drawn]) / truth[on].std(), np.mean([detail(d, voiced) for d in drawn]) / detail(truth, voiced),
                         drawn[:, on].std(0, ddof=1).mean(), np.mean([np.corrcoef(drawn[k][on], drawn[k + 1][on])[0, 1] for k in range(0, a.draws, 2)])))
        print("| " + " | ".join([f"{strength:g}", *(f"{v:.3f}" for v in np.mean(rows, 0))]) + " |", flush=True)
    if a.picture:
        picture(a.picture, pictures)


if __name__ == "__main__":
    main()
