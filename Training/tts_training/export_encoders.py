"""Writes the two encoders of a conversion pack, fp16: what is said, and who says it.

  python -m tts_training.export_encoders PACK --content whisper-base-encoder.safetensors

The content encoder is Whisper base's (MIT) under the names of `models/content_encoder.py`; the speaker encoder's weights come
with the package `resemblyzer` (Apache-2.0).
"""
import argparse
import pathlib

import torch
from safetensors.torch import save_file

from .models.content_encoder import ContentEncoder
from .models.speaker_encoder import SpeakerEncoder


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("pack", type=pathlib.Path), p.add_argument("--content", required=True)
    a = p.parse_args()
    a.pack.mkdir(parents=True, exist_ok=True)
    models = {"content-encoder": ContentEncoder.load(a.content), "speaker-encoder": SpeakerEncoder.from_resemblyzer()}
    for name, model in models.items():
        tensors = {k: v.half().contiguous() for k, v in model.state_dict().items()}
        if not all(torch.isfinite(v).all() for v in tensors.values()):
            raise ValueError(f"the {name} does not fit fp16")
        save_file(tensors, a.pack / f"{name}.safetensors", metadata={"source": {"content-encoder": "openai/whisper base encoder, MIT", "speaker-encoder": "resemblyzer, GE2E, Apache-2.0"}[name]})


if __name__ == "__main__":
    main()
