"""Marking a picture as one that hosts show in place of images."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from backfile import images
from backfile.build.inspecting import Inspector
from backfile.build.lock import locked
from backfile.build.report import Outside
from backfile.build.run import MEMORY
from backfile.digest import sha256_hex
from backfile.errors import ImageError, suggestion
from backfile.fetch import ledger, placeholders
from backfile.fetch.placeholders import Placeholder
from backfile.model import Attempt

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class Marked(msgspec.Struct, frozen=True):
    """What marking came to: the pictures listed now, and the URLs that are lost by it and asked for again."""

    listed: tuple[Placeholder, ...]
    lost: tuple[str, ...]
    known_before: int
    written: bool


def mark_placeholders(
    folder: Path, pictures: Sequence[str], note: str, outside: Outside, *, write: bool = True
) -> Marked:
    """List pictures as placeholders; each is named by a URL of the ledger, by its sha256, or by a file that holds it.

    Raises ImageError for what names no picture, LockedError.
    """
    store = folder / "content" / "images"
    with locked(folder / MEMORY):
        listed, _ = placeholders.read(store)
        known, _ = ledger.read(store / "ledger", listed.judged)
        # A file that somebody saved from a page is as untrusted as the page.
        with outside.decoders() as decoders:
            wanted = [_named(name, known, Inspector(decoders)) for name in pictures]
        fresh = [
            Placeholder(sha256, fingerprint, note or f"marked by hand: {name}"[:300], outside.clock())
            for name, (sha256, fingerprint) in zip(pictures, wanted, strict=True)
            if not listed.names(sha256)
        ]
        for one in fresh:
            listed.add(one)
            if write:
                placeholders.append(store, one)
        lost = tuple(url for url, attempt in known.items() if listed.judged(attempt) is not attempt)
    return Marked(tuple(fresh), lost, len(wanted) - len(fresh), write)


def _named(name: str, known: dict[str, Attempt], inspect: Inspector) -> tuple[str, str]:
    """The sha256 and the fingerprint of the picture that a word of the command line names."""
    attempt = known.get(name)
    if attempt is not None:
        if not attempt.sha256:
            raise ImageError(f"{name} has no picture: {attempt.reason or 'it was lost'}")
        return attempt.sha256, attempt.fingerprint
    if _DIGEST.match(name.lower()):
        same = (a.fingerprint for a in known.values() if a.sha256 == name.lower())
        return name.lower(), next(same, "")
    path = Path(name)
    if path.is_file():
        data = path.read_bytes()
        seen = inspect(data)
        if isinstance(seen, images.Refused):
            raise ImageError(f"{name} is no picture: {seen.reason}")
        return sha256_hex(data), seen.fingerprint
    hint = suggestion(name, known)
    raise ImageError(
        f"{name} is neither a URL of the ledger, nor a sha256, nor a file{'; ' + hint if hint else ''}"
    )
