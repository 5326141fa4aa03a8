"""Learns the diffusion refiner from pairs of mels: the acoustic model's (module `coarse`) and the recording's.

  python -m tts_training.train_refiner FEATURES... --statistics ACOUSTIC.safetensors --out RUN --steps 5000 [--distil 0.5]

The rectified flow learns by the squared error of its velocity. `--distil` is the share of steps that teach the whole way in
one step instead, by the energy distance of two draws from the truth over patches of many sizes (`losses.PatchDistance`);
with `--strength` a discriminator helps it (adversarial distillation, Sauer et al. 2023).
"""
import argparse
import pathlib

import numpy as np
import torch

from .acoustic_data import speaker_name
from .adversary import Adversary
from .features import Features
from .losses import PatchDistance
from .models.discriminator import MelDiscriminator
from .models.refiner import Denoiser, RefinerConfiguration, noised, one_step, white_noise
from .trainer import Trainer, half_precision, read_weights


class MelPairs:
    """Random stretches of (coarse, true) mels; rare voices are drawn more often than their share."""

    def __init__(self, folders, frames, power=0.6):
        self.frames = frames
        corpora = [Features(f) for f in folders]
        self.rows = [(c, r) for c in corpora for r in c.rows if not r.get("held_out")]
        total = {}
        for _, r in self.rows:
            total[speaker_name(r["voice"])] = total.get(speaker_name(r["voice"]), 0) + r["frames"]
        weights = np.array([r["frames"] * total[speaker_name(r["voice"])] ** (power - 1) for _, r in self.rows])
        self.weights = weights / weights.sum()

    def batch(self, size, rng):
        """-> coarse and true mel (B, T, bands), log F0, voicing (B, T), mask (B, T, 1)."""
        result = [[] for _ in range(5)]
        for i in rng.choice(len(self.rows), size, p=self.weights):
            corpus, row = self.rows[i]
            frames = min(self.frames, row["frames"])
            start = row["frame"] + int(rng.integers(0, row["frames"] - frames + 1))
            coarse, log_f0, voicing, _ = corpus.slice(start, frames, coarse=True)
            truth = corpus.mel[start : start + frames].astype(np.float32)
            pad = self.frames - frames
            for target, z in zip(result, (coarse, truth, log_f0, voicing, np.ones((frames, 1), np.float32))):
                target.append(np.pad(z, ((0, pad), *((0, 0),) * (z.ndim - 1))))
        return [torch.from_numpy(np.stack(z)) for z in result]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", nargs="+", type=pathlib.Path), p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--statistics", required=True, help="acoustic weights whose mel scale is used")
    p.add_argument("--steps", type=int, default=5000), p.add_argument("--batch", type=int, default=10), p.add_argument("--window", type=int, default=112)
    p.add_argument("--distil", type=float, default=0.5), p.add_argument("--noise", type=float, default=RefinerConfiguration.startNoise)
    p.add_argument("--rate", type=float, default=8e-4), p.add_argument("--seed", type=int, default=1), p.add_argument("--threads", type=int, default=1)
    p.add_argument("--strength", type=float, default=0.0, help="of a discriminator beside the energy distance (`adversary.Adversary`)")
    p.add_argument("--device", default="cpu"), p.add_argument("--name", default="refiner"), p.add_argument("--init")
    a = p.parse_args()
    torch.set_num_threads(a.threads), torch.manual_seed(a.seed)
    pairs = MelPairs(a.features, a.window)
    statistics = read_weights(a.statistics)
    mean, scale = statistics["melMean"].to(a.device), statistics["melScale"].to(a.device)
    adversary = Adversary(MelDiscriminator().to(a.device), a.strength) if a.strength else None
    trainer = Trainer(a.name, Denoiser(RefinerConfiguration(startNoise=a.noise)).to(a.device), a.out, a.steps, a.rate, betas=(0.9, 0.98), weight_decay=0.01, clip=1.0, seed=a.seed, warmup=200,
                      companions=dict(adversary=adversary) if adversary else None)
    trainer.resume(a.init)

    def flow_loss(model, coarse, truth, pitch, mask):
        start = noised(model, coarse, white_noise(coarse))
        t = torch.rand(len(coarse), device=a.device)
        x = start + t[:, None, None] * (truth - start)
        with half_precision(a.device):
            velocity = model(x, coarse, *pitch, t, torch.zeros_like(t), mask)
        return (((velocity.float() - (truth - start)) ** 2) * mask).sum() / mask.sum() / truth.shape[-1], {}

    def distillation_loss(model, coarse, truth, pitch, mask):
        twice = lambda z: torch.cat([z, z])
        with half_precision(a.device):
            made = one_step(model, twice(coarse), *map(twice, pitch), white_noise(twice(coarse)), twice(mask)).float() * twice(mask)
        distance = lambda y: PatchDistance().energy_distance(truth, *y.chunk(2), mask)
        if adversary is None:
            return distance(made), {}
        critic = adversary.learn(truth, made.chunk(2)[0], coarse)
        loss, parts = adversary.loss(made, distance, twice(coarse))
        return loss, dict(distil=parts["own"], adversarial=parts["adversarial"], critic=critic)

    def step(model, rng, _):
        coarse, truth, log_f0, voicing, mask = (z.to(a.device) for z in pairs.batch(a.batch, rng))
        coarse, truth = (coarse - mean) / scale * mask, (truth - mean) / scale * mask
        distil = rng.random() < a.distil
        loss, parts = (distillation_loss if distil else flow_loss)(model, coarse, truth, (log_f0, voicing), mask)
        return loss, parts or {"distil" if distil else "flow": float(loss.detach())}, float(mask.sum()) / 80

    trainer.run(step, save_every=250)


if __name__ == "__main__":
    main()
