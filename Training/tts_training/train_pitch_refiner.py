"""Learns the pitch refiner beside a trained acoustic model, which stays as it is.

  python -m tts_training.train_pitch_refiner FEATURES... --acoustic ACOUSTIC --out RUN --steps 1200 [--speakers names,…]

Durations are the recordings'; F0, voicing and energy to start from are the acoustic model's. What is learned is the way from
there to the recording's own contour (`pitch.contour`), by the energy distance of two draws from it where it is voiced.
"""
import argparse
import pathlib

import torch

from .acoustic_data import SPEAKERS, AlignedUtterances, collate
from .losses import ContourDistance
from .models.acoustic import AcousticConfiguration, AcousticModel
from .models.pitch_refiner import PitchRefiner, draw_noise, word_of_segment
from .train_acoustic import balanced_weights
from .trainer import Trainer, half_precision, read_weights


@torch.no_grad()
def conditions(acoustic, batch):
    """-> what `PitchRefiner` reads but noise: frames, speaker, curves; predicted log F0 (B, T); the word of each frame (B, T)."""
    h, speaker = acoustic.encode(batch)
    frames = acoustic.lengthRegulator(h, batch["segment"], batch["fraction"], batch["frames"])
    mean = acoustic.speakerPitch[batch["speaker"]]
    log_f0, voicing, energy = acoustic.predict_variance(frames, speaker, mean, batch["frame_mask"])
    curves = torch.stack([(log_f0 - mean[:, None]) / acoustic.PITCH_UNIT, voicing.sigmoid() - 0.5, energy], -1)
    return (frames, speaker, curves), log_f0, word_of_segment(batch["boundaries"]).gather(1, batch["segment"])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", nargs="+", type=pathlib.Path), p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--acoustic", required=True), p.add_argument("--steps", type=int, default=1200)
    p.add_argument("--batch", type=int, default=8), p.add_argument("--window", type=int, default=256)
    p.add_argument("--rate", type=float, default=1e-3), p.add_argument("--seed", type=int, default=1), p.add_argument("--threads", type=int, default=1)
    p.add_argument("--device", default="cpu"), p.add_argument("--name", default="pitch-refiner"), p.add_argument("--init"), p.add_argument("--speakers", default=",".join(SPEAKERS))
    a = p.parse_args()
    torch.set_num_threads(a.threads), torch.manual_seed(a.seed)
    speakers = tuple(a.speakers.split(","))
    data = AlignedUtterances(a.features, speakers)
    weights = balanced_weights(data.items)
    acoustic = AcousticModel(AcousticConfiguration(speakers=len(speakers))).eval().requires_grad_(False).to(a.device)
    acoustic.load_state_dict(read_weights(a.acoustic))
    trainer = Trainer(a.name, PitchRefiner().to(a.device), a.out, a.steps, a.rate, betas=(0.9, 0.98), weight_decay=0.01, clip=1.0, seed=a.seed, warmup=100, ema=0.995)
    trainer.resume(a.init)
    distance = ContourDistance()

    def step(model, rng, _):
        batch = collate([data.items[k] for k in rng.choice(len(data.items), a.batch, p=weights)], a.window, rng, a.device)
        inputs, predicted, words = conditions(acoustic, batch)
        twice = lambda z: torch.cat([z, z])
        with half_precision(a.device):
            moved = model(*map(twice, inputs), draw_noise(model.configuration, twice(words)), twice(batch["frame_mask"])).float()
        truth = (batch["contour"] - predicted) / acoustic.PITCH_UNIT
        voiced = batch["voicing"] * batch["frame_mask"][..., 0]
        y1, y2 = moved.chunk(2)
        loss = distance.energy_distance(truth, y1, y2, voiced)
        with torch.no_grad():
            parts = dict(apart=float(distance.distance(y1, y2, voiced)), start=float(distance.distance(truth, torch.zeros_like(truth), voiced)))
        return loss, parts, float(batch["frame_mask"].sum()) / 80

    trainer.run(step, save_every=200)


if __name__ == "__main__":
    main()
