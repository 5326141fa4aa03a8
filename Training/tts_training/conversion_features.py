"""Content features of recordings that say a corpus's sentences in other voices, frame for frame with the corpus.

  python -m tts_training.conversion_features FEATURES OUT --encoder content-encoder.safetensors --pack Voices/american
         [--round 0] [--kinds same=1,revoiced=2,warped=1] [--voices a,b]

The conversion model shall make a speaker's mel from anybody's content. So what its encoder hears is seldom the speaker:
  same      the recording itself
  revoiced  its phonemes, timing and loudness with its F0 moved, spoken by the acoustic model of PACK in one or between two
            other voices (FEATURES must be aligned)
  warped    its own mel with formants and F0 moved, through the vocoder
each then disturbed by rooms, noise and microphones in over half of the cases (`--disturbed`). Utterances are heard in windows of some 12 s, as
a long recording is. OUT/round<R> gets content.raw (float16, 50 a second), loudness.raw (float32, 80 a second) and
index.jsonl; held-out utterances are left out.
"""
import argparse
import json
import pathlib
import sys
import time

import numpy as np
import torch
from scipy.signal import resample_poly

from .acoustic_data import SPEAKERS, frame_index, speaker_name, text_features
from .disturbance import disturbed
from .features import CONFIGURATION, Features
from .loudness import relative_loudness
from .mel import hertz_to_mel, mel_to_hertz
from .models.acoustic import AcousticConfiguration, AcousticModel
from .models.content_encoder import ContentEncoder
from .models.vocoder import Vocoder
from .symbols import parse_phonemes
from .trainer import read_weights

#: Utterances begin where a mel frame (300 samples) and a content feature (480) both do.
GRID = 2400
WINDOW = 12 * CONFIGURATION.sampleRate


def warp_formants(mel, ratio):
    """[T, bands] with every frequency multiplied by `ratio`; beyond the top the last band goes on."""
    c = CONFIGURATION
    centres = mel_to_hertz(np.linspace(0, hertz_to_mel(c.maximumFrequency), c.bands + 2))[1:-1]
    position = np.interp(centres / ratio, centres, np.arange(c.bands))
    left = np.minimum(position.astype(int), c.bands - 2)
    return mel[:, left] + (mel[:, left + 1] - mel[:, left]) * (position - left).astype(np.float32)


class OtherVoices:
    """Says an utterance again, at the same times, in another voice."""

    def __init__(self, pack):
        self.acoustic = AcousticModel(AcousticConfiguration(speakers=len(SPEAKERS))).eval().requires_grad_(False)
        self.acoustic.load_state_dict(read_weights(pack / "acoustic.safetensors"))
        self.vocoder = Vocoder(CONFIGURATION).eval().requires_grad_(False)
        self.vocoder.load_state_dict(read_weights(pack / "vocoder.safetensors"))

    def draw(self, own, rng):
        """-> speaker vector (1, S) and its mean log F0: one of the others, or a mixture of two."""
        a, b = rng.choice([i for i in range(len(SPEAKERS)) if i != own], 2, replace=False)
        mix = rng.uniform(-0.2, 0.5) if rng.random() < 0.6 else 0.0
        blend = lambda table: table[[a]] * (1 - mix) + table[[b]] * mix
        return blend(self.acoustic.speaker.weight), float(blend(self.acoustic.speakerPitch)) + rng.normal(0, 0.08)

    def revoiced(self, alignment, mel, log_f0, voicing, voice):
        vector, pitch = voice
        segments = parse_phonemes(alignment["phonemes"])
        durations = np.array(alignment["durations"])
        segment, fraction, frames = (torch.from_numpy(z)[None] for z in frame_index(durations))
        text = {k: torch.from_numpy(v)[None] for k, v in text_features(segments).items()}
        mask = torch.ones(1, len(segments), dtype=torch.bool)
        h = self.acoustic.encoder(text["phonemes"], text["stress"], text["boundaries"], vector, mask)
        f = torch.from_numpy(log_f0)[None]
        f = f - f[torch.from_numpy(voicing)[None] > 0.5].mean() + pitch if (voicing > 0.5).any() else f
        energy = torch.from_numpy((mel.mean(1) - AcousticModel.ENERGY_MEAN) / AcousticModel.ENERGY_UNIT)[None]
        v = torch.from_numpy(voicing)[None]
        made = self.acoustic.decode(self.acoustic.lengthRegulator(h, segment, fraction, frames), f, v, energy, vector)
        return made[0].numpy(), f[0].numpy()

    def spoken(self, mel, log_f0, voicing):
        wave = self.vocoder(*(torch.from_numpy(np.ascontiguousarray(z, np.float32))[None] for z in (mel, log_f0.clip(4.0, 6.6), voicing)))
        return wave[0].numpy()


