"""Speaks a book and looks at memory, time and completeness.

    python3 Benchmarks/book.py BOOK.txt [--tts PATH] [--threads N] [--limit BYTES]

BOOK.txt is English text, a megabyte or more; only its first `--limit` bytes are spoken, to the end of a line (1 MB; 0 is all).
While `tts say` writes WAV into a pipe that this script empties, the process's memory is read from /proc once a second. Then
the words of `tts normalize` are compared with those of the timings, one by one.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import tempfile
import threading
import time


def words(text):
    """Letters and digits of a text, in order: what is said, whatever is written between."""
    return re.findall(r"[^\W_]+", text.lower())


def resident(process):
    with open(f"/proc/{process}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("book", type=pathlib.Path)
    parser.add_argument("--tts", default=".build/release/tts")
    parser.add_argument("--threads", default="2")
    parser.add_argument("--limit", type=int, default=1_000_000)
    options = parser.parse_args()
    data = options.book.read_bytes()
    if options.limit and len(data) > options.limit:
        data = data[: data.rfind(b"\n", 0, options.limit) + 1]

    with tempfile.TemporaryDirectory() as folder:
        book, timings = pathlib.Path(folder, "book.txt"), pathlib.Path(folder, "book.json")
        book.write_bytes(data)
        command = [options.tts, "say", "-f", book, "-o", "-", "--timings", timings, "--threads", options.threads, "--quiet"]
        start = time.time()
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        memory, progress, read = [], [], 0

        def watch():
            while process.poll() is None:
                try:
                    memory.append(resident(process.pid))
                except (OSError, StopIteration):
                    return
                progress.append((time.time() - start, read))
                time.sleep(1)

        threading.Thread(target=watch, daemon=True).start()
        while block := process.stdout.read1(1 << 20):
            read += len(block)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall, cpu, speech = time.time() - start, usage.ru_utime + usage.ru_stime, (read - 44) / 48000
        if process.returncode:
            raise SystemExit(f"tts ended with {process.returncode}")
        said = [w for s in json.loads(timings.read_text("utf-8"))["sentences"] for word in s["words"] for w in words(word["text"])]
        normalized = words(subprocess.run([options.tts, "normalize", "-f", book], check=True, capture_output=True, text=True).stdout)

    print(f"{len(data)} bytes, {len(normalized)} words: {speech / 3600:.2f} h of speech in {wall:.0f} s, CPU {cpu:.0f} s, "
          f"real-time factor {wall / speech:.4f} (CPU {cpu / speech:.4f})")
    tenth = max(1, len(memory) // 10)
    print(f"memory: peak {usage.ru_maxrss / 1024:.0f} MB; highest in the first tenth of the time {max(memory[:tenth]):.0f}, in the last {max(memory[-tenth:]):.0f}")
    quarters = [next(t for t, n in progress if n >= read * q / 4) for q in (1, 2, 3)] if len(progress) > 8 else []
    print("seconds for each quarter of the speech:", ", ".join(f"{b - a:.0f}" for a, b in zip([0, *quarters], [*quarters, wall])))
    first = next((i for i, (a, b) in enumerate(zip(said, normalized)) if a != b), min(len(said), len(normalized)))
    if said == normalized:
        print(f"timings: all {len(said)} words, in order")
    else:
        print(f"timings: {len(said)} words; they part at word {first}: {said[first - 3:first + 5]} for {normalized[first - 3:first + 5]}")


if __name__ == "__main__":
    main()
