"""Pages by date: all years, each year, month and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import msgspec

from backfile.index.context import Context, date_url
from backfile.index.planned import Planned, planned
from backfile.index.sitemaps import OTHERS
from backfile.index.spans import calendar_of, spine_of, steps_of, year_bars
from backfile.model import AnyPage, DatesPage, DayGroup, DayPage, MonthPage, YearPage

# A month of more articles shows only the first ones of each day, so many in all; the rest is on the pages of the days.
_MONTH_SHOWS, _MONTH_PARTS = 100, 60
_TAGS = 12
# Like on the pages of terms: a tag's second article must not change the month of its first.
_TOGETHER = 2


def pages(context: Context) -> Iterator[Planned]:
    """Yield the pages by date, years before months before days, each from the oldest."""
    counts: Counter[str] = Counter()
    for day in context.days:
        counts.update({day[:length] for length in (4, 7, 10) if len(day) >= length})
    peaks: Counter[str] = Counter()
    for day, count in counts.items():
        if len(day) == 10:
            peaks[day[:4]] = max(peaks[day[:4]], count)
    page = DatesPage(
        path="dates/index.html",
        url="dates/",
        years=spine_of(context.days, gaps=False),
        undated=context.days.count(""),
    )
    yield planned(page, OTHERS)
    for year, positions, around in _spans(context, 4):
        yield planned(_year(context, year, positions, counts, around, steps_of(peaks[year])), year)
    for month, positions, around in _spans(context, 7):
        steps = steps_of(peaks[month[:4]])
        make = partial(_month, context, month, positions, counts, around, steps)
        yield _planned(MonthPage, context, month, positions, (*around, *steps), make)
    for day, positions, around in _spans(context, 10):
        yield _planned(
            DayPage, context, day, positions, around, partial(_day, context, day, positions, around)
        )


def _planned(
    kind: type[MonthPage | DayPage],
    context: Context,
    span: str,
    positions: Sequence[int],
    others: tuple[object, ...],
    make: Callable[[], AnyPage],
) -> Planned:
    url = date_url(span)
    return Planned(kind, f"{url}index.html", url, make, context.inputs(positions, others), url[:4])


def _day(context: Context, day: str, positions: Sequence[int], around: tuple[str, str]) -> DayPage:
    url = date_url(day)
    cards = tuple(context.cards[at] for at in positions)
    return DayPage(
        path=f"{url}index.html", url=url, title=day, day=day, cards=cards, older=around[0], newer=around[1]
    )


def _spans(context: Context, length: int) -> Iterator[tuple[str, list[int], tuple[str, str]]]:
    """Yield each year, month or day with its articles and the addresses of the ones before and after."""
    found: dict[str, list[int]] = {}
    for at, day in enumerate(context.days):
        if len(day) >= length:
            found.setdefault(day[:length], []).append(at)
    names = ["", *sorted(found), ""]
    for older, name, newer in zip(names, names[1:], names[2:], strict=False):
        yield name, found[name], (date_url(older), date_url(newer))


def _year(
    context: Context,
    year: str,
    positions: Sequence[int],
    counts: Counter[str],
    around: tuple[str, str],
    steps: tuple[int, ...],
) -> YearPage:
    bars = year_bars(year, counts)
    return YearPage(
        path=f"{year}/index.html",
        url=f"{year}/",
        title=year,
        year=year,
        count=len(positions),
        bars=bars,
        calendars=tuple(calendar_of(bar.month, counts, bar.count, steps) for bar in bars if bar.count),
        loose=tuple(context.cards[at] for at in positions if len(context.days[at]) == 4),
        older=around[0],
        newer=around[1],
    )


def _month(
    context: Context,
    month: str,
    positions: Sequence[int],
    counts: Counter[str],
    around: tuple[str, str],
    steps: tuple[int, ...],
) -> MonthPage:
    url = date_url(month)
    days = dict.fromkeys(context.days[at] for at in reversed(positions))
    loose = sum(1 for at in positions if context.days[at] == month)
    return MonthPage(
        path=f"{url}index.html",
        url=url,
        title=month,
        month=month,
        count=len(positions),
        groups=_shortened(context.by_day(positions))
        if len(positions) > _MONTH_SHOWS
        else context.by_day(positions),
        days=tuple((d, "", loose) if d == month else (d, date_url(d), counts[d]) for d in days),
        calendar=calendar_of(month, counts, len(positions), steps),
        tags=context.terms["tags"].most(positions, _TAGS, least=_TOGETHER),
        older=around[0],
        newer=around[1],
    )


def _shortened(groups: tuple[DayGroup, ...]) -> tuple[DayGroup, ...]:
    """Return the groups with the first articles of each day, and more of those whose day, which has no page, is unknown."""
    each = max(1, _MONTH_PARTS // len(groups))
    return tuple(
        msgspec.structs.replace(g, cards=g.cards[: each if len(g.day) == 10 else _MONTH_SHOWS])
        for g in groups
    )
