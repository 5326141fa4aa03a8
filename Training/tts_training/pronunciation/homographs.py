"""Homographs: trains the model that tells `read` from `read` by the words around it.

  python -m tts_training.pronunciation.homographs DATA OUT [--epochs 8]

DATA is a copy of Google's homograph data (Gorman, Mazovetskiy & Nikolaev 2018, Apache-2.0): train.tsv and wordids.tsv.
A linear model over hashed features of the neighbouring words; each sense has weights of its own, and those of its part of
speech that it shares with all other words. OUT gets homographs.bin and homographs.parity.json.
One sentence in ten (by MD5) is held out.

Layout of homographs.bin, little endian: magic `TTSHOM1\\0`, u32 length of the senses' text, the text (a line a sense: word,
name, part of speech, phonemes, tabs between), f32 scale, u32 slots (a power of two), slots of i8 weights.
"""
import argparse
import csv
import hashlib
import json
import pathlib
import re
import struct

import numpy
import torch

from . import dictionary
from .letter_to_sound import edits

SLOTS = 1 << 20
WINDOW = 6
NAMES = ("geo", "nam", "bible")  # senses of places and people, which are never written small
CLASSES = {word: name for name, words in {
    "det": "a an the this that these those every each no some any another all both either",
    "poss": "my your his its our their whose", "subj": "i you he she it we they who", "obj": "me him them us her",
    "modal": "will would can could shall should may might must cannot can't won't couldn't wouldn't shouldn't 'll 'd let's",
    "do": "do does did don't doesn't didn't", "to": "to",
    "be": "is are was were be been being am isn't aren't wasn't weren't", "have": "have has had having haven't hasn't hadn't",
    "prep": "of in on at by for with from into about through over under between among during against within without upon per via as than",
    "conj": "and or but nor that which who if when while because although though where whether since",
    "neg": "not never n't", "num": "# one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion",
}.items() for word in words.split()}


def word_class(word):
    if word in CLASSES:
        return CLASSES[word]
    for suffix in ("ly", "ing", "ed", "tion", "ment", "ous", "ive", "al", "ity", "ness", "er", "s"):
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            return "-" + suffix
    return "<" if word[:1] == "<" else "x"


def features(tokens, index):
    """What the model sees: strings about the neighbours of token `index`; tokens are `(text, the pause after it or "")`."""
    lower = ["<s>", "<s>", "<s>"] + ["#" if CLASSES.get(t.lower()) == "num" or t[:1].isdigit() else t.lower() for t, _ in tokens] + ["</s>"] * 3
    at = index + 3
    l3, l2, l1, r1, r2, r3 = (lower[at + k] for k in (-3, -2, -1, 1, 2, 3))
    k3, k2, k1, c1, c2, c3 = (word_class(w) for w in (l3, l2, l1, r1, r2, r3))
    text, pause = tokens[index]
    case = "U" if text.isupper() and len(text) > 1 else "T" if text[:1].isupper() else "l"
    before = tokens[index - 1][1] if index else "^"
    next_case = "T" if index + 1 < len(tokens) and tokens[index + 1][0][:1].isupper() else "l"
    last_case = "T" if index and tokens[index - 1][0][:1].isupper() else "l"
    found = [
        "b", "L1|" + l1, "L2|" + l2, "L3|" + l3, "R1|" + r1, "R2|" + r2, "R3|" + r3, f"L12|{l2} {l1}", f"R12|{r1} {r2}", f"LR|{l1} {r1}",
        "l1|" + l1[-3:], "r1|" + r1[-3:], "l2|" + l2[-3:], "r2|" + r2[-3:], "k1|" + k1, "k2|" + k2, "c1|" + c1, "c2|" + c2,
        f"k12|{k2} {k1}", f"k123|{k3} {k2} {k1}", f"c12|{c1} {c2}", f"kc|{k1} {c1}", f"kkc|{k2} {k1} {c1}", f"kcc|{k1} {c1} {c2}", f"Lc|{l1} {c1}", f"kR|{k1} {r1}",
        f"KL|{k2} {l1}", f"RC|{r1} {c2}", "C|" + case + ("^" if index == 0 else ""), "P|" + pause, "p|" + before, f"pk|{before} {k1}", f"Pc|{pause} {c1}", "N|" + next_case, "M|" + last_case + case,
    ]
    found += ["B|" + lower[k] for k in range(max(3, at - WINDOW), min(len(lower) - 3, at + WINDOW + 1)) if k != at and len(lower[k]) > 2]
    return found


def slot(text):
    """FNV-1a, 32 bits, folded to the table's size."""
    value = 2166136261
    for byte in text.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return (value ^ value >> 20) & (SLOTS - 1)


