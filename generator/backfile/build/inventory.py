"""Every image reference of an archive with what became of it: read from the article files and the ledger, changing nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from backfile.addresses import is_web
from backfile.build.accounting import Need
from backfile.build.archive import Opened, with_archive
from backfile.build.picturing import MISSING
from backfile.build.references import Reference, References, references_of
from backfile.build.report import Outside
from backfile.config import Site
from backfile.errors import Problem
from backfile.fetch import hosts, store
from backfile.model import Attempt, Entry


class Inventory(msgspec.Struct, frozen=True):
    """The references of all article files, drafts and withdrawn ones too, and what could not be read."""

    needs: tuple[Need, ...]
    problems: tuple[Problem, ...]


def take_inventory(folder: Path, site: Site, outside: Outside) -> Inventory:
    """Return what became of every image reference. Makes no request, takes nothing in. Raises LockedError."""

    def act(opened: Opened) -> Inventory:
        references = References(folder, site, opened.trace, outside.clock(), takes=False)
        archive = opened.archive
        needs = tuple(_needs(archive.entries, references))
        return Inventory(needs, tuple(sorted({*references.unread, *archive.problems})))

    return with_archive(folder, outside, act)


def _needs(entries: Iterable[Entry], references: References) -> Iterable[Need]:
    seen: dict[str, bool] = {}
    for entry in sorted(entries, key=lambda e: e.path):
        for url in references_of(entry):
            reference = references.find(entry, url)
            attempt = references.known.get(reference.key)
            yield _need(entry, reference, _checked(reference, attempt, references.store, seen))


def _checked(
    reference: Reference, attempt: Attempt | None, folder: Path, seen: dict[str, bool]
) -> Attempt | None:
    """Return what is known of an image; one whose original the store no longer has is damaged, whatever the ledger says."""
    if attempt is None or attempt.outcome != "kept" or reference.file:
        return attempt
    if attempt.sha256 not in seen:
        seen[attempt.sha256] = store.has(folder, attempt.sha256)
    if seen[attempt.sha256]:
        return attempt
    return msgspec.structs.replace(attempt, outcome="damaged", reason=MISSING, permanent=True)


def _need(entry: Entry, reference: Reference, attempt: Attempt | None) -> Need:
    web = is_web(reference.key)
    about = Need(
        article=entry.path,
        title=entry.article.title,
        url=reference.key,
        host=hosts.host_of(reference.key) if web else "",
        state="lost" if reference.reason else "unasked",
        reason=reference.reason,
    )
    if attempt is None:
        return about
    return msgspec.structs.replace(
        about,
        state=attempt.outcome,
        reason=attempt.reason,
        checked=attempt.time[:10],
        again=web and attempt.outcome != "kept" and not attempt.permanent,
        sha256=attempt.sha256,
        fingerprint=attempt.fingerprint,
        width=attempt.width,
        height=attempt.height,
        bytes=attempt.bytes if attempt.sha256 else 0,
    )
