"""What bytes are, and into the store with them when they are an image; made so that a worker process may do it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

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


def look_at_each(
    inspect: Inspect, pictures: Sequence[tuple[Path, bytes]]
) -> list[tuple[Verdict, str] | OSError]:
    """Do the same for several, one after the other; an error of one is no matter of the others."""
    found: list[tuple[Verdict, str] | OSError] = []
    for folder, data in pictures:
        try:
            found.append(look(inspect, folder, data))
        except OSError as error:
            found.append(error)
    return found
