"""Learns how the teacher's token durations (25 ms, late, marks and spaces among them) turn into aligned segment durations,
and applies it to prosody that has no audio to align.

  python -m tts_training.duration_bridge CORPUS FEATURES PROSODY
"""
import argparse
import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn as nn

from .models.layers import ConvNeXtBlock
from .symbols import ID, parse_phonemes


class DurationBridge(nn.Module):
    """(B, N) phonemes and (B, N, 3) token frames (mark, sound, space before) -> (B, N) aligned frames, before rescaling."""

    def __init__(self, channels=128):
        super().__init__()
        self.phoneme = nn.Embedding(len(ID), channels)
        self.tokens = nn.Linear(6, channels)
        self.blocks = nn.ModuleList([ConvNeXtBlock(channels, 2 * channels, 5, 0.3) for _ in range(3)])
        self.output = nn.Linear(channels, 1)

    def forward(self, phonemes, tokens):
        x = self.phoneme(phonemes) + self.tokens(torch.cat([tokens / 4, torch.log1p(tokens)], -1))
        for block in self.blocks:
            x = block(x)
        return tokens.sum(-1) * torch.exp(0.7 * torch.tanh(self.output(x)[..., 0])) + nn.functional.softplus(self.output(x)[..., 0] - 1)


def token_frames(phonemes, durations):
    """Teacher's tokens -> [segments, 3] frames of 12.5 ms: of the stress mark, of the sound itself, of the space before."""
    segments, result = parse_phonemes(phonemes), []
    for s in segments:
        if s.symbol == "^":
            result.append((0, durations[0], 0))
        elif s.symbol == "$":
            result.append((0, durations[-1], 0))
        else:
            space = durations[s.first] if s.first > 0 and phonemes[s.first - 1] == " " else 0
            mark = durations[1 + s.first] if s.past - s.first == 2 else 0
            result.append((mark, durations[s.past], space))
    return segments, 2 * np.array(result, np.float32)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("corpus", type=pathlib.Path), p.add_argument("features", type=pathlib.Path), p.add_argument("prosody", type=pathlib.Path)
    p.add_argument("--epochs", type=int, default=6)
    a = p.parse_args()
    torch.set_num_threads(1), torch.manual_seed(1)
    rng = np.random.default_rng(1)
    rows = {r["id"]: r for r in map(json.loads, (a.features / "utterances.jsonl").read_text("utf-8").splitlines())}
    pairs, held = [], []
    for r in map(json.loads, (a.features / "alignment.jsonl").read_text("utf-8").splitlines()):
        row = rows[r["id"]]
        segments, tokens = token_frames(row["phonemes"], row["durations"])
        (held if row.get("held_out") else pairs).append((np.array([ID[s.symbol] for s in segments]), tokens, np.array(r["durations"], np.float32)))
    model = DurationBridge()
    optimizer = torch.optim.AdamW(model.parameters(), 2e-3)

    def predict(ids, tokens):
        d = model(torch.from_numpy(ids)[None], torch.from_numpy(tokens)[None])[0]
        return d * (tokens.sum() / d.sum())

    def rounded(d):
        return np.diff(np.round(np.concatenate([[0], np.cumsum(d)])).astype(int))

    for epoch in range(a.epochs):
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * 0.5**epoch
        for k in rng.permutation(len(pairs)):
            ids, tokens, want = pairs[k]
            d = predict(ids, tokens)
            loss = (torch.cumsum(d, 0) - torch.from_numpy(np.cumsum(want))).abs().mean()
            optimizer.zero_grad(), loss.backward(), torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0), optimizer.step()
        with torch.no_grad():
            off = np.concatenate([np.abs(np.cumsum(rounded(predict(i, t).numpy())) - np.cumsum(w)) for i, t, w in held])
            raw = np.concatenate([np.abs(np.cumsum(t.sum(1)) - np.cumsum(w)) for i, t, w in held])
        print(f"bridge: epoch {epoch + 1}, boundaries off by {off.mean() * 12.5:.1f} ms (the teacher's own tokens: {raw.mean() * 12.5:.1f} ms), 90% within {np.percentile(off, 90) * 12.5:.0f} ms", file=sys.stderr, flush=True)
    for path in sorted(a.prosody.glob("?????.npz")):
        out = path.with_suffix("").with_suffix(".bridged.npz")
        if out.exists():
            continue
        z = np.load(path)
        token, all_durations, counts = 0, [], []
        durations = z["durations"]
        for phonemes in z["phonemes"]:
            n = len(phonemes) + 2
            segments, tokens = token_frames(str(phonemes), durations[token : token + n].astype(np.float32))
            with torch.no_grad():
                d = rounded(predict(np.array([ID[s.symbol] for s in segments]), tokens).numpy())
            all_durations.append(d), counts.append(len(d))
            token += n
        np.savez(out, voice=z["voice"], phonemes=z["phonemes"], frames=z["frames"], segments=counts, durations=np.concatenate(all_durations).astype(np.uint16), f0=z["f0"])


if __name__ == "__main__":
    main()
