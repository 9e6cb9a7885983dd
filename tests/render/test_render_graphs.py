"""Numbers that templates draw: bars, scales, and how home is laid out."""

from __future__ import annotations

import render_samples as samples

from backfile.model import DayGroup, MonthBar, YearBar
from backfile.render import graphs


def year(name: str, *counts: int) -> YearBar:
    months = tuple(
        MonthBar(f"{name}-{n:02d}", "", counts[n - 1] if n <= len(counts) else 0) for n in range(1, 13)
    )
    return YearBar(name, f"{name}/", sum(counts), months)


def test_under_two_years_are_months() -> None:
    span = graphs.short_span([year("2023", *[0] * 10, 1), year("2024", 2, 0, 3)])
    assert (span[0].month, span[-1].month, len(span)) == ("2023-11", "2024-10", 12)
    assert len(graphs.short_span([year("2023", 1), year("2024", *[1] * 12)])) == 24
    assert graphs.short_span([year("2023", 1), year("2024"), year("2025", 1)]) == ()
    assert graphs.short_span([]) == ()
    assert len(graphs.short_span([year("2024", *[0] * 11, 1)])) == 12


def test_decades_are_whole() -> None:
    found = graphs.decades([year("1989", 1), year("1991", 2), year("2010", 1)])
    assert [name for name, _ in found] == ["198", "199", "201"]
    assert [y.year for y in found[1][1]] == [str(y) for y in range(1990, 2000)]
    assert [y.count for y in found[1][1]] == [0, 2, *[0] * 8]


def test_ranges_of_a_scale() -> None:
    assert graphs.ranges((1, 2, 4, 7)) == ("1", "2–3", "4–6", "7")
    assert graphs.ranges((1, 2, 3, 4)) == ("1", "2", "3", "4")


def test_home_shows_each_article_once_the_newest_with_their_decks() -> None:
    cards = [samples.card(n, "2024-07-28") for n in range(20)]
    groups = (DayGroup("2024-07-28", "", tuple(cards[:5])), DayGroup("2024-07-27", "", tuple(cards[5:])))
    for lead in (None, *cards):
        parts = graphs.front(groups, lead)
        shown = [c.id for p in parts for c in ([p.lead] if p.lead else []) + [*p.entries, *p.rows]]
        assert sorted(shown) == sorted(c.id for c in cards)
        assert sum(len(p.entries) for p in parts) == graphs.ENTRIES
        assert len({p.id for p in parts}) == len(parts)
        assert lead is None or parts[0].lead == lead
    far = samples.card(30, "2024-01-02")
    first = graphs.front(groups, far)[0]
    assert (first.group.day, first.group.url, first.lead) == ("2024-01-02", "2024/01/02/", far)
