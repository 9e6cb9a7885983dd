"""Links from one page: relative, with index.html for offline copies, absolute below the base path for 404.html."""

from __future__ import annotations

from urllib.parse import urlsplit

from backfile.addresses import root_of
from backfile.config import Site
from backfile.model import AnyPage, NotFoundPage

OFFLINE = "file:"


class Links:
    """The way from one page to addresses below the site's root; called with an address, it gives the href."""

    __slots__ = ("offline", "root")

    def __init__(self, root: str, offline: bool) -> None:
        self.root = root
        self.offline = offline

    def __call__(self, url: str) -> str:
        """Return the href of an address below the site's root (percent-encoded, "" or "./" is home, a fragment may follow)."""
        url = url.removeprefix("./")
        if self.offline:
            address, mark, fragment = url.partition("#")
            if not address or address.endswith("/"):
                url = f"{address}index.html{mark}{fragment}"
        return self.root + url or "./"


def links_of(page: AnyPage, site: Site) -> Links:
    """Return the links of a page."""
    offline = site.base_url == OFFLINE
    if isinstance(page, NotFoundPage) and not offline:
        return Links(urlsplit(site.base_url).path or "/", False)
    return Links(root_of(page.path), offline)


def absolute(site: Site, url: str) -> str:
    """Return the whole URL of an address below the site's root, "" for a site that has none."""
    if not site.base_url or site.base_url == OFFLINE:
        return ""
    return site.base_url + url
