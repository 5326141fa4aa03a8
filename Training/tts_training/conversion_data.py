"""Batches for the conversion model: content heard in some voice, prosody and mel of the speaker to become."""
import json
import pathlib

import numpy as np
import torch

from .aligner import classes_of
from .features import CONFIGURATION, Features
from .loudness import speech_level
from .mel import hertz_to_mel, mel_to_hertz
from .models.conversion import ConversionConfiguration
from .symbols import parse_phonemes

CENTRES = mel_to_hertz(np.linspace(0, hertz_to_mel(CONFIGURATION.maximumFrequency), CONFIGURATION.bands + 2))[1:-1]
#: The class of a frame whose phoneme nobody knows.
UNKNOWN = -100
RATIO = ConversionConfiguration().contentFramesPerMelFrame


#: A sound or a pause that lasts longer than this, in frames, is where words are missing from a transcript.
LONGEST_SOUND, LONGEST_PAUSE = 50, 160


def trusted_alignment(folder):
    """Utterance -> its row of alignment.jsonl, but for those whose text seems not to be what is said."""
    path = pathlib.Path(folder) / "alignment.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    fits = lambda r: all(d <= (LONGEST_PAUSE if s.is_pause else LONGEST_SOUND) for s, d in zip(parse_phonemes(r["phonemes"]), r["durations"]))
    return {r["id"]: r for r in rows if fits(r)}


def frame_classes(folder):
    """Utterance -> the class of the phoneme that sounds in each of its frames, of those that are aligned."""
    return {i: np.repeat(classes_of(parse_phonemes(r["phonemes"])), r["durations"]).astype(np.int16) for i, r in trusted_alignment(folder).items()}


def mel_level(mel):
    """Level of the speech in a mel spectrogram, as `loudness.speech_level`, from its bands below 4 kHz."""
    power = np.exp(2 * mel[:, CENTRES < 4000].astype(np.float32)).mean(1)
    return speech_level(0.5 * np.log(power + 1e-10))


