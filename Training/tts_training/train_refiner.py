"""Learns the diffusion refiner on top of an acoustic model that stays as it is.

  python -m tts_training.train_refiner FEATURES... --acoustic RUN/acoustic.pt --out RUN --steps 5000
"""
import argparse
import pathlib

import torch

from .acoustic_data import SPEAKERS, AlignedUtterances, collate
from .models.acoustic import AcousticConfiguration, AcousticModel
from .models.refiner import Denoiser, RefinerConfiguration
from .train_acoustic import balanced_weights
from .trainer import Trainer, read_weights


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", nargs="+", type=pathlib.Path), p.add_argument("--out", type=pathlib.Path, required=True), p.add_argument("--acoustic", required=True)
    p.add_argument("--steps", type=int, default=5000), p.add_argument("--batch", type=int, default=12), p.add_argument("--window", type=int, default=112)
    p.add_argument("--rate", type=float, default=8e-4), p.add_argument("--seed", type=int, default=1), p.add_argument("--threads", type=int, default=1)
    p.add_argument("--device", default="cpu"), p.add_argument("--name", default="refiner"), p.add_argument("--init"), p.add_argument("--speakers", default=",".join(SPEAKERS))
    a = p.parse_args()
    torch.set_num_threads(a.threads), torch.manual_seed(a.seed)
    speakers = tuple(a.speakers.split(","))
    data = AlignedUtterances(a.features, speakers)
    acoustic = AcousticModel(AcousticConfiguration(speakers=len(speakers))).to(a.device).eval().requires_grad_(False)
    acoustic.load_state_dict(read_weights(a.acoustic))
    configuration = RefinerConfiguration()
    trainer = Trainer(a.name, Denoiser(configuration).to(a.device), a.out, a.steps, a.rate, betas=(0.9, 0.98), weight_decay=0.01, clip=1.0, seed=a.seed, warmup=200)
    trainer.resume(a.init)
    weights, kind = balanced_weights(data.items), torch.device(a.device).type

    def step(model, rng, _):
        items = [data.items[k] for k in rng.choice(len(data.items), a.batch, p=weights)]
        batch = collate(items, a.window, rng, a.device)
        mask = batch["frame_mask"]
        with torch.no_grad(), torch.autocast(kind, torch.bfloat16):
            h, speaker = acoustic.encode(batch)
            frames = acoustic.lengthRegulator(h, batch["segment"], batch["fraction"], batch["frames"])
            coarse, hidden = acoustic.decoder(frames, batch["log_f0"], batch["voicing"], batch["energy"], speaker, mask)
            coarse, hidden = coarse.float(), hidden.float()
        truth = (batch["mel"] - acoustic.melMean) / acoustic.melScale
        start = coarse + configuration.startNoise * torch.randn_like(coarse)
        t = torch.rand(a.batch, device=a.device)
        x = start + t[:, None, None] * (truth - start)
        with torch.autocast(kind, torch.bfloat16):
            velocity = model(x, coarse, hidden, t, mask)
        loss = (((velocity.float() - (truth - start)) ** 2) * mask).sum() / mask.sum() / truth.shape[-1]
        residual = (((truth - coarse) ** 2) * mask).sum() / mask.sum() / truth.shape[-1]
        return loss, dict(residual=float(residual)), float(mask.sum()) / 80

    trainer.run(step, save_every=250)


if __name__ == "__main__":
    main()
