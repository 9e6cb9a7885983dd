"""Entries and pictures to pages: decides what exists, in an order that does not depend on the order of anything.

Pure: what is known of images comes through one callable, `Lookup`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from backfile.config import Site
from backfile.index import articles, calendars, feeds, indexes, lists
from backfile.index.context import Context, Lookup
from backfile.index.holding import Holding, Item, arrange
from backfile.model import AnyPage, Entry, NotFoundPage, RedirectPage, TextPage

__all__ = ["Holding", "Item", "Lookup", "arrange", "pages", "pictures_needed"]


def pages(holding: Holding, lookup: Lookup, site: Site) -> Iterator[AnyPage]:
    """Yield every page of the site; one at a time, so that memory does not grow with their number."""
    context = Context(holding, lookup, site)
    makers: tuple[Callable[[Context], Iterator[AnyPage]], ...] = (
        articles.pages,
        lists.pages,
        calendars.pages,
        indexes.pages,
        feeds.pages,
    )
    for make in makers:
        yield from make(context)
    for folder, target in holding.redirects:
        yield RedirectPage(path=f"{folder}/index.html", url=context.encoded(folder), target=target)
    yield NotFoundPage(path="404.html", url="404.html")
    yield TextPage(path=".nojekyll", url="", text="")
    yield TextPage(path="robots.txt", url="", text=_robots(site))
    if site.deploy.cname:
        yield TextPage(path="CNAME", url="", text=site.deploy.cname + "\n")


def pictures_needed(holding: Holding) -> Iterator[tuple[Entry, str, bool]]:
    """Yield every image reference that pages show; True for covers and for what stands in for one."""
    for item in holding.items:
        entry = item.entry
        if entry.article.cover:
            yield entry, entry.article.cover, True
        for image in entry.facts.images:
            yield entry, image.url, False
        if entry.facts.images:
            # Which picture stands in for a cover is known only when all are: the first few are made ready.
            for image in entry.facts.images[: Context.STAND_INS]:
                yield entry, image.url, True


def _robots(site: Site) -> str:
    text = "User-agent: *\nAllow: /\n"
    return text + (f"\nSitemap: {site.base_url}sitemap.xml\n" if site.base_url.startswith("http") else "")
