"""Pages by date: all years, each year, month and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from backfile.index.context import Context, day_url
from backfile.index.spans import calendar_of, spine_of, year_bar
from backfile.model import AnyPage, DatesPage, DayPage, MonthPage, YearPage

# A month of more articles lists its days with counts only.
_MONTH_SHOWS = 100


def pages(context: Context) -> Iterator[AnyPage]:
    """Yield the pages by date, years before months before days, each from the oldest."""
    dated = [at for at, date in enumerate(context.dates) if date]
    years = _grouped(context, dated, 4)
    months = _grouped(context, dated, 7)
    days = _grouped(context, dated, 10)
    yield DatesPage(
        path="dates/index.html",
        url="dates/",
        years=spine_of(context.dates)[::-1],
        undated=len(context.dates) - len(dated),
    )
    counts = Counter(context.dates[at][:10] for at in dated)
    names = sorted(years)
    for number, year in enumerate(names):
        yield _year(context, year, years[year], counts, _around(names, number))
    names = sorted(months)
    for number, month in enumerate(names):
        yield _month(context, month, months[month], counts, _around(names, number))
    names = sorted(days)
    for number, day in enumerate(names):
        older, newer = _around(names, number)
        url = day_url(day)
        cards = tuple(context.cards[at] for at in days[day])
        yield DayPage(
            path=f"{url}index.html", url=url, title=day, day=day, cards=cards, older=older, newer=newer
        )


def _grouped(context: Context, positions: Sequence[int], length: int) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for at in positions:
        date = context.dates[at]
        if len(date) >= length:
            groups.setdefault(date[:length], []).append(at)
    return groups


def _around(names: list[str], number: int) -> tuple[str, str]:
    older = day_url(names[number - 1]) if number else ""
    newer = day_url(names[number + 1]) if number + 1 < len(names) else ""
    return older, newer


def _year(
    context: Context, year: str, positions: list[int], days: Counter[str], around: tuple[str, str]
) -> YearPage:
    months = Counter(context.dates[at][:7] for at in positions if len(context.dates[at]) >= 7)
    bar = year_bar(year, len(positions), months)
    calendars = tuple(calendar_of(m.month, days, m.count) for m in bar.months if m.count)
    loose = tuple(context.cards[at] for at in positions if len(context.dates[at]) < 7)
    return YearPage(
        path=f"{year}/index.html",
        url=f"{year}/",
        title=year,
        year=year,
        count=len(positions),
        bars=bar.months,
        calendars=calendars,
        loose=loose,
        older=around[0],
        newer=around[1],
    )


def _month(
    context: Context, month: str, positions: list[int], days: Counter[str], around: tuple[str, str]
) -> MonthPage:
    url = day_url(month)
    own = {context.dates[at][:10] for at in positions}
    counts = sorted((day, days[day]) for day in own if len(day) == 10)
    return MonthPage(
        path=f"{url}index.html",
        url=url,
        title=month,
        month=month,
        count=len(positions),
        groups=context.by_day(positions) if len(positions) <= _MONTH_SHOWS else (),
        days=tuple((day, day_url(day), count) for day, count in reversed(counts)),
        calendar=calendar_of(month, days, len(positions)),
        tags=context.terms["tags"].most(positions, context.names["tags"], 12),
        older=around[0],
        newer=around[1],
    )
