"""What bytes are, and into the store with them when they are an image; made so that a worker process may do it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from backfile.bounded import LostJobError
from backfile.fetch import store

if TYPE_CHECKING:
    from typing_extensions import TypeIs


class Seen(Protocol):
    """What the check of the bytes says of an image."""

    @property
    def media(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def fingerprint(self) -> str: ...


class Rejected(Protocol):
    """What the check of the bytes says of anything else; damaged: an image, but a broken one."""

    @property
    def reason(self) -> str: ...
    @property
    def damaged(self) -> bool: ...


Verdict = Seen | Rejected
Inspect = Callable[[bytes], Verdict]
# What bytes are, and the sha256 under which they are in the store then, "" when they are no image. May raise OSError.
Look = Callable[[Path, bytes], Awaitable[tuple[Verdict, str]]]


def is_rejected(seen: Verdict) -> TypeIs[Rejected]:
    """Return whether the check of the bytes found no good image."""
    return hasattr(seen, "damaged")


def look(inspect: Inspect, folder: Path, data: bytes) -> tuple[Verdict, str]:
    """Inspect bytes and keep images, also broken ones, since nobody may ever see a better copy. Raises OSError."""
    seen = inspect(data)
    if is_rejected(seen) and not seen.damaged:
        return seen, ""
    return seen, store.put(folder, data)


def looks_by(executor: Executor, inspect: Inspect, is_large: Callable[[bytes], bool]) -> Look:
    """Return a Look whose work an executor does, in processes that may die of it; large images are decoded one at a time."""
    alone = asyncio.Lock()

    async def looked_at(folder: Path, data: bytes) -> tuple[Verdict, str]:
        try:
            if is_large(data):
                async with alone:
                    return await asyncio.wrap_future(executor.submit(look, inspect, folder, data))
            return await asyncio.wrap_future(executor.submit(look, inspect, folder, data))
        except LostJobError as error:
            return _Broken(str(error)), await asyncio.to_thread(store.put, folder, data)

    return looked_at


class _Broken(msgspec.Struct, frozen=True):
    """In place of the verdict on an image that broke whoever looked at it."""

    reason: str
    damaged: bool = True
