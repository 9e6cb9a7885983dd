"""Bars as SVG paths and shares: numbers that templates draw."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from backfile.model import Card, DayGroup, MonthBar, TermCount, YearBar

HEIGHT = 40
# So many articles of the home page show their decks and pictures.
ENTRIES = 12


def path(counts: Sequence[int], peak: int) -> str:
    """Return an SVG path of bars 0.8 wide, one unit a bar, 40 high at the peak; what is not 0 stays visible."""
    pieces = []
    for at, count in enumerate(counts):
        if count > 0:
            top = HEIGHT - max(1.0, round(HEIGHT * count / max(peak, 1), 1))
            pieces.append(f"M{at} {HEIGHT}V{top:g}h.8V{HEIGHT}z")
    return "".join(pieces)


def year_path(year: YearBar, peak: int) -> str:
    """Return the twelve bars of one year."""
    return path([m.count for m in year.months], peak)


def months_path(bars: Sequence[MonthBar]) -> str:
    """Return a sparkline's bars."""
    return path([b.count for b in bars], month_peak(bars))


def month_peak(bars: Sequence[MonthBar]) -> int:
    """Return the largest count of some months, at least 1."""
    return max([1, *(b.count for b in bars)])


def spine_peak(years: Sequence[YearBar]) -> int:
    """Return the largest month of all years, at least 1."""
    return max([1, *(month_peak(y.months) for y in years)])


def share(count: int, peak: int) -> int:
    """Return a count as whole percents of the largest one, at least 1 for anything above 0."""
    return max(1 if count else 0, min(100, round(100 * count / max(peak, 1))))


def term_peak(terms: Sequence[TermCount]) -> int:
    """Return the largest count of some terms, at least 1."""
    return max([1, *(t.count for t in terms)])


def year_peak(years: Sequence[YearBar]) -> int:
    """Return the largest count of some years, at least 1."""
    return max([1, *(y.count for y in years)])


def decades(years: Sequence[YearBar]) -> tuple[tuple[str, tuple[YearBar, ...]], ...]:
    """Return years by their decades, such as "198", each decade whole; years without articles are filled in."""
    known = {year.year: year for year in years}
    found = sorted({year.year[:3] for year in years})
    return tuple(
        (d, tuple(known.get(f"{d}{n}", YearBar(f"{d}{n}", "", 0, ())) for n in range(10))) for d in found
    )


def ranges(steps: Sequence[int]) -> tuple[str, ...]:
    """Return the numbers from each step up to the next one, such as "1", "2–3"; the last stands alone."""
    pairs = [(a, b - 1) for a, b in pairwise(steps)]
    return (*(str(a) if a == b else f"{a}–{b}" for a, b in pairs), str(steps[-1]))


class Part(NamedTuple):
    """A day on the home page: its group, the id of its heading, and how its articles are shown."""

    group: DayGroup
    id: str
    lead: Card | None
    entries: tuple[Card, ...]
    rows: tuple[Card, ...]


def front(groups: Sequence[DayGroup], lead: Card | None) -> tuple[Part, ...]:
    """Return the days of the home page: the newest articles with their decks, older ones as rows, the lead before all.

    A lead that is not of the newest day stands above it, under its own date; no article shows twice.
    """
    parts: list[Part] = []
    left = ENTRIES
    if lead is not None and not (groups and any(c.id == lead.id for c in groups[0].cards)):
        day = next((g for g in groups if any(c.id == lead.id for c in g.cards)), _day_of(lead))
        parts.append(Part(day, "lead", lead, (), ()))
    for at, group in enumerate(groups):
        cards = [c for c in group.cards if lead is None or c.id != lead.id]
        own = lead if at == 0 and not parts else None
        if cards or own is not None:
            parts.append(Part(group, f"d{group.day}", own, tuple(cards[:left]), tuple(cards[left:])))
            left = max(0, left - len(cards))
    return tuple(parts)


def _day_of(card: Card) -> DayGroup:
    return DayGroup(card.day, card.day.replace("-", "/") + "/" if card.day else "", ())


def short_span(years: Sequence[YearBar]) -> tuple[MonthBar, ...]:
    """Return the months of a spine of less than two years, at least twelve of them; () for a longer one.

    Of so few years columns of a year each would say little.
    """
    bars = [month for year in years for month in year.months]
    found = [at for at, month in enumerate(bars) if month.count]
    if not found or found[-1] - found[0] >= 24:
        return ()
    first = max(0, min(found[0], len(bars) - 12))
    return tuple(bars[first : max(found[-1] + 1, first + 12)])


def first_picture(groups: Sequence[DayGroup]) -> str:
    """Return the id of the first card of some groups that shows a picture, "" without one; that picture alone loads eagerly."""
    return first_shown([c for g in groups for c in g.cards])


def first_shown(cards: Sequence[Card]) -> str:
    """Return the id of the first card that shows a picture, "" without one."""
    return next((c.id for c in cards if c.thumb is not None and c.thumb.variants), "")


def letter_id(letter: str) -> str:
    """Return the id of a letter's section."""
    return f"letter-{letter.lower()}" if letter.isascii() and letter.isalnum() else "letter-other"
