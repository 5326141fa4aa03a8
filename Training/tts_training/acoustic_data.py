"""Batches for the acoustic model: aligned recordings, and prosody without audio."""
import json
import pathlib

import numpy as np
import torch

from .features import Features
from .models.acoustic import AcousticModel
from .pitch import contour
from .symbols import ID, boundary_flags, parse_phonemes

SPEAKERS = ("heart", "michael", "bella", "fenrir", "alloy", "aoede", "jessica", "kore", "nicole", "nova", "river", "sarah", "sky",
            "adam", "echo", "eric", "liam", "onyx", "puck", "santa", "kathleen")


def speaker_name(voice):
    """`af_heart` -> `heart`: the teacher's prefix says language and sex."""
    return voice.split("_", 1)[1] if "_" in voice else voice


def text_features(segments):
    return dict(phonemes=np.array([ID[s.symbol] for s in segments]), stress=np.array([s.stress for s in segments]), boundaries=np.array(boundary_flags(segments), np.float32))


class AlignedUtterances:
    """Recorded utterances with their alignment, held in memory as float16."""

    def __init__(self, folders, speakers, held_out=False):
        self.items = []
        for folder in map(pathlib.Path, folders):
            features = Features(folder)
            alignment = {r["id"]: r for r in map(json.loads, (folder / "alignment.jsonl").read_text("utf-8").splitlines())}
            for row in features.rows:
                if bool(row.get("held_out")) != held_out or row["id"] not in alignment:
                    continue
                name = speaker_name(row["voice"])
                if name not in speakers:
                    continue
                a = alignment[row["id"]]
                mel = features.mel[row["frame"] : row["frame"] + row["frames"]]
                pitch = features.pitch[row["frame"] : row["frame"] + row["frames"]]
                energy = (mel.astype(np.float32).mean(1) - AcousticModel.ENERGY_MEAN) / AcousticModel.ENERGY_UNIT
                self.items.append(text_features(parse_phonemes(a["phonemes"])) | dict(
                    id=row["id"], text=row.get("text", ""), speaker=speakers.index(name), durations=np.array(a["durations"]), mel=mel, log_f0=pitch[:, 0], voicing=pitch[:, 1], contour=contour(*pitch.T), energy=energy))


class ProsodyOnly:
    """The teacher's prosody without audio (`teacher_prosody`, made whole by `duration_bridge`)."""

    def __init__(self, folder, speakers):
        self.items = []
        for path in sorted(pathlib.Path(folder).glob("*.bridged.npz")):
            z = np.load(path)
            segment, frame = 0, 0
            for voice, phonemes, n, frames in zip(z["voice"], z["phonemes"], z["segments"], z["frames"]):
                f0 = z_f0(z)[frame : frame + frames].astype(np.float32)
                voiced = f0 > 50
                if voiced.any():
                    log_f0 = np.interp(np.arange(frames), np.flatnonzero(voiced), np.log(f0[voiced])).astype(np.float32)
                    self.items.append(text_features(parse_phonemes(str(phonemes))) | dict(
                        speaker=speakers.index(speaker_name(str(voice))), durations=cached(z, "durations")[segment : segment + n].astype(np.int64), log_f0=log_f0, voicing=voiced.astype(np.float32), contour=contour(log_f0, voiced)))
                segment, frame = segment + n, frame + frames


def cached(z, name, memo={}):
    """npz members are read anew at each access; keep the last archive's."""
    if memo.get("archive") is not z:
        memo.clear()
        memo["archive"] = z
    if name not in memo:
        memo[name] = z[name]
    return memo[name]


def z_f0(z):
    return cached(z, "f0")


def frame_index(durations):
    """Frames a segment -> for each frame: segment index, how far through it, the segment's length."""
    segment = np.repeat(np.arange(len(durations)), durations)
    starts = np.concatenate([[0], np.cumsum(durations)[:-1]])
    frames = durations[segment]
    return segment, ((np.arange(len(segment)) - starts[segment] + 0.5) / np.maximum(frames, 1)).astype(np.float32), frames.astype(np.float32)


def collate(items, window, rng, device="cpu"):
    """Whole texts, and one random stretch of `window` frames of each (the whole utterance where window is None)."""
    n = max(len(i["phonemes"]) for i in items)
    size = window or max(int(i["durations"].sum()) for i in items)
    b = len(items)
    out = dict(phonemes=np.zeros((b, n), np.int64), stress=np.zeros((b, n), np.int64), boundaries=np.zeros((b, n, 2), np.float32), mask=np.zeros((b, n), bool),
               durations=np.zeros((b, n), np.float32), speaker=np.array([i["speaker"] for i in items]), segment=np.zeros((b, size), np.int64),
               fraction=np.zeros((b, size), np.float32), frames=np.ones((b, size), np.float32), frame_mask=np.zeros((b, size, 1), np.float32))
    curves = [k for k in ("log_f0", "contour", "voicing", "energy", "mel") if k in items[0]]
    for k in curves:
        out[k] = np.zeros((b, size, *items[0][k].shape[1:]), np.float32)
    for r, i in enumerate(items):
        length = len(i["phonemes"])
        for k in ("phonemes", "stress", "boundaries", "durations"):
            out[k][r, :length] = i[k]
        out["mask"][r, :length] = True
        segment, fraction, frames = frame_index(i["durations"])
        total = len(segment)
        start = int(rng.integers(0, total - size + 1)) if total > size else 0
        stop = min(total, start + size)
        for k, v in (("segment", segment), ("fraction", fraction), ("frames", frames), *((k, i[k]) for k in curves)):
            out[k][r, : stop - start] = v[start:stop]
        out["frame_mask"][r, : stop - start] = 1
    return {k: torch.from_numpy(v).to(device) for k, v in out.items()}
