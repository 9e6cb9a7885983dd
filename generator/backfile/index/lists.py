"""Lists of articles: the home page and its numbered parts, and the pages of each term.

Lists are numbered from the oldest article. Part p (from 1) exists once it is full and then never changes, except for its link
to the newer part. The root shows what is left over after the last full part together with that part, newest first;
its "older" link leads to the part before. Thus every article is on the root or on exactly one linked part, and the last full
part has an address of its own as soon as it is full.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backfile.addresses import term_segment, term_url
from backfile.index.context import KINDS, Context, Terms
from backfile.index.spans import bars_of, spine_of
from backfile.model import AnyPage, Feed, HomePage, ListPage, Pager, TermPage, UndatedPage


def pages(context: Context) -> Iterator[AnyPage]:
    """Yield home, the numbered parts of all articles, the undated ones, and every term's pages."""
    yield from _home(context)
    undated = [at for at, date in enumerate(context.dates) if not date]
    if undated:
        cards = sorted((context.cards[at] for at in undated), key=lambda c: (c.title, c.id))
        yield UndatedPage(
            path="undated/index.html", url="undated/", title="", cards=tuple(cards), pager=Pager()
        )
    for kind in KINDS:
        terms = context.terms[kind]
        for key in sorted(terms.members):
            if terms.has_page(key):
                yield from _term(context, terms, key)


def parts(count: int, size: int) -> tuple[int, int]:
    """Return how many numbered parts a list of so many articles has, and where its root begins."""
    full = count // size
    return full, max(0, full - 1) * size


def pager_of(url: str, number: int, full: int) -> Pager:
    """Return where a numbered part leads; number 0 is the root."""
    if number == 0:
        return Pager(older=f"{url}p/{full - 1}/" if full >= 2 else "")
    newer = f"{url}p/{number + 1}/" if number < full else url
    return Pager(older=f"{url}p/{number - 1}/" if number > 1 else "", newer=newer or "./", newest=url or "./")


def _home(context: Context) -> Iterator[AnyPage]:
    size, count = context.site.pages.list, len(context.items)
    full, start = parts(count, size)
    dated = [d for d in context.dates if d]
    root = [at for at in range(start, count) if context.dates[at]] or list(range(start, count))
    groups = context.by_day(root)
    lead = next((c for g in groups[:1] for c in g.cards if c.thumb is not None), None)
    everything = range(count)
    kept, lost = context.images(everything)
    yield HomePage(
        path="index.html",
        url="",
        description=context.site.description,
        articles=count,
        first=dated[0][:10] if dated else "",
        last=dated[-1][:10] if dated else "",
        sources_count=len(context.terms["sources"].members),
        images_kept=kept,
        images_lost=lost,
        added=max((i.entry.article.capture.added[:10] for i in context.items), default=""),
        spine=spine_of(context.dates),
        lead=lead,
        groups=groups,
        pager=pager_of("", 0, full),
        tags=context.terms["tags"].most(everything, context.names["tags"], 12),
        sources=context.terms["sources"].most(everything, context.names["sources"], 8),
        undated=count - len(dated),
    )
    for number in range(1, full + 1):
        part = range((number - 1) * size, number * size)
        url = f"p/{number}/"
        groups = context.by_day(part)
        yield ListPage(
            path=f"{url}index.html", url=url, number=number, groups=groups, pager=pager_of("", number, full)
        )


def _term(context: Context, terms: Terms, key: str) -> Iterator[AnyPage]:
    members = terms.members[key]
    name, url = terms.names[key], term_url(terms.kind, key)
    folder = f"{terms.kind}/{term_segment(key)}"
    full, start = parts(len(members), context.site.pages.list)
    feeds = (Feed(name, f"{url}feed.xml"),)
    yield _root(context, terms, key, members[start:], (folder, url), feeds)
    size = context.site.pages.list
    for number in range(1, full + 1):
        yield TermPage(
            path=f"{folder}/p/{number}/index.html",
            url=f"{url}p/{number}/",
            title=name,
            kind=terms.kind,
            name=name,
            number=number,
            groups=context.by_year(members[(number - 1) * size : number * size]),
            pager=pager_of(url, number, full),
            feeds=feeds,
        )


def _root(
    context: Context,
    terms: Terms,
    key: str,
    shown: Sequence[int],
    at: tuple[str, str],
    feeds: tuple[Feed, ...],
) -> TermPage:
    members = terms.members[key]
    dated = [context.dates[m] for m in members if context.dates[m]]
    kept, lost = context.images(members)
    tags, authors, sources = (
        context.terms[kind].most(members, context.names[kind], 12, but=key if kind == terms.kind else "")
        for kind in KINDS
    )
    return TermPage(
        path=f"{at[0]}/index.html",
        url=at[1],
        title=terms.names[key],
        kind=terms.kind,
        name=terms.names[key],
        number=0,
        groups=context.by_year(shown),
        pager=pager_of(at[1], 0, len(members) // context.site.pages.list),
        count=len(members),
        first=dated[0][:10] if dated else "",
        last=dated[-1][:10] if dated else "",
        bars=bars_of(dated),
        tags=tags,
        authors=authors if terms.kind != "authors" else (),
        sources=sources if terms.kind != "sources" else (),
        images_kept=kept,
        images_lost=lost,
        feeds=feeds,
    )