def tokenize(sentence, start):
    """The sentence's words with the pause after each, and the index of the word at `start`."""
    tokens, target = [], None
    matches = list(re.finditer(r"[^\W_]+(?:['’][^\W_]+)*", sentence))
    for i, match in enumerate(matches):
        gap = sentence[match.end():matches[i + 1].start() if i + 1 < len(matches) else len(sentence)]
        pause = re.search(r"[.,!?;:]", gap)
        if match.start() <= start < match.end():
            target = i
        tokens.append((match.group().replace("’", "'"), pause.group() if pause else ""))
    return tokens, target


def from_ipa(ipa):
    """The data's own transcription in our set, for senses that CMUdict does not tell apart."""
    text = re.sub("[ː0-9]", "", ipa)
    for old, new in (("eɪ", "A"), ("aɪ", "I"), ("aʊ", "W"), ("ɔɪ", "Y"), ("oʊ", "O"), ("g", "ɡ")):
        text = text.replace(old, new)
    result, stress = [], ""
    for symbol in text:
        if symbol in "'ˈˌ":
            stress = "ˌ" if symbol == "ˌ" else "ˈ"
        elif symbol == "ɚ":
            result += [stress + ("ɜɹ" if stress else "əɹ")]
            stress = ""
        elif symbol in "AIWYOiuɑæɔɛɪʊʌə":
            result.append(stress + symbol)
            stress = ""
        else:
            result.append(symbol)
    return result


# Where the nearest variant of CMUdict is odd or wrong.
CORRECTIONS = {
    "aggregate_vrb": "ˈæɡɹəɡˌAt", "articulate_vrb": "ɑɹtˈɪkjəlˌAt", "august_adj": "ɔɡˈʌst", "axes_nou-vrb": "ˈæksɪz", "conjugate_adj-nou": "kˈɑnʤəɡət",
    "deviate_nou": "dˈiviət", "document_nou": "dˈɑkjəmɛnt", "document_vrb": "dˈɑkjəmˌɛnt", "entrance_vrb": "ɛntɹˈæns", "initiate_nou": "ɪnˈɪʃiət", "initiate_vrb": "ɪnˈɪʃiˌAt", "interchange_nou": "ˈɪntəɹʧˌAnʤ",
    "jesus_es": "hAsˈus", "mate_nou": "mˈɑtA", "nestle_nam": "nˈɛsli", "pasty_adj": "pˈAsti", "pasty_nou": "pˈæsti", "recount_nou": "ɹˈikˌWnt",
    "recount_vrb": "ɹɪkˈWnt", "refuse_nou": "ɹˈɛfjˌus", "retard_nou": "ɹˈitˌɑɹd", "rodeo_geo": "ɹOdˈAO", "sake_jp": "sˈɑki",
}


def part_of_speech(sense):
    """`nou`, `adj`, `vrb` (their first, as the data names them) or, where the sense is a matter of meaning, its tag."""
    tag = sense["wordid"].partition("_")[2].split("-")[0]
    return tag or {"noun": "nou", "adjective": "adj", "verb": "vrb"}.get(sense["label"], "any")


def senses_of(rows, lexicon):
    """`{word: [(sense, part of speech, phonemes)]}`: CMUdict's variant nearest to the data's transcription, so that the
    voices hear what they know; a sense that would get another sense's variant keeps its own transcription."""
    words = {}
    for row in rows:
        words.setdefault(row["homograph"], []).append(row)
    result = {}
    for word, senses in words.items():
        chosen = {}
        ranked = sorted((edits(from_ipa(s["pronunciation"]), v), i, j) for i, s in enumerate(senses) for j, v in enumerate(lexicon.get(word, [])))
        for distance, i, j in ranked:
            if i not in chosen and j not in {b for b, _ in chosen.values()} and distance <= 3:
                chosen[i] = (j, "".join(lexicon[word][j]))
        for i, sense in enumerate(senses):
            phonemes = CORRECTIONS.get(sense["wordid"]) or (chosen[i][1] if i in chosen else "".join(from_ipa(sense["pronunciation"])))
            result.setdefault(word, []).append((sense["wordid"], part_of_speech(sense), phonemes))
        if len({s[1] for s in result[word]}) == 1:  # both nouns, or a noun and a noun or verb
            result[word] = [(name, "vrb" if "vrb" in name else speech, phonemes) for name, speech, phonemes in result[word]]
    return result


def held_out(sentence):
    return hashlib.md5(sentence.encode()).digest()[0] % 10 == 0


