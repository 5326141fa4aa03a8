"""What a recording of anybody would sound like in a voice of the pack: parallel targets for real people.

  python -m tts_training.spoken_targets FEATURES CONTENT OUT_FEATURES OUT_CONTENT --pack Voices/american --reference AMERICAN_FEATURES [--voices 3]

FEATURES are aligned recordings of people and CONTENT their `conversion_features`. The acoustic model says their phonemes at
their own times, with their own loudness and their F0 moved, in some voices of PACK. OUT_FEATURES gets those mels,
OUT_CONTENT an index that pairs them with what the encoder heard of the people. REFERENCE (full-band recordings) says how
energy below 7.5 kHz, all that a recording at 16 kHz has, becomes that of the whole band.
"""
import argparse
import json
import pathlib
import sys
import time

import numpy as np
import torch

from .acoustic_data import SPEAKERS
from .conversion_data import CENTRES, trusted_alignment
from .conversion_features import OtherVoices
from .features import Features
from .models.acoustic import AcousticModel

LOW = CENTRES < 7500


def energy_of_whole_band(reference):
    """-> a function from mel [T, bands], true below 7.5 kHz, to the mean over all bands that a full-band recording has [T],
    with the steady noise of the recording taken out, at the level of REFERENCE."""
    rows = reference.rows[:: max(1, len(reference.rows) // 60)]
    mel = np.concatenate([reference.mel[r["frame"] : r["frame"] + r["frames"]] for r in rows]).astype(np.float32)
    slope, offset = np.polyfit(mel[:, LOW].mean(1), mel.mean(1), 1)
    loud = np.percentile(mel[:, LOW].mean(1), 90)
    quiet = np.percentile(mel[:, LOW].mean(1), 2)

    def energy(mel):
        e = mel[:, LOW].mean(1)
        floor = np.percentile(e, 4)
        e = 0.5 * np.log(np.maximum(np.exp(2 * e) - np.exp(2 * floor + 0.4), np.exp(2 * floor - 4)))
        return (offset + slope * np.maximum(e + loud - np.percentile(e, 90), quiet)).astype(np.float32)

    return energy


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("features", "content", "out_features", "out_content"):
        p.add_argument(name, type=pathlib.Path)
    p.add_argument("--pack", type=pathlib.Path, required=True), p.add_argument("--reference", required=True)
    p.add_argument("--voices", type=int, default=3, help="of each recording")
    a = p.parse_args()
    torch.set_num_threads(1), torch.set_grad_enabled(False)
    rng = np.random.default_rng(23)
    features, reference, others = Features(a.features), Features(a.reference), OtherVoices(a.pack)
    energy = energy_of_whole_band(reference)
    named = {v.split("_", 1)[-1]: v for v in (r["voice"] for r in reference.rows)}
    names = [n for n in SPEAKERS if n in named]
    alignment = trusted_alignment(a.features)
    a.out_features.mkdir(parents=True, exist_ok=True)
    made, index, frame, began = {}, [], 0, time.process_time()
    with open(a.out_features / "frames.raw", "wb") as fm, open(a.out_features / "pitch.raw", "wb") as fp:
        for row in features.rows:
            known = alignment.get(row["id"])
            if row.get("held_out") or known is None or sum(known["durations"]) != row["frames"] or len(known["durations"]) < 8:
                continue
            mel, log_f0, voicing, _ = features.slice(row["frame"], row["frames"])
            e = energy(mel)
            for name in rng.choice(names, a.voices, replace=False):
                s = SPEAKERS.index(name)
                voice = others.acoustic.speaker.weight[[s]], float(others.acoustic.speakerPitch[s])
                spoken, f = others.revoiced(known, np.repeat(e[:, None], mel.shape[1], 1), log_f0, voicing, voice)
                fm.write(spoken.astype(np.float16).tobytes()), fp.write(np.stack([f, voicing], 1).astype(np.float32).tobytes())
                entry = dict(id=f"{row['id']}-{name}", voice=named[name], frame=frame, frames=row["frames"])
                index.append(entry), made.setdefault(row["id"], []).append(entry)
                frame += row["frames"]
            if len(made) % 25 == 0:
                print(f"{len(made)} recordings, {frame / 80 / (time.process_time() - began):.0f} x real time", file=sys.stderr, flush=True)
    (a.out_features / "audio.raw").write_bytes(bytes(2))  # nothing is said aloud, but an empty file cannot be mapped
    (a.out_features / "utterances.jsonl").write_text("".join(json.dumps(r) + "\n" for r in index), "utf-8")
    (a.out_features / "alignment.jsonl").write_text("".join(json.dumps(alignment[i] | {"id": e["id"]}, ensure_ascii=False) + "\n" for i, es in made.items() for e in es), "utf-8")
    for heard in sorted(a.content.glob("round*")):
        out = a.out_content / heard.name
        out.mkdir(parents=True, exist_ok=True)
        for name in ("content.raw", "loudness.raw"):
            (out / name).unlink(missing_ok=True)
            (out / name).symlink_to((heard / name).resolve())
        with open(out / "index.jsonl", "w", encoding="utf-8") as f:
            for line in (heard / "index.jsonl").read_text("utf-8").splitlines():
                e = json.loads(line)
                for target in made.get(e["id"], []):
                    f.write(json.dumps(e | target) + "\n")
    print(f"{frame / 80 / 3600:.2f} h of targets, {(time.process_time() - began) / 60:.1f} CPU minutes", file=sys.stderr)


if __name__ == "__main__":
    main()
