"""Learns the acoustic model from aligned features, and its prosody also from the teacher's prosody without audio.

  python -m tts_training.train_acoustic FEATURES... --out RUN --steps 8000 [--prosody DIR] [--speakers names,…]
         [--init RUN/acoustic.pt [--only durationPredictor,pitchPredictor]]
"""
import argparse
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

from .acoustic_data import SPEAKERS, AlignedUtterances, ProsodyOnly, collate
from .models.acoustic import AcousticConfiguration, AcousticModel
from .trainer import Trainer, half_precision


def set_statistics(model, data):
    """Mean and spread of each mel band, and each speaker's mean log F0, from the training utterances."""
    sample = np.concatenate([i["mel"].astype(np.float32) for i in data.items[:: max(1, len(data.items) // 600)]])
    model.melMean.copy_(torch.from_numpy(sample.mean(0)))
    model.melScale.copy_(torch.from_numpy(sample.std(0)))
    for s in range(len(model.speakerPitch)):
        voiced = [i["log_f0"][i["voicing"] > 0.5] for i in data.items if i["speaker"] == s]
        if voiced:
            model.speakerPitch[s] = float(np.concatenate(voiced).mean())


def balanced_weights(items, power=0.6):
    """Speakers with few minutes are heard more often than their share, those with many less."""
    total = {}
    for i in items:
        total[i["speaker"]] = total.get(i["speaker"], 0) + i["durations"].sum()
    w = np.array([i["durations"].sum() * total[i["speaker"]] ** (power - 1) for i in items], np.float64)
    return w / w.sum()


def moved_pitch(log_f0):
    """In four of ten examples F0 is moved and the mel is not: singing leaves the speaking range and keeps its timbre."""
    drawn = torch.rand(2, len(log_f0), 1, device=log_f0.device)
    return log_f0 + torch.where(drawn[0] < 0.4, (drawn[1] - 0.4) * 1.2, torch.zeros_like(drawn[1]))


def variance_losses(model, h, batch):
    """Durations of whole texts; F0 and voicing (and energy where known) of the stretch of frames."""
    mask, frame_mask = batch["mask"], batch["frame_mask"][..., 0]
    log_d = model.durationPredictor(h, mask).float()
    target = torch.log1p(batch["durations"])
    duration = (F.smooth_l1_loss(log_d, target, reduction="none", beta=0.1) * mask).sum() / mask.sum()
    total = ((torch.expm1(log_d.clamp(max=6)) * mask).sum(1) / batch["durations"].sum(1) - 1).abs().mean()
    return duration + 0.3 * total, duration, total


def pitch_losses(model, frames, speaker, batch):
    mask = batch["frame_mask"][..., 0]
    log_f0, voicing, energy = model.predict_variance(frames, speaker, model.speakerPitch[batch["speaker"]], batch["frame_mask"])
    weight = mask * (0.05 + 0.95 * batch["voicing"])
    pitch = ((log_f0 - batch["contour"]).abs() / model.PITCH_UNIT * weight).sum() / weight.sum()
    # The course of pitch, not only its height: differences over 50 ms.
    step = 4
    both = batch["voicing"][:, step:] * batch["voicing"][:, :-step] * mask[:, step:]
    course = (((log_f0[:, step:] - log_f0[:, :-step]) - (batch["contour"][:, step:] - batch["contour"][:, :-step])).abs() / model.PITCH_UNIT * both).sum() / both.sum().clamp(min=1)
    voiced = (F.binary_cross_entropy_with_logits(voicing, batch["voicing"], reduction="none") * mask).sum() / mask.sum()
    loss = pitch + 0.5 * course + 0.5 * voiced
    if "energy" in batch:
        loss = loss + 0.5 * ((energy - batch["energy"]).abs() * mask).sum() / mask.sum()
    return loss, pitch, voiced


def prosody_losses(model, batch):
    """-> the frames that the mel decoder reads, the speaker, the loss of all prosody, and its parts."""
    h, speaker = model.encode(batch)
    duration_loss, duration, total = variance_losses(model, h, batch)
    frames = model.lengthRegulator(h, batch["segment"], batch["fraction"], batch["frames"])
    pitch_loss, pitch, voiced = pitch_losses(model, frames, speaker, batch)
    return frames, speaker, duration_loss + pitch_loss * 0.5, dict(duration=duration, total=total, pitch=pitch, voiced=voiced)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", nargs="+", type=pathlib.Path), p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--prosody", type=pathlib.Path), p.add_argument("--steps", type=int, default=8000)
    p.add_argument("--batch", type=int, default=12), p.add_argument("--window", type=int, default=128)
    p.add_argument("--rate", type=float, default=1e-3), p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1), p.add_argument("--device", default="cpu")
    p.add_argument("--name", default="acoustic"), p.add_argument("--init"), p.add_argument("--speakers", default=",".join(SPEAKERS))
    p.add_argument("--only", help="the parts of the acoustic model that learn, such as durationPredictor,pitchPredictor; the others stay as --init has them")
    a = p.parse_args()
    torch.set_num_threads(a.threads), torch.manual_seed(a.seed)
    speakers = tuple(a.speakers.split(","))
    data = AlignedUtterances(a.features, speakers)
    prosody = ProsodyOnly(a.prosody, speakers) if a.prosody else None
    print(f"{len(data.items)} utterances, {len(prosody.items) if prosody else 0} of prosody alone", file=sys.stderr)
    model = AcousticModel(AcousticConfiguration(speakers=len(speakers))).to(a.device)
    set_statistics(model, data)
    parts = [name for name, _ in model.named_children()]
    learning = set(a.only.split(",") if a.only else parts)
    if unknown := learning - set(parts):
        p.error(f"--only: the acoustic model has no {', '.join(sorted(unknown))}, but {', '.join(parts)}")
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.split(".")[0] in learning)
    statistics = {k: getattr(model, k).clone() for k in ("melMean", "melScale", "speakerPitch")}
    trainer = Trainer(a.name, model, a.out, a.steps, a.rate, betas=(0.9, 0.98), weight_decay=0.01, clip=1.0, seed=a.seed, warmup=200)
    trainer.resume(a.init)
    if a.init and not a.only:  # a new speaker's pitch is known from the start; the mel's scale stays what the weights were learned with
        known = torch.tensor([any(i["speaker"] == s for i in data.items) for s in range(len(speakers))])
        for m in (model, trainer.ema_model):
            m.speakerPitch.copy_(torch.where(known, statistics["speakerPitch"], m.speakerPitch))
    weights = balanced_weights(data.items)
    prosody_weights = balanced_weights(prosody.items, 0.8) if prosody else None

    def pick(items, w, rng):
        return [items[k] for k in rng.choice(len(items), a.batch, p=w)]

    def step(model, rng, _):
        batch = collate(pick(data.items, weights, rng), a.window, rng, a.device)
        with half_precision(a.device):
            frames, speaker, prosody_loss, parts = prosody_losses(model, batch)
        loss = prosody_loss
        if learning - {"durationPredictor", "pitchPredictor"}:
            with half_precision(a.device):
                mel = model.decode(frames, moved_pitch(batch["log_f0"]), batch["voicing"], batch["energy"], speaker, batch["frame_mask"])
            mel_loss = ((mel - batch["mel"]).abs() / model.melScale * batch["frame_mask"]).sum() / batch["frame_mask"].sum() / mel.shape[-1]
            loss = mel_loss * 2 + prosody_loss
            parts = dict(mel=mel_loss) | parts
        seconds = float(batch["frame_mask"].sum()) / 80
        if prosody:
            batch = collate(pick(prosody.items, prosody_weights, rng), a.window, rng, a.device)
            with half_precision(a.device):
                _, _, prosody_loss, alone = prosody_losses(model, batch)
            loss = loss + prosody_loss
            parts |= {f"{name} (prosody)": alone[name] for name in ("duration", "pitch")}
        return loss, {k: float(v.detach()) for k, v in parts.items()}, seconds

    trainer.run(step, save_every=250)


if __name__ == "__main__":
    main()
