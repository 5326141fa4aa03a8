"""Aligns the letters of a word with its phonemes: each letter says none, one or two of them.

Viterbi training of a joint letter-chunk model, after Jiampojamarn, Kondrak & Sherif (2007)."""
import collections
import math

MAXIMUM_CHUNK = 2


def viterbi(word, phones, cost, unseen=12.0):
    """The cheapest split of `phones` over the letters of `word`, a tuple of chunks, or None where there are too many phones."""
    letters, count = len(word), len(phones)
    if count > MAXIMUM_CHUNK * letters:
        return None
    infinity = float("inf")
    best = [0.0] + [infinity] * count
    back = []
    for letter in word:
        costs = cost.get(letter, {})
        row, choice = [infinity] * (count + 1), [0] * (count + 1)
        for end in range(count + 1):
            for size in range(min(MAXIMUM_CHUNK, end) + 1):
                previous = best[end - size]
                if previous < infinity:
                    total = previous + costs.get(phones[end - size:end], unseen + 3 * size)
                    if total < row[end]:
                        row[end], choice[end] = total, size
        best = row
        back.append(choice)
    chunks, end = [], count
    for choice in reversed(back):
        chunks.append(phones[end - choice[end]:end])
        end -= choice[end]
    return tuple(reversed(chunks))


def align(pairs, rounds=5, first=12000):
    """Aligns `(word, phones)` pairs, phones as tuples; returns one tuple of chunks (or None) a pair.

    The first rounds see only every n-th pair, about `first` of them: enough to find which letter says what."""
    pairs = [(word, tuple(phones)) for word, phones in pairs]
    counts = collections.defaultdict(collections.Counter)
    sample = pairs[:: max(1, len(pairs) // first)]
    for word, phones in sample:  # start from positions alone
        for i, letter in enumerate(word):
            at = round((i + 0.5) * len(phones) / len(word) - 0.5)
            for j in (at - 1, at, at + 1):
                if 0 <= j < len(phones):
                    counts[letter][phones[j:j + 1]] += 2 if j == at else 1
            counts[letter][()] += 0.5
    result = []
    for index in range(rounds):
        cost = {}
        for letter, chunks in counts.items():
            total = sum(chunks.values())
            cost[letter] = {c: -math.log(n / total) + (2.0 if len(c) > 1 and index == 0 else 0.0) for c, n in chunks.items()}
        data = pairs if index >= rounds - 2 else sample
        result = [viterbi(word, phones, cost) for word, phones in data]
        counts = collections.defaultdict(collections.Counter)
        for (word, _), chunks in zip(data, result):
            for letter, chunk in zip(word, chunks or ()):
                counts[letter][chunk] += 1
    return result
