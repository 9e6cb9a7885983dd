"""Which article belongs to which capture: by id, else by the file it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from backfile.build.captures import Known
from backfile.build.reading import Claim
from backfile.errors import Problem
from backfile.model import Entry

# A capture's claim to an article: its file, the article's place within it, the sha256 of that part.
_Part = tuple[str, int, str]


class New(msgspec.Struct, frozen=True, gc=False):
    """An article still to be made: file is the capture's path below content/, number its place within the capture."""

    file: str
    number: int
    id: str


class Changed(msgspec.Struct, frozen=True, gc=False):
    """A capture and the article file made of it, which is not, or may not be, what it would become today."""

    file: str
    number: int
    entry: Entry


class Sorted(msgspec.Struct, frozen=True):
    """All captures told apart; captures = new + changed + kept + duplicates + quarantined, counted by itself.

    settled: those of kept whose article is known and was made of these very bytes.
    """

    new: tuple[New, ...]
    changed: tuple[Changed, ...]
    kept: int
    duplicates: tuple[tuple[str, str], ...]
    quarantined: tuple[Problem, ...]
    captures: int
    settled: tuple[Changed, ...] = ()


def duplicate_reasons(found: Sorted) -> tuple[str, ...]:
    """Return, in words, which captures were left out for others."""
    return tuple(f"{one} is a duplicate of {other}" for one, other in found.duplicates)


def sort_captures(
    known: Iterable[tuple[str, Known]], entries: Iterable[Entry], claims: Iterable[Claim] = ()
) -> Sorted:
    """Tell apart what is new, changed, kept, declared twice and rejected; independent of the order of anything.

    claims are of article files that cannot be read now: their captures count as kept, so that no second article is made.
    """
    owners = _Owners(known, entries, claims)
    new, changed, settled, duplicates = [], [], [], []
    kept, quarantined = 0, owners.quarantined
    for one, parts in sorted(owners.parts.items()):
        entry = owners.entry_of(one, parts)
        if entry is None:
            owner = min(parts)
            shown = owner[0]
            if owners.is_claimed(one, parts):
                kept += 1
            else:
                new.append(New(owner[0], owner[1], one))
        else:
            own = entry.article.capture
            same = [p for p in parts if p[0] == own.file] or [p for p in parts if p[2] == own.sha256]
            owner = min(same or parts)
            shown = entry.path.removeprefix("content/")
            moved = own.file not in owners.files
            if owner[2] != own.sha256 and (owner[0] == own.file or moved):
                changed.append(Changed(owner[0], owner[1], entry))
            else:
                kept += 1
                settled += [Changed(owner[0], owner[1], entry)] if owner[2] == own.sha256 else []
        duplicates += [(p[0], shown) for p in parts if p is not owner]
    return Sorted(
        tuple(sorted(new, key=lambda n: (n.file, n.number))),
        tuple(sorted(changed, key=lambda c: (c.file, c.number))),
        kept,
        tuple(sorted(duplicates)),
        tuple(quarantined),
        owners.captures,
        tuple(sorted(settled, key=lambda c: (c.file, c.number))),
    )


class _Owners:
    """The articles there are, to be found from what captures say."""

    def __init__(
        self, known: Iterable[tuple[str, Known]], entries: Iterable[Entry], claims: Iterable[Claim]
    ) -> None:
        ordered = sorted(entries, key=lambda e: e.path, reverse=True)
        self._by_id = {e.article.id: e for e in ordered if e.article.id}
        made_of = Counter(e.article.capture.file for e in ordered)
        # Only a capture of a single article says by its file alone which article is its own.
        self._by_file = {e.article.capture.file: e for e in ordered if made_of[e.article.capture.file] == 1}
        self._claims = {
            v for c in claims for v in (("id", c.id), ("file", c.file), ("sha256", c.sha256)) if v[1]
        }
        self.parts: dict[str, list[_Part]] = {}
        self.files: set[str] = set()
        self.quarantined: list[Problem] = []
        self.captures = 0
        for file, capture in known:
            self.files.add(file)
            self.captures += len(capture.ids) or int(capture.problem is not None)
            if capture.problem is not None:
                self.quarantined.append(capture.problem)
            digests = capture.digests or (capture.sha256,) * len(capture.ids)
            for number, (one, digest) in enumerate(zip(capture.ids, digests, strict=True)):
                self.parts.setdefault(one, []).append((file, number, digest))

    def entry_of(self, one: str, parts: list[_Part]) -> Entry | None:
        """Return the article of an id, else the one that was made of the same file and that no other capture claims."""
        if one in self._by_id:
            return self._by_id[one]
        for file, _, _ in sorted(parts):
            entry = self._by_file.get(file)
            if entry is not None and entry.article.id not in self.parts:
                return entry
        return None

    def is_claimed(self, one: str, parts: list[_Part]) -> bool:
        """Return whether an article file that cannot be read now was made of this capture."""
        found = {("id", one)} | {("file", p[0]) for p in parts} | {("sha256", p[2]) for p in parts}
        return not found.isdisjoint(self._claims)
