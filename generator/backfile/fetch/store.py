"""Original bytes by content: ``<store>/ab/cd/<sha256>``.

A file under its digest is never rewritten; a good copy is kept for ever, whatever becomes of its URL.
"""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import count
from pathlib import Path

from backfile.digest import sha256_hex

# A file of this prefix is a copy that never became whole (kill, full disk).
TEMPORARY = ".tmp-"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_numbers = count()


def path_of(store: Path, sha256: str) -> Path:
    """Return where the bytes with a digest (64 hex digits) are or would be."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError(f"{sha256!r} is no sha256 in hex")
    return store / sha256[:2] / sha256[2:4] / sha256


def put(store: Path, data: bytes) -> str:
    """Keep bytes and return their sha256; a file of the right size that is there already is trusted.

    Written beside its place and renamed, so that a name never stands for half a file, whoever is killed; what a loss of power
    may undo is safe after `settle`. Raises OSError.
    """
    sha256 = sha256_hex(data)
    # Plain strings: a Path for each name would cost as much as the calls of the system.
    parent = f"{store}/{sha256[:2]}/{sha256[2:4]}"
    path = f"{parent}/{sha256}"
    try:
        if os.stat(path).st_size == len(data):
            return sha256
    except FileNotFoundError:
        pass
    temporary = f"{parent}/{TEMPORARY}{os.getpid()}-{next(_numbers)}"
    try:
        _write(temporary, parent, data)
        os.replace(temporary, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    return sha256


def settle() -> None:
    """Have the system write out what was put: once for many files, since waiting for each costs 4 ms."""
    if hasattr(os, "sync"):
        os.sync()


def get(store: Path, sha256: str) -> bytes | None:
    """Return the bytes with a digest; None when they are not there, or only an empty file is."""
    try:
        return path_of(store, sha256).read_bytes() or None
    except (FileNotFoundError, NotADirectoryError):
        return None


def has(store: Path, sha256: str) -> bool:
    """Return whether there is a file with a digest that is not empty; its bytes are not hashed."""
    try:
        return path_of(store, sha256).stat().st_size > 0
    except (FileNotFoundError, NotADirectoryError):
        return False


def _write(path: str, parent: str, data: bytes) -> None:
    """Write a new file; its folder is made only when it turns out to be missing, since most are there."""
    try:
        descriptor = os.open(path, _NEW, 0o666)
    except FileNotFoundError:
        os.makedirs(parent, exist_ok=True)
        descriptor = os.open(path, _NEW, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)
