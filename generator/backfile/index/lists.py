"""Lists of articles: the home page and its numbered parts, the undated ones, and the pages of each term.

Lists are numbered from the oldest article, in parts of ``[pages] list``. With n articles in parts of s:

- part p (from 1) holds the articles (p-1)*s to p*s-1, has the address ``<list>/p/<p>/``, and exists once it is full;
- the root ``<list>/`` shows what is left over after the last full part, newest first, and that part too as long as
  the rest is less than a quarter of a part: at most s + s/4 articles;
- the root's "older" is the last part that it does not show, a part's "older" the part before it; a part's "newer" is the next
  full part;
- a part's "newest" is the root; the last full part has no "newer", for what follows it is on the root.

So root, root.older, root.older.older ... shows every article exactly once, newest first; and a part is written once when it
is full and once more, for its link, when the next one is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from backfile.index.anniversaries import days_of
from backfile.index.context import Context
from backfile.index.planned import Planned, planned
from backfile.index.sitemaps import OTHERS
from backfile.index.spans import bars_of, spine_of
from backfile.index.terms import KINDS, Terms
from backfile.model import Card, Feed, HomePage, ListPage, Pager, TermPage, UndatedPage

_TAGS, _SOURCES, _TERMS = 12, 8, 12
# A root stands alone from this share of a part on: with a whole part more it would be twice as heavy as any part.
_ROOT_SHARE = 4
# Tags that two articles share by chance say nothing, and one that has just got its second article must not change
# the pages of the terms of its first.
_TOGETHER = 2


def pages(context: Context) -> Iterator[Planned]:
    """Yield home, the numbered parts of all articles, the undated ones, and every term's pages."""
    dated = [at for at, day in enumerate(context.days) if day]
    undated = [at for at, day in enumerate(context.days) if not day]
    # Articles without a date have a list of their own, so that one more of them moves no part of the dated ones.
    yield from _home(context, dated or undated, len(undated))
    if undated:
        yield from _undated(context, undated)
    for kind in KINDS:
        for key in context.terms[kind].paged():
            yield from _term(context, context.terms[kind], key)


def feed_url(folder_url: str) -> str:
    """Return the address of the feed of a list."""
    return f"{folder_url}feed.xml"


def split(count: int, size: int) -> tuple[int, int]:
    """Return how many full parts a list of so many articles has, and how many of them its root does not show."""
    full, rest = divmod(count, size)
    return full, full if rest * _ROOT_SHARE >= size else max(0, full - 1)


def pager(root: str, number: int, full: int, before: int) -> Pager:
    """Return where the part with a number leads, 0 for the root, in a list with so many full parts; before: see `split`."""
    if number == 0:
        return Pager(older=_part(root, before) if before else "")
    return Pager(
        older=_part(root, number - 1) if number > 1 else "",
        newer=_part(root, number + 1) if number < full else "",
        newest=root,
    )


def _part(root: str, number: int) -> str:
    return f"{root}p/{number}/"


def _home(context: Context, listed: Sequence[int], undated: int) -> Iterator[Planned]:
    size, count = context.site.pages.list, len(context.items)
    full, before = split(len(listed), size)
    groups = context.by_day(listed[before * size :])
    kept, lost = context.images(range(count))
    days = [context.days[at] for at in listed if context.days[at]]
    page = HomePage(
        path="index.html",
        url="",
        description=context.site.description,
        articles=count,
        first=days[0] if days else "",
        last=days[-1] if days else "",
        sources_count=len(context.terms["sources"].members),
        images_kept=kept,
        images_lost=lost,
        added=max((item.entry.article.capture.added[:10] for item in context.items), default=""),
        spine=spine_of(context.days),
        lead=_lead([context.cards[at] for at in reversed(listed[-2 * size :])]),
        groups=groups,
        pager=pager("", 0, full, before),
        tags=context.terms["tags"].most(range(count), _TAGS),
        sources=context.terms["sources"].most(range(count), _SOURCES),
        undated=undated,
        anniversaries="" if context.site.base_url == "file:" else days_of(context.items),
    )
    yield planned(page, OTHERS)
    for number in range(1, full + 1):
        part = listed[(number - 1) * size : number * size]
        url = _part("", number)
        inputs = context.inputs(part, number < full)
        yield Planned(
            ListPage, f"{url}index.html", url, partial(_numbered, context, part, number, full), inputs
        )


