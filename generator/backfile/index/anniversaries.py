"""On this day: for each day of the calendar a small file of what was published on it, which the reader's browser asks for.

The build knows no today. One more article changes the file of its day alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from backfile.index.catalogue import Catalogue
from backfile.index.holding import Item
from backfile.model import TextPage

ROOT = "dates/on-this-day/"
# So many articles a day, of each year at most so many: the newest years, of a year the earliest.
_SHOWN, _A_YEAR = 6, 2


def pages(catalogue: Catalogue) -> Iterator[TextPage]:
    """Yield the file of each day that has articles."""
    items = catalogue.items
    for day, found in sorted(_by_day(items).items()):
        years: dict[str, int] = {}
        rows: list[tuple[str, str, str, str]] = []
        for at in sorted(found, key=lambda at: -int(items[at].day[:4])):
            item, year = items[at], items[at].day[:4]
            years[year] = years.get(year, 0) + 1
            if years[year] <= _A_YEAR and len(rows) < _SHOWN:
                rows.append((year, item.url, item.entry.article.title, catalogue.languages[at]))
        url = f"{ROOT}{day}.json"
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        yield TextPage(path=url, url=url, text=text)


def days_of(items: Sequence[Item]) -> str:
    """Return which days have a file, eight hexadecimal digits a month, the first day in the lowest bit; "" for none."""
    months = [0] * 12
    for day in _by_day(items):
        months[int(day[:2]) - 1] |= 1 << (int(day[3:]) - 1)
    return "".join(f"{bits:08x}" for bits in months) if any(months) else ""


def _by_day(items: Sequence[Item]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, item in enumerate(items):
        if len(item.day) == 10:
            found.setdefault(item.day[5:], []).append(at)
    return found
