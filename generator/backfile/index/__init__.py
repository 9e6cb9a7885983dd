"""Entries and pictures to pages: decides what exists, in an order that does not depend on the order of anything.

Pure: what is known of images comes through one callable, `Lookup`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import msgspec

from backfile.addresses import TRACKING
from backfile.config import Site
from backfile.digest import digest
from backfile.index import anniversaries, articles, calendars, facets, feeds, finding, indexes, lists, losses
from backfile.index.catalogue import Catalogue
from backfile.index.context import Context
from backfile.index.facets import Facet, Lookup
from backfile.index.holding import Holding, Item, Redirect, arrange
from backfile.index.planned import Planned, planned
from backfile.index.sitemaps import Sitemap
from backfile.model import SECTIONS, AnyPage, Entry, NotFoundPage, RedirectPage, TextPage

__all__ = ["Holding", "Item", "Lookup", "Planned", "Redirect", "arrange", "pages", "pictures_needed"]


def pages(holding: Holding, lookup: Lookup, site: Site) -> Iterator[Planned]:
    """Yield every page of the site; one at a time, so that memory does not grow with what articles show."""
    public = site.base_url.startswith("http")
    sitemap = Sitemap(site.base_url)
    catalogue = Catalogue(holding, site)
    for page in _offering(catalogue.sections, _readable(catalogue, lookup)):
        if public:
            sitemap.see(page)
        yield page
    yield from map(planned, _others(holding, site, public, catalogue.sections))
    if site.base_url != "file:":
        # A page that is read as a file may not read others.
        yield from map(planned, finding.pages(holding.items))
        yield from map(planned, anniversaries.pages(catalogue))
    if public:
        yield from map(planned, sitemap.pages())


def _others(holding: Holding, site: Site, public: bool, sections: tuple[str, ...]) -> Iterator[AnyPage]:
    for redirect in holding.redirects:
        yield RedirectPage(path=redirect.path, url=redirect.url, title=redirect.title, target=redirect.target)
    files = 0 if site.base_url == "file:" else finding.files_of(len(holding.items))
    yield NotFoundPage(
        path="404.html",
        url="404.html",
        sections=sections,
        files=files,
        tracking=TRACKING if files else "",
    )
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


def _offering(sections: tuple[str, ...], found: Iterable[Planned]) -> Iterator[Planned]:
    """Yield pages whose headers offer some sections."""
    if sections == SECTIONS:
        yield from found
        return
    for one in found:
        inputs = digest((one.inputs, sections)) if one.inputs else b""
        yield one._replace(make=partial(_with_sections, one, sections), inputs=inputs)


def _with_sections(one: Planned, sections: tuple[str, ...]) -> AnyPage:
    return msgspec.structs.replace(one.make(), sections=sections)


def _readable(catalogue: Catalogue, lookup: Lookup) -> Iterator[Planned]:
    found: list[Facet] = []
    yield from articles.pages(catalogue, lookup, found)
    context = Context(catalogue, found)
    yield from lists.pages(context)
    yield from calendars.pages(context)
    yield from indexes.pages(context)
    yield from feeds.pages(context)
    if catalogue.site.pages.lost:
        yield from losses.pages(context)