class ConversionData:
    """`corpora`: pairs of a features folder and the folder of its `conversion_features`. `omit(row)` leaves utterances out;
    `shares` says how often each corpus is drawn from, which without it its frames and the rarity of its voices say.

    Targets are brought to one level, `self.level`, the mean of the first corpus."""

    def __init__(self, corpora, embeddings, omit=lambda row: False, shares=None):
        self.items, levels = [], {}
        self.embeddings = {voice: rows for path in embeddings for voice, rows in np.load(path).items()}
        self.features = [Features(f) for f, _ in corpora]
        self.level = None
        for corpus, (features, (own, folder)) in enumerate(zip(self.features, corpora)):
            classes = frame_classes(own)
            rows = {r["id"]: r for r in features.rows}
            # A recording at 16 kHz says nothing about what lies above 8 kHz.
            sample = np.concatenate([features.mel[r["frame"] : r["frame"] + r["frames"]] for r in features.rows[:: max(1, len(features.rows) // 30)]]).astype(np.float32)
            full = sample[:, CENTRES > 8500].max() > sample[:, CENTRES < 4000].max() - 7
            bands = (CENTRES < (1e9 if full else 7500)).astype(np.float32)
            for round_folder in sorted(pathlib.Path(folder).glob("round*")):
                content = np.memmap(round_folder / "content.raw", np.float16, "r")
                content = content[: len(content) // 512 * 512].reshape(-1, 512)
                loudness = np.memmap(round_folder / "loudness.raw", np.float32, "r")
                for line in (round_folder / "index.jsonl").read_text("utf-8").splitlines():
                    try:
                        e = json.loads(line)
                    except json.JSONDecodeError:
                        break  # still being written
                    if omit(rows[e["id"]]) or e["content"] + e["contentFrames"] > len(content) or e["loudness"] + e["frames"] > len(loudness):
                        continue
                    if e["id"] not in levels:
                        levels[e["id"]] = mel_level(features.mel[e["frame"] : e["frame"] + e["frames"]])
                    known = classes.get(e["id"])
                    known = known if known is not None and len(known) == e["frames"] else None
                    self.items.append(e | dict(features=features, heard=content, loud=loudness, bands=bands, level=levels[e["id"]], classes=known, corpus=corpus, recorded=len(features.audio) > 1))
            if self.level is None:
                self.level = float(np.mean([i["level"] for i in self.items]))
        total = {}
        for i in self.items:
            who = i["corpus"], i["voice"]
            total[who] = total.get(who, 0) + i["frames"]
        # Rare speakers are heard more than their share.
        w = np.array([i["frames"] * total[i["corpus"], i["voice"]] ** -0.45 for i in self.items])
        if shares:
            origin = np.array([i["corpus"] for i in self.items])
            w *= (np.array(shares) / np.bincount(origin, w, len(shares)))[origin]
        self.weights = w / w.sum()
        sample = np.concatenate([i["heard"][i["content"] : i["content"] + i["contentFrames"]] for i in self.items[:: max(1, len(self.items) // 300)]]).astype(np.float32)
        self.contentMean, self.contentScale = sample.mean(0), sample.std(0)

    def statistics(self):
        return dict(contentMean=torch.from_numpy(self.contentMean), contentScale=torch.from_numpy(self.contentScale), level=self.level)

    def use(self, statistics):
        self.contentMean, self.contentScale, self.level = statistics["contentMean"].numpy(), statistics["contentScale"].numpy(), statistics["level"]

    def speaker(self, voice, rng):
        """The embedding of some of a voice's utterances: a few seconds of it or a minute."""
        rows = self.embeddings[voice]
        n = min(len(rows), int(np.exp(rng.uniform(np.log(2), np.log(len(rows) + 1)))))
        m = rows[rng.choice(len(rows), n, replace=False)].mean(0)
        return m / np.linalg.norm(m)

    def item(self, i, window, rng):
        n = min(window, i["frames"])
        start = int(rng.integers(0, i["frames"] - n + 1))
        mel, log_f0, voicing, _ = i["features"].slice(i["frame"] + start, n)
        first = int(start * RATIO)
        many = int(np.ceil(window * RATIO)) + 2
        position = np.minimum(np.arange(first, first + many), i["contentFrames"] - 1) + i["content"]
        content = (i["heard"][position].astype(np.float32) - self.contentMean) / self.contentScale
        loudness = np.array(i["loud"][i["loudness"] + start : i["loudness"] + start + n])
        log_f0, voicing = estimated(log_f0, voicing, rng)
        classes = np.full(window, UNKNOWN, np.int64)
        if i["classes"] is not None:
            classes[:n] = i["classes"][start : start + n]
        pad = lambda z: np.pad(z, [(0, window - n)] + [(0, 0)] * (z.ndim - 1), "edge")
        mask = (np.arange(window) < n).astype(np.float32)
        return dict(content=content, first=np.float32(start - first / RATIO), mel=pad(mel - i["level"] + self.level), log_f0=pad(log_f0), voicing=pad(voicing), loudness=pad(loudness),
                    mask=mask[:, None], bands=i["bands"], classes=classes, recorded=np.bool_(i["recorded"]), embedding=self.speaker(i["voice"], rng))

    def batch(self, size, window, rng, device="cpu"):
        """-> dict of tensors: content (B, N, 512) standardised, first (B,), mel (B, T, bands), log_f0, voicing, loudness (B, T),
        mask (B, T, 1), bands (B, bands), classes (B, T) of the phonemes (UNKNOWN where nobody knows), recorded (B,): the mel is a recording's and
        not a model's, embedding (B, 256)."""
        items = [self.item(self.items[k], window, rng) for k in rng.choice(len(self.items), size, p=self.weights)]
        stacked = {k: torch.from_numpy(np.stack([i[k] for i in items])).to(device) for k in items[0]}
        return {k: v if k in ("classes", "recorded") else v.float() for k, v in stacked.items()}


def estimated(log_f0, voicing, rng):
    """F0 and voicing with the errors that an estimator makes: a jitter, octaves over short stretches, edges that wander,
    voiced sounds missed and noise taken for voice. In a third of the cases F0 is moved as a whole and the mel is not: one
    envelope is sung at any pitch."""
    n = len(log_f0)
    log_f0, voicing = log_f0.copy(), voicing.copy()
    if rng.random() < 0.35:
        log_f0 += rng.uniform(-0.35, 0.55)
    if rng.random() < 0.5:
        log_f0 += 0.015 * rng.standard_normal(n).astype(np.float32)
    if rng.random() < 0.15:
        a = int(rng.integers(0, n))
        log_f0[a : a + int(rng.integers(2, 16))] += np.log(2) * rng.choice([-1, 1])
    if rng.random() < 0.5:
        for edge in np.flatnonzero(np.diff(voicing)) + 1:
            move = int(rng.integers(-2, 3))
            if move > 0:
                voicing[edge : edge + move] = voicing[edge - 1]
            elif move < 0 and edge < n:
                voicing[max(0, edge + move) : edge] = voicing[edge]
    if rng.random() < 0.2:
        a = int(rng.integers(0, n))
        voicing[a : a + int(rng.integers(2, 12))] = rng.integers(0, 2)
    return log_f0, voicing
