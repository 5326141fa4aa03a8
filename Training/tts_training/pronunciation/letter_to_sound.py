"""Letter-to-sound: trains the model that says words outside the lexicon.

  python -m tts_training.pronunciation.letter_to_sound OUT [--minutes 22] [--rate 0.0025] [--start FILE] [--seed 1]

A BiLSTM reads the letters; a GRU goes over them again and names for each letter the phonemes that it says (none, one or
two, with their stress), knowing what it named so far; the best path is found by beam search. After Yao & Zweig (2015),
"Sequence-to-sequence neural net models for grapheme-to-phoneme conversion", alignment-based models.
OUT gets letter-to-sound.safetensors (fp16, the weights and, as metadata, the letters and chunks), the parity fixture
letter-to-sound.parity.json. `Evaluation/pronunciation/letter_to_sound.py` scores the weights on the held-out words.
"""
import argparse
import collections
import json
import math
import pathlib
import random
import re
import time

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn

from . import align, dictionary

LETTERS = "_abcdefghijklmnopqrstuvwxyz"  # 0 pads


class LetterToSound(nn.Module):
    def __init__(self, chunks, embedding=64, hidden=192, decoder=224, history=48):
        super().__init__()
        self.letters = nn.Embedding(len(LETTERS), embedding, padding_idx=0)
        self.encoder = nn.LSTM(embedding, hidden, num_layers=2, bidirectional=True, batch_first=True, dropout=0.2)
        self.history = nn.Embedding(chunks + 1, history)  # the last row: nothing said yet
        self.decoder = nn.GRU(2 * hidden + history, decoder, batch_first=True)
        self.output = nn.Linear(decoder + 2 * hidden, chunks)
        self.dropout = nn.Dropout(0.25)

    def encode(self, words, lengths):
        """(B, L) letters → (B, L, 2 × hidden)."""
        packed = nn.utils.rnn.pack_padded_sequence(self.dropout(self.letters(words)), lengths, batch_first=True, enforce_sorted=False)
        return nn.utils.rnn.pad_packed_sequence(self.encoder(packed)[0], batch_first=True)[0]

    def decode(self, encoded, said, state=None):
        """(B, L, 2 × hidden) and the chunk said before each letter (B, L) → logits (B, L, chunks), the GRU's state."""
        out, state = self.decoder(torch.cat([encoded, self.dropout(self.history(said))], -1), state)
        return self.output(torch.cat([self.dropout(out), encoded], -1)), state

    def forward(self, words, lengths, said):
        return self.decode(self.dropout(self.encode(words, lengths)), said)[0]


def beam_search(model, words, width=4):
    """The likeliest chunk sequences: `[(log probability, [chunk, ...])]`, best first. Words one by one: this is the reference of the parity test."""
    results = []
    for word in words:
        letters = torch.tensor([[LETTERS.index(c) for c in word]])
        encoded = model.encode(letters, torch.tensor([len(word)]))
        start = model.history.num_embeddings - 1
        beams = [(0.0, [start])]
        state = torch.zeros(1, 1, model.decoder.hidden_size)
        for i in range(len(word)):
            said = torch.tensor([[chunks[-1]] for _, chunks in beams])
            logits, state = model.decode(encoded[:, i:i + 1].expand(len(beams), 1, -1), said, state)
            scores = torch.log_softmax(logits[:, 0], -1) + torch.tensor([s for s, _ in beams])[:, None]
            top, index = scores.flatten().topk(min(width, scores.numel()))
            parents = index // scores.shape[1]
            beams = [(float(s), beams[int(p)][1] + [int(c)]) for s, p, c in zip(top, parents, index % scores.shape[1])]
            state = state[:, parents]
        results.append([(s, c[1:]) for s, c in beams])
    return results


