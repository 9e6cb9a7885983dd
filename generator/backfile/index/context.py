"""What the makers of lists share: the catalogue, the cards of all articles, and cards in groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backfile.digest import digest
from backfile.index.catalogue import Catalogue
from backfile.index.facets import Facet
from backfile.model import Card, DayGroup, LostPicture, YearGroup


class Context:
    """A catalogue and the cards of its articles, by position from the oldest."""

    def __init__(self, catalogue: Catalogue, facets: Sequence[Facet]) -> None:
        self.catalogue = catalogue
        self.items, self.site, self.days = catalogue.items, catalogue.site, catalogue.days
        self.terms, self.people = catalogue.terms, catalogue.people
        self.sections = catalogue.sections
        self.cards = [facet.card for facet in facets]
        self._facets = facets
        self._marks = [self._mark(at) for at in range(len(self.items))]

    def inputs(self, positions: Sequence[int], *others: object) -> bytes:
        """Return what stands for all that lists show of some articles, in their order, and for other values."""
        return digest((b"".join(map(self._marks.__getitem__, positions)), others))

    def images(self, positions: Iterable[int]) -> tuple[int, int]:
        """Return how many pictures of the given articles are kept, and how many are lost or damaged."""
        kept = lost = 0
        for at in positions:
            facet = self._facets[at]
            kept += facet.kept
            lost += len(facet.lost)
        return kept, lost

    def lost(self, at: int) -> tuple[LostPicture, ...]:
        """Return the pictures of an article that are lost or damaged."""
        return self._facets[at].lost

    def by_day(self, positions: Sequence[int]) -> tuple[DayGroup, ...]:
        """Group articles, given from the oldest, by day, newest first."""
        return tuple(DayGroup(day, date_url(day), cards) for day, cards in self._grouped(positions, 10))

    def by_year(self, positions: Sequence[int]) -> tuple[YearGroup, ...]:
        """Group articles, given from the oldest, by year, newest first."""
        groups = self._grouped(positions, 4)
        return tuple(YearGroup(year, date_url(year) or "undated/", cards) for year, cards in groups)

    def _mark(self, at: int) -> bytes:
        facet, article = self._facets[at], self.items[at].entry.article
        terms = (*self.terms.items(), ("people", self.people))
        states = tuple((kind, *map(one.state, one.keys[at])) for kind, one in terms)
        names = (article.tags, article.authors, article.source)
        dates = (self.days[at], article.date, article.updated)
        return digest((facet.card.packed, facet.kept, len(facet.lost), dates, names, states))

    def _grouped(self, positions: Sequence[int], length: int) -> list[tuple[str, tuple[Card, ...]]]:
        groups: list[tuple[str, list[Card]]] = []
        for at in reversed(positions):
            name = self.days[at][:length]
            if not groups or groups[-1][0] != name:
                groups.append((name, []))
            groups[-1][1].append(self.cards[at])
        return [(name, tuple(cards)) for name, cards in groups]


def date_url(day: str) -> str:
    """Return the address of the page of a day, month or year such as "2024-07"; "" for an unknown date."""
    return day.replace("-", "/") + "/" if day else ""
