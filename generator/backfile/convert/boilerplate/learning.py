"""Which blocks are the publication's: those that recur near one edge in articles that differ otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from itertools import pairwise

from backfile.convert.boilerplate.blocks import Block, Edges

# A block recurs when so many articles have it, and this share of them.
_AT_LEAST, _SHARE = 4, 0.01
# It is constant when, for a while, most articles have it, and pervasive when they do for long: this many of them, in so
# many that follow each other. A series with one introduction is constant at times, and hardly ever pervasive.
_CONSTANT, _PERVASIVE = (8, 13), (16, 26)
# An article speaks for what recurs in it when this share of its blocks is its own.
_OWN_SHARE = 0.4
# Where hardly any article has so much of its own, as with picture posts: a block that so many of them have is pervasive.
_COMMON_SHARE, _COMMON_AT_LEAST = 0.6, 6
# Two articles are one when this share of what the smaller one has of its own is the other's too.
_SAME_SHARE = 0.5
# The share of a text's letters in clauses that recur from which the text is held to recur.
_NEAR = 0.7
# A block in more articles than this says nothing of which of them are copies.
_MOST_COPIES = 60


class Level(IntEnum):
    """How firmly a block belongs to the publication."""

    NONE = 0
    RECURRING = 1
    CONSTANT = 2
    PERVASIVE = 3


class Repeated:
    """What recurs near the start and near the end of a source's articles, by digest.

    same: digests of pictures by address -> by content, as far as that is known.
    """

    def __init__(self, head: dict[int, Level], tail: dict[int, Level], same: Mapping[int, int]) -> None:
        self.head, self.tail, self.same = head, tail, same

    def level(self, block: Block, *, head: bool, exact: bool = False) -> Level:
        """Return how firmly a block belongs to the publication.

        Unless exact, a longer text is held to be what most of its clauses are: a number, a date or a name may differ.
        """
        known = self.head if head else self.tail
        own = known.get(self.same.get(block.key, block.key), Level.NONE)
        if exact or own is Level.PERVASIVE or known.keys().isdisjoint(block.clauses):
            return own
        levels = [(known.get(clause, Level.NONE), clause & 255) for clause in block.clauses]
        least = _NEAR * sum(size for _, size in levels)
        for level in (Level.PERVASIVE, Level.CONSTANT, Level.RECURRING):
            if sum(size for found, size in levels if found >= level) >= least:
                return max(own, level)
        return own


def merged(parts: Iterable[Repeated]) -> Repeated:
    """Return what recurs in any of the parts of a source that were looked at one by one."""
    head: dict[int, Level] = {}
    tail: dict[int, Level] = {}
    same: dict[int, int] = {}
    for part in parts:
        for all_levels, levels in ((head, part.head), (tail, part.tail)):
            for key, level in levels.items():
                all_levels[key] = max(level, all_levels.get(key, Level.NONE))
        same.update(part.same)
    return Repeated(head, tail, same)


def learn(articles: Sequence[Edges], same: Mapping[int, int] | None = None) -> Repeated:
    """Return what recurs in the articles of one source, which are given in the order of their dates.

    same: digests of pictures by address -> by content.
    """
    same = dict(same or {})
    keys = [(_keys(one.head, same), _keys(one.tail, same)) for one in articles]
    least = max(_AT_LEAST, round(_SHARE * len(articles)))
    often = {key for side in (0, 1) for key, times in _counted(pair[side] for pair in keys) if times >= least}
    if not often:
        return Repeated({}, {}, same)
    own = [frozenset(same.get(key, key) for key in one.sample) - often for one in articles]
    copies = _copies(own)
    speakers = [n for n, rest in enumerate(own) if rest and copies[n] == n]
    fluent = [n for n in speakers if len(own[n]) >= _OWN_SHARE * len(articles[n].sample)]
    head, tail = (_judged([k[side] for k in keys], often, fluent, speakers, least) for side in (0, 1))
    return Repeated(head, tail, same)


def _judged(
    keys: list[frozenset[int]], often: set[int], fluent: list[int], speakers: list[int], least: int
) -> dict[int, Level]:
    places: dict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(fluent):
        for key in keys[number] & often:
            places[key].append(place)
    common = dict(_counted(keys[number] & often for number in speakers))
    enough = max(_COMMON_AT_LEAST, _COMMON_SHARE * len(speakers))
    found = {}
    for key, times in common.items():
        own = places.get(key, [])
        if times >= enough or _is_dense(own, _PERVASIVE):
            found[key] = Level.PERVASIVE
        elif len(own) >= least:
            many, span = _CONSTANT
            few = min(many, max(_AT_LEAST, -(-len(fluent) // 2)))
            found[key] = Level.CONSTANT if _is_dense(own, (few, few * span // many)) else Level.RECURRING
    return found


def _is_dense(places: list[int], measure: tuple[int, int]) -> bool:
    """Return whether so many of the places lie within so many articles that follow each other."""
    many, span = measure
    return any(places[i + many - 1] - places[i] < span for i in range(len(places) - many + 1))


def _keys(blocks: Iterable[Block], same: Mapping[int, int]) -> frozenset[int]:
    found = set()
    for block in blocks:
        if block.key:
            found.add(same.get(block.key, block.key))
            found.update(block.clauses)
    return frozenset(found)


def _counted(sets: Iterable[Iterable[int]]) -> Iterable[tuple[int, int]]:
    counts: Counter[int] = Counter()
    for one in sets:
        counts.update(one)
    return counts.items()


def _copies(own: list[frozenset[int]]) -> list[int]:
    """Return for each article the first one that it is a copy of, itself when it is none."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, keys in enumerate(own):
        for key in keys:
            holders[key].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if len(numbers) > _MOST_COPIES:
            shared.update(pairwise(numbers))
        else:
            shared.update((a, b) for at, a in enumerate(numbers) for b in numbers[at + 1 :])
    first = list(range(len(own)))

    def root(number: int) -> int:
        while first[number] != number:
            first[number] = number = first[first[number]]
        return number

    for (a, b), times in shared.items():
        if times >= _SAME_SHARE * min(len(own[a]), len(own[b])):
            one, other = sorted((root(a), root(b)))
            first[other] = one
    return [root(number) for number in range(len(own))]
