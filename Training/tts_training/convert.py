"""Recordings in other voices by the PyTorch models, for listening and scoring before Swift has them.

  python -m tts_training.convert RUN/converter.pt OUT --encoder content-encoder.safetensors --pack Voices/american
         --corpus FEATURES… --embeddings embeddings.npz --voice heart,michael AUDIO...  [--like REFERENCE] [--keep-pitch]

Writes OUT/<voice>/<stem>.wav. F0 is estimated with Harvest (Morise 2017) and its median moved to the voice's.
"""
import argparse
import pathlib
import sys
import time

import numpy as np
import pyworld
import soundfile
import torch
from scipy.signal import resample_poly

from .features import CONFIGURATION, read_audio
from .loudness import relative_loudness
from .models.content_encoder import ContentEncoder
from .models.conversion import ConversionConfiguration, ConversionModel
from .models.vocoder import Vocoder
from .pitch import continuous_log_f0
from .trainer import read_weights

WINDOW, MARGIN = 600, 50  # content features a window, and of those how many at each seam only serve as context


def content_of(encoder, audio):
    """[samples] at 24 kHz -> (1, N, 512): windows of 12 s that overlap by 2 s."""
    low = torch.from_numpy(resample_poly(audio, 2, 3).astype(np.float32))
    total, start, parts = len(low) // 320, 0, []
    while True:
        end = min(total, start + WINDOW)
        features = encoder.features(low[None, start * 320 : end * 320])[0]
        parts.append(features[MARGIN if start else 0 : None if end == total else -MARGIN])
        if end == total:
            return torch.cat(parts)[None]
        start = end - 2 * MARGIN


def load_converter(checkpoint):
    """The EMA model of a run and its statistics."""
    weights, statistics = read_weights(checkpoint), torch.load(pathlib.Path(checkpoint).with_suffix(".statistics.pt"))
    weights = {k: v for k, v in weights.items() if not k.startswith("phonemes.")}  # training alone reads phonemes off it
    c = ConversionConfiguration(bottleneckChannels=weights["decoder.content.weight"].shape[1], hidden=weights["decoder.blocks.0.expand.weight"].shape[0], blocks=1 + max(int(k.split(".")[2]) for k in weights if k.startswith("decoder.blocks.")))
    model = ConversionModel(c).eval().requires_grad_(False)
    model.load_state_dict(fold_statistics(weights, statistics))
    return model, statistics


def fold_statistics(weights, statistics):
    """Training sees content that is standardised channel by channel; the first layer takes that over."""
    weights = dict(weights)
    w = weights["bottleneck.expand.weight"] / statistics["contentScale"]
    weights["bottleneck.expand.bias"] = weights["bottleneck.expand.bias"] - w @ statistics["contentMean"]
    weights["bottleneck.expand.weight"] = w
    return weights


def analyse(audio, encoder):
    """What a conversion keeps of a recording: content (1, N, 512), log F0, voicing, loudness [T] each."""
    c = CONFIGURATION
    frames = len(audio) // c.hop
    f0, _ = pyworld.harvest(audio.astype(np.float64), c.sampleRate, 60, 800, frame_period=1000 * c.hop / c.sampleRate)
    f0 = np.pad(f0, (0, max(0, frames - len(f0))))[:frames]
    return content_of(encoder, audio), continuous_log_f0(f0, f0 > 0), (f0 > 0).astype(np.float32), relative_loudness(audio, c)[:frames]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("checkpoint"), p.add_argument("out", type=pathlib.Path), p.add_argument("audio", nargs="+", type=pathlib.Path)
    p.add_argument("--encoder", required=True), p.add_argument("--pack", type=pathlib.Path, required=True)
    p.add_argument("--speakers", required=True, help="the npz of export_conversion's speakers: names, speakerEmbeddings, speakerPitch")
    p.add_argument("--voice", default="heart"), p.add_argument("--like", type=pathlib.Path), p.add_argument("--keep-pitch", action="store_true")
    a = p.parse_args()
    torch.set_num_threads(1), torch.set_grad_enabled(False), torch.manual_seed(0)
    encoder, (model, _) = ContentEncoder.load(a.encoder), load_converter(a.checkpoint)
    vocoder = Vocoder(CONFIGURATION).eval()
    vocoder.load_state_dict(read_weights(a.pack / "vocoder.safetensors"))
    table = np.load(a.speakers)
    voices = {n: (table["speakerEmbeddings"][k], np.log(table["speakerPitch"][k])) for k, n in enumerate(table["names"])}
    if a.like:
        from resemblyzer import VoiceEncoder
        reference = read_audio(a.like, CONFIGURATION.sampleRate)
        _, log_f0, voicing, _ = analyse(reference, encoder)
        embedding = VoiceEncoder("cpu", verbose=False).embed_utterance(resample_poly(reference, 2, 3).astype(np.float32))
        voices, a.voice = {"like": (embedding, np.median(log_f0[voicing > 0.5]))}, "like"
    began, seconds = time.process_time(), 0.0
    for path in a.audio:
        audio = read_audio(path, CONFIGURATION.sampleRate)
        content, log_f0, voicing, loudness = analyse(audio, encoder)
        for name in a.voice.split(","):
            embedding, pitch = voices[name]
            shift = 0.0 if a.keep_pitch or not (voicing > 0.5).any() else pitch - np.median(log_f0[voicing > 0.5])
            f, v, l = (torch.from_numpy(np.float32(z))[None] for z in (log_f0 + shift, voicing, loudness))
            mel = model(content, f, v, l, torch.from_numpy(np.float32(embedding))[None])
            wave = vocoder(mel, f, v)[0].numpy()
            (a.out / name).mkdir(parents=True, exist_ok=True)
            soundfile.write(a.out / name / f"{path.stem}.wav", np.clip(wave, -1, 1), CONFIGURATION.sampleRate)
        seconds += len(audio) / CONFIGURATION.sampleRate
    print(f"{seconds:.0f} s of sound, {(time.process_time() - began) / seconds / len(a.voice.split(',')):.3f} CPU s a second and voice", file=sys.stderr)


if __name__ == "__main__":
    main()
