"""From a folder of recordings with their text to a voice pack, fine-tuned from one that exists. `scripts/train-voice` calls it.

  python -m tts_training.train_voice DIR --name NAME --from Voices/american --tts PATH --out Voices/NAME
         [--minutes 10] [--steps 1500] [--sharpening-steps 400] [--vocoder-steps 600]
         [--pitch-steps 200] [--work .work/NAME]

DIR is in LJ Speech's layout (metadata.csv: id|text[|normalised text]; wavs/<id>.wav) or holds a manifest.jsonl (id, text,
voice; audio/<id>.*). Text and audio are enough: phonemes come from `tts phonemize`, durations from the aligner.
Each step is left out where its result is there, so a run that was stopped goes on.
"""
import argparse
import csv
import json
import pathlib
import subprocess
import sys
import time


def read_rows(folder):
    """[(id, text, phonemes or None)] of a corpus in either layout. Raises ValueError naming the file and line at fault."""
    manifest, metadata = folder / "manifest.jsonl", folder / "metadata.csv"
    if manifest.exists():
        rows = [json.loads(line) for line in manifest.read_text("utf-8").splitlines() if line.strip()]
        return [(r["id"], r["text"], r.get("phonemes")) for r in rows]
    if not metadata.exists():
        raise ValueError(f"{folder} holds neither manifest.jsonl nor metadata.csv")
    rows = []
    with metadata.open(encoding="utf-8", newline="") as f:
        for number, fields in enumerate(csv.reader(f, delimiter="|", quoting=csv.QUOTE_NONE), 1):
            if len(fields) < 2 or not fields[0].strip() or not fields[-1].strip():
                raise ValueError(f"{metadata}, line {number}: not 'id|text'")
            rows.append((fields[0].strip(), fields[-1].strip(), None))
    return rows


def prepare(source, work, name, minutes):
    """Writes work/corpus/manifest.jsonl and links the audio; `minutes` keeps only so much of it."""
    import soundfile
    from .features import find_audio
    corpus = work / "corpus"
    if (corpus / "manifest.jsonl").exists():
        return corpus
    (corpus / "audio").mkdir(parents=True, exist_ok=True)
    kept, seconds = [], 0.0
    for utterance, text, phonemes in read_rows(source):
        audio = find_audio(source, {"id": utterance, "voice": name})
        seconds += soundfile.info(str(audio)).duration
        link = corpus / "audio" / audio.name
        if not link.exists():
            link.symlink_to(audio.resolve())
        kept.append((utterance, text, phonemes))
        if minutes and seconds > 60 * minutes:
            break
    print(f"{name}: {seconds / 60:.1f} minutes in {len(kept)} utterances", file=sys.stderr)
    lines = [json.dumps(dict(id=i, voice=name, text=t) | (dict(phonemes=p) if p else {}), ensure_ascii=False) for i, t, p in kept]
    (corpus / "manifest.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return corpus


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("source", type=pathlib.Path), p.add_argument("--name", required=True), p.add_argument("--tts", required=True)
    p.add_argument("--from", dest="base", type=pathlib.Path, required=True), p.add_argument("--out", type=pathlib.Path, required=True)
    p.add_argument("--work", type=pathlib.Path), p.add_argument("--minutes", type=float, default=0)
    p.add_argument("--steps", type=int, default=1500), p.add_argument("--vocoder-steps", type=int, default=600), p.add_argument("--sharpening-steps", type=int, default=400)
    p.add_argument("--pitch-steps", type=int, default=200)
    p.add_argument("--threads", type=int, default=2), p.add_argument("--language", default="en-US"), p.add_argument("--licence", default="LicenseRef-own-recordings")
    a = p.parse_args()
    work = a.work or pathlib.Path(".work") / a.name
    aligner = pathlib.Path(__file__).parents[1] / "weights" / "aligner.safetensors"

    def step(title, done, module, *arguments):
        if done.exists():
            print(f"{title}: there already", file=sys.stderr)
            return
        began = time.time()
        subprocess.run([sys.executable, "-m", f"tts_training.{module}", *map(str, arguments)], check=True)
        print(f"{title}: {(time.time() - began) / 60:.1f} minutes", file=sys.stderr)

    try:
        corpus = prepare(a.source, work, a.name, a.minutes)
    except (ValueError, FileNotFoundError) as error:
        sys.exit(f"train-voice: {error}")
    features, run = work / "features", work / "run"
    step("features", features / "utterances.jsonl", "features", corpus, features, "--workers", a.threads)
    if not (features / "alignment.jsonl").exists():
        subprocess.run([sys.executable, "-m", "tts_training.phonemize", str(features), "--tts", a.tts], check=True)
    step("alignment", features / "alignment.jsonl", "aligner", features, "--out", run, "--init", aligner, "--rounds", 2, "--threads", a.threads)
    step("acoustic model", run / "acoustic.done", "train_acoustic", features, "--out", run, "--steps", a.steps, "--rate", 3e-4, "--init", a.base / "acoustic.safetensors",
         "--speakers", a.name, "--threads", a.threads)
    (run / "acoustic.done").touch()
    step("sharpening", run / "adversarial.done", "train_adversarial", features, "--init", run / "acoustic.pt", "--out", run, "--steps", a.sharpening_steps, "--speakers", a.name, "--threads", a.threads)
    (run / "adversarial.done").touch()
    step("vocoder", run / "vocoder.done", "train_vocoder", features, "--out", run, "--steps", a.vocoder_steps, "--rate", 2e-4, "--init", a.base / "vocoder.safetensors", "--threads", a.threads)
    (run / "vocoder.done").touch()
    step("pitch refiner", run / "pitch-refiner.done", "train_pitch_refiner", features, "--acoustic", run / "adversarial.pt", "--out", run, "--steps", a.pitch_steps, "--rate", 3e-4, "--speakers", a.name,
         "--threads", a.threads, *(("--init", base) if (base := a.base / "pitch-refiner.safetensors").exists() else ()))
    (run / "pitch-refiner.done").touch()
    variation = json.loads((a.base / "voice.json").read_text("utf-8")).get("variation", 0.0)
    subprocess.run([sys.executable, "-m", "tts_training.export", str(a.out), "--name", a.name, "--pitch-refiner", str(run / "pitch-refiner.pt"), "--variation", str(variation), "--acoustic", str(run / "adversarial.pt"), "--vocoder", str(run / "vocoder.pt"), "--speakers", a.name,
                    "--language", a.language, "--licence", a.licence, "--summary", f"{a.name}, fine-tuned from {a.base.name}"], check=True)
    print(f"{a.out} is ready: tts say --voice {a.name} 'Hello.'", file=sys.stderr)


if __name__ == "__main__":
    main()
