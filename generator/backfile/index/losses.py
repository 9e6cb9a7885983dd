"""Pictures that articles need and that are lost or damaged: a list for each year, for readers who may still have them.

A list is numbered from the oldest article like all lists, in parts of so many pictures; an article whose pictures do not fit
into one part goes on in the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backfile.index.context import Context
from backfile.index.lists import pager, split
from backfile.index.planned import Planned, planned
from backfile.model import AnyPage, LostGroup, LostPage, LostPicture, LostYear, LostYearPage

ROOT = "images/lost/"
UNDATED = "undated"
# The root of a list shows nearly two parts: with addresses as long as WeChat's, 119 pictures fill 10 KB of compressed HTML.
_SIZE = 60

# A picture that is lost, with the position of the article that needs it.
_Row = tuple[int, LostPicture]


def pages(context: Context) -> Iterator[Planned]:
    """Yield the root and the pages of each year, from the oldest; none at all when nothing is lost."""
    return map(planned, _pages(context))


def _pages(context: Context) -> Iterator[AnyPage]:
    by_year: dict[str, list[_Row]] = {}
    for at, day in enumerate(context.days):
        for picture in context.lost(at):
            by_year.setdefault(day[:4], []).append((at, picture))
    if not by_year:
        return
    years = [LostYear(year, _url(year), len(rows), _articles(rows)) for year, rows in sorted(by_year.items())]
    yield LostPage(
        path=f"{ROOT}index.html",
        url=ROOT,
        pictures=sum(year.pictures for year in years),
        articles=sum(year.articles for year in years),
        years=tuple(reversed(years)),
    )
    for year, rows in sorted(by_year.items()):
        yield from _year(context, year, rows)


def _year(context: Context, year: str, rows: Sequence[_Row]) -> Iterator[AnyPage]:
    full, before = split(len(rows), _SIZE)
    url = _url(year)
    yield LostYearPage(
        path=f"{url}index.html",
        url=url,
        year=year,
        number=0,
        groups=_groups(context, rows[before * _SIZE :]),
        pager=pager(url, 0, full, before),
        pictures=len(rows),
        articles=_articles(rows),
    )
    for number in range(1, full + 1):
        part = f"{url}p/{number}/"
        yield LostYearPage(
            path=f"{part}index.html",
            url=part,
            year=year,
            number=number,
            groups=_groups(context, rows[(number - 1) * _SIZE : number * _SIZE]),
            pager=pager(url, number, full, full),
        )


def _groups(context: Context, rows: Sequence[_Row]) -> tuple[LostGroup, ...]:
    """Return the articles of some rows, newest first, each with its pictures in their order."""
    found: dict[int, list[LostPicture]] = {}
    for at, picture in rows:
        found.setdefault(at, []).append(picture)
    return tuple(
        LostGroup(context.catalogue.link(at), tuple(own)) for at, own in reversed(list(found.items()))
    )


def _url(year: str) -> str:
    return f"{ROOT}{year or UNDATED}/"


def _articles(rows: Sequence[_Row]) -> int:
    return len({at for at, _ in rows})
