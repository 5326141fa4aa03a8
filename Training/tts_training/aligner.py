"""Finds when each phoneme sounds: a frame classifier and a monotonic alignment search, turn by turn.

  python -m tts_training.aligner FEATURES... --out RUN [--rounds 4] [--init RUN/aligner.safetensors]

A hybrid of neural network and hidden Markov model (Bourlard & Morgan 1994), searched as Glow-TTS does (Kim et al. 2020):
every phoneme lasts at least two frames, a pause may be left out. Where the manifest knows durations they seed the first
round (the teacher's are whole 25 ms frames and some 45 ms late); where it does not, an aligner learned before does
(`--init`), or a uniform split. Writes `alignment.jsonl` into each features folder: id, phonemes, durations in frames.
"""
import argparse
import json
import pathlib
import sys

import numba
import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

from .features import CONFIGURATION, Features
from .models.aligner import FrameClassifier
from .symbols import ID, parse_phonemes
from .trainer import half_precision

SILENCE = 0  # all pauses share the class of "^"
LATE = 4  # frames by which the teacher's boundaries inside words trail the sound


def classes_of(segments):
    return np.array([SILENCE if s.is_pause else ID[s.symbol] for s in segments], np.int64)


@numba.njit(cache=True)
def search(scores, classes, optional, minimum):
    """scores [T, classes] log likelihoods -> frames a segment, the best monotonic path.

    A segment is a chain of `minimum` states, the last of which repeats; an optional one may be stepped over."""
    T, n = scores.shape[0], classes.shape[0]
    first = np.zeros(n, np.int64)
    total = 0
    for i in range(n):
        first[i] = total
        total += minimum[i]
    owner = np.zeros(total, np.int64)
    for i in range(n):
        for k in range(minimum[i]):
            owner[first[i] + k] = i
    low = -1e30
    best = np.full(total, low)
    back = np.zeros((T, total), np.int32)
    best[0] = scores[0, classes[0]]
    if optional[0] and n > 1:
        best[first[1]] = scores[0, classes[1]]
    for t in range(1, T):
        following = np.full(total, low)
        for s in range(total):
            i = owner[s]
            value, source = low, -1
            if s == first[i] + minimum[i] - 1:
                value, source = best[s], s
            if s > 0 and best[s - 1] > value:
                value, source = best[s - 1], s - 1
            if s == first[i]:
                j = i - 1
                while j > 0 and optional[j]:
                    before = first[j] - 1
                    if best[before] > value:
                        value, source = best[before], before
                    j -= 1
            following[s] = value + scores[t, classes[i]]
            back[t, s] = source
        best = following
    s = total - 1
    if optional[n - 1] and n > 1 and best[first[n - 1] - 1] > best[s]:
        s = first[n - 1] - 1
    durations = np.zeros(n, np.int64)
    if best[s] <= low / 2:
        return durations  # too short for its phonemes: no path
    for t in range(T - 1, -1, -1):
        durations[owner[s]] += 1
        if t > 0:
            s = back[t, s]
    return durations


def seed_durations(row, segments, mel):
    """Durations in frames from the teacher's tokens: marks join their vowels, spaces the sound after them, all moved earlier."""
    tokens = np.concatenate([[0], np.cumsum(row["durations"])]) * 2
    starts = []
    for i, s in enumerate(segments):
        if i == 0:
            starts.append(0)
            continue
        token = 1 + s.first
        after_space = s.first > 0 and row["phonemes"][s.first - 1] == " "
        start = tokens[token - 1] if after_space else tokens[token] - LATE
        starts.append(max(starts[-1], start))
    starts = np.minimum(np.array([*starts, row["frames"]]), row["frames"])
    return np.diff(starts)


def seed_labels(row, segments, mel):
    """A class for each frame in the first round."""
    classes = classes_of(segments)
    if "durations" in row:
        labels = np.repeat(classes, seed_durations(row, segments, mel))
    else:
        sounding = ~np.array([s.is_pause for s in segments])
        loud = mel.mean(1) > mel.mean(1).max() - 4
        begin, end = np.flatnonzero(loud)[[0, -1]]
        steps = np.linspace(begin, end + 1, sounding.sum() + 1).astype(int)
        labels = np.zeros(row["frames"], np.int64)
        for c, a, b in zip(classes[sounding], steps[:-1], steps[1:]):
            labels[a:b] = c
    quiet = mel.mean(1) < np.percentile(mel.mean(1), 95) - 4.2
    pause = np.zeros(len(quiet), bool)
    run = 0
    for t in range(len(quiet) + 1):  # closures are short; silence is 60 ms or more
        if t < len(quiet) and quiet[t]:
            run += 1
        else:
            if run >= 5:
                pause[t - run : t] = True
            run = 0
    return np.where(pause, SILENCE, labels)


