"""Copy synthesis of held-out utterances, to be scored: features -> vocoder -> WAV.

  python -m tts_training.copy_synthesis FEATURES RUN/vocoder.pt OUT [--voices af_heart,am_michael] [--count 6] [--f0 0.7,1,1.4,2] [--originals]

Writes OUT/<scale>/<id>.wav, OUT/<scale>/<id>.csv (seconds,hertz asked for; 0 = unvoiced) and OUT/<scale>/{pitch,wer}.tsv.
"""
import argparse
import math
import pathlib

import numpy as np
import soundfile
import torch

from .features import CONFIGURATION, Features
from .models.vocoder import Vocoder
from .trainer import read_weights


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features"), p.add_argument("checkpoint"), p.add_argument("out", type=pathlib.Path)
    p.add_argument("--voices", default="af_heart,am_michael"), p.add_argument("--count", type=int, default=6)
    p.add_argument("--f0", default="1"), p.add_argument("--originals", action="store_true")
    a = p.parse_args()
    torch.set_num_threads(1), torch.manual_seed(0)
    features = Features(a.features)
    vocoder = Vocoder(CONFIGURATION).eval()
    vocoder.load_state_dict(read_weights(a.checkpoint))
    chosen = []
    for voice in a.voices.split(","):
        chosen += [r for r in features.rows if r["voice"] == voice and r.get("held_out")][: a.count]
    for scale in [float(s) for s in a.f0.split(",")] + ([0.0] if a.originals else []):
        folder = a.out / (f"{scale:g}" if scale else "original")
        folder.mkdir(parents=True, exist_ok=True)
        pitch, wer = [], []
        for row in chosen:
            mel, log_f0, voicing, audio = features.slice(row["frame"], row["frames"])
            log_f0 = log_f0 + math.log(scale or 1)
            if scale:
                with torch.no_grad():
                    audio = vocoder(*(torch.from_numpy(z)[None] for z in (mel, log_f0, voicing)))[0].numpy()
            path = folder / f"{row['id']}.wav"
            soundfile.write(path, np.clip(audio, -1, 1), CONFIGURATION.sampleRate)
            times = np.arange(len(log_f0)) / CONFIGURATION.frames_per_second
            lines = [f"{t:.4f},{math.exp(f) if v > 0.5 else 0:.2f}" for t, f, v in zip(times, log_f0, voicing)]
            path.with_suffix(".csv").write_text("\n".join(lines) + "\n")
            pitch.append(f"{path}\t{path.with_suffix('.csv')}"), wer.append(f"{path}\t{row['text']}")
        (folder / "pitch.tsv").write_text("\n".join(pitch) + "\n"), (folder / "wer.tsv").write_text("\n".join(wer) + "\n")


if __name__ == "__main__":
    main()
