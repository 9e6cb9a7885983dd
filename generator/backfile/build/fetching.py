"""Which images to ask for, and one run of the fetcher."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import msgspec

from backfile import __version__
from backfile.addresses import is_web
from backfile.build.references import References, references_of
from backfile.build.report import Fetched, Progress
from backfile.config import Site
from backfile.fetch import ledger, local, store
from backfile.fetch.looking import Look
from backfile.fetch.nearby import Nearby
from backfile.fetch.wanted import Wanted
from backfile.model import Attempt, Entry

_NO_DIGIT = re.compile(r"\D")


def wanted_images(
    entries: Iterable[Entry],
    references: References,
    now: str,
    *,
    retry_lost: bool = False,
    restore: bool = False,
) -> tuple[Wanted, ...]:
    """Return the web images that were never asked for or are due again, each once, with an article to refer to.

    retry_lost: those that were lost and not for good are due; restore: so are those whose original is missing from the store.
    """
    found: dict[str, Wanted] = {}
    for entry in entries:
        for url in references_of(entry):
            key = references.find(entry, url).key
            if not is_web(key) or key in found:
                continue
            attempt = references.known.get(key)
            if attempt is not None and attempt.outcome == "kept":
                due = restore and not store.has(references.store, attempt.sha256)
            else:
                due = ledger.due(attempt, now) or (
                    retry_lost and attempt is not None and not attempt.permanent
                )
            if due:
                article = entry.article
                time = _NO_DIGIT.sub("", article.date or article.capture.added)[:14]
                found[key] = Wanted(key, article.original, time)
    return tuple(sorted(found.values(), key=lambda w: w.url))


def bring_home(entries: Iterable[Entry], references: References, now: str) -> None:
    """Record web images that need no request: in a mirror below ``[images] local``, or kept at another address of theirs."""
    near = Nearby(references.known.values())
    if not near and not references.local:
        return
    for entry in entries:
        for url in references_of(entry):
            key = references.find(entry, url).key
            known = references.known.get(key)
            if not is_web(key) or (known is not None and known.outcome == "kept"):
                continue
            copy = local.mirrored(key, references.local)
            if copy is not None:
                references.take(key, copy)
            elif (same := near.same(key, now, as_good=True)) is not None:
                references.record(same)


def fetch_images(
    wanted: tuple[Wanted, ...],
    site: Site,
    references: References,
    look: Look,
    seconds: int,
    clock: Callable[[], str],
    progress: Progress,
) -> Fetched:
    """Ask for images; every outcome is in the ledger as soon as it is known. Ctrl-C ends the fetching, not the command."""
    from backfile.fetch import download  # what speaks to the network takes long to load

    asked: set[str] = set()

    def record(attempt: Attempt) -> None:
        references.record(attempt)
        asked.add(attempt.url)
        progress("fetching images", len(asked), len(wanted))

    settings = msgspec.structs.replace(site.fetch, seconds=seconds)
    agent = f"backfile/{__version__} (news archive{'; ' + site.contact if site.contact else ''})"
    report = download.fetch_all(
        wanted,
        settings,
        agent,
        references.store,
        look=look,
        clock=clock,
        on_result=record,
        on_placeholder=references.list_placeholder,
        known=dict(references.known),
        placeholders=references.placeholders,
    )
    return Fetched(
        asked=len(asked),
        kept=report.kept,
        lost=report.lost + report.damaged,
        left=len(report.left),
        placeholders=report.placeholders,
        offline=report.offline,
    )
