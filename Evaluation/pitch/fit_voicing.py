"""Fits the voicing classifier of `tts pitch` and prints its constants as Sources/SignalProcessing/VoicingClassifier.swift has them.

  python Evaluation/pitch/fit_voicing.py CORPUS/american --babble FOLDER

Takes CORPUS, FOLDER and the truth as score.py does, of the tuning split only: utterances clean (three times the weight) and with
white noise and babble at 20 and 10 dB, and steady and pulsing noises, which are unvoiced, and tones, which are voiced. What the
classifier hears of a frame is printed by `tts pitch --features`. First a quarter of the voices is held out to say how well it
does on strangers; the constants are then fitted to all.
"""
import argparse
import concurrent.futures
import pathlib
import subprocess
import tempfile

import numpy as np
import soundfile
import torch
from scipy.signal import lfilter

import score

CONDITIONS = ["clean", "white-20", "white-10", "babble-20", "babble-10"]
HIDDEN, STEPS = 8, 400


def features(samples, program):
    """(frames, 7)."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "sound.wav")
        soundfile.write(path, samples, score.RATE, subtype="FLOAT")
        command = [program, "pitch", str(path), "--features", "--floor", str(score.FLOOR), "--ceiling", str(score.CEILING)]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return np.array([[float(value) for value in line.split(",")] for line in text.splitlines()], np.float32)


def extremes():
    """Sounds that no corpus of speech has: (samples, whether they are voiced)."""
    generator = np.random.default_rng(0)
    time = np.arange(4 * score.RATE) / score.RATE
    def noise():
        return generator.standard_normal(len(time))
    brown, hiss = lfilter([1], [1, -0.95], noise()), lfilter([1, -0.9], [1], noise())
    for sound in (noise(), brown, hiss, 2 * noise() * np.maximum(0, np.sin(4 * np.pi * time)), 2 * brown * np.maximum(0, np.sin(6 * np.pi * time))):
        yield 0.05 * sound, 0
    for f0 in (80, 130, 210, 330, 500, 800):
        phase = 2 * np.pi * np.cumsum(f0 * 2 ** (0.03 * np.sin(2 * np.pi * 5.5 * time))) / score.RATE
        tone = sum(np.sin(k * phase) / k**1.2 for k in range(1, 20) if k * f0 < 11000)
        yield 0.1 * tone + 0.001 * noise(), 1
        yield 0.03 * tone + 0.003 * noise(), 1


def fit(x, y, weight):
    """Weights and biases of both layers, for inputs as they are."""
    torch.manual_seed(0)
    mean, deviation = x.mean(0), x.std(0)
    x, y, weight = (torch.tensor(a, dtype=torch.float32) for a in ((x - mean) / deviation, y, weight / weight.mean()))
    hidden, output = torch.nn.Linear(x.shape[1], HIDDEN), torch.nn.Linear(HIDDEN, 1)
    optimizer = torch.optim.Adam([*hidden.parameters(), *output.parameters()], 2e-2)
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = 2e-2 * (1 - step / STEPS) + 1e-4
        loss = torch.nn.functional.binary_cross_entropy_with_logits(output(torch.tanh(hidden(x)))[:, 0], y, weight)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    matrix = hidden.weight.detach().numpy() / deviation
    return matrix, hidden.bias.detach().numpy() - matrix @ mean, output.weight.detach().numpy()[0], output.bias.item()


def is_voiced(model, x):
    matrix, bias, weights, offset = model
    return np.tanh(x @ matrix.T + bias) @ weights + offset > 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--babble", type=pathlib.Path, required=True, help="a folder of recordings of other people")
    parser.add_argument("--utterances", type=int, default=3, help="of each voice")
    parser.add_argument("--threshold", type=float, default=10)
    parser.add_argument("--range", type=float, default=40)
    parser.add_argument("--tts", default=".build/release/tts")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(1)

    # A sound is (samples, whether its frames are voiced, its voice or -1, its condition).
    sounds = []
    for index, (name, curve, samples) in enumerate(score.utterances(arguments.corpus, "tune", arguments.utterances)):
        voiced, _ = score.truth(curve, samples, arguments.threshold, arguments.range)
        for condition in CONDITIONS:
            noisy = score.degrade(samples, condition, name, arguments.babble)
            sounds.append((noisy, voiced, index // arguments.utterances, condition))
    sounds += [(sound, np.full(len(sound) // score.HOP, voiced), -1, "extreme") for sound, voiced in extremes()]
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        found = list(pool.map(lambda sound: features(sound[0], arguments.tts), sounds))
    counts = [min(len(f), len(sound[1])) for f, sound in zip(found, sounds)]
    x = np.concatenate([f[:count] for f, count in zip(found, counts)])
    y = np.concatenate([sound[1][:count] for sound, count in zip(sounds, counts)]).astype(float)
    voice = np.repeat([sound[2] for sound in sounds], counts)
    condition = np.repeat([sound[3] for sound in sounds], counts)
    weight = np.select([condition == "clean", condition == "extreme"], [3.0, 4.0], 1.0)

    held = voice % 4 == 1
    model = fit(x[~held], y[~held], weight[~held])
    for name in CONDITIONS:
        rows = held & (condition == name)
        print(f"// held-out voices, {name}: {100 * np.mean(is_voiced(model, x[rows]) != y[rows]):.1f} % wrong")
    matrix, bias, weights, offset = fit(x, y, weight)
    def row(values):
        return "[" + ", ".join(f"{value:.4g}" for value in values) + "]"
    print("    private static let hidden: [[Double]] = [\n" + "".join(f"        {row(r)},\n" for r in matrix) + "    ]")
    print(f"    private static let hiddenBias = {row(bias)}\n    private static let output = {row(weights)}")
    print(f"    private static let outputBias = {offset:.4g}")


if __name__ == "__main__":
    main()
