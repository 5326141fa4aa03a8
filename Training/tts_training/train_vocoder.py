"""Learns the vocoder from features.

  python -m tts_training.train_vocoder FEATURES... --out RUN --steps 15000 [--threads 1] [--device cpu] [--init RUN/vocoder.pt] [--coarse 0.5]

`--coarse` is the share of examples whose mel is the acoustic model's (module `coarse`) and not the recording's. Loss: the
generalised energy distance of two renders from the truth (`losses.py`). With `--strength` a discriminator of spectrograms at
three resolutions adds its gradient (`adversary.py`): the last stage, from weights that are learned already.
"""
import argparse
import pathlib

import numpy as np
import torch

from .adversary import Adversary
from .features import CONFIGURATION, Features
from .losses import SpectralDistance
from .models.discriminator import SpectrogramDiscriminator
from .models.vocoder import Vocoder
from .trainer import Trainer, half_precision


class Segments:
    """Random stretches of training utterances, by length; an utterance shorter than a stretch is padded with its end."""

    def __init__(self, folders, frames, exclude=(), coarse=0.0):
        self.frames, self.coarse = frames, coarse
        self.corpora = [Features(f) for f in folders]
        if coarse and any(c.coarse is None for c in self.corpora):
            raise SystemExit("coarse.raw is missing: make it with tts_training.coarse, or leave --coarse out")
        self.rows = [(c, r) for c in self.corpora for r in c.rows if not r.get("held_out") and r["voice"] not in exclude]
        weights = np.array([r["frames"] for _, r in self.rows], np.float64)
        self.weights = weights / weights.sum()

    def batch(self, size, rng):
        """-> mel (B, T, bands), log F0 (B, T), voicing (B, T), audio (B, T*hop)."""
        chosen = []
        for i in rng.choice(len(self.rows), size, p=self.weights):
            corpus, row = self.rows[i]
            coarse = bool(rng.random() < self.coarse)
            if row["frames"] <= self.frames:
                mel, f, v, audio = corpus.slice(row["frame"], row["frames"], coarse)
                pad = self.frames - row["frames"]
                chosen.append((np.pad(mel, ((0, pad), (0, 0)), "edge"), np.pad(f, (0, pad), "edge"), np.pad(v, (0, pad), "edge"), np.pad(audio, (0, pad * CONFIGURATION.hop))))
            else:
                chosen.append(corpus.slice(row["frame"] + int(rng.integers(0, row["frames"] - self.frames)), self.frames, coarse))
        return [torch.from_numpy(np.stack(z)) for z in zip(*chosen)]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", nargs="+", type=pathlib.Path)
    p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--steps", type=int, default=15000)
    p.add_argument("--batch", type=int, default=8), p.add_argument("--frames", type=int, default=48)
    p.add_argument("--rate", type=float, default=1e-3), p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1), p.add_argument("--device", default="cpu")
    p.add_argument("--name", default="vocoder"), p.add_argument("--init"), p.add_argument("--coarse", type=float, default=0.0)
    p.add_argument("--strength", type=float, default=0.0, help="of the discriminator's gradient beside the loss's"), p.add_argument("--critic-rate", type=float, default=1e-3)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    segments = Segments(a.features, a.frames, coarse=a.coarse)
    torch.manual_seed(a.seed)
    distance = SpectralDistance(CONFIGURATION.sampleRate).to(a.device)
    adversary = Adversary(SpectrogramDiscriminator(CONFIGURATION).to(a.device), a.strength, a.critic_rate, patience=250) if a.strength else None
    trainer = Trainer(a.name, Vocoder(CONFIGURATION).to(a.device), a.out, a.steps, a.rate, seed=a.seed, companions=dict(adversary=adversary) if adversary else None)
    trainer.resume(a.init)

    def step(model, rng, _):
        mel, log_f0, voicing, audio = (z.to(a.device) for z in segments.batch(a.batch, rng))
        # A mel that is a little off and an F0 that is a little off are what the acoustic model will bring.
        mel = mel + 0.03 * torch.randn_like(mel) + 0.02 * torch.randn_like(mel[:, :, :1])
        harmonic, noise = model.filters(mel, log_f0, voicing, half_precision(a.device))
        with torch.no_grad():
            x = distance.features(audio)
        seconds = a.batch * a.frames / CONFIGURATION.frames_per_second
        if adversary is None:
            y1, y2 = (distance.features(model.render(harmonic, noise, log_f0)) for _ in range(2))
            return distance.energy_distance(x, y1, y2), {}, seconds
        # One render learns and the other stands beside it, which is half the gradient of both for half the work.
        made = model.render(harmonic, noise, log_f0)
        with torch.no_grad():
            beside = distance.features(model.render(harmonic, noise, log_f0))
        critic = adversary.learn(audio, made, mel)
        loss, parts = adversary.loss(made, lambda y: distance.energy_distance(x, distance.features(y), beside), mel)
        return loss, parts | dict(critic=critic), seconds

    trainer.run(step)


if __name__ == "__main__":
    main()