def edits(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def unstressed(phone):
    """Without stress, and so without what only stress tells apart: ʌ from ə, ɜɹ from əɹ (AH and ER of CMUdict)."""
    return phone.strip("ˈˌ").replace("ʌ", "ə").replace("ɜ", "ə")


def error_rates(said, references):
    """`{"per", "wer"}` and without stress `{"per_unstressed", "wer_unstressed"}`: against the nearest of a word's variants."""
    totals = collections.Counter()
    for phones, variants in zip(said, references):
        for suffix, strip in (("", lambda p: list(p)), ("_unstressed", lambda p: [unstressed(x) for x in p])):
            distance, length = min((edits(strip(phones), strip(v)), len(v)) for v in variants)
            totals["per" + suffix] += distance
            totals["phones" + suffix] += length
            totals["wer" + suffix] += distance > 0
    return {"per": totals["per"] / totals["phones"], "wer": totals["wer"] / len(said),
            "per_unstressed": totals["per_unstressed"] / totals["phones_unstressed"], "wer_unstressed": totals["wer_unstressed"] / len(said)}


def batches(rows, size, generator):
    rows = rows[:]
    generator.shuffle(rows)
    chunk = size * 50
    for start in range(0, len(rows), chunk):  # words of like length together
        part = sorted(rows[start:start + chunk], key=lambda r: len(r[0]))
        groups = [part[i:i + size] for i in range(0, len(part), size)]
        generator.shuffle(groups)
        yield from groups


def tensors(group, start):
    lengths = torch.tensor([len(w) for w, _ in group])
    words = torch.zeros(len(group), int(lengths.max()), dtype=torch.long)
    said = torch.full_like(words, start)
    target = torch.full_like(words, -100)
    for row, (word, chunks) in enumerate(group):
        words[row, :len(word)] = torch.tensor([LETTERS.index(c) for c in word])
        target[row, :len(word)] = torch.tensor(chunks)
        said[row, 1:len(word)] = torch.tensor(chunks[:-1])
    return words, lengths, said, target


def export(model, chunks, out, test):
    # Each encoder layer under its own name, as the layers that run it are.
    tensors = {re.sub(r"^encoder\.(.*)_l(\d)", r"encoder.\2.\1_l0", name): value.half().contiguous() for name, value in model.state_dict().items()}
    save_file(tensors, out / "letter-to-sound.safetensors",
              metadata={"letters": LETTERS, "chunks": json.dumps([list(c) for c in chunks], ensure_ascii=False)})
    for parameter in model.parameters():
        parameter.data = parameter.data.half().float()
    probes = ["kubectl", "reykjavik", "zyzzyva", "a", "schadenfreude", "supercalifragilistic", "nguyen"] + test[::len(test) // 10]
    results = beam_search(model, probes)
    (out / "letter-to-sound.parity.json").write_text(json.dumps(
        [{"word": w, "score": round(r[0][0], 4), "chunks": r[0][1], "phonemes": "".join("".join(chunks[c]) for c in r[0][1])} for w, r in zip(probes, results)],
        ensure_ascii=False, indent=0), "utf-8")


def learn(entries, train, budget, generator, rate=2.5e-3, start=None):
    """Trains on the words `train` for `budget` CPU seconds, from `start` (a model and its chunks) if given; returns the model and its chunks."""
    aligned = align.align([(w, entries[w][0]) for w in train])
    counts = collections.Counter(c for row in aligned for c in row or ())
    chunks = sorted(c for c, n in counts.items() if n >= 6)
    number = {c: i for i, c in enumerate(chunks)}
    rows = [(w, [number[c] for c in row]) for w, row in zip(train, aligned) if row and all(c in number for c in row)]
    print(f"{len(train)} words to learn from, {len(chunks)} chunks, {len(rows)} rows aligned", flush=True)

    if start and start[1] != chunks:
        raise SystemExit("the weights to start from were learned on another dictionary: their chunks differ")
    model = start[0].train() if start else LetterToSound(len(chunks))
    print(sum(p.numel() for p in model.parameters()), "parameters", flush=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=1e-2)
    loss_function = nn.CrossEntropyLoss(ignore_index=-100, label_smoothing=0.05)
    started, step, epoch = time.process_time(), 0, 0
    while time.process_time() - started < budget:
        losses = []
        for group in batches(rows, 128, generator):
            spent = (time.process_time() - started) / budget
            if spent >= 1:
                break
            step += 1
            for parameters in optimizer.param_groups:
                parameters["lr"] = rate * min(1, step / 200) * (0.5 + 0.5 * math.cos(math.pi * spent))
            words, lengths, said, target = tensors(group, len(chunks))
            loss = loss_function(model(words, lengths, said).flatten(0, 1), target.flatten())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            losses.append(loss.item())
            if step % 200 == 0:
                print(f"epoch {epoch} step {step} spent {spent:.3f} loss {sum(losses[-200:]) / len(losses[-200:]):.4f}", flush=True)
        epoch += 1
    return model, chunks


def load(path):
    """The model that `export` wrote, and its chunks."""
    with safe_open(path, "pt") as file:
        chunks = [tuple(c) for c in json.loads(file.metadata()["chunks"])]
        tensors = {re.sub(r"^encoder\.(\d)\.(.*)_l0", r"encoder.\2_l\1", name): file.get_tensor(name).float() for name in file.keys()}
    model = LetterToSound(len(chunks))
    model.load_state_dict(tensors)
    return model.eval(), chunks


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=22, help="time to train; the learning rate falls to zero by then")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2.5e-3, help="the highest learning rate")
    parser.add_argument("--start", type=pathlib.Path, help="letter-to-sound.safetensors of an earlier run to go on from")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    generator = random.Random(arguments.seed)

    entries = dictionary.plain_words(dictionary.read())
    train, test = dictionary.split(entries)
    start = load(arguments.start) if arguments.start else None
    model, chunks = learn(entries, train, arguments.minutes * 60, generator, arguments.rate, start)
    print(f"{len(test)} words held out", flush=True)
    model.eval()
    with torch.no_grad():
        export(model, chunks, arguments.out, test)


if __name__ == "__main__":
    main()