def indices(found, sense):
    name, speech, _ = sense
    keys = [f"{name}|{f}" for f in found]
    if speech in ("nou", "adj", "vrb"):
        keys += [f"{speech}*{f}" for f in found]
    return [slot(k) for k in keys]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--drop", type=float, default=0.4, help="share of an example's features that are left out, anew each time")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)

    def read(name):
        with (arguments.data / name).open(encoding="utf-8") as file:
            return list(csv.DictReader(file, delimiter="\t"))

    senses = senses_of(read("wordids.tsv"), dictionary.read())
    examples = []
    for row in read("train.tsv"):
        tokens, target = tokenize(row["sentence"], int(row["start"]))
        if target is None:
            continue
        of_word = senses[row["homograph"]]
        answer = [s[0] for s in of_word].index(row["wordid"])
        found = features(tokens, target)
        examples.append((row, tokens, target, [indices(found, s) for s in of_word], answer, held_out(row["sentence"])))
    train = [e for e in examples if not e[5]]
    test = [e for e in examples if e[5]]
    print(f"{len(train)} sentences to learn from, {len(test)} held out")

    bag = torch.nn.EmbeddingBag(SLOTS, 1, mode="sum")
    bag.weight.data.zero_()
    optimizer = torch.optim.Adagrad(bag.parameters(), lr=0.05)

    def scores(batch, names_fall=False, drop=0.0):
        flat = []
        for e in batch:  # a feature that falls out falls out for every sense
            kept = torch.rand(min(len(i) for i in e[3])) >= drop
            for i in e[3]:
                own = torch.tensor(i).view(-1, len(kept))
                flat.append(own[:, kept].flatten())
        offsets = torch.tensor([0] + [len(i) for i in flat[:-1]]).cumsum(0)
        values = bag(torch.cat(flat), offsets)[:, 0]
        result = torch.full((len(batch), 3), -1e9)
        at = 0
        for row, e in enumerate(batch):
            result[row, :len(e[3])] = values[at:at + len(e[3])]
            if names_fall and e[1][e[2]][0].islower():  # what is written small is no name
                for sense, (_, speech, _) in enumerate(senses[e[0]["homograph"]]):
                    if speech in NAMES:
                        result[row, sense] = -1e8
            at += len(e[3])
        return result

    def accuracy(part):
        with torch.no_grad():
            said = torch.cat([scores(part[i:i + 512], names_fall=True) for i in range(0, len(part), 512)]).argmax(1)
        return said, sum(int(s) == e[4] for s, e in zip(said, part)) / len(part)

    for epoch in range(arguments.epochs):
        order = torch.randperm(len(train)).tolist()
        total = 0.0
        for start in range(0, len(order), 64):
            batch = [train[i] for i in order[start:start + 64]]
            used = torch.cat([torch.tensor(i) for e in batch for i in e[3]]).unique()
            loss = torch.nn.functional.cross_entropy(scores(batch, drop=arguments.drop), torch.tensor([e[4] for e in batch]))
            loss = loss + 2e-5 * bag.weight[used].pow(2).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch} loss {total / len(train):.4f} held out {accuracy(test)[1]:.4f}", flush=True)

    weights = bag.weight.data[:, 0].numpy()
    scale = float(numpy.abs(weights).max()) / 127
    quantized = numpy.round(weights / scale).astype(numpy.int8)
    bag.weight.data[:, 0] = torch.from_numpy(quantized.astype(numpy.float32) * scale)
    said, right = accuracy(test)
    most = {w: max(range(len(s)), key=lambda i: sum(e[4] == i for e in train if e[0]["homograph"] == w)) for w, s in senses.items()}
    print(f"held out: {right:.4f} right of {len(test)}; always the commoner sense: {sum(most[e[0]['homograph']] == e[4] for e in test) / len(test):.4f}; "
          f"{numpy.count_nonzero(quantized)} weights")
    lines = "\n".join("\t".join((w, *s)) for w in sorted(senses) for s in senses[w]).encode()
    with (arguments.out / "homographs.bin").open("wb") as file:
        file.write(b"TTSHOM1\0" + struct.pack("<I", len(lines)) + lines + struct.pack("<fI", scale, SLOTS) + quantized.tobytes())
    fixture = []
    with torch.no_grad():
        for e in test[::len(test) // 40]:
            values = scores([e])[0, :len(e[3])].tolist()
            fixture.append({"words": [[t, p] for t, p in e[1]], "index": e[2], "scores": [round(v, 4) for v in values], "sense": senses[e[0]["homograph"]][int(scores([e], names_fall=True).argmax())][0]})
    (arguments.out / "homographs.parity.json").write_text(json.dumps(fixture, ensure_ascii=False, indent=0), "utf-8")


if __name__ == "__main__":
    main()
