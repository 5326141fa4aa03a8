"""What the refiner could have been: DDPM beside rectified flow, and a shallow start beside pure noise, at small scale.

  python -m tts_training.compare_diffusion FEATURES... --statistics ACOUSTIC.safetensors [--steps 400]

The same denoiser, data, seed and number of steps each time. DDPM is the variance-preserving diffusion with a cosine schedule
(Nichol & Dhariwal 2021), learned at all noise levels by the error of its velocity (Salimans & Ho 2022) and walked back by DDIM
(Song et al. 2021) from pure noise, or from the coarse mel noised to where the noise is so and so many times as large as the
mel: DiffSinger's boundary step (Liu et al. 2022). Prints, on held-out utterances, distortion and energy distance as
`validate_refiner` does, by number of steps.
"""
import argparse
import math
import pathlib
import sys

import numpy as np
import torch

from .acoustic_data import speaker_name
from .features import Features
from .losses import PatchDistance
from .models.refiner import Denoiser, shaped, white_noise
from .train_refiner import MelPairs
from .trainer import read_weights


class Flow:
    """Rectified flow from `share` of the coarse mel with noise: 1 and 0.12 is the shallow start, 0 and 1 pure noise."""

    def __init__(self, share, noise, noise_like):
        self.share, self.noise, self.noise_like = share, noise, noise_like

    def start(self, coarse):
        return self.share * coarse + self.noise * self.noise_like(coarse)

    def loss(self, model, coarse, truth, pitch, mask):
        start, t = self.start(coarse), torch.rand(len(coarse))
        x = start + t[:, None, None] * (truth - start)
        return squared(model(x, coarse, *pitch, t, torch.zeros_like(t), mask) - (truth - start), mask)

    def draw(self, model, coarse, pitch, steps):
        x = self.start(coarse)
        for k in range(steps):
            t = torch.full((len(x),), k / steps)
            x = x + model(x, coarse, *pitch, t, torch.zeros_like(t)) / steps
        return x


class Diffusion:
    """`t` runs from 0, the mel, to 1, pure noise. `level` is the noise over the mel where `draw` starts; None: pure noise."""

    def __init__(self, level=None):
        self.level = level

    def loss(self, model, coarse, truth, pitch, mask):
        t, noise = torch.rand(len(coarse)), torch.randn_like(truth)
        a, s = (f(t * math.pi / 2)[:, None, None] for f in (torch.cos, torch.sin))
        return squared(model(a * truth + s * noise, coarse, *pitch, t, torch.zeros_like(t), mask) - (a * noise - s * truth), mask)

    def draw(self, model, coarse, pitch, steps):
        first = 1.0 if self.level is None else math.atan(self.level) * 2 / math.pi
        angles = [first * (1 - k / steps) * math.pi / 2 for k in range(steps + 1)]
        x = math.cos(angles[0]) * coarse * (self.level is not None) + math.sin(angles[0]) * torch.randn_like(coarse)
        for angle, following in zip(angles, angles[1:]):
            t = torch.full((len(x),), angle * 2 / math.pi)
            v = model(x, coarse, *pitch, t, torch.zeros_like(t))
            mel, noise = math.cos(angle) * x - math.sin(angle) * v, math.sin(angle) * x + math.cos(angle) * v
            x = math.cos(following) * mel + math.sin(following) * noise
        return x


def squared(error, mask):
    return (error**2 * mask).sum() / mask.sum() / error.shape[-1]


def learned(process, pairs, normalised, steps, rate=8e-4, batch=10):
    torch.manual_seed(1)
    rng, model = np.random.default_rng(1), Denoiser()
    slow = Denoiser()
    slow.load_state_dict(model.state_dict())
    optimizer = torch.optim.AdamW(model.parameters(), rate, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, steps, pct_start=0.15)
    for step in range(steps):
        coarse, truth, log_f0, voicing, mask = pairs.batch(batch, rng)
        loss = process.loss(model, normalised(coarse) * mask, normalised(truth) * mask, (log_f0, voicing), mask)
        optimizer.zero_grad(set_to_none=True), loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step(), schedule.step()
        with torch.no_grad():
            for a, b in zip(slow.parameters(), model.parameters()):
                a.lerp_(b, 1 - min(0.99, (step + 1) / (step + 10)))
        if (step + 1) % 100 == 0:
            print(f"{step + 1}/{steps} loss {float(loss.detach()):.4f}", file=sys.stderr, flush=True)
    return slow.eval()


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", nargs="+", type=pathlib.Path), p.add_argument("--statistics", required=True)
    p.add_argument("--steps", type=int, default=400), p.add_argument("--window", type=int, default=112), p.add_argument("--threads", type=int, default=1)
    p.add_argument("--voices", default="heart,michael"), p.add_argument("--utterances", type=int, default=6), p.add_argument("--solver-steps", default="1,4,16,50")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    statistics, pairs, features = read_weights(a.statistics), MelPairs(a.features, a.window), Features(a.features[0])
    mean, scale = statistics["melMean"], statistics["melScale"]
    normalised = lambda mel: (mel - mean) / scale
    rows = [r for r in features.rows if r.get("held_out") and speaker_name(r["voice"]) in a.voices.split(",")]
    rows = rows[:: max(1, len(rows) // a.utterances)][: a.utterances]

    @torch.no_grad()
    def measured(draw):
        result = []
        for row in rows:
            truth, log_f0, voicing, _ = (torch.from_numpy(z)[None] for z in features.slice(row["frame"], row["frames"]))
            coarse = normalised(torch.from_numpy(features.slice(row["frame"], row["frames"], coarse=True)[0])[None])
            y1, y2 = (draw(coarse, (log_f0, voicing)) for _ in range(2))
            energy = PatchDistance().energy_distance(normalised(truth), y1, y2, torch.ones_like(truth[..., :1]))
            result.append((float((y1 * scale + mean - truth).abs().mean()) * 20 / math.log(10), float(energy)))
        return np.mean(result, 0)

    print(f"{len(rows)} held-out utterances, {a.steps} steps of learning\n| process | start | steps | distortion, dB | energy distance |\n|---|---|---|---|---|")
    report = lambda *cells: print("| " + " | ".join(c if isinstance(c, str) else f"{c:.3f}" for c in cells) + " |", flush=True)
    report("none", "coarse mel", "0", *measured(lambda coarse, pitch: coarse))
    shallow, white = Flow(1, 0.12, lambda mel: shaped(white_noise(mel))), Flow(0, 1, torch.randn_like)
    diffusion = {f"coarse mel, noise {level:g}": Diffusion(level) for level in (0.12, 0.25, 0.5, 1)} | {"pure noise": Diffusion()}
    for process, starts in (("flow", {"coarse mel, noise 0.12": shallow}), ("flow", {"pure noise": white}), ("DDPM", diffusion)):
        torch.manual_seed(0)
        model = learned(next(iter(starts.values())), pairs, normalised, a.steps)
        for name, start in starts.items():
            for steps in map(int, a.solver_steps.split(",")):
                torch.manual_seed(0)
                report(process, name, str(steps), *measured(lambda coarse, pitch: start.draw(model, coarse, pitch, steps)))


if __name__ == "__main__":
    main()