def _lead(newest: Sequence[Card]) -> Card | None:
    """Return the newest article with a picture, for home to begin with, also when it is in the last part and not on home."""
    return next((card for card in newest if card.thumb is not None), None)


def _numbered(context: Context, part: Sequence[int], number: int, full: int) -> ListPage:
    url = _part("", number)
    return ListPage(
        path=f"{url}index.html",
        url=url,
        number=number,
        groups=context.by_day(part),
        pager=pager("", number, full, full),
    )


def _undated(context: Context, undated: Sequence[int]) -> Iterator[Planned]:
    """Yield the list of articles without a date: parts in the order of their accession, each of them by title."""
    captures = [context.items[at].entry.article.capture for at in range(len(context.items))]
    listed = sorted(undated, key=lambda at: (captures[at].added, context.items[at].id))
    size = context.site.pages.list
    full, before = split(len(listed), size)
    for number in range(full + 1):
        part = listed[(number - 1) * size : number * size] if number else listed[before * size :]
        url = _part("undated/", number) if number else "undated/"
        ordered = sorted(part, key=lambda at: (context.items[at].entry.article.title, context.items[at].id))
        page = UndatedPage(
            path=f"{url}index.html",
            url=url,
            cards=tuple(context.cards[at] for at in ordered),
            pager=pager("undated/", number, full, before),
        )
        yield planned(page, "" if number else OTHERS)


def _term(context: Context, terms: Terms, key: str) -> Iterator[Planned]:
    members, size = terms.members[key], context.site.pages.list
    full, _ = split(len(members), size)
    url, folder, state = terms.url(key), terms.folder(key), terms.state(key)
    root = partial(_root, context, terms, key)
    inputs = context.inputs(members, state)
    yield Planned(TermPage, f"{folder}/index.html", url, root, inputs, OTHERS)
    for number in range(1, full + 1):
        part = members[(number - 1) * size : number * size]
        make = partial(_term_part, context, terms, key, part, number)
        inputs = context.inputs(part, url, number < full)
        yield Planned(TermPage, f"{folder}/p/{number}/index.html", _part(url, number), make, inputs)


def _term_part(context: Context, terms: Terms, key: str, part: Sequence[int], number: int) -> TermPage:
    # The spelling of its own articles: one that becomes the most frequent later changes no full part.
    name, url = terms.spelled(key, part), terms.url(key)
    full, _ = split(len(terms.members[key]), context.site.pages.list)
    return TermPage(
        path=f"{terms.folder(key)}/p/{number}/index.html",
        url=_part(url, number),
        title=name,
        kind=terms.kind,
        name=name,
        number=number,
        groups=context.by_year(part),
        pager=pager(url, number, full, full),
    )


def _root(context: Context, terms: Terms, key: str) -> TermPage:
    members, name, url = terms.members[key], terms.names[key], terms.url(key)
    full, before = split(len(members), context.site.pages.list)
    days = [context.days[at] for at in members if context.days[at]]
    kept, lost = context.images(members)
    sources = context.terms["sources"]
    return TermPage(
        path=f"{terms.folder(key)}/index.html",
        url=url,
        title=name,
        kind=terms.kind,
        name=name,
        number=0,
        groups=context.by_year(members[before * context.site.pages.list :]),
        pager=pager(url, 0, full, before),
        count=len(members),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        bars=bars_of(days),
        tags=context.terms["tags"].most(
            members, _TERMS, least=_TOGETHER, but=key if terms.kind == "tags" else ""
        ),
        authors=context.people.most(members, _TERMS) if terms.kind != "authors" else (),
        sources=sources.most(members, _TERMS) if terms.kind != "sources" else (),
        images_kept=kept,
        images_lost=lost,
        feeds=(Feed(name, feed_url(url)),) if days else (),
    )
