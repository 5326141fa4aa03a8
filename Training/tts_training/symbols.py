"""Phoneme strings as segments, exactly as the Swift `Utterance(phonemes:)` reads them."""
from dataclasses import dataclass

PHONEMES = "^$.,!?;:AIWYOiuɑæɔɛɜɪʊʌəbdfhjklmnpstvwzɡŋɹʃʒðθʤʧT"
ID = {c: i for i, c in enumerate(PHONEMES)}
PAUSES = set("^$.,!?;:")
VOWELS = set("AIWYOiuɑæɔɛɜɪʊʌə")
STRESS = {"ˈ": 1, "ˌ": 2}


@dataclass
class Segment:
    symbol: str
    stress: int = 0
    word: int = -1
    """Characters of the phoneme string that belong to this segment: [first, past)."""
    first: int = 0
    past: int = 0

    @property
    def is_pause(self):
        return self.symbol in PAUSES


def parse_phonemes(text):
    """`hˌWdˈI.` -> [^ h ˌW d ˈI . $]. Raises ValueError naming the symbol that is no phoneme."""
    segments, stress, first, word, in_word = [Segment("^")], 0, None, -1, False
    for i, c in enumerate(text):
        if c in STRESS:
            stress, first = STRESS[c], i
        elif c.isspace():
            in_word = False
        elif c not in ID or c in "^$":
            raise ValueError(f"'{c}' at character {i + 1} of '{text[:40]}' is not a phoneme")
        elif c in PAUSES:
            segments.append(Segment(c, first=i, past=i + 1))
            in_word = False
        else:
            if stress and c not in VOWELS:
                raise ValueError(f"a stress mark without a vowel at character {i} of '{text[:40]}'")
            word += not in_word
            in_word = True
            segments.append(Segment(c, stress, word, i if first is None else first, i + 1))
            stress, first = 0, None
    if stress:
        raise ValueError(f"a stress mark at the end of '{text[:40]}'")
    return segments + [Segment("$", first=len(text), past=len(text))]


def boundary_flags(segments):
    """[n][2]: 1 where a segment is the first, or the last, of its word."""
    n = len(segments)
    word = [s.word for s in segments]
    return [[int(word[i] >= 0 and (i == 0 or word[i - 1] != word[i])), int(word[i] >= 0 and (i == n - 1 or word[i + 1] != word[i]))] for i in range(n)]
