"""Earlier articles that share tags with an article.

Later articles have no say, so that adding one changes no page but its own, and nothing is counted over the whole archive.
"""

from __future__ import annotations

from math import log
from operator import itemgetter

from backfile.index.catalogue import Catalogue
from backfile.model import Link

_SHOWN = 4
# Related articles are sought among so many of the latest earlier articles of each tag.
_WINDOW = 50
# Weights are whole numbers, so that sums are equal whatever the order of the tags.
_UNIT = 1_000_000


class Related:
    """Finds related articles for one article after the other, from the oldest."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._tags = catalogue.terms["tags"]
        self._earlier: dict[str, list[int]] = {}
        self._weights: list[int] = [0]

    def next(self, at: int) -> tuple[Link, ...]:
        """Return what is related to the article at a position, which must be the one after the last asked for."""
        keys = self._tags.keys[at]
        scores: dict[int, int] = {}
        for key in keys:
            members = self._earlier.setdefault(key, [])
            weight = self._weight(len(members))
            for other in members[-_WINDOW:]:
                scores[other] = scores.get(other, 0) + weight
            members.append(at)
        return tuple(self._link(at, other, keys) for other in self._best(scores))

    def _best(self, scores: dict[int, int]) -> list[int]:
        if len(scores) > _SHOWN:
            # Sorting numbers alone is fast; only what can be among the best is sorted by id too.
            least = sorted(scores.values(), reverse=True)[_SHOWN - 1]
            scores = {other: score for other, score in scores.items() if score >= least}
        items = self._catalogue.items
        ranked = sorted((-score, items[other].id, other) for other, score in scores.items())
        return list(map(itemgetter(2), ranked[:_SHOWN]))

    def _link(self, at: int, other: int, keys: tuple[str, ...]) -> Link:
        theirs = self._tags.keys[other]
        shared = tuple(self._tags.own_spelling(key, at) for key in keys if key in theirs)
        return self._catalogue.link(other, shared)

    def _weight(self, earlier: int) -> int:
        """Return how much a tag says that so many earlier articles have: the rarer, the more."""
        while len(self._weights) <= earlier:
            self._weights.append(round(_UNIT / (1 + log(len(self._weights)))))
        return self._weights[earlier]
