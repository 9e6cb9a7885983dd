"""The lists of articles that lie in a capture's folder and those above it: found by name, read once."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.build.remembered import read_bytes

if TYPE_CHECKING:
    from backfile.ingest import Listing


def is_listing_name(name: str) -> bool:
    """Return whether a file may be a list of articles; whether it is one its content says."""
    return name.lower().endswith((".csv", ".tsv"))


def beside(content: Path, file: str) -> tuple[Listing, ...]:
    """Return the lists for a capture, the nearest first; file is its path below content/."""
    root, folder = str(content), file.rpartition("/")[0]
    found: list[Listing] = []
    # Texts, for a path made of others takes longer than to look whether the folder is as it was.
    while folder:
        found += _lists_in(f"{root}/{folder}")
        folder = folder.rpartition("/")[0]
    return tuple(found)


def count(path: Path) -> int:
    """Return how many articles a list tells of, 0 when the file is no list."""
    listing = _listing(str(path), *_facts(str(path)))
    return len({row for rows in listing.values() for row in rows}) if listing else 0


def _lists_in(folder: str) -> list[Listing]:
    paths = [f"{folder}/{name}" for name in _names(folder, *_facts(folder))]
    return [found for path in paths if (found := _listing(path, *_facts(path))) is not None]


def _facts(path: str) -> tuple[int, int]:
    try:
        facts = os.stat(path)
    except OSError:
        return 0, 0
    return facts.st_mtime_ns, facts.st_size


@lru_cache(maxsize=4096)
def _names(folder: str, mtime: int, size: int) -> tuple[str, ...]:
    try:
        return tuple(
            sorted(p.name for p in Path(folder).iterdir() if is_listing_name(p.name) and _is_plain(p))
        )
    except OSError:
        return ()


def _is_plain(path: Path) -> bool:
    return not path.name.startswith(".") and path.is_file() and not path.is_symlink()


@lru_cache(maxsize=64)
def _listing(path: str, mtime: int, size: int) -> Listing | None:
    from backfile import ingest

    data = read_bytes(Path(path))
    return None if data is None else ingest.read_listing(data)
