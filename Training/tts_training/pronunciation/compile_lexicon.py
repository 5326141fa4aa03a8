"""Compiles CMUdict and our supplement into the lexicon that the text frontend maps into memory.

  python -m tts_training.pronunciation.compile_lexicon OUT.bin [--supplement supplement.tsv] [--common TEXT ...]

Only the first variant of each word is kept: it is the one that the voices' corpora use throughout. The supplement (word,
tab, phonemes of the voices' set) overrides CMUdict. `--common` are text files (or .tsv, first column) whose words may
build compounds even if CMUdict holds none with them.

Layout, little endian: magic `TTSLEX1\\0`, u32 words, u32 blocks, u32 offset of each block, then blocks of 16 words in
byte order, front-coded: u8 shared prefix, u8 rest length, rest, u8 phoneme count (top bit: may build compounds), phonemes
as their number in `ALPHABET`.
"""
import argparse
import collections
import pathlib
import re
import struct

from . import dictionary

ALPHABET = " ˈˌAIWYOiuɑæɔɛɜɪʊʌəbdfhjklmnpstvwzɡŋɹʃʒðθʤʧT"
BLOCK = 16
HERE = pathlib.Path(__file__).parent


def read_supplement(path):
    entries = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, _, phonemes = line.partition("\t")
        if not phonemes or any(c not in ALPHABET for c in phonemes) or re.search("[ˈˌ](?![AIWYOiuɑæɔɛɜɪʊʌə])", phonemes):
            raise SystemExit(f"{path}:{number}: '{line}' is not a word, a tab and phonemes")
        if word in entries:
            raise SystemExit(f"{path}:{number}: '{word}' stands twice")
        entries[word] = phonemes
    return entries


def bare(phonemes):
    return phonemes.replace("ˈ", "").replace("ˌ", "")


def compound_elements(entries, common):
    """Words that build compounds: in at least three of CMUdict's own, or in everyday texts."""
    found = collections.Counter()
    for word, phonemes in entries.items():
        for cut in range(3, len(word) - 2):
            first, second = entries.get(word[:cut]), entries.get(word[cut:])
            if first and second and bare(first) + bare(second) == bare(phonemes):
                found[word[:cut]] += 1
                found[word[cut:]] += 1
    return {word for word, count in found.items() if count >= 3} | {word for word, count in common.items() if count >= 3 and len(word) >= 4}


def pack(entries, elements):
    words = sorted(entries, key=lambda w: w.encode())
    data, offsets, previous = bytearray(), [], b""
    for index, word in enumerate(words):
        encoded = word.encode()
        if index % BLOCK == 0:
            offsets.append(len(data))
            previous = b""
        shared = 0
        while shared < min(len(previous), len(encoded)) and previous[shared] == encoded[shared]:
            shared += 1
        codes = bytes(ALPHABET.index(c) for c in entries[word])
        assert len(codes) < 128
        data += bytes([shared, len(encoded) - shared]) + encoded[shared:] + bytes([len(codes) | (0x80 if word in elements else 0)]) + codes
        previous = encoded
    return b"TTSLEX1\0" + struct.pack("<II", len(words), len(offsets)) + struct.pack(f"<{len(offsets)}I", *offsets) + bytes(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--supplement", type=pathlib.Path, default=HERE / "supplement.tsv")
    parser.add_argument("--common", type=pathlib.Path, nargs="*", default=[])
    arguments = parser.parse_args()
    entries = {word: "".join(variants[0]) for word, variants in dictionary.read().items() if re.fullmatch("[a-z'-]+", word)}
    entries.update(read_supplement(arguments.supplement))
    common = collections.Counter()
    for path in arguments.common:
        for line in path.read_text("utf-8").splitlines():
            common.update(re.findall(r"(?<![\w'])[a-z]+(?![\w'])", line.split("\t")[0]))
    packed = pack(entries, compound_elements(entries, common))
    arguments.out.write_bytes(packed)
    print(f"{len(entries)} words, {len(packed)} bytes")


if __name__ == "__main__":
    main()