def observations(mel, voicing):
    return np.concatenate([mel - mel.mean(0), voicing[:, None]], 1).astype(np.float32)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", nargs="+", type=pathlib.Path), p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--rounds", type=int, default=4), p.add_argument("--epochs", type=float, default=1.0)
    p.add_argument("--init"), p.add_argument("--threads", type=int, default=1), p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(a.threads), torch.manual_seed(a.seed)
    rng = np.random.default_rng(a.seed)
    items = []
    for folder in a.features:
        f = Features(folder)
        for row in f.rows:
            mel, _, voicing, _ = f.slice(row["frame"], row["frames"])
            segments = parse_phonemes(row["phonemes"])
            items.append(dict(folder=folder, row=row, segments=segments, classes=classes_of(segments), x=observations(mel, voicing), labels=seed_labels(row, segments, mel)))
    model = FrameClassifier(CONFIGURATION.bands, len(ID))
    if a.init:
        model.load_state_dict({k: v.float() for k, v in load_file(a.init).items()})
    optimizer = torch.optim.AdamW(model.parameters(), 1e-3)
    train = [i for i in items if not i["row"].get("held_out")]

    def align():
        prior = np.zeros(len(ID))
        for i in train:
            prior += np.bincount(i["labels"], minlength=len(ID))
        log_prior = np.log((prior + 100) / (prior + 100).sum())
        moved, agree, failed = 0.0, 0.0, []
        with torch.no_grad():
            for i in items:
                scores = F.log_softmax(model(torch.from_numpy(i["x"])[None])[0], -1).double().numpy() - log_prior
                pause = np.array([s.is_pause for s in i["segments"]])
                durations = search(scores, i["classes"], pause, np.where(pause, 1, 2))
                if durations.sum() == 0:
                    failed.append(i["row"]["id"])
                    durations = search(scores, i["classes"], pause, np.ones(len(pause), np.int64))
                i["durations"] = durations
                labels = np.repeat(i["classes"], durations)
                if len(labels) == len(i["labels"]):
                    agree += (labels == i["labels"]).mean()
                    i["labels"] = labels
        print(f"aligner: {100 * agree / len(items):.1f}% of the frames stay, {len(failed)} utterances too short for two frames a phoneme {failed[:3]}", file=sys.stderr, flush=True)

    if a.init:
        align()
    for r in range(a.rounds):
        for group in optimizer.param_groups:
            group["lr"] = 1e-3 * 0.6**r
        order = rng.permutation(len(train))[: int(len(train) * a.epochs)]
        losses, hits = [], []
        for b in range(0, len(order), 4):
            batch = [train[k] for k in order[b : b + 4]]
            longest = max(len(i["x"]) for i in batch)
            x = torch.zeros(len(batch), longest, batch[0]["x"].shape[1])
            y = torch.full((len(batch), longest), -100)
            for k, i in enumerate(batch):
                x[k, : len(i["x"])] = torch.from_numpy(i["x"] + rng.normal(0, 0.3, (1, i["x"].shape[1])).astype(np.float32))
                y[k, : len(i["x"])] = torch.from_numpy(i["labels"])
            with half_precision():
                logits = model(x)
            loss = F.cross_entropy(logits.float().flatten(0, 1), y.flatten(), label_smoothing=0.05)
            optimizer.zero_grad(), loss.backward(), torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0), optimizer.step()
            losses.append(loss.item()), hits.append((logits.argmax(-1) == y)[y >= 0].float().mean().item())
        print(f"aligner: round {r + 1}, loss {np.mean(losses[-200:]):.3f}, frames right {100 * np.mean(hits[-200:]):.1f}%", file=sys.stderr, flush=True)
        align()
    a.out.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, a.out / "aligner.safetensors")
    for folder in a.features:
        lines = [json.dumps({"id": i["row"]["id"], "phonemes": i["row"]["phonemes"], "durations": i["durations"].tolist()}, ensure_ascii=False) for i in items if i["folder"] == folder]
        (folder / "alignment.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
