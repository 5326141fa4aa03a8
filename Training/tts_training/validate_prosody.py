"""How near predicted prosody comes to that of held-out utterances, recorded durations given to the pitch.

  python -m tts_training.validate_prosody FEATURES ACOUSTIC... [--voices heart,michael]

FEATURES are aligned; ACOUSTIC are checkpoints or a pack's acoustic.safetensors. Columns: durations, the mean error of
log(1 + frames) a segment, and predicted length over the recorded; pitch, the mean error of voiced frames in semitones; F0 sd,
predicted and recorded, in semitones; voicing, the share of frames that are wrong.
"""
import argparse

import numpy as np
import torch

from .acoustic_data import SPEAKERS, AlignedUtterances, collate
from .models.acoustic import AcousticConfiguration, AcousticModel
from .validate import load

SEMITONES = 12 / np.log(2)


def measured(model, item):
    batch = collate([item], None, np.random.default_rng(0))
    h, speaker = model.encode(batch)
    log_durations = model.durationPredictor(h, batch["mask"])
    frames = model.lengthRegulator(h, batch["segment"], batch["fraction"], batch["frames"])
    log_f0, voicing, _ = model.predict_variance(frames, speaker, model.speakerPitch[batch["speaker"]], batch["frame_mask"])
    voiced = batch["voicing"] > 0.5
    predicted, recorded = log_f0[voiced] * SEMITONES, batch["contour"][voiced] * SEMITONES
    return [float(z) for z in (
        (log_durations - torch.log1p(batch["durations"])).abs().mean(), torch.expm1(log_durations).sum() / batch["durations"].sum(),
        (predicted - recorded).abs().mean(), predicted.std(), recorded.std(), ((voicing > 0) != voiced).float().mean())]


@torch.no_grad()
def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features"), p.add_argument("acoustic", nargs="+"), p.add_argument("--voices", help="default: all")
    a = p.parse_args()
    torch.set_num_threads(1)
    voices = a.voices.split(",") if a.voices else SPEAKERS
    items = [i for i in AlignedUtterances([a.features], SPEAKERS, held_out=True).items if SPEAKERS[i["speaker"]] in voices]
    print(f"{len(items)} held-out utterances\n| weights | durations | length | pitch | F0 sd | recorded | voicing |\n|---|---|---|---|---|---|---|")
    for path in a.acoustic:
        model = load(AcousticModel, path, AcousticConfiguration(speakers=len(SPEAKERS)))
        print(f"| {path} | " + " | ".join(f"{v:.3f}" for v in np.mean([measured(model, i) for i in items], 0)) + " |", flush=True)


if __name__ == "__main__":
    main()
