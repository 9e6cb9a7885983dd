"""Atom feeds: one of the whole archive, one of every term with a page; and one of the whole archive as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from operator import itemgetter
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from backfile.index.context import Context
from backfile.index.lists import feed_url
from backfile.index.moments import EPOCH, day_of, rfc3339
from backfile.index.planned import Planned
from backfile.index.terms import KINDS
from backfile.model import FeedEntry, FeedPage, JsonFeedPage

# So many entries are kept: each article is in the feeds of its tags, author and source.
_KEPT = 1 << 14


def pages(context: Context) -> Iterator[Planned]:
    """Yield the feed of the newest dated articles, and such a feed for every term with dated articles."""
    maker = _Feeds(context)
    everything = range(len(context.items))
    yield maker.planned(FeedPage, everything, "feed.xml", "feed.xml", context.site.title, "")
    if context.site.base_url.startswith("http"):
        yield maker.planned(JsonFeedPage, everything, "feed.json", "feed.json", context.site.title, "")
    for kind in KINDS:
        terms = context.terms[kind]
        for key in terms.paged():
            members, url = terms.members[key], terms.url(key)
            # Undated articles come before all others: the last one tells whether any has a date.
            if context.days[members[-1]]:
                title = f"{terms.names[key]} · {context.site.title}"
                yield maker.planned(
                    FeedPage, members, f"{terms.folder(key)}/feed.xml", feed_url(url), title, url
                )


class _Feeds:
    """Makes feeds; an article's entry is made once for all feeds it is in."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._zone = ZoneInfo(context.site.timezone)
        self._entries: dict[int, tuple[FeedEntry, datetime]] = {}

    def planned(
        self, kind: type[FeedPage], positions: Sequence[int], path: str, url: str, title: str, home: str
    ) -> Planned:
        """Return the feed of the newest of some articles."""
        newest = positions[-self._context.site.pages.feed :]
        make = partial(self._feed, kind, newest, path, url, title, home)
        return Planned(kind, path, url, make, self._context.inputs(newest, title, home))

    def _feed(
        self, kind: type[FeedPage], newest: Sequence[int], path: str, url: str, title: str, home: str
    ) -> FeedPage:
        found = [self._entry(at) for at in reversed(newest) if self._context.days[at]]
        entries = tuple(entry for entry, _ in found)
        updated = max(found, key=itemgetter(1))[0].updated if found else EPOCH
        return kind(
            path=path,
            url=url,
            title=title,
            home=home,
            id=_urn(f"feed:{url}"),
            updated=updated,
            entries=entries,
        )

    def _entry(self, at: int) -> tuple[FeedEntry, datetime]:
        """Return an article's entry, and the moment of its last change."""
        entry = self._entries.get(at)
        if entry is None:
            if len(self._entries) >= _KEPT:
                self._entries.clear()
            made = self._made(at)
            entry = self._entries[at] = made, datetime.fromisoformat(made.updated)
        return entry

    def _made(self, at: int) -> FeedEntry:
        item, site = self._context.items[at], self._context.site
        article = item.entry.article
        published = rfc3339(article.date, self._zone)
        updated = rfc3339(article.updated, self._zone) if day_of(article.updated) else published
        return FeedEntry(
            card=self._context.cards[at],
            id=_urn(f"article:{item.id}"),
            absolute=site.base_url + item.url if site.base_url.startswith("http") else "",
            published=published,
            updated=max(published, updated, key=datetime.fromisoformat),
        )


def _urn(name: str) -> str:
    """Return a URN that stays when the site moves to another address."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'backfile:{name}')}"
