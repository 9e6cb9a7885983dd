"""What can be said of a holding before any picture is known: terms, days, and which article links to which."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from sys import intern
from urllib.parse import unquote, urlsplit

from backfile.addresses import identity, safe_permalink
from backfile.config import Site
from backfile.index.holding import Holding, Item
from backfile.index.moments import clock_of
from backfile.index.places import comparable
from backfile.index.terms import KINDS, Terms
from backfile.model import SECTIONS, Link

# Languages of a site in which a text of the Latin script is surely another one's, and English, which is told apart.
_NOT_LATIN = frozenset({"zh", "ja", "ko", "ar", "he", "fa", "ur", "ru", "uk", "el", "th", "hi", "en"})
# A tag's page exists from so many articles on; authors and sources have one always.
_LEAST = {"tags": 2, "authors": 1, "sources": 1}


class Catalogue:
    """A holding with its terms; positions count from the oldest article.

    In terms["authors"] an article without authors stands under its source; `people` has only authors that articles name.
    languages: of each article the one that it declares, else the one that its text suggests; links: the hrefs of its body
    that mean other articles of the archive, with the positions of these.
    """

    def __init__(self, holding: Holding, site: Site) -> None:
        self.items, self.site = holding.items, site
        articles = [item.entry.article for item in self.items]
        sources: list[tuple[str, ...]] = [(a.source,) if a.source else () for a in articles]
        names: dict[str, list[tuple[str, ...]]] = {
            "tags": [a.tags for a in articles],
            "authors": [a.authors or s for a, s in zip(articles, sources, strict=True)],
            "sources": sources,
        }
        self.terms = {kind: Terms(kind, names[kind], _LEAST[kind]) for kind in KINDS}
        # Sources are optional: an archive of none would have an empty page of them.
        self.sections = SECTIONS if self.terms["sources"].members else SECTIONS[:-1]
        self.people = Terms("authors", [a.authors for a in articles], 1)
        self.days = [item.day for item in self.items]
        self._positions = {comparable(item.folder): at for at, item in enumerate(self.items)}
        folders = {item.url: at for at, item in enumerate(self.items)}
        for redirect in holding.redirects:
            self._positions.setdefault(
                comparable(redirect.path.removesuffix("/index.html")), folders[redirect.target]
            )
        self._originals = Originals([a.original for a in articles])
        self._own = site.base_url if site.base_url.startswith("http") else ""
        self._base = urlsplit(self._own).path or "/"
        self._links: dict[int, Link] = {}
        self.languages: list[str] = []
        self.links: list[tuple[tuple[str, int], ...]] = []
        for at, item in enumerate(self.items):
            facts = item.entry.facts
            found = item.entry.article.lang or facts.lang
            self.languages.append(intern(language_of(found, site.language)))
            self.links.append(self._internal_links(at, facts.links))

    def link(self, at: int, note: tuple[str, ...] = ()) -> Link:
        """Return a link to an article."""
        link = self._links.get(at)
        if link is None:
            item = self.items[at]
            title = item.entry.article.title
            link = self._links[at] = Link(title, item.url, item.day, time_of(item), self.languages[at])
        return Link(link.title, link.url, link.day, link.time, link.lang, note) if note else link

    def _internal_links(self, at: int, hrefs: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
        found = []
        for href in hrefs:
            target = self._target(href)
            # A link to the article's own original is meant for the original.
            if target is not None and target != at:
                found.append((href, target))
        return tuple(found)

    def _target(self, href: str) -> int | None:
        if self._own and href.startswith(self._own):
            return self._at_path(href[len(self._own) :])
        if href.startswith("/") and not href.startswith("//"):
            below = self._at_path(href.removeprefix(self._base))
            return self._at_path(href) if below is None else below
        return self._originals.find(href)

    def _at_path(self, path: str) -> int | None:
        plain = unquote(path.partition("#")[0].partition("?")[0])
        return self._positions.get(comparable(safe_permalink(plain).removesuffix("/index.html")))


class Originals:
    """Finds the article that a URL was the original of: by the URL as written, else by what identifies an article.

    Reading URLs costs more than all else that is done to links, and most of them lead to hosts that no article is from.
    """

    def __init__(self, urls: Sequence[str]) -> None:
        self._urls = urls
        self._exact: dict[str, int] = {}
        self._families: dict[str, list[int]] = {}
        self._identities: dict[str, dict[str, int]] = {}
        for at, url in enumerate(urls):
            if url:
                # Of two articles with one original the older is meant: a newer one must not change old pages.
                self._exact.setdefault(url, at)
                self._families.setdefault(_family(_netloc(url)), []).append(at)

    def find(self, url: str) -> int | None:
        """Return the position of the article with this original, None when there is none."""
        at = self._exact.get(url)
        if at is not None or not url.startswith(("http://", "https://")):
            return at
        family = _family(_netloc(url))
        if family not in self._families:
            return None
        if family not in self._identities:
            known = self._identities[family] = {}
            for other in self._families[family]:
                known.setdefault(identity(self._urls[other]), other)
            known.pop("", None)
        return self._identities[family].get(identity(url))


def _netloc(url: str) -> str:
    return url.partition("//")[2].partition("/")[0].partition("?")[0].partition("#")[0]


@lru_cache(1 << 14)
def _family(netloc: str) -> str:
    """Return what identities of URLs of a host have in common: only URLs of one family can mean the same article."""
    return identity(f"http://{netloc}/s/x").partition("/")[0]


def time_of(item: Item) -> str:
    """Return the hour and minute of an article, "" when its date has none."""
    return clock_of(item.entry.article.date) if len(item.day) == 10 else ""


def language_of(found: str, own: str) -> str:
    """Return the language of a text as pages say it: a Latin text that is not English is the site's, if that can be."""
    return own if found == "und" and own.partition("-")[0].lower() not in _NOT_LATIN else found
