"""Which articles are published, in which order, and at which address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import msgspec

from backfile.addresses import article_id, encode, safe_permalink
from backfile.config import Site
from backfile.errors import Problem
from backfile.model import Entry

_HIDDEN = ("draft", "withdrawn")
# Addresses of pages of ours: the first piece of a path, or a whole one.
_OURS = frozenset(
    (
        "tags authors sources dates p images assets search index.html feed.xml 404.html robots.txt sitemap.xml cname "
        ".nojekyll"
    ).split()
)
_DATE_PAGE = re.compile(r"(?:\d{4}(?:/\d{2}(?:/\d{2})?)?|undated(?:/p(?:/.*)?)?)\Z")
_INSTANT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:([+-])(\d\d):?(\d\d)|Z)?")


class Item(msgspec.Struct, frozen=True, gc=False):
    """A published article: folder is its address without slashes at its ends, url the same percent-encoded, with one."""

    entry: Entry
    id: str
    folder: str
    url: str


class Holding(msgspec.Struct, frozen=True):
    """Published articles from the oldest to the newest, undated ones before all, and former addresses with their new ones."""

    items: tuple[Item, ...]
    redirects: tuple[tuple[str, str], ...]


def arrange(
    entries: Iterable[Entry], site: Site, *, drafts: bool = False
) -> tuple[Holding, tuple[Problem, ...]]:
    """Return what is published and what is wrong with it; the same whatever the order of the entries.

    Order: the date as written, then the instant, then the id. An address that is taken gets `-` and 4 characters of the id;
    the lower id keeps it.
    """
    shown = [
        e for e in entries if e.article.status not in _HIDDEN or (drafts and e.article.status == "draft")
    ]
    problems: list[Problem] = []
    by_id: dict[str, Entry] = {}
    for entry in sorted(shown, key=lambda e: e.path):
        one = entry.article.id or article_id(f"path:{entry.path}")
        if one in by_id:
            hint = "give one of them another id, or delete it"
            problems.append(Problem(entry.path, 0, f"it has the id of {by_id[one].path}", hint))
        else:
            by_id[one] = entry
    taken: set[str] = set()
    items: list[Item] = []
    for one, entry in sorted(by_id.items()):
        wanted = _address(entry, one)
        folder = _free(wanted, one, taken)
        if folder != wanted and entry.article.permalink:
            hint = "give it a permalink of its own"
            problems.append(
                Problem(entry.path, 0, f"the address {wanted} is taken; it is at {folder}", hint, fatal=False)
            )
        taken.add(_key(folder))
        items.append(Item(entry, one, folder, encode(folder) + "/"))
    items.sort(key=lambda i: (i.entry.article.date[:10], _instant(i.entry.article.date), i.id))
    redirects = _redirects(items, taken, problems)
    return Holding(tuple(items), redirects), tuple(sorted(problems))


def _address(entry: Entry, one: str) -> str:
    article = entry.article
    if article.permalink:
        return safe_permalink(article.permalink) or f"undated/{one}"
    stem = entry.path.rpartition("/")[2].rpartition(".")[0]
    folder = article.date[:10].replace("-", "/") or "undated"
    return safe_permalink(f"{folder}/{stem}") or f"{folder}/{one}"


def _free(wanted: str, one: str, taken: set[str]) -> str:
    for folder in (wanted, f"{wanted}-{one[:4]}", f"{wanted}-{one}"):
        key = _key(folder)
        if key not in taken and key.partition("/")[0] not in _OURS and not _DATE_PAGE.match(key):
            return folder
    return f"undated/{one}"


def _redirects(items: list[Item], taken: set[str], problems: list[Problem]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for item in items:
        for alias in item.entry.article.aliases:
            folder = safe_permalink(alias.removesuffix("index.html"))
            key = _key(folder)
            if not folder or key == _key(item.folder):
                continue
            if key in taken or key.partition("/")[0] in _OURS or _DATE_PAGE.match(key):
                message = f"the alias {alias[:200]} is the address of another page"
                problems.append(Problem(item.entry.path, 0, message, "remove it from aliases", fatal=False))
                continue
            taken.add(key)
            found.append((folder, item.url))
    return tuple(sorted(found))


def _instant(date: str) -> int:
    """Return a number that orders dates with times by the moment they mean; 0 without a time."""
    match = _INSTANT.match(date)
    if match is None:
        return 0
    year, month, day, hour, minute, second = (int(g or 0) for g in match.groups()[:6])
    sign, hours, minutes = match.groups()[6:]
    offset = (int(hours) * 60 + int(minutes)) * (-1 if sign == "-" else 1) if sign else 0
    days = year * 372 + month * 31 + day
    return (days * 1440 + hour * 60 + minute - offset) * 60 + second


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
