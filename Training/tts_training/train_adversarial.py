"""Sharpens the mel decoder of a trained acoustic model against a discriminator; prosody and encoder stay as they are.

  python -m tts_training.train_adversarial FEATURES... --init RUN/acoustic.pt --out RUN --steps 1000 [--strength 0.7]

An L1 loss alone is least for the median of all mels that a text may have, which is smoother than each of them. The
discriminator is told the coarse mel of the decoder that training started from; `--strength` is that of `adversary.Adversary`.
"""
import argparse
import copy
import pathlib

import torch

from .acoustic_data import SPEAKERS, AlignedUtterances, collate
from .adversary import Adversary
from .models.acoustic import AcousticConfiguration, AcousticModel
from .models.discriminator import MelDiscriminator
from .train_acoustic import balanced_weights, moved_pitch
from .trainer import Trainer, read_weights


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", nargs="+", type=pathlib.Path), p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--init", required=True), p.add_argument("--steps", type=int, default=1000)
    p.add_argument("--batch", type=int, default=10), p.add_argument("--window", type=int, default=128)
    p.add_argument("--rate", type=float, default=2e-4), p.add_argument("--critic-rate", type=float, default=1e-3), p.add_argument("--strength", type=float, default=0.7)
    p.add_argument("--seed", type=int, default=1), p.add_argument("--threads", type=int, default=1), p.add_argument("--device", default="cpu")
    p.add_argument("--name", default="adversarial"), p.add_argument("--speakers", default=",".join(SPEAKERS))
    a = p.parse_args()
    torch.set_num_threads(a.threads), torch.manual_seed(a.seed)
    speakers = tuple(a.speakers.split(","))
    data = AlignedUtterances(a.features, speakers)
    model = AcousticModel(AcousticConfiguration(speakers=len(speakers))).to(a.device)
    start = copy.deepcopy(model)
    start.load_state_dict(read_weights(a.init))
    start.eval().requires_grad_(False)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith("decoder."))
    adversary = Adversary(MelDiscriminator().to(a.device), a.strength, a.critic_rate)
    trainer = Trainer(a.name, model, a.out, a.steps, a.rate, betas=(0.5, 0.9), weight_decay=0.01, clip=1.0, seed=a.seed, warmup=100,
                      companions=dict(adversary=adversary))
    trainer.resume(a.init)
    weights = balanced_weights(data.items)

    def step(model, rng, _):
        batch = collate([data.items[k] for k in rng.choice(len(data.items), a.batch, p=weights)], a.window, rng, a.device)
        mask = batch["frame_mask"]
        with torch.no_grad():
            h, speaker = start.encode(batch)
            frames = start.lengthRegulator(h, batch["segment"], batch["fraction"], batch["frames"])
            prosody = (moved_pitch(batch["log_f0"]), batch["voicing"], batch["energy"])
            normalised = lambda mel: (mel - start.melMean) / start.melScale * mask
            coarse, truth = normalised(start.decode(frames, *prosody, speaker, mask)), normalised(batch["mel"])
        mel = normalised(model.decode(frames, *prosody, speaker, mask))

        critic = adversary.learn(truth, mel, coarse)
        loss, parts = adversary.loss(mel, lambda x: ((x - truth).abs() * mask).sum() / mask.sum() / x.shape[-1], coarse)
        return loss, parts | dict(critic=critic), float(mask.sum()) / 80

    trainer.run(step, save_every=250)


if __name__ == "__main__":
    main()
