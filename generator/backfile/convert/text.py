"""The body of an article: what each kind of capture needs done to its text."""

from __future__ import annotations

import msgspec

from backfile.model import Raw


class Text(msgspec.Struct, frozen=True):
    """A repaired body with what was found in it; repairs count what was done."""

    body: str
    authors: tuple[str, ...] = ()
    byline: str = ""
    repairs: tuple[tuple[str, int], ...] = ()


def body_of(raw: Raw) -> Text:
    """Return the repaired body of a raw capture."""
    return Text(raw.body)
