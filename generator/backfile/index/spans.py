"""Articles per month and per year, and month calendars: arithmetic of dates as written, without a clock."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable

from backfile.model import Calendar, CalendarDay, MonthBar, YearBar

# A day's heat by its number of articles: 1, 2 to 3, 4 to 6, 7 and more.
_HEAT = (1, 2, 4, 7)
# Beyond so many years a term's bars count years instead of months.
_MONTHS_UP_TO = 40


def heat(count: int) -> int:
    """Return the heat of a day, 0 to 4."""
    return sum(count >= least for least in _HEAT)


def spine_of(dates: Iterable[str]) -> tuple[YearBar, ...]:
    """Return a bar for every year from the first to the last, empty ones included, each with its twelve months."""
    dated = [d for d in dates if d]
    if not dated:
        return ()
    years = Counter(d[:4] for d in dated)
    months = Counter(d[:7] for d in dated if len(d) >= 7)
    return tuple(
        year_bar(f"{y:04d}", years[f"{y:04d}"], months) for y in range(int(min(years)), int(max(years)) + 1)
    )


def year_bar(year: str, count: int, months: Counter[str]) -> YearBar:
    """Return one year with its months; those without articles have no address."""
    bars = tuple(_month_bar(f"{year}-{m:02d}", months[f"{year}-{m:02d}"]) for m in range(1, 13))
    return YearBar(year, f"{year}/" if count else "", count, bars)


def bars_of(dates: Iterable[str]) -> tuple[MonthBar, ...]:
    """Return a bar for each month from the first to the last date; for each year when they span more than 40 years."""
    months = Counter(d[:7] for d in dates if len(d) >= 7)
    if not months:
        return ()
    first, last = min(months), max(months)
    if int(last[:4]) - int(first[:4]) > _MONTHS_UP_TO:
        years = Counter(d[:4] for d in months.elements())
        span = (f"{y:04d}" for y in range(int(first[:4]), int(last[:4]) + 1))
        return tuple(MonthBar(y, f"{y}/" if years[y] else "", years[y]) for y in span)
    begin, end = (int(d[:4]) * 12 + int(d[5:7]) - 1 for d in (first, last))
    names = (f"{m // 12:04d}-{m % 12 + 1:02d}" for m in range(begin, end + 1))
    return tuple(_month_bar(name, months[name]) for name in names)


def calendar_of(month: str, days: Counter[str], count: int) -> Calendar:
    """Return a month as weeks of seven cells, Monday first; days counts articles by date."""
    weeks = calendar.Calendar(firstweekday=0).monthdayscalendar(int(month[:4]), int(month[5:7]))
    rows = tuple(tuple(_cell(month, number, days) for number in week) for week in weeks)
    return Calendar(month, f"{month[:4]}/{month[5:7]}/" if count else "", count, rows)


def _cell(month: str, number: int, days: Counter[str]) -> CalendarDay:
    if number == 0:
        return CalendarDay(0, "", 0, 0, "")
    day = f"{month}-{number:02d}"
    count = days[day]
    return CalendarDay(number, day, count, heat(count), day.replace("-", "/") + "/" if count else "")


def _month_bar(month: str, count: int) -> MonthBar:
    return MonthBar(month, f"{month[:4]}/{month[5:7]}/" if count else "", count)
