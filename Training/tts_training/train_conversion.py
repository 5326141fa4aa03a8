"""Learns the conversion model: anybody's content -> a speaker's mel.

  python -m tts_training.train_conversion --corpus FEATURES CONVERSION_FEATURES --corpus … --embeddings embeddings.npz
         --pack Voices/american --out RUN --steps 6000 [--omit-parallel heart,michael,bella,fenrir]

Loss: L1 of the normalised mel, and of its differences over 25 ms, so that transitions keep their speed; and, where the
recordings are aligned, the cross-entropy of a classifier that reads the phoneme off the bottleneck, so that what tells
sounds apart comes through it whoever speaks. The classifier is used nowhere else.

With `--strength` it is the last stage, from weights that are learned already (`--init`): only the decoder learns on, sharpened by
a discriminator (`adversary.py`) where the target is a recording's mel.
"""
import argparse
import copy
import pathlib
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

from .acoustic_data import speaker_name
from .adversary import Adversary
from .conversion_data import UNKNOWN, ConversionData
from .models.conversion import ConversionConfiguration, ConversionModel, at_mel_frames
from .models.discriminator import MelDiscriminator
from .symbols import ID
from .trainer import Trainer, half_precision, read_weights, start_from

PARALLEL = 30  # sentences that every voice of the corpus says, at its beginning


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--corpus", nargs=2, action="append", type=pathlib.Path, required=True), p.add_argument("--embeddings", nargs="+", required=True)
    p.add_argument("--pack", type=pathlib.Path, required=True), p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--steps", type=int, default=6000), p.add_argument("--batch", type=int, default=12), p.add_argument("--window", type=int, default=112)
    p.add_argument("--rate", type=float, default=1.5e-3), p.add_argument("--seed", type=int, default=1), p.add_argument("--threads", type=int, default=1)
    p.add_argument("--device", default="cpu"), p.add_argument("--name", default="converter"), p.add_argument("--init")
    p.add_argument("--bottleneck", type=int, default=64), p.add_argument("--noise", type=float, default=0.15)
    p.add_argument("--blocks", type=int, default=6), p.add_argument("--hidden", type=int, default=768), p.add_argument("--phonemes", type=float, default=0.1, help="weight of the phonemes' cross-entropy")
    p.add_argument("--shares", help="how often each corpus is drawn from, as 3,1,2; else by its frames and rarity")
    p.add_argument("--strength", type=float, default=0.0, help="of the discriminator's gradient beside the loss's"), p.add_argument("--critic-rate", type=float, default=1e-3)
    p.add_argument("--kinds", help="only inputs of these kinds"), p.add_argument("--omit-parallel", default="heart,michael,bella,fenrir")
    a = p.parse_args()
    torch.set_num_threads(a.threads), torch.manual_seed(a.seed)
    parallel = set(a.omit_parallel.split(","))
    # An id is voice-number; the first sentences are the parallel ones, which are for tests across voices.
    omit = lambda row: speaker_name(row["voice"]) in parallel and row["id"].rsplit("-", 1)[-1].isdigit() and int(row["id"].rsplit("-", 1)[1]) < PARALLEL
    data = ConversionData(a.corpus, a.embeddings, omit, [float(v) for v in a.shares.split(",")] if a.shares else None)
    if a.kinds:
        keep = [k for k, i in enumerate(data.items) if i["kind"] in a.kinds.split(",")]
        data.items = [data.items[k] for k in keep]
        data.weights = data.weights[keep] / data.weights[keep].sum()
    print(f"{len(data.items)} inputs, {sum(i['frames'] for i in data.items) / 80 / 3600:.2f} h, level {data.level:.3f}", file=sys.stderr)
    model = ConversionModel(ConversionConfiguration(bottleneckChannels=a.bottleneck, blocks=a.blocks, hidden=a.hidden)).to(a.device)
    acoustic = read_weights(a.pack / "acoustic.safetensors")
    model.melMean.copy_(acoustic["melMean"]), model.melScale.copy_(acoustic["melScale"])
    model.phonemes = nn.Sequential(nn.Linear(a.bottleneck, 256), nn.SiLU(), nn.Linear(256, len(ID))).to(a.device)
    adversary = None
    if a.strength:
        start = copy.deepcopy(model)
        start_from(start, read_weights(a.init))
        start.eval().requires_grad_(False)
        for name, parameter in model.named_parameters():
            parameter.requires_grad_(name.startswith("decoder."))
        adversary = Adversary(MelDiscriminator().to(a.device), a.strength, a.critic_rate)
    trainer = Trainer(a.name, model, a.out, a.steps, a.rate, betas=(0.5 if adversary else 0.9, 0.98), weight_decay=0.01, clip=1.0, seed=a.seed, warmup=100,
                      companions=dict(adversary=adversary) if adversary else None)
    trainer.resume(a.init)
    known = a.out / f"{a.name}.statistics.pt"
    # A run that goes on, from its own checkpoint or another's, keeps the scale that the weights began with.
    for path in (known, pathlib.Path(a.init).with_suffix(".statistics.pt") if a.init else known):
        if path.exists():
            data.use(torch.load(path))
            break
    torch.save(data.statistics(), known)

    def distance(mel, truth, weight):
        error = mel - truth
        level = (error.abs() * weight).sum() / weight.sum()
        course = ((error[:, 2:] - error[:, :-2]).abs() * weight[:, 2:]).sum() / weight[:, 2:].sum()
        return level + 0.5 * course, dict(mel=float(level.detach()), course=float(course.detach()))

    def step(model, rng, _):
        batch = data.batch(a.batch, a.window, rng, a.device)
        with half_precision(a.device):
            narrow = model.narrow(batch["content"])
            narrow = at_mel_frames(narrow + a.noise * torch.randn_like(narrow), batch["first"], a.window, model.configuration.contentFramesPerMelFrame)
            told = (batch["log_f0"], batch["voicing"], batch["loudness"], batch["embedding"], batch["mask"])
            mel = model.decode(narrow, *told)
        weight, seconds = batch["mask"] * batch["bands"][:, None], float(batch["mask"].sum()) / 80
        normalised = lambda z: (z - model.melMean) / model.melScale * weight
        made, truth = normalised(mel), normalised(batch["mel"])
        if adversary:
            with torch.no_grad():
                coarse = normalised(start.decode(narrow, *told))
            real, spoken = batch["recorded"], ~batch["recorded"]
            loss, parts = 0, {}
            if real.any():
                critic = adversary.learn(truth[real], made[real], coarse[real])
                loss, parts = adversary.loss(made[real], lambda z: distance(z, truth[real], weight[real])[0], coarse[real])
                loss, parts = loss * real.float().mean(), parts | dict(critic=critic)
            if spoken.any():
                loss = loss + distance(made[spoken], truth[spoken], weight[spoken])[0] * spoken.float().mean()
            return loss, parts, seconds
        loss, parts = distance(made, truth, weight)
        phonemes = F.cross_entropy(model.phonemes(narrow).float().flatten(0, 1), batch["classes"].flatten(), ignore_index=UNKNOWN, reduction="sum")
        phonemes = phonemes / (batch["classes"] != UNKNOWN).sum().clamp(min=1)
        return loss + a.phonemes * phonemes, parts | dict(phonemes=float(phonemes.detach())), seconds

    trainer.run(step, save_every=250)


if __name__ == "__main__":
    main()
