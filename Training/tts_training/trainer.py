"""What every recipe shares: EMA, learning-rate schedule, checkpoints that stop and resume anywhere, a progress line."""
import copy
import csv
import functools
import math
import os
import pathlib
import signal
import subprocess
import sys
import time

import numpy as np
import torch


@functools.cache
def computes_in_bfloat16():
    """Whether this processor's bfloat16 products are correct to run and faster than float32's.

    Tried out in a process of its own: some systems announce instructions (AMX) that they then refuse, and emulation is 20
    times slower."""
    trial = """if True:
        import time, torch
        torch.set_num_threads(1)
        def seconds(dtype):
            x, w = torch.ones(2048, 256, dtype=dtype), torch.ones(1024, 256, dtype=dtype)
            times = []
            for _ in range(8):
                began = time.perf_counter()
                torch.nn.functional.linear(x, w)
                times.append(time.perf_counter() - began)
            return min(times)
        raise SystemExit(0 if seconds(torch.bfloat16) < 0.8 * seconds(torch.float32) else 1)"""
    return subprocess.run([sys.executable, "-c", trial], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def half_precision(device="cpu"):
    """The autocast of bfloat16 where the device is faster in it; elsewhere it does nothing."""
    kind = torch.device(device).type
    return torch.autocast(kind, torch.bfloat16, enabled=kind != "cpu" or computes_in_bfloat16())


def read_weights(path):
    """The weights of a checkpoint (its EMA) or of a voice pack's safetensors file, as float32."""
    if str(path).endswith(".safetensors"):
        from safetensors.torch import load_file
        weights = load_file(str(path))
    else:
        weights = torch.load(path, map_location="cpu", weights_only=False)["ema"]
    return {name: value.float() for name, value in weights.items()}


def start_from(model, weights, per_speaker=("speaker.weight", "speakerPitch")):
    """Copies all weights that fit; tables of speakers of another size start from the mean of the speakers known.

    Returns the names that were set."""
    own, kept = model.state_dict(), set()
    for name, value in weights.items():
        if name not in own:
            continue
        if own[name].shape == value.shape:
            own[name] = value
        elif name in per_speaker and own[name].shape[1:] == value.shape[1:]:
            own[name] = value.mean(0, keepdim=True).expand_as(own[name]).clone()
        else:
            continue
        kept.add(name)
    model.load_state_dict(own)
    return kept


class Trainer:
    """Owns a model's optimiser, EMA and checkpoint.

    `total_steps` fixes the cosine schedule, so a run that stopped goes on as if it had not. SIGTERM and SIGINT end
    the loop after the step in hand, with a checkpoint. `companions` are further objects with a `state_dict`, by name,
    that the checkpoint holds too: a discriminator and its optimiser."""

    def __init__(self, name, model, out, total_steps, learning_rate=1e-3, betas=(0.85, 0.99), weight_decay=0.005,
                 ema=0.998, clip=2.0, seed=1, warmup=80, final=0.02, companions=None):
        self.companions = companions or {}
        self.name, self.model, self.total_steps = name, model, total_steps
        self.folder = pathlib.Path(out)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.ema_model = copy.deepcopy(model).eval().requires_grad_(False)
        self.optimizer = torch.optim.AdamW(model.parameters(), learning_rate, betas=betas, weight_decay=weight_decay)
        self.learning_rate, self.ema, self.clip, self.warmup, self.final = learning_rate, ema, clip, warmup, final
        self.step, self.seconds = 0, 0.0
        torch.manual_seed(seed)
        self.rng = np.random.default_rng(seed)
        self._losses, self._units = {}, 0.0
        self._stopping = False

    @property
    def checkpoint(self):
        return self.folder / f"{self.name}.pt"

    def resume(self, initial=None):
        """Goes on from this run's checkpoint where there is one, else starts from the weights of `initial`."""
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint, weights_only=False)
            self.model.load_state_dict(state["model"])
            self.ema_model.load_state_dict(state["ema"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step, self.seconds = state["step"], state["seconds"]
            self.rng.bit_generator.state = state["rng"]
            torch.set_rng_state(state["torch_rng"])
            for name, companion in self.companions.items():
                companion.load_state_dict(state["companions"][name])
            print(f"{self.name}: going on from step {self.step}", file=sys.stderr)
        elif initial:
            kept = start_from(self.model, read_weights(initial))
            missing = sorted(set(self.model.state_dict()) - kept)
            if missing:
                print(f"{self.name}: not in {initial}, so from scratch: {', '.join(missing[:8])}{' …' if len(missing) > 8 else ''}", file=sys.stderr)
            self.ema_model.load_state_dict(self.model.state_dict())

    def save(self):
        state = {"model": self.model.state_dict(), "ema": self.ema_model.state_dict(), "optimizer": self.optimizer.state_dict(), "step": self.step,
                 "seconds": self.seconds, "rng": self.rng.bit_generator.state, "torch_rng": torch.get_rng_state(),
                 "companions": {name: companion.state_dict() for name, companion in self.companions.items()}}
        beside = self.checkpoint.with_suffix(".tmp")
        torch.save(state, beside)
        os.replace(beside, self.checkpoint)

    def scheduled_rate(self):
        progress = min(1.0, self.step / self.total_steps)
        return self.learning_rate * min(1, (self.step + 1) / self.warmup) * (self.final + (1 - self.final) * 0.5 * (1 + math.cos(math.pi * progress)))

    def run(self, losses_of_step, save_every=500, report_every=50, validate=None, validate_every=None):
        """Calls `losses_of_step(model, rng, step) -> (loss, {name: float}, seconds of audio)` until `total_steps`."""
        for s in (signal.SIGTERM, signal.SIGINT):
            signal.signal(s, lambda *_: setattr(self, "_stopping", True))
        log = open(self.folder / f"{self.name}.csv", "a", newline="")
        writer, mark = csv.writer(log), time.process_time()
        while self.step < self.total_steps and not self._stopping:
            for group in self.optimizer.param_groups:
                group["lr"] = self.scheduled_rate()
            loss, parts, audio = losses_of_step(self.model, self.rng, self.step)
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.clip)
            if torch.isfinite(norm):
                self.optimizer.step()
            else:
                print(f"{self.name} {self.step}: gradient is not finite, step left out", file=sys.stderr)
            self.step += 1
            with torch.no_grad():
                decay = min(self.ema, 1 - 1 / (self.step / 4 + 2))
                for slow, fast in zip(self.ema_model.parameters(), self.model.parameters()):
                    slow.lerp_(fast, 1 - decay)
            self._units += audio
            for k, v in (parts | {"loss": float(loss.detach())}).items():
                self._losses.setdefault(k, []).append(float(v))
            if self.step % report_every == 0:
                now = time.process_time()
                self.seconds += now - mark
                means = {k: float(np.mean(v)) for k, v in self._losses.items()}
                speed = self._units / max(1e-9, now - mark)
                mark, self._losses, self._units = now, {}, 0.0
                writer.writerow([self.step, f"{self.seconds:.0f}", *(f"{k}={v:.4f}" for k, v in means.items())])
                log.flush()
                line = " ".join(f"{k} {v:.4f}" for k, v in means.items())
                left = (self.total_steps - self.step) * self.seconds / self.step / 60
                print(f"{self.name} {self.step}/{self.total_steps} {line} {speed:.1f} s/s {left:.0f} min left", file=sys.stderr, flush=True)
            if self.step % save_every == 0:
                self.save()
            if validate and validate_every and self.step % validate_every == 0:
                validate(self.ema_model, self.step)
        self.save()
        return self.step >= self.total_steps
