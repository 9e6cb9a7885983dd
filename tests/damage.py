"""Damage to a build memory: what a failing disk, or somebody with an editor for databases, may do to it.

What is found out, so that the next build writes what a clean one would:

- whatever cannot be decoded: the memory is set aside and begun anew (`BROKEN`);
- any change of a digest or of facts of a file, since these only ever say that work may be left out, and of the kept pages of
  articles and compiled templates, which count only together with their digests (`PROVED`);
- any change at all, by a build with --clean, which trusts nothing (`VALUES`).

What cannot be found out by an incremental build is a kept result that became another good one: the HTML of a body, the entry of
an article, what a set of variants consists of, the lists of paths in `meta`. These have no digest beside them, and what they were
made of is not read again: that is the point of keeping them.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

# Table, columns of its primary key, column.
Place = tuple[str, str, str]
PROVED: tuple[Place, ...] = (
    ("page", "path", "key"),
    ("page", "path", "inputs"),
    ("page", "path", "size"),
    ("page", "path", "mtime"),
    ("page", "path", "path"),
    ("folder", "tree, name", "stats"),
    ("body", "key", "key"),
    ("article", "path", "path"),
    ("article", "path", "page"),
    ("variant", "key", "key"),
    ("meta", "name", "stamps"),
    ("meta", "name", "inputs"),
    ("meta", "name", "output"),
    ("meta", "name", "compiled templates"),
)
BROKEN: tuple[Place, ...] = (
    ("folder", "tree, name", "rows"),
    ("body", "key", "value"),
    ("variant", "key", "value"),
    ("article", "path", "page"),
    ("meta", "name", "report"),
    ("meta", "name", "pending"),
    ("meta", "name", "last delta"),
    ("meta", "name", "article paths"),
    ("meta", "name", "doubtful articles"),
    ("meta", "name", "closures of templates"),
)
VALUES: tuple[Place, ...] = (
    ("folder", "tree, name", "rows"),
    ("body", "key", "value"),
    ("variant", "key", "value"),
    ("meta", "name", "article paths"),
    ("meta", "name", "last delta"),
    ("meta", "name", "closures of templates"),
)
# The length of the digest before the value of one name in meta.
_MARK = 16


def flip(memory: Path, places: tuple[Place, ...], seed: int, most: int = 3) -> None:
    """Change bytes of a few random rows."""
    pick = random.Random(seed)
    _change(memory, places, pick, most, lambda old, place: _flipped(old, pick))


def break_rows(memory: Path, places: tuple[Place, ...], seed: int) -> None:
    """Make a random row such that it cannot be decoded, neither as msgpack nor as UTF-8."""
    pick = random.Random(seed)

    def broken(old: object, place: Place) -> object:
        if not isinstance(old, bytes):
            return old
        at = _MARK if place[2] == "closures of templates" else 0
        return old[:at] + b"\xc1\xff" + old[at + 2 :]

    _change(memory, places, pick, 1, broken)


def _change(
    memory: Path,
    places: tuple[Place, ...],
    pick: random.Random,
    most: int,
    new: Callable[[object, Place], object],
) -> None:
    with closing(sqlite3.connect(memory / "build.db")) as db, db:
        for _ in range(most):
            place = pick.choice(places)
            table, keys, column = place
            where = "1"
            if table == "meta":
                where, column = f"name = '{column}'", "value"
            rows = db.execute(
                f"select {keys}, {column} from {table} where {where} order by {keys}"
            ).fetchall()
            if not rows:
                continue
            *key, old = pick.choice(rows)
            same = " and ".join(f"{name} = ?" for name in keys.split(", "))
            db.execute(f"update or replace {table} set {column} = ? where {same}", (new(old, place), *key))


def _flipped(old: object, pick: random.Random) -> object:
    if isinstance(old, int):
        return old ^ (1 << pick.randrange(20))
    if isinstance(old, str):
        at = pick.randrange(len(old) or 1)
        return old[:at] + pick.choice("xyz/0") + old[at + 1 :]
    assert isinstance(old, bytes)
    data = bytearray(old)
    for _ in range(pick.randint(1, 3)):
        if data:
            data[pick.randrange(len(data))] ^= 1 << pick.randrange(8)
    return bytes(data)
