"""What a run sounds and looks like: held-out utterances spoken by the models, as WAV, and mels as a picture.

  python -m tts_training.validate FEATURES RUN/acoustic.pt RUN/vocoder.pt OUT [--voices heart,michael] [--count 3]

A picture's rows: the recording; its own prosody, predicted mel; predicted prosody and mel.
"""
import argparse
import pathlib

import numpy as np
import soundfile
import torch

from .acoustic_data import SPEAKERS, AlignedUtterances, collate, frame_index
from .features import CONFIGURATION
from .models.acoustic import AcousticConfiguration, AcousticModel
from .models.vocoder import Vocoder
from .trainer import read_weights


def load(kind, path, *arguments):
    model = kind(*arguments).eval()
    model.load_state_dict(read_weights(path))
    return model


def whole_frames(frames, sounding):
    """Fractional durations -> whole ones with every boundary within half a frame; a sound lasts at least one."""
    exact, boundary, result = 0.0, 0, []
    for wanted, is_sound in zip(frames, sounding):
        exact += max(0.0, float(wanted))
        count = max(int(is_sound), round(exact) - boundary)
        boundary += count
        exact = max(exact, boundary - 0.5)
        result.append(count)
    return np.array(result)


@torch.no_grad()
def speak(model, item):
    """Predicted durations, log F0, voicing and mel of an item's text."""
    rng = np.random.default_rng(0)
    batch = collate([item], None, rng)
    h, speaker = model.encode(batch)
    log_d = model.durationPredictor(h, batch["mask"])[0]
    durations = whole_frames(torch.expm1(log_d).numpy(), item["phonemes"] > 7)
    segment, fraction, frames = (torch.from_numpy(z)[None] for z in frame_index(durations))
    spread = model.lengthRegulator(h, segment, fraction, frames)
    log_f0, voicing, energy = model.predict_variance(spread, speaker, model.speakerPitch[batch["speaker"]])
    mel = model.decode(spread, log_f0, voicing.sigmoid(), energy, speaker)
    return durations, log_f0[0].numpy(), voicing[0].sigmoid().numpy(), mel[0].numpy()


@torch.no_grad()
def respeak(model, item):
    """The mel predicted from the recording's own durations, F0, voicing and energy."""
    batch = collate([item], None, np.random.default_rng(0))
    h, speaker = model.encode(batch)
    spread = model.lengthRegulator(h, batch["segment"], batch["fraction"], batch["frames"])
    return model.decode(spread, batch["log_f0"], batch["voicing"], batch["energy"], speaker)[0].numpy()


def picture(path, rows):
    """rows: (title, mel [frames, bands], log F0, voicing) each."""
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    figure, axes = plt.subplots(len(rows), 1, figsize=(12, 2.6 * len(rows)))
    for axis, (title, mel, log_f0, voicing) in zip(np.atleast_1d(axes), rows):
        axis.imshow(mel.T, origin="lower", aspect="auto", vmin=-10, vmax=-1, cmap="magma")
        over = axis.twinx()
        over.plot(np.where(voicing > 0.5, np.exp(log_f0), np.nan), color="cyan", linewidth=1)
        over.set_ylim(50, 500), axis.set_title(title, fontsize=9)
    figure.tight_layout(), figure.savefig(path, dpi=70), plt.close(figure)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features"), p.add_argument("acoustic"), p.add_argument("vocoder"), p.add_argument("out", type=pathlib.Path)
    p.add_argument("--voices", default="heart,michael"), p.add_argument("--count", type=int, default=3), p.add_argument("--speakers", default=",".join(SPEAKERS))
    a = p.parse_args()
    torch.set_num_threads(1), torch.manual_seed(0)
    a.out.mkdir(parents=True, exist_ok=True)
    speakers = tuple(a.speakers.split(","))
    held = AlignedUtterances([a.features], speakers, held_out=True)
    model = load(AcousticModel, a.acoustic, AcousticConfiguration(speakers=len(speakers)))
    vocoder = load(Vocoder, a.vocoder, CONFIGURATION)
    wer = []
    for voice in a.voices.split(","):
        for item in [i for i in held.items if i["speaker"] == speakers.index(voice)][: a.count]:
            durations, log_f0, voicing, mel = speak(model, item)
            with torch.no_grad():
                audio = vocoder(*(torch.from_numpy(z.astype(np.float32))[None] for z in (mel, log_f0, voicing)))[0].numpy()
                own = respeak(model, item)
                forced = vocoder(*(torch.from_numpy(np.array(z, np.float32))[None] for z in (own, item["log_f0"], item["voicing"])))[0].numpy()
            soundfile.write(a.out / f"{item['id']}.wav", np.clip(audio, -1, 1), CONFIGURATION.sampleRate)
            soundfile.write(a.out / f"{item['id']}.forced.wav", np.clip(forced, -1, 1), CONFIGURATION.sampleRate)
            wer.append(f"{a.out / (item['id'] + '.wav')}\t{item['text']}")
            picture(a.out / f"{item['id']}.png", [(f"recording: {item['text'][:90]}", item["mel"].astype(np.float32), item["log_f0"], item["voicing"]),
                    ("its prosody, predicted mel", own, item["log_f0"], item["voicing"]), ("predicted prosody and mel", mel, log_f0, voicing)])
    (a.out / "wer.tsv").write_text("\n".join(wer) + "\n")


if __name__ == "__main__":
    main()
