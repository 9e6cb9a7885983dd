"""The build memory: what was seen, and what was made of it.

It knows keys and digests, not articles.
Deleting it costs work and changes nothing: every row can be made again from content/, the theme and site.toml.
A database that cannot be read is set aside and begun anew.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType

# Raised whenever a table changes its meaning: an older memory is then thrown away, not read wrongly.
FORMAT = 4

_SCHEMA = """
create table if not exists meta (name text primary key, value blob) without rowid;
create table if not exists folder (tree text, name text, stats blob, rows blob, primary key (tree, name)) without rowid;
create table if not exists body (key blob primary key, value blob);
create table if not exists variant (key text primary key, value blob) without rowid;
create table if not exists article (path text primary key, page blob);
create table if not exists page (path text primary key, key blob, inputs blob, size integer, mtime integer) without rowid;
"""


class Trace:
    """One connection to .backfile/build.db; use it as a context manager. kept: results by content."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self.replaced = False
        try:
            self._db = _open(file)
        except sqlite3.DatabaseError:
            set_aside(file)
            self.replaced = True
            self._db = _open(file)
        self.kept = Kept(self._db)

    def __enter__(self) -> Trace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trail: TracebackType | None
    ) -> None:
        self._db.close()

    def meta(self) -> dict[str, bytes]:
        """Return the named values that stand for whole stages."""
        return dict(self._db.execute("select name, value from meta"))

    def stats(self, tree: str) -> dict[str, bytes]:
        """Return folder -> packed stat rows of a tree as last seen."""
        return dict(self._db.execute("select name, stats from folder where tree = ?", (tree,)))

    def rows(self, tree: str) -> dict[str, bytes]:
        """Return folder -> packed results of a tree."""
        return dict(self._db.execute("select name, rows from folder where tree = ?", (tree,)))

    def rows_of(self, tree: str, names: Iterable[str]) -> dict[str, bytes]:
        """Return folder -> packed results of some folders of a tree."""
        found: dict[str, bytes] = {}
        for name in names:
            query = "select name, rows from folder where tree = ? and name = ?"
            found.update(self._db.execute(query, (tree, name)))
        return found

    def pages(self) -> dict[str, tuple[bytes, int, int]]:
        """Return output path -> (key, size, mtime in ns) of every file that was published."""
        return {p: (k, s, m) for p, k, s, m in self._db.execute("select path, key, size, mtime from page")}

    def save_meta(self, values: Mapping[str, bytes]) -> None:
        """Set named values at once."""
        with self._db:
            self._db.executemany("insert or replace into meta values (?, ?)", list(values.items()))

    def save_folders(self, tree: str, rows: Iterable[tuple[str, bytes, bytes]], gone: Iterable[str]) -> None:
        """Record (folder, stats, results) of a tree and forget folders that are gone."""
        with self._db:
            self._db.executemany(
                "insert or replace into folder values (?, ?, ?, ?)", ((tree, n, s, r) for n, s, r in rows)
            )
            self._db.executemany("delete from folder where tree = ? and name = ?", ((tree, g) for g in gone))

    def save_pages(
        self,
        rows: Iterable[tuple[str, bytes, bytes, int, int]],
        gone: Iterable[str],
        meta: Mapping[str, bytes],
    ) -> None:
        """Record a publication in one transaction: its pages, what it removed, and the values that go with it."""
        with self._db:
            self._db.executemany("insert or replace into page values (?, ?, ?, ?, ?)", rows)
            self._db.executemany("delete from page where path = ?", ((g,) for g in gone))
            self._db.executemany("insert or replace into meta values (?, ?)", list(meta.items()))


class Kept:
    """Results kept by content (constructive traces): clean HTML of bodies, and what was made of images.

    And the pages of articles as packed values, by output path, so that one can be made again without all others; and what every
    page was made of.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def bodies(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return those of the kept bodies that the keys name."""
        found: dict[bytes, bytes] = {}
        for part in _parts(keys, 500):
            marks = ",".join("?" * len(part))
            found.update(self._db.execute(f"select key, value from body where key in ({marks})", part))
        return found

    def variants(self) -> dict[str, bytes]:
        """Return what is known of every set of variants by its key."""
        return dict(self._db.execute("select key, value from variant"))

    def save_bodies(self, rows: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep bodies by the digest of their markdown."""
        with self._db:
            self._db.executemany("insert or replace into body values (?, ?)", rows)

    def forget_bodies_but(self, keys: frozenset[bytes]) -> None:
        """Forget every body whose key is not among the given ones."""
        gone = [(k,) for k in {k for (k,) in self._db.execute("select key from body")} - keys]
        with self._db:
            self._db.executemany("delete from body where key = ?", gone)

    def article_pages(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the packed pages of articles at some output paths."""
        query = "select path, page from article where path = ?"
        return dict(row for path in paths for row in self._db.execute(query, (path,)))

    def save_article_pages(self, rows: Iterable[tuple[str, bytes]]) -> None:
        """Keep the packed pages of articles by their output paths."""
        with self._db:
            self._db.executemany("insert or replace into article values (?, ?)", rows)

    def page_inputs(self) -> dict[str, bytes]:
        """Return what every page that was published was made of, by output path, where that can be told."""
        return dict(self._db.execute("select path, inputs from page where inputs != x''"))

    def save_inputs(self, rows: Iterable[tuple[str, bytes]]) -> None:
        """Record of what published pages are made of now, although they are what they were."""
        with self._db:
            self._db.executemany("update page set inputs = ? where path = ?", ((i, p) for p, i in rows))

    def save_variants(self, rows: Iterable[tuple[str, bytes]]) -> None:
        """Record what was made of images."""
        with self._db:
            self._db.executemany("insert or replace into variant values (?, ?)", rows)


def set_aside(file: Path) -> None:
    """Move a memory that cannot be read out of the way; nothing is lost but time."""
    for name in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
        if name.exists():
            broken = name.with_name(name.name + ".broken")
            if broken.is_dir():
                shutil.rmtree(broken)
            name.replace(broken)


def _open(file: Path) -> sqlite3.Connection:
    db = sqlite3.connect(file)
    try:
        db.execute("pragma journal_mode=wal")
        db.execute("pragma synchronous=normal")
        version = db.execute("pragma user_version").fetchone()[0]
        if version not in (0, FORMAT):
            raise sqlite3.DatabaseError("the memory is of another version")
        db.executescript(_SCHEMA)
        db.execute(f"pragma user_version={FORMAT}")
        db.execute("select count(*) from meta").fetchone()
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db


def _parts(keys: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    for key in keys:
        part.append(key)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part
