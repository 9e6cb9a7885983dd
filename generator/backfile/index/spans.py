"""Articles per month and per year, and month calendars: arithmetic of dates as written, without a clock."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import repeat

from backfile.index.context import date_url
from backfile.model import Calendar, CalendarDay, MonthBar, YearBar

# From how many articles on a day has the heat 1 to 4, by the largest day of its year; for larger ones the last is doubled.
_STEPS = ((1, 2, 3, 4), (1, 2, 4, 7))
# Bars of a term: none for a handful of articles, whose curve says nothing; of years when they span more than 40 years.
_BARS_FROM = 5
_MONTHS_UP_TO = 40
# A spine of more years leaves out the empty ones: one article with a wrong century must not make a thousand columns.
_WHOLE_SPINE = 200


def steps_of(peak: int) -> tuple[int, ...]:
    """Return the scale of a year by the number of articles of its largest day: it changes when that reaches 7, 14, 28 ..."""
    if peak < _STEPS[1][-1]:
        return _STEPS[0]
    factor = 1
    while peak >= _STEPS[1][-1] * factor * 2:
        factor *= 2
    return (1, *(step * factor for step in _STEPS[1][1:]))


def heat(count: int, steps: Sequence[int]) -> int:
    """Return the heat of a day, 0 to 4."""
    return sum(count >= least for least in steps)


def spine_of(days: Iterable[str], *, gaps: bool = True) -> tuple[YearBar, ...]:
    """Return a bar for every year from the first to the last, with its twelve months; without gaps only years with articles."""
    counts = Counter(day[:7] for day in days if day)
    if not counts:
        return ()
    years: dict[str, int] = {}
    for month, count in sorted(counts.items()):
        years[month[:4]] = years.get(month[:4], 0) + count
    first, last = int(min(years)), int(max(years))
    if gaps and last - first < _WHOLE_SPINE:
        years = {f"{y:04d}": years.get(f"{y:04d}", 0) for y in range(first, last + 1)}
    return tuple(
        YearBar(year, date_url(year) if n else "", n, year_bars(year, counts)) for year, n in years.items()
    )


def year_bars(year: str, counts: Counter[str]) -> tuple[MonthBar, ...]:
    """Return the twelve months of a year; counts has articles by month."""
    return tuple(_bar(f"{year}-{number:02d}", counts[f"{year}-{number:02d}"]) for number in range(1, 13))


def bars_of(days: Sequence[str]) -> tuple[MonthBar, ...]:
    """Return a bar for each month from the first to the last day, or for each year when they span many years.

    Few articles have none. Articles of which only the year is known count where bars are years.
    """
    if len(days) < _BARS_FROM:
        return ()
    first, last = min(days)[:4], max(days)[:4]
    if int(last) - int(first) > _MONTHS_UP_TO:
        counts = Counter(day[:4] for day in days)
        return tuple(_bar(f"{y:04d}", counts[f"{y:04d}"]) for y in range(int(first), int(last) + 1))
    counts = Counter(day[:7] for day in days if len(day) > 4)
    if not counts:
        return ()
    months = _months(min(counts), max(counts))
    return tuple(map(_bar, months, map(counts.get, months, repeat(0))))


def calendar_of(month: str, counts: Counter[str], total: int, steps: tuple[int, ...]) -> Calendar:
    """Return a month as weeks of seven cells, Monday first; counts has articles by day."""
    weeks = calendar.Calendar(firstweekday=0).monthdayscalendar(int(month[:4]), int(month[5:]))
    rows = tuple(tuple(_cell(month, number, counts, steps) for number in week) for week in weeks)
    return Calendar(month, date_url(month) if total else "", total, rows, steps)


def _cell(month: str, number: int, counts: Counter[str], steps: Sequence[int]) -> CalendarDay:
    if number == 0:
        return CalendarDay(0, "", 0, 0, "")
    day = f"{month}-{number:02d}"
    count = counts[day]
    return CalendarDay(number, day, count, heat(count, steps), date_url(day) if count else "")


@lru_cache(1 << 12)
def _months(first: str, last: str) -> tuple[str, ...]:
    begin, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return tuple(map(_month, range(begin, end + 1)))


@cache
def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


@lru_cache(1 << 14)
def _bar(month: str, count: int) -> MonthBar:
    return MonthBar(month, date_url(month) if count else "", count)
