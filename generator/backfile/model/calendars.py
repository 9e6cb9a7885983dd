"""What pages say of time: articles a month and a year as bars, months as calendars."""

from __future__ import annotations

import msgspec


class MonthBar(msgspec.Struct, frozen=True, gc=False):
    """Articles of one month: month is "2024-07", url its page or "" when it has none."""

    month: str
    url: str
    count: int


class YearBar(msgspec.Struct, frozen=True, gc=False):
    """One year of the spine: its page, its total and its twelve months."""

    year: str
    url: str
    count: int
    months: tuple[MonthBar, ...]


class CalendarDay(msgspec.Struct, frozen=True, gc=False):
    """A cell of a month calendar; number is 0 outside the month, level is the heat 0 to 4, url is "" without articles."""

    number: int
    day: str
    count: int
    level: int
    url: str


class Calendar(msgspec.Struct, frozen=True, gc=False):
    """A month as weeks of seven cells, Monday first; steps: from how many articles on a day has the heat 1, 2, 3 and 4."""

    month: str
    url: str
    count: int
    weeks: tuple[tuple[CalendarDay, ...], ...]
    steps: tuple[int, ...] = (1, 2, 4, 7)
