"""Addresses and file names for newcomers: existing ones never change."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from backfile.model import Article, Entry

# Beyond this many files in a month's folder, newcomers go to a folder of their day.
MONTH_FILES = 1000


class Names:
    """The addresses and file names that are taken; each newcomer takes one more."""

    def __init__(self, folder: Path, entries: Iterable[Entry]) -> None:
        self._folder = folder
        self._permalinks: set[str] = set()
        self._paths: set[str] = set()
        self._in_folder: Counter[str] = Counter()
        for entry in entries:
            self._permalinks |= {_key(p) for p in (entry.article.permalink, *entry.article.aliases)}
            self._paths.add(_key(entry.path))
            self._in_folder[entry.path.rpartition("/")[0]] += 1

    def permalink_for(self, wanted: str, article_id: str) -> str:
        """Return the wanted permalink, with `-` and 4 characters of the id when another article has it."""
        for permalink in (wanted, f"{wanted}-{article_id[:4]}", f"{wanted}-{article_id}"):
            if _key(permalink) not in self._permalinks:
                break
        self._permalinks.add(_key(permalink))
        return permalink

    def path_for(self, article: Article) -> str:
        """Return the path below the site folder of a newcomer's file: content/articles/YYYY/MM/<slug>.md."""
        slug = article.permalink.rpartition("/")[2] or article.id
        month = f"content/articles/{folder_of(article.date)}"
        if self._in_folder[month] >= MONTH_FILES and len(article.date) >= 10:
            month = f"{month}/{article.date[8:10]}"
        for name in (slug, f"{slug}-{article.id[:4]}", f"{slug}-{article.id}"):
            path = f"{month}/{name}.md"
            if _key(path) not in self._paths and not (self._folder / path).exists():
                break
        self._paths.add(_key(path))
        self._in_folder[month] += 1
        return path


def folder_of(date: str) -> str:
    """Return the folder below content/articles for a date as far as it is known: 2024/07, 2024 or undated."""
    if len(date) >= 7:
        return f"{date[:4]}/{date[5:7]}"
    return date[:4] or "undated"


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
