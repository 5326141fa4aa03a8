"""Writes what was learned as a voice pack: safetensors in fp16, voice.json.

  python -m tts_training.export PACK --name american --vocoder RUN/vocoder.pt --acoustic RUN/acoustic.pt [--refiner RUN/refiner.pt]
       [--pitch-refiner RUN/pitch-refiner.pt [--variation 0.5]] [--speakers names,…] [--default heart]

What each speaker sings well is taken from singing_ranges/NAME.json, which Evaluation/singing/evaluate.py ranges writes. Tensor names are PyTorch's, so that Swift reads the models by the names of their layers. CARD.md is written by hand.
"""
import argparse
import json
import pathlib

import torch
from safetensors.torch import load_file, save_file

from .acoustic_data import SPEAKERS
from .features import CONFIGURATION
from .models.acoustic import AcousticConfiguration
from .models.pitch_refiner import PitchRefinerConfiguration
from .models.refiner import RefinerConfiguration
from .models.vocoder import VocoderConfiguration
from .symbols import PHONEMES


def weights(checkpoint):
    """EMA weights of a checkpoint, fp16; statistics that need their range stay in fp32."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=False)["ema"]
    exact = ("melMean", "melScale", "speakerPitch")
    result = {}
    for name, value in state.items():
        half = value.to(torch.float16)
        if not torch.isfinite(half).all():
            raise ValueError(f"{name} does not fit fp16 (largest {value.abs().max():.3g})")
        result[name] = (value.float() if name in exact else half).contiguous()
    return result


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("pack", type=pathlib.Path), p.add_argument("--name", required=True)
    p.add_argument("--vocoder"), p.add_argument("--acoustic"), p.add_argument("--refiner"), p.add_argument("--refine-steps", type=int, default=0)
    p.add_argument("--pitch-refiner"), p.add_argument("--variation", type=float, default=0.0, help="how far the pitch refiner goes where nobody says otherwise")
    p.add_argument("--speakers", default=",".join(SPEAKERS)), p.add_argument("--default")
    p.add_argument("--language", default="en-US"), p.add_argument("--licence", default="Apache-2.0")
    p.add_argument("--summary", default="American English, 20 speakers distilled from Kokoro-82M and one real woman")
    a = p.parse_args()
    a.pack.mkdir(parents=True, exist_ok=True)
    speakers = a.speakers.split(",")
    for name in ("vocoder", "acoustic", "refiner", "pitch-refiner"):
        checkpoint = getattr(a, name.replace("-", "_"))
        if checkpoint:
            tensors = weights(checkpoint)
            if name == "refiner":  # it is mel to mel, so it carries the scale that it was learned in
                tensors |= {k: v for k, v in load_file(a.pack / "acoustic.safetensors").items() if k in ("melMean", "melScale")}
            if name == "pitch-refiner":  # what it draws for each frame is the roughness of the teacher's curve, and sounds rough
                tensors["curves.weight"][:, -PitchRefinerConfiguration.frameNoise :] = 0
            save_file(tensors, a.pack / f"{name}.safetensors")
    description = dict(
        formatVersion=1, name=a.name, language=a.language, summary=a.summary, licence=a.licence, speakers=speakers, defaultSpeaker=a.default or speakers[0],
        phonemes=PHONEMES, longestUtterance=400, mel=CONFIGURATION.as_json(),
        acoustic=dict(weights="acoustic.safetensors", configuration=AcousticConfiguration(speakers=len(speakers)).as_json()),
        vocoder=dict(weights="vocoder.safetensors", configuration=VocoderConfiguration().as_json()))
    if (a.pack / "refiner.safetensors").exists():
        description["refineSteps"] = a.refine_steps
        description["refiner"] = dict(weights="refiner.safetensors", configuration=RefinerConfiguration().as_json())
    if (a.pack / "pitch-refiner.safetensors").exists():
        description["variation"] = a.variation
        description["pitchRefiner"] = dict(weights="pitch-refiner.safetensors", configuration=PitchRefinerConfiguration().as_json())
    ranges = pathlib.Path(__file__).parent.parent / "singing_ranges" / f"{a.name}.json"
    if ranges.exists():
        known = json.loads(ranges.read_text("utf-8"))
        description["singingRanges"] = {speaker: known[speaker] for speaker in speakers if speaker in known}
    (a.pack / "voice.json").write_text(json.dumps(description, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
