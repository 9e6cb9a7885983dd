"""Why pages are rendered, in words, for -v: what has changed of all that a page is made of.

Nothing is decided here: what is to be rendered was found by keys before anybody asks why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import msgspec

from backfile import __version__
from backfile.build.rendering import VISIBLE, Stale
from backfile.build.stamp import stamp
from backfile.config import Site
from backfile.digest import digest
from backfile.model import AnyPage, ArticlePage, Card, unpack_page
from backfile.render.theme import Theme, reach, sources_of, strings_of, template_of

# So many pages are spoken of one by one, and so many names in one of these sentences; of the rest only the number is told.
MOST = 200
_NAMES = 3

_CODE = ("frontmatter", "markdown", "images", "index", "render")
# What a reader of -v would call the fields of an article's page; others are called by their names.
_WORDS = {
    "body": "text",
    "card": "card",
    "previous": "previous article",
    "next": "next article",
    "related": "related articles",
    "linked_from": "articles that link to it",
    "pictures": "pictures",
    "links": "links to other articles",
}
# Follow from the text, so that naming the text is enough.
_OF_TEXT = {"characters", "headings", "folded"}


class Makers(msgspec.Struct, frozen=True):
    """What a site was made by, besides its articles and pictures; everything but the version as digests by name."""

    version: str
    code: tuple[tuple[str, bytes], ...]
    settings: tuple[tuple[str, bytes], ...]
    strings: tuple[tuple[str, bytes], ...]
    templates: tuple[tuple[str, bytes], ...]


def makers_of(theme: Theme, site: Site) -> Makers:
    """Return what makes a site now."""
    return Makers(
        __version__,
        tuple((name, stamp(name)) for name in _CODE),
        tuple((name, digest(getattr(site, name))) for name in VISIBLE),
        tuple((name, digest(files)) for name, files in strings_of(theme).items()),
        tuple((name, digest(text)) for name, text in sources_of(theme).items()),
    )


class Published(msgspec.Struct, frozen=True):
    """What is known of the site as it was published: what made it, its paths, and those whose files are still what they were.

    page_of gives what was kept of an article's page by its path, b"" for nothing.
    """

    makers: Makers | None
    paths: Collection[str]
    known: Collection[str]
    page_of: Callable[[str], bytes]


class Causes:
    """Collects why pages are rendered while they pass by."""

    def __init__(self, published: Published, now: Makers, theme: Theme, files: Mapping[str, str]) -> None:
        """now: what makes the site now; files: the article files that changed, by the addresses of their pages."""
        self._published, self._files = published, files
        self._common, self._edited = "", frozenset[str]()
        if published.makers is not None:
            self._common = _of_all(published.makers, now)
            self._edited = frozenset(_changed(published.makers.templates, now.templates))
        self._reach = reach(theme) if self._edited else {}
        self._lines: list[str] = []
        self._others: Counter[str] = Counter()

    def noted(self, stale: Iterable[Stale]) -> Iterator[Stale]:
        """Pass pages on that are to be rendered."""
        for one in stale:
            if len(self._lines) < MOST:
                self._lines.append(f"{one.path}: {self._outer(one) or self._inner(unpack_page(one.page))}")
            else:
                self._others[self._outer(one) or "something that they show changed"] += 1
            yield one

    def lines(self) -> tuple[str, ...]:
        """Return a line for each page, and one for each cause of those that are too many."""
        others = (f"{count:,} more pages: {cause}" for cause, count in sorted(self._others.items()))
        return (*self._lines, *others)

    def _outer(self, one: Stale) -> str:
        """Return why a page is rendered whatever it shows, "" when that is not why."""
        if one.path not in self._published.paths:
            return "new"
        if one.path not in self._published.known:
            return "what was published of it is not known, or not to be trusted"
        if self._common:
            return self._common
        if not self._edited:
            return ""
        page = unpack_page(one.page)
        names = sorted(self._edited & self._reach.get(template_of(type(page)), frozenset()))
        return f"template {_list(names)} changed" if names else ""

    def _inner(self, page: AnyPage) -> str:
        """Return what a page shows that changed."""
        packed = self._published.page_of(page.path) if isinstance(page, ArticlePage) else b""
        if packed:
            found = _differences(unpack_page(packed), page)
            file = self._files.get(page.url, "")
            if found:
                return f"{_list(found)} changed" + (f" with {file}" if file else "")
        urls = dict.fromkeys(_addresses(msgspec.to_builtins(page, enc_hook=_facts)))
        shown = [self._files[url] for url in urls if url in self._files]
        return f"shows {_list(shown)}, which changed" if shown else "what it counts or its neighbours changed"


def _of_all(before: Makers, now: Makers) -> str:
    """Return what changed for every page."""
    if before.version != now.version:
        return f"backfile {before.version} -> {now.version}"
    for what, old, new in (
        ("backfile's own", before.code, now.code),
        ("in site.toml", before.settings, now.settings),
        ("the strings", before.strings, now.strings),
    ):
        names = _changed(old, new)
        if names:
            return f"{what} {_list(names)} changed"
    return ""


def _changed(old: Iterable[tuple[str, bytes]], new: Iterable[tuple[str, bytes]]) -> list[str]:
    return sorted({name for name, _ in set(old) ^ set(new)})


def _differences(old: AnyPage, new: AnyPage) -> list[str]:
    """Return in words what differs between two pages of an article."""
    names = [name for name in new.__struct_fields__ if getattr(old, name, None) != getattr(new, name)]
    if "body" in names:
        names = [name for name in names if name not in _OF_TEXT]
    return [_WORDS.get(name, name) for name in names]


def _addresses(value: object) -> Iterator[str]:
    """Yield every address below a page as built-in values."""
    if isinstance(value, dict):
        url = value.get("url")
        if isinstance(url, str):
            yield url
        for inner in value.values():
            yield from _addresses(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _addresses(inner)


def _facts(value: object) -> object:
    if isinstance(value, Card):
        return value.facts
    raise NotImplementedError


def _list(names: Iterable[str]) -> str:
    found = list(names)
    more = f" and {len(found) - _NAMES} more" if len(found) > _NAMES else ""
    return ", ".join(found[:_NAMES]) + more
