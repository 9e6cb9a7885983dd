"""The sitemap: what search engines are told of, in parts that one more article leaves mostly as they are."""

from __future__ import annotations

from collections.abc import Iterator

from backfile.index.planned import Planned
from backfile.model import ArticlePage, SitemapPage

# More articles, or more addresses, are split by year. The protocol allows 50,000 addresses in a file.
_WHOLE_ARTICLES = 5_000
_WHOLE = 40_000
# Parts that are no years.
UNDATED, OTHERS = "undated", "pages"


class Sitemap:
    """Collects the addresses of pages as they pass; numbered parts of lists, redirects and feeds are left out."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url
        self._articles = 0
        self._parts: dict[str, list[tuple[str, str]]] = {}

    def see(self, page: Planned) -> None:
        """Add a page if it belongs into the sitemap."""
        self._articles += page.kind is ArticlePage
        if page.part:
            self._parts.setdefault(page.part, []).append((page.url, page.changed))

    def pages(self) -> Iterator[SitemapPage]:
        """Yield the sitemap of what was seen, or its parts by year and their index."""
        total = sum(map(len, self._parts.values()))
        parts = sorted(self._parts.items())
        if self._articles <= _WHOLE_ARTICLES and total <= _WHOLE:
            yield self._page("sitemap.xml", [url for _, urls in parts for url in urls])
            return
        names = []
        for part, urls in parts:
            for start in range(0, len(urls), _WHOLE):
                names.append(f"sitemap-{part}{f'-{start // _WHOLE + 1}' if start else ''}.xml")
                yield self._page(names[-1], urls[start : start + _WHOLE])
        absolute = tuple(self._base + name for name in names)
        yield SitemapPage(path="sitemap.xml", url="sitemap.xml", urls=(), parts=absolute)

    def _page(self, name: str, urls: list[tuple[str, str]]) -> SitemapPage:
        absolute = tuple((self._base + url, changed) for url, changed in urls)
        return SitemapPage(path=name, url=name, urls=absolute)
