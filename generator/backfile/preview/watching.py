"""Notice that something changed in folders and files."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

_TICK = 400


async def changes(
    watch: tuple[Path, ...], say: Callable[[str], None], *, tick: int = _TICK
) -> AsyncGenerator[None, None]:
    """Yield once when watching has begun, then after every change below the folders and of the files.

    Folders are watched by the operating system; files, and folders that do not exist (yet, or not any more), are looked at
    every `tick` milliseconds, because editors replace files and a version control system replaces folders.
    """
    from watchfiles import awatch

    polling = False
    while True:
        state = _state(watch)
        folders = [p for p in watch if p.is_dir()]
        if not folders:
            yield
            while _state(watch) == state:
                await asyncio.sleep(tick / 1000)
            continue
        begun = False
        try:
            events = awatch(
                *folders,
                debounce=400,
                rust_timeout=tick,
                yield_on_timeout=True,
                force_polling=polling or None,
                recursive=True,
            )
            async for found in events:
                now = _state(watch)
                if found or now != state or not begun:
                    begun = True
                    yield
                if _folders(now) != _folders(state):
                    break
                state = now
        except FileNotFoundError:
            await asyncio.sleep(tick / 1000)  # a folder went away just now
        except OSError as error:
            if polling:
                raise
            say(
                f"the system cannot watch that many folders ({error.strerror or error}); looking at them instead"
            )
            polling = True


def _state(watch: tuple[Path, ...]) -> tuple[tuple[int, ...], ...]:
    """Return which folders and files there are; of files also when and how large."""
    found: list[tuple[int, ...]] = []
    for path in watch:
        try:
            info = os.stat(path)
        except OSError:
            found.append(())
            continue
        same = (info.st_dev, info.st_ino)
        found.append(same if path.is_dir() else (*same, info.st_mtime_ns, info.st_size))
    return tuple(found)


def _folders(state: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
    return tuple(s for s in state if len(s) < 4)
