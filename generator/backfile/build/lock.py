"""One import, fetch or build of a site at a time: a kernel lock, which no crash can leave behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backfile.errors import LockedError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a build memory (or of the place beside an output folder). Raises LockedError when it is held."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _take(handle):
            raise LockedError(
                "another backfile command is working on this site; wait for it to end, or end it"
            )
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
