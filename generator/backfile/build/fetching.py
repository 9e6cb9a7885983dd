"""Which images to ask for, and one run of the fetcher."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from backfile import __version__
from backfile.addresses import is_web
from backfile.build.references import References, references_of
from backfile.build.report import Fetched, Progress
from backfile.config import Site
from backfile.fetch import download, ledger
from backfile.model import Attempt, Entry


class Terms(msgspec.Struct, frozen=True):
    """How to fetch: seconds, None without a limit; retry_lost asks again for what was lost and is not permanent."""

    seconds: int | None
    retry_lost: bool = False


def wanted_images(
    entries: Iterable[Entry], references: References, now: str, retry_lost: bool
) -> tuple[download.Wanted, ...]:
    """Return the web images that were never asked for or are due again, each once, with an article to refer to."""
    found: dict[str, download.Wanted] = {}
    for entry in entries:
        for url in references_of(entry):
            key = references.find(entry, url).key
            if not is_web(key) or key in found:
                continue
            attempt = references.known.get(key)
            if attempt is None or (
                attempt.outcome != "kept"
                and (ledger.due(attempt, now) or (retry_lost and not attempt.permanent))
            ):
                found[key] = download.Wanted(url=key, referer=entry.article.original)
    return tuple(sorted(found.values(), key=lambda w: w.url))


def fetch_images(
    wanted: tuple[download.Wanted, ...],
    site: Site,
    references: References,
    terms: Terms,
    clock: Callable[[], str],
    progress: Progress,
) -> Fetched:
    """Ask for images; every outcome is in the ledger as soon as it is known. Ctrl-C ends the fetching, not the command."""
    counts = {"kept": 0, "damaged": 0, "lost": 0}
    folder = references.content / "images" / "ledger"

    def record(attempt: Attempt) -> None:
        before = references.known.get(attempt.url)
        ledger.append(folder, attempt)
        references.known[attempt.url] = (
            ledger.fold([a for a in (before, attempt) if a is not None]) or attempt
        )
        counts[attempt.outcome] += 1
        progress("fetching images", sum(counts.values()), len(wanted))

    settings = msgspec.structs.replace(site.fetch, seconds=terms.seconds)
    agent = f"backfile/{__version__} (news archive{'; ' + site.contact if site.contact else ''})"
    report = download.fetch_all(
        wanted,
        settings,
        agent,
        references.store,
        inspect=references.inspect,
        clock=clock,
        on_result=record,
        known=dict(references.known),
    )
    return Fetched(
        asked=sum(counts.values()), kept=report.kept, lost=report.lost + report.damaged, left=len(report.left)
    )
