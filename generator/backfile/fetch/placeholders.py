"""Pictures that hosts show in place of images: the list of known ones, and how a run finds new ones.

The list is ``content/images/placeholders.jsonl``, one line a picture, merged by union, before it the few that ship with backfile.
What it names is no image of any article: reading the ledger turns such copies into losses, whoever listed them and when.
Taking a line out brings the copies back, since their bytes stay in the store.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from backfile.errors import Problem
from backfile.model import Attempt

FILE = "placeholders.jsonl"
REASON = "the host sent a placeholder for the image"
# Two scalings of one picture differ in so many of the 64 bits of their fingerprints.
_NEAR = 2
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}\Z")


class Placeholder(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the list: the picture's sha256 or its fingerprint or both; note says where it was met; time is ISO 8601 UTC."""

    sha256: str = ""
    fingerprint: str = ""
    note: str = ""
    time: str = ""


# The transparent and the grey pixel that pages show until their scripts run; savers of pages take them for the images.
SHIPPED = tuple(
    Placeholder(sha256=sha256, note="a single pixel that stands for images not yet loaded")
    for sha256 in (
        "ef1955ae757c8b966c83248350331bd3a30f658ced11f387f8ebf05ab3368629",
        "b1442e85b03bdcaf66dc58c7abb98745dd2687d86350be9a298a1d9382ac849b",
        "bb229a48bee31f5d54ca12dc9bd960c63a671f0d4be86a054c1d324a44499d96",
        "902feb64d8b6d481ab8ddda06fbebbba4c95dfa9b7936a7beeb197266cd8b846",
        "8f69e10876805b747a3ad08a818d46ac7e731b1af417ea6e259d9b6b7deb65c5",
        "548f2d6f4d0d820c6c5ffbeffcbd7f0e73193e2932eefe542accc84762deec87",
    )
)


class Placeholders:
    """All that is listed, to be asked of a ledger line."""

    def __init__(self, listed: Iterable[Placeholder] = SHIPPED) -> None:
        self._digests: set[str] = set()
        self._fingerprints: set[int] = set()
        for one in listed:
            self.add(one)

    def add(self, one: Placeholder) -> None:
        """Take one more into the list."""
        if one.sha256:
            self._digests.add(one.sha256)
        if one.fingerprint:
            self._fingerprints.add(int(one.fingerprint, 16))

    def names(self, sha256: str, fingerprint: str = "") -> bool:
        """Return whether a picture is listed, by its bytes or by what it looks like."""
        if sha256 in self._digests:
            return True
        if not fingerprint or not self._fingerprints:
            return False
        bits = int(fingerprint, 16)
        return any((bits ^ known).bit_count() <= _NEAR for known in self._fingerprints)

    def judged(self, attempt: Attempt) -> Attempt:
        """Return a ledger line as it counts: a copy of a placeholder is a loss."""
        if attempt.outcome == "lost" or not self.names(attempt.sha256, attempt.fingerprint):
            return attempt
        return Attempt(
            url=attempt.url,
            outcome="lost",
            time=attempt.time,
            reason=REASON,
            status=attempt.status,
            tries=max(1, attempt.tries),
            rungs=(f"{attempt.rung or 'origin'}: {REASON}",),
        )


def read(images: Path) -> tuple[Placeholders, tuple[Problem, ...]]:
    """Return the list of a site, the shipped ones included, and what could not be read; images is content/images."""
    found = list(SHIPPED)
    problems = []
    try:
        lines = (images / FILE).read_bytes().split(b"\n")
    except FileNotFoundError:
        lines = []
    except OSError as error:
        lines = []
        problems.append(_problem(0, f"the list cannot be read: {error.strerror or error}"))
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = msgspec.json.decode(line, type=Placeholder)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            problems.append(_problem(number, f"not a line of the list: {error}"))
            continue
        if _is_whole(one):
            found.append(one)
        else:
            problems.append(
                _problem(number, "a line without a sha256 of 64 or a fingerprint of 16 hex digits")
            )
    return Placeholders(found), tuple(problems)


def append(images: Path, one: Placeholder) -> None:
    """Add a line to the list of a site. Raises OSError."""
    images.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(images / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        # A line of its own even after a half line of a kill; empty lines are skipped on reading.
        os.write(
            descriptor, b"\n" * (os.fstat(descriptor).st_size > 0) + msgspec.json.encode(one, order="sorted")
        )
    finally:
        os.close(descriptor)


def _is_whole(one: Placeholder) -> bool:
    digest_fits = not one.sha256 or _DIGEST.match(one.sha256) is not None
    fingerprint_fits = not one.fingerprint or _FINGERPRINT.match(one.fingerprint) is not None
    return digest_fits and fingerprint_fits and bool(one.sha256 or one.fingerprint)


def _problem(line: int, message: str) -> Problem:
    return Problem(f"content/images/{FILE}", line, message, "mend or delete the line", fatal=False)


class Census:
    """Which pictures one host answers with, over a run and the ledger before it.

    Many addresses that one picture answers are the sign of a placeholder, whether its bytes are the same each time or only its
    type, size, length and what it looks like (some hosts write the time of the answer into its metadata). A share of all is
    asked for as well, since dividers and logos are many too, but never most of what a host has.
    """

    _MANY, _SHARE = 5, 1 / 3

    def __init__(self) -> None:
        self._groups: dict[tuple[object, ...], dict[str, str]] = {}
        self._all: set[str] = set()

    def count(self, identity: str, attempt: Attempt) -> None:
        """Take in a picture that an address (without size and format) answered with."""
        self._all.add(identity)
        for key in self._keys(attempt):
            self._groups.setdefault(key, {})[identity] = attempt.sha256

    def repeats(self, identity: str, attempt: Attempt) -> bool:
        """Return whether another address was answered with the same picture before."""
        return any(set(self._groups.get(key, ())) - {identity} for key in self._keys(attempt))

    def crowd(self, attempt: Attempt) -> frozenset[str]:
        """Return the digests of a picture that too many addresses share for it to be any article's, else nothing."""
        for key in self._keys(attempt):
            group = self._groups.get(key, {})
            if len(group) >= self._MANY and len(group) >= self._SHARE * len(self._all):
                return frozenset(group.values())
        return frozenset()

    @staticmethod
    def _keys(attempt: Attempt) -> tuple[tuple[object, ...], ...]:
        same_bytes: tuple[object, ...] = (attempt.sha256,)
        if not attempt.fingerprint:
            # Plain areas compress to one length whatever their colour, and so prove nothing.
            return (same_bytes,)
        look = (attempt.media, attempt.width, attempt.height, attempt.bytes, attempt.fingerprint)
        return same_bytes, look
