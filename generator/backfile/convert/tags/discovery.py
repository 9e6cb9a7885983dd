"""Which sequences of segments the archive uses as words: cohesion inside, freedom outside."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain

import msgspec

from backfile.convert.tags.values import Candidates

_MOST_SAMPLES = 3000
_SEGMENTS = 4
_COHESION = 4.0
_ENTROPY = 1.2

Parts = tuple[str, ...]


def discover(
    articles: Sequence[Candidates], possible: frozenset[str], repeated: frozenset[bytes]
) -> frozenset[str]:
    """Return which of the possible sequences cohere (pointwise mutual information over every split of at least 4 bits)

    and have many left and right neighbours (branching entropy of at least 1.2 nats).
    """
    if not possible:
        return frozenset()
    texts = list(sampled_runs(articles, repeated))
    counts = Counter(chain.from_iterable(texts))
    beginnings = _beginnings(possible)
    parts: dict[str, Parts] = {}
    left: dict[str, Counter[str]] = {name: Counter() for name in possible}
    right: dict[str, Counter[str]] = {name: Counter() for name in possible}
    for words in texts:
        for start, joined in enumerate(words):
            if joined not in beginnings:
                continue
            for end in range(start + 1, min(start + _SEGMENTS, len(words))):
                joined += words[end]
                if joined not in beginnings:
                    break
                if joined in possible:
                    found = tuple(words[start : end + 1])
                    parts[joined] = min(parts.get(joined, found), found)
                    left[joined][words[start - 1] if start else ""] += 1
                    right[joined][words[end + 1] if end + 1 < len(words) else ""] += 1
    total = sum(counts.values())
    pieces = {piece for found in parts.values() for piece in _pieces(found)}
    counts.update(_count_pieces(texts, pieces))
    for name in parts:
        counts[name] = sum(left[name].values())
    return frozenset(
        name
        for name, found in parts.items()
        if _cohesion(found, counts, total) >= _COHESION
        and min(_entropy(left[name]), _entropy(right[name])) >= _ENTROPY
    )


def with_few_samples(articles: Sequence[Candidates]) -> list[Candidates]:
    """Return articles with the samples taken away that learning would not read; may be called again as more come."""
    drawn = _drawn(articles)
    if len(drawn) < _MOST_SAMPLES:
        return list(articles)
    kept = set(map(id, drawn))
    return [
        each if not each.sample or id(each) in kept else msgspec.structs.replace(each, sample="")
        for each in articles
    ]


def _drawn(articles: Sequence[Candidates]) -> list[Candidates]:
    """Return the articles with a sample; of a large archive 3,000 that their own text chooses."""
    drawn = [each for each in articles if each.sample]
    return sorted(drawn, key=_lot)[:_MOST_SAMPLES] if len(drawn) > _MOST_SAMPLES else drawn


def sampled_runs(articles: Sequence[Candidates], repeated: frozenset[bytes]) -> Iterable[list[str]]:
    """Yield runs of segments; of a large archive those of 3,000 articles that their own text chooses."""
    words: dict[str, str] = {}
    for article in _drawn(articles):
        digests = article.line_digests()
        for row in article.sample.split("\n"):
            number, _, line = row.partition(":")
            if digests[int(number)] not in repeated:
                for run in line.split("|"):
                    if run:
                        # One string a word, not one an occurrence: of thousands of articles that is most of the memory.
                        segments = run.split(" ")
                        yield list(map(words.setdefault, segments, segments))


def _lot(article: Candidates) -> bytes:
    return _digest(article.sample)


# Drawn again as more come: a little more than is held at once.
@lru_cache(_MOST_SAMPLES + 1024)
def _digest(sample: str) -> bytes:
    return blake2b(sample.encode(), digest_size=16).digest()


def _pieces(parts: Parts) -> Iterable[str]:
    for at in range(1, len(parts)):
        for piece in (parts[:at], parts[at:]):
            if len(piece) > 1:
                yield "".join(piece)


def _count_pieces(texts: list[list[str]], pieces: set[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    beginnings = _beginnings(pieces)
    for words in texts:
        for start, joined in enumerate(words):
            if joined not in beginnings:
                continue
            for end in range(start + 1, min(start + _SEGMENTS - 1, len(words))):
                joined += words[end]
                if joined not in beginnings:
                    break
                if joined in pieces:
                    counts[joined] += 1
    return counts


def _beginnings(texts: Iterable[str]) -> frozenset[str]:
    """Return what texts begin with, they themselves too: most segments begin none, and need not be joined to others."""
    return frozenset(text[:end] for text in texts for end in range(1, len(text) + 1))


def _cohesion(parts: Parts, counts: Counter[str], total: int) -> float:
    together = counts["".join(parts)]
    least = math.inf
    for at in range(1, len(parts)):
        apart = counts["".join(parts[:at])] * counts["".join(parts[at:])]
        if together and apart:
            least = min(least, math.log2(together * total / apart))
    return least


def _entropy(neighbours: Counter[str]) -> float:
    """Every edge of a run counts as a neighbour of its own: punctuation bounds words."""
    total = sum(neighbours.values())
    if not total:
        return 0.0
    found = 0.0
    for neighbour, count in sorted(neighbours.items()):
        share = count / total
        found -= share * math.log(1 / total if neighbour == "" else share)
    return found