def windows(rows, kinds, rng):
    """Utterances of one voice and one kind, in turn, until WINDOW is full -> [(kind, [row])]."""
    groups = {}
    names, shares = list(kinds), np.array(list(kinds.values()), float)
    for row in rows:
        groups.setdefault((row["voice"], names[rng.choice(len(names), p=shares / shares.sum())]), []).append(row)
    for (_, kind), members in groups.items():
        window, length = [], 0
        for k in rng.permutation(len(members)):
            if window and length + members[k]["frames"] * CONFIGURATION.hop > WINDOW:
                yield kind, window
                window, length = [], 0
            window.append(members[k])
            length += members[k]["frames"] * CONFIGURATION.hop
        yield kind, window


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("features", type=pathlib.Path), p.add_argument("out", type=pathlib.Path)
    p.add_argument("--encoder", required=True), p.add_argument("--pack", type=pathlib.Path, required=True)
    p.add_argument("--round", type=int, default=0), p.add_argument("--kinds", default="same=1,revoiced=2,warped=1")
    p.add_argument("--limit", type=float, default=1e9, help="minutes of a voice"), p.add_argument("--share", type=float, default=1.0)
    p.add_argument("--disturbed", type=float, default=0.55, help="the share of windows that is heard through rooms, noise and microphones")
    a = p.parse_args()
    torch.set_num_threads(1)
    rng = np.random.default_rng([a.round, 17])
    torch.manual_seed(a.round)
    features = Features(a.features)
    kinds = {k: float(v) for k, v in (z.split("=") for z in a.kinds.split(","))}
    path = a.features / "alignment.jsonl"
    alignment = {r["id"]: r for r in map(json.loads, path.read_text("utf-8").splitlines())} if path.exists() else {}
    others, encoder = OtherVoices(a.pack), ContentEncoder.load(a.encoder)
    heard, rows = {}, []
    for row in features.rows:
        heard[row["voice"]] = heard.get(row["voice"], 0) + row["frames"] / 80 / 60
        if not row.get("held_out") and heard[row["voice"]] <= a.limit and rng.random() < a.share:
            rows.append(row)
    out = a.out / f"round{a.round}"
    out.mkdir(parents=True, exist_ok=True)
    jobs = list(windows(rows, kinds, rng))
    content_at, loudness_at, began, done = 0, 0, time.process_time(), 0.0
    with open(out / "content.raw", "wb") as fc, open(out / "loudness.raw", "wb") as fl, open(out / "index.jsonl", "w", encoding="utf-8") as fi, torch.no_grad():
        for k in rng.permutation(len(jobs)):
            kind, members = jobs[k]
            name = speaker_name(members[0]["voice"])
            voice = others.draw(SPEAKERS.index(name) if name in SPEAKERS else -1, rng)
            warp = np.exp(rng.uniform(-0.2, 0.2)) if kind == "warped" else np.exp(rng.normal(0, 0.05))
            shift = 1.5 * np.log(warp) + rng.normal(0, 0.12)
            pieces, starts = [], []
            for row in members:
                mel, log_f0, voicing, audio = features.slice(row["frame"], row["frames"])
                if kind == "revoiced" and row["id"] in alignment and sum(alignment[row["id"]]["durations"]) == row["frames"]:
                    mel, log_f0 = others.revoiced(alignment[row["id"]], mel, log_f0, voicing, voice)
                    audio = others.spoken(warp_formants(mel, warp), log_f0, voicing)
                elif kind != "same":
                    audio = others.spoken(warp_formants(mel, warp), log_f0 + shift, voicing)
                starts.append(sum(map(len, pieces)))
                pieces.append(np.pad(audio, (0, -len(audio) % GRID)))
            audio = np.concatenate(pieces)
            if rng.random() < a.disturbed:
                audio = disturbed(audio, CONFIGURATION.sampleRate, rng)
            content = encoder.features(torch.from_numpy(resample_poly(audio, 2, 3).astype(np.float32))[None])[0].half().numpy()
            loudness = relative_loudness(audio, CONFIGURATION)
            fc.write(content.tobytes()), fl.write(loudness.tobytes())
            for row, start in zip(members, starts):
                entry = dict(id=row["id"], voice=row["voice"], kind=kind, frame=row["frame"], frames=row["frames"], content=content_at + start // 480, loudness=loudness_at + start // 300)
                entry["contentFrames"] = min(len(content) - start // 480, -(-row["frames"] * 5 // 8) + 1)
                fi.write(json.dumps(entry) + "\n")
            for f in (fc, fl, fi):
                f.flush()  # training may begin with what there is
            content_at, loudness_at, done = content_at + len(content), loudness_at + len(loudness), done + len(audio) / CONFIGURATION.sampleRate
            if (k % 50) == 0:
                print(f"{done / 60:.1f} minutes, {done / (time.process_time() - began):.1f} x real time of a CPU", file=sys.stderr, flush=True)
    print(f"{done / 3600:.2f} h in {(time.process_time() - began) / 60:.1f} CPU minutes", file=sys.stderr)


if __name__ == "__main__":
    main()
