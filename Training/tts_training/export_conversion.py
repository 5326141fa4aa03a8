"""Writes the conversion model as Voices/conversion: converter.safetensors in fp16 and conversion.json.

  python -m tts_training.export_conversion PACK --converter RUN/converter.pt --corpus FEATURES CONVERSION_FEATURES … --embeddings embeddings.npz
  python -m tts_training.export_conversion --table speakers.npz --corpus … --embeddings …      only the table of voices

The encoders beside it are exported by their own modules; CARD.md is written by hand.
"""
import argparse
import json
import pathlib

import numpy as np
import torch
from safetensors.torch import save_file

from . import loudness
from .acoustic_data import SPEAKERS, speaker_name
from .conversion_data import mel_level
from .convert import load_converter
from .features import CONFIGURATION, Features


def voices(features, embeddings):
    """-> mean embedding [V, 256], of length 1, and median F0 in hertz [V] of SPEAKERS."""
    by_name = {speaker_name(v): v for v in embeddings}
    rows, pitch = [], []
    for name in SPEAKERS:
        mean = embeddings[by_name[name]].mean(0)
        rows.append(mean / np.linalg.norm(mean))
        spoken = [f.pitch[r["frame"] : r["frame"] + r["frames"]] for f in features for r in f.rows if r["voice"] == by_name[name] and not r.get("held_out")]
        curves = np.concatenate(spoken)
        pitch.append(float(np.exp(np.median(curves[curves[:, 1] > 0.5, 0]))))
    return np.stack(rows).astype(np.float32), np.array(pitch, np.float32)


def output_level(features, level):
    """The level at which the model was taught to speak, as `loudness` measures it in recordings."""
    differences = []
    for row in features[0].rows[::50]:
        mel, _, _, audio = features[0].slice(row["frame"], row["frames"])
        differences.append(loudness.speech_level(loudness.frame_loudness(audio, CONFIGURATION)) - mel_level(mel))
    return level + float(np.mean(differences))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("pack", nargs="?", type=pathlib.Path), p.add_argument("--converter"), p.add_argument("--table")
    p.add_argument("--corpus", nargs="+", required=True, help="features folders"), p.add_argument("--embeddings", nargs="+", required=True)
    a = p.parse_args()
    features = [Features(f) for f in a.corpus]
    embeddings, pitch = voices(features, {voice: rows for path in a.embeddings for voice, rows in np.load(path).items()})
    if a.table:
        np.savez(a.table, names=np.array(SPEAKERS), speakerEmbeddings=embeddings, speakerPitch=pitch)
    if not a.pack:
        return
    model, statistics = load_converter(a.converter)
    tensors = {}
    for name, value in model.state_dict().items():
        half = value.half()
        if not torch.isfinite(half).all():
            raise ValueError(f"{name} does not fit fp16 (largest {value.abs().max():.3g})")
        tensors[name] = (value if name in ("melMean", "melScale") else half).contiguous()
    tensors |= dict(speakerEmbeddings=torch.from_numpy(embeddings), speakerPitch=torch.from_numpy(pitch))
    a.pack.mkdir(parents=True, exist_ok=True)
    save_file(tensors, a.pack / "converter.safetensors")
    description = dict(
        formatVersion=1, name="conversion", summary="any recording's words and tune in a voice of the American pack", licence="Apache-2.0 AND MIT",
        voicePack="american", speakers=list(SPEAKERS), mel=CONFIGURATION.as_json(), outputLevel=round(output_level(features, statistics["level"]), 4),
        contentEncoder=dict(weights="content-encoder.safetensors", configuration=dict(channels=512, heads=8, blocks=6, positions=1500)),
        speakerEncoder=dict(weights="speaker-encoder.safetensors", configuration=dict(hidden=256, layers=3, channels=256)),
        converter=dict(weights="converter.safetensors", configuration=model.configuration.as_json()))
    (a.pack / "conversion.json").write_text(json.dumps(description, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
