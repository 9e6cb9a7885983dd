"""Which articles are published, in which order, and at which address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import msgspec

from backfile.addresses import article_id, encode, is_web, safe_permalink
from backfile.config import Site
from backfile.errors import Problem
from backfile.index.moments import day_of, instant
from backfile.index.places import Places, comparable
from backfile.model import Entry

_PUBLISHED = ("", "published", "gone")
_PLAIN_ID = re.compile(r"[0-9a-z]{4,32}\Z")


class Item(msgspec.Struct, frozen=True, gc=False):
    """A published article: folder is its address without slashes at its ends, url the same percent-encoded with one at its end.

    day is as much of its date as a calendar knows.
    """

    entry: Entry
    id: str
    folder: str
    url: str
    day: str


class Redirect(msgspec.Struct, frozen=True, order=True):
    """A former address of an article: output path and percent-encoded address, and the article's address and title."""

    path: str
    url: str
    target: str
    title: str


class Holding(msgspec.Struct, frozen=True):
    """Published articles from the oldest to the newest, undated ones before all, and former addresses by path."""

    items: tuple[Item, ...]
    redirects: tuple[Redirect, ...]


def arrange(
    entries: Iterable[Entry], site: Site, *, drafts: bool = False
) -> tuple[Holding, tuple[Problem, ...]]:
    """Return what is published and what is wrong with it; the same whatever the order of the entries.

    Drafts (unless asked for) and withdrawn articles are left out. Order: the date as written, then the moment in
    the site's zone where the date has none, then the id. Of two entries with one id the first by path stays.
    An address that is taken, or that a page of ours has or may have, gets `-` and 4 characters of the id: articles with
    a permalink choose before those without, among these the lower id.
    """
    problems: list[Problem] = []
    by_id = _by_id(entries, (*_PUBLISHED, "draft") if drafts else _PUBLISHED, problems)
    zone = ZoneInfo(site.timezone)
    places = Places()
    items: list[Item] = []
    for one, entry in sorted(by_id.items(), key=lambda pair: (not pair[1].article.permalink, pair[0])):
        day = day_of(entry.article.date)
        wanted = _address(entry, one, day)
        folder = places.free_folder(wanted, _mark(one))
        if folder != wanted:
            message = f"the address {wanted[:200]} is taken by another page, so it is at {folder}"
            problems.append(Problem(entry.path, 0, message, "give it a permalink of its own", fatal=False))
        items.append(Item(entry, one, folder, encode(folder) + "/", day))
    items.sort(key=lambda i: (i.day, instant(i.entry.article.date, zone), i.id))
    redirects = _redirects(items, places, problems)
    return Holding(tuple(items), redirects), tuple(sorted(problems))


def former_path(alias: str) -> str:
    """Return the output path of a former address: its own name when it is an HTML file, else index.html below it; or ""."""
    path = urlsplit(alias).path if is_web(alias) else alias
    folder = safe_permalink(unquote(path).replace("\0", ""))
    if not folder:
        return ""
    return folder if folder.casefold().endswith((".html", ".htm")) else f"{folder}/index.html"


def _by_id(entries: Iterable[Entry], published: tuple[str, ...], problems: list[Problem]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    shown = (e for e in entries if e.article.status.strip().casefold() in published)
    for entry in sorted(shown, key=lambda e: (e.path, e.digest)):
        one = entry.article.id or article_id(f"path:{entry.path}")
        if one in found:
            message = f"it has the same id as {found[one].path} and is left out"
            problems.append(Problem(entry.path, 0, message, "give one of them another id, or delete it"))
        else:
            found[one] = entry
    return found


def _address(entry: Entry, one: str, day: str) -> str:
    mark = _mark(one)
    if entry.article.permalink:
        return safe_permalink(entry.article.permalink) or f"undated/{mark}"
    folder, _, name = entry.path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    if stem.casefold() == "index":
        # A folder of its own for an article and its pictures: the folder's name is the article's.
        stem = folder.rpartition("/")[2]
    return f"{day.replace('-', '/') or 'undated'}/{safe_permalink(stem.replace('/', '-')) or mark}"


def _mark(one: str) -> str:
    """Return what tells an article's address apart: its id when that is fit for a path, else a digest of it."""
    return one if _PLAIN_ID.match(one) else article_id(f"id:{one}")


def _redirects(items: list[Item], places: Places, problems: list[Problem]) -> tuple[Redirect, ...]:
    found: list[Redirect] = []
    for item in sorted(items, key=lambda i: i.id):
        seen = {comparable(f"{item.folder}/index.html")}
        for alias in item.entry.article.aliases:
            path = former_path(alias)
            if comparable(path) in seen:
                continue
            seen.add(comparable(path))
            if not path or not places.take_file(path):
                what = "the address of another page" if path else "no address"
                message = f"the alias {alias[:200]!r} is {what}"
                problems.append(Problem(item.entry.path, 0, message, "remove it from aliases", fatal=False))
                continue
            url = encode(path.removesuffix("index.html") if path.endswith("/index.html") else path)
            found.append(Redirect(path, url, item.url, item.entry.article.title))
    return tuple(sorted(found))
