"""Atom feeds, and the sitemap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from backfile.addresses import term_segment, term_url
from backfile.index.context import KINDS, Context, day_url
from backfile.model import AnyPage, FeedEntry, FeedPage, SitemapPage

# So many articles make one sitemap; more are split by year, so that a new article changes only its year's part.
_ONE_SITEMAP = 5_000
_EPOCH = "1970-01-01T00:00:00Z"
_ZONED = re.compile(r"(?:Z|[+-]\d\d:\d\d)\Z")


def pages(context: Context) -> Iterator[AnyPage]:
    """Yield the feed of the site, of every term with a page, and the sitemap when the site's address is known."""
    everything = range(len(context.items))
    yield _feed(context, everything, ("feed.xml", "feed.xml"), context.site.title, "")
    for kind in KINDS:
        terms = context.terms[kind]
        for key in sorted(terms.members):
            if terms.has_page(key):
                url = term_url(kind, key)
                place = (f"{kind}/{term_segment(key)}/feed.xml", f"{url}feed.xml")
                yield _feed(context, terms.members[key], place, terms.names[key], url)
    if context.site.base_url.startswith("http"):
        yield from _sitemap(context)


def moment(date: str, zone: str) -> str:
    """Return a date as RFC 3339 with a zone: what is not known of it is the first of the year, month or day there."""
    if not date:
        return _EPOCH
    if "T" in date and _ZONED.search(date):
        return date
    padded = date if "T" in date else (date + "-01-01")[:10] + "T00:00:00"
    try:
        there = datetime.fromisoformat(padded).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return _EPOCH
    return there.isoformat(timespec="seconds")


def _feed(
    context: Context, positions: Sequence[int], place: tuple[str, str], title: str, home: str
) -> FeedPage:
    dated = [at for at in positions if context.dates[at]][-context.site.pages.feed :]
    entries = tuple(_entry(context, at) for at in reversed(dated))
    return FeedPage(
        path=place[0],
        url=place[1],
        title=title,
        home=home,
        id=_urn(f"feed:{place[1]}"),
        updated=max((e.updated for e in entries), key=datetime.fromisoformat, default=_EPOCH),
        entries=entries,
    )


def _entry(context: Context, at: int) -> FeedEntry:
    article, card, site = context.items[at].entry.article, context.cards[at], context.site
    published = moment(article.date, site.timezone)
    updated = moment(article.updated, site.timezone) if article.updated else published
    absolute = site.base_url + card.url if site.base_url.startswith("http") else ""
    return FeedEntry(card, _urn(f"article:{card.id}"), absolute, published, updated)


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'backfile:{name}')}"


def _sitemap(context: Context) -> Iterator[AnyPage]:
    base = context.site.base_url
    articles: dict[str, list[tuple[str, str]]] = {}
    for item, date in zip(context.items, context.dates, strict=True):
        year = date[:4] if len(context.items) > _ONE_SITEMAP else ""
        articles.setdefault(year or "pages", []).append(
            (base + item.url, (item.entry.article.updated or date)[:10])
        )
    fixed = [base, f"{base}dates/", *(f"{base}{kind}/" for kind in KINDS)]
    days = sorted({d[:length] for d in context.dates for length in (4, 7, 10) if len(d) >= length})
    fixed += [base + day_url(d) for d in days]
    for kind in KINDS:
        terms = context.terms[kind]
        fixed += [base + term_url(kind, key) for key in sorted(terms.members) if terms.has_page(key)]
    articles.setdefault("pages", [])[:0] = [(url, "") for url in fixed]
    if len(articles) == 1:
        yield SitemapPage(path="sitemap.xml", url="sitemap.xml", urls=tuple(articles["pages"]))
        return
    parts = sorted(articles)
    for part in parts:
        name = f"sitemap-{part}.xml"
        yield SitemapPage(path=name, url=name, urls=tuple(articles[part]))
    yield SitemapPage(
        path="sitemap.xml", url="sitemap.xml", urls=(), parts=tuple(f"{base}sitemap-{p}.xml" for p in parts)
    )
