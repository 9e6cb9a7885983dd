"""Feeds and sitemaps: RFC 4287 and sitemaps.org, as far as a reader or a robot depends on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from backfile.check.tree import Tree

_ATOM = "{http://www.w3.org/2005/Atom}"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)\Z")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?\Z")
# sitemaps.org: more than this is not read.
_SITEMAP_URLS, _SITEMAP_BYTES = 50_000, 50 * 1024 * 1024


class Finding(NamedTuple):
    """Something wrong in an XML file; line is 0 when unknown."""

    line: int
    message: str


def check_xml(tree: Tree, path: str, data: bytes) -> Iterator[Finding]:
    """Yield what is wrong in an XML file of the site."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        yield Finding(0, "the XML declares a document type or entities, which readers refuse")
        return
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        yield Finding(error.position[0], f"the XML is not well-formed: {error.msg}")
        return
    if root.tag == f"{_ATOM}feed":
        yield from _feed(tree, path, root)
    elif root.tag in (f"{_SITEMAP}urlset", f"{_SITEMAP}sitemapindex"):
        yield from _sitemap(tree, root, len(data))


def check_robots(tree: Tree, text: str) -> Iterator[Finding]:
    """Yield the sitemaps that robots.txt names and that are not there."""
    for line, row in enumerate(text.split("\n"), 1):
        name, _, value = row.partition(":")
        if name.strip().lower() == "sitemap" and tree.base_url:
            wrong = _own(tree, value.strip())
            if wrong:
                yield Finding(line, f"the sitemap {wrong}")


def _feed(tree: Tree, path: str, root: Element) -> Iterator[Finding]:
    yield from _described(root, "the feed")
    entries = root.findall(f"{_ATOM}entry")
    if root.find(f"{_ATOM}author") is None and any(e.find(f"{_ATOM}author") is None for e in entries):
        yield Finding(0, "neither the feed nor each of its entries has an author")
    yield from _links(tree, path, root, "the feed")
    own = [link for link in root.findall(f"{_ATOM}link") if link.get("rel") == "self"]
    for link in own:
        target = tree.resolve(path, link.get("href", ""))
        if target.file and target.file != path:
            yield Finding(0, f"the feed's self link names {target.file}")
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        what = f"entry {number}"
        yield from _described(entry, what)
        name = entry.findtext(f"{_ATOM}id", "").strip()
        if name in seen:
            yield Finding(0, f"{what} has the id {name} of another entry")
        seen.add(name)
        links = [
            link for link in entry.findall(f"{_ATOM}link") if link.get("rel", "alternate") == "alternate"
        ]
        if not links and entry.find(f"{_ATOM}content") is None:
            yield Finding(0, f"{what} has neither an alternate link nor content")
        yield from _links(tree, path, entry, what)


def _described(element: Element, what: str) -> Iterator[Finding]:
    """Yield which of id, title and updated an Atom feed or entry lacks."""
    for name in ("id", "title", "updated"):
        found = element.findall(f"{_ATOM}{name}")
        if len(found) != 1:
            yield Finding(0, f"{what} has {len(found)} {name} elements instead of one")
        elif not "".join(found[0].itertext()).strip():
            yield Finding(0, f"{what} has an empty {name}")
    for name in ("updated", "published"):
        value = element.findtext(f"{_ATOM}{name}")
        if value and not _INSTANT.match(value.strip()):
            yield Finding(0, f"{what} has {value.strip()!r} as {name}, which is no RFC 3339 date and time")


def _links(tree: Tree, path: str, element: Element, what: str) -> Iterator[Finding]:
    for link in element.findall(f"{_ATOM}link"):
        url = link.get("href", "")
        target = tree.resolve(path, url)
        if target.wrong or not url:
            yield Finding(0, f"a link of {what} {target.wrong or 'is empty'}")
        elif tree.base_url and not target.outside and not url.startswith(tree.base_url):
            yield Finding(0, f"a link of {what} is relative ({url}), which many readers do not understand")


def _sitemap(tree: Tree, root: Element, size: int) -> Iterator[Finding]:
    items = list(root)
    if len(items) > _SITEMAP_URLS or size > _SITEMAP_BYTES:
        yield Finding(0, f"the sitemap is larger than {_SITEMAP_URLS} addresses or 50 MB")
    seen: set[str] = set()
    for item in items:
        place = item.findtext(f"{_SITEMAP}loc", "").strip()
        if place in seen:
            yield Finding(0, f"{place} is there twice")
        seen.add(place)
        day = item.findtext(f"{_SITEMAP}lastmod", "").strip()
        if day and not _DAY.match(day):
            yield Finding(0, f"{place} has {day!r} as lastmod, which is no date")
        if not place.startswith(("http://", "https://")):
            yield Finding(0, f"{place or 'an empty entry'} is not an absolute address")
        elif tree.base_url:
            wrong = _own(tree, place)
            if wrong:
                yield Finding(0, f"{place} {wrong}")


def _own(tree: Tree, url: str) -> str:
    """Return why an absolute address is none of a file of the site, or ""."""
    target = tree.resolve("", url)
    if target.outside:
        return f"lies outside of {tree.base_url}"
    return target.wrong
