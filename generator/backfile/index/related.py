"""Earlier articles that share tags with an article.

Later articles have no say, so that adding one changes no page but its own, and nothing is counted over the whole archive.
"""

from __future__ import annotations

from math import log

from backfile.index.catalogue import Catalogue
from backfile.model import Link

_SHOWN = 4
# Related articles are sought among so many of the latest earlier articles of each tag.
_WINDOW = 50


class Related:
    """Finds related articles, best for one article after the other, from the oldest.

    A score is the sum of what the shared tags weigh, above the lowest bits; these order equal sums by id. Scores are
    whole numbers far below 2**53, so that sums are exact whatever the order of the tags; as floats they sort fastest.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._tags = catalogue.terms["tags"]
        self._earlier: dict[str, list[int]] = {}
        self._done = 0
        ids = [item.id for item in catalogue.items]
        self._ranks = [0.0] * len(ids)
        for rank, at in enumerate(sorted(range(len(ids)), key=ids.__getitem__, reverse=True)):
            self._ranks[at] = float(rank)
        self._weights = [0.0]

    def to(self, at: int) -> tuple[Link, ...]:
        """Return what is related to the article at a position. One before the last asked for has all looked at again."""
        if at < self._done:
            self._earlier, self._done = {}, 0
        for before in range(self._done, at):
            for key in self._tags.keys[before]:
                self._earlier.setdefault(key, []).append(before)
        self._done = at
        scores: dict[int, float] = {}
        ranks = self._ranks
        for key in self._tags.keys[at]:
            members = self._earlier.get(key, [])
            weight = self._weight(len(members))
            for other in members[-_WINDOW:]:
                scores[other] = (scores[other] if other in scores else ranks[other]) + weight
        best = sorted(scores, key=scores.__getitem__, reverse=True)[:_SHOWN]
        return tuple(self._catalogue.link(other, self._tags.shared(at, other)) for other in best)

    def _weight(self, earlier: int) -> float:
        """Return how much a tag says that so many earlier articles have: the rarer, the more."""
        while len(self._weights) <= earlier:
            weight = round(1_000_000 / (1 + log(len(self._weights))))
            self._weights.append(float(weight << len(self._ranks).bit_length()))
        return self._weights[earlier]
