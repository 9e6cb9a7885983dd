"""Entries and pictures to pages: decides what exists, in an order that does not depend on the order of anything.

Pure: what is known of images comes through one callable, `Lookup`.
"""

from __future__ import annotations

from collections.abc import Iterator

from backfile.config import Site
from backfile.index import articles, calendars, facets, feeds, indexes, lists, losses
from backfile.index.catalogue import Catalogue
from backfile.index.context import Context
from backfile.index.facets import Facet, Lookup
from backfile.index.holding import Holding, Item, Redirect, arrange
from backfile.index.planned import Planned, planned
from backfile.index.sitemaps import Sitemap
from backfile.model import AnyPage, Entry, NotFoundPage, RedirectPage, TextPage

__all__ = ["Holding", "Item", "Lookup", "Planned", "Redirect", "arrange", "pages", "pictures_needed"]


def pages(holding: Holding, lookup: Lookup, site: Site) -> Iterator[Planned]:
    """Yield every page of the site; one at a time, so that memory does not grow with what articles show."""
    public = site.base_url.startswith("http")
    sitemap = Sitemap(site.base_url)
    for page in _readable(holding, lookup, site):
        if public:
            sitemap.see(page)
        yield page
    yield from map(planned, _others(holding, site, public))
    if public:
        yield from map(planned, sitemap.pages())


def _others(holding: Holding, site: Site, public: bool) -> Iterator[AnyPage]:
    for redirect in holding.redirects:
        yield RedirectPage(path=redirect.path, url=redirect.url, title=redirect.title, target=redirect.target)
    yield NotFoundPage(path="404.html", url="404.html")
    yield TextPage(path=".nojekyll", url=".nojekyll", text="")
    robots = "User-agent: *\nAllow: /\n" + (f"\nSitemap: {site.base_url}sitemap.xml\n" if public else "")
    yield TextPage(path="robots.txt", url="robots.txt", text=robots)
    if site.deploy.cname.strip():
        yield TextPage(path="CNAME", url="CNAME", text=site.deploy.cname.strip() + "\n")


def pictures_needed(holding: Holding) -> Iterator[tuple[Entry, str, bool]]:
    """Yield every image reference that pages may show, each once an article; True for what is shown as a cover.

    `pages` asks its lookup for no other.
    """
    return facets.pictures_needed(holding.items)


def _readable(holding: Holding, lookup: Lookup, site: Site) -> Iterator[Planned]:
    catalogue = Catalogue(holding, site)
    found: list[Facet] = []
    yield from articles.pages(catalogue, lookup, found)
    context = Context(catalogue, found)
    yield from lists.pages(context)
    yield from calendars.pages(context)
    yield from indexes.pages(context)
    yield from feeds.pages(context)
    if site.pages.lost:
        yield from losses.pages(context)
