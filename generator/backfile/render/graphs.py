"""Bars as SVG paths and shares: numbers that templates draw."""

from __future__ import annotations

from collections.abc import Sequence

from backfile.model import Card, DayGroup, MonthBar, TermCount, YearBar

HEIGHT = 40


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


def first_picture(groups: Sequence[DayGroup], lead: Card | None = None) -> str:
    """Return the id of the first card of some groups that shows a picture, "" without one; a lead comes before all.

    That picture alone is loaded eagerly.
    """
    return first_shown([*([lead] if lead is not None else []), *(c for g in groups for c in g.cards)])


def first_shown(cards: Sequence[Card]) -> str:
    """Return the id of the first card that shows a picture, "" without one."""
    return next((c.id for c in cards if c.thumb is not None and c.thumb.variants), "")


def holds(groups: Sequence[DayGroup], card: Card) -> bool:
    """Return whether a card is in one of the groups."""
    return any(c.id == card.id for g in groups for c in g.cards)


def letter_id(letter: str) -> str:
    """Return the id of a letter's section."""
    return f"letter-{letter.lower()}" if letter.isascii() and letter.isalnum() else "letter-other"
