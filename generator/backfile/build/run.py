"""The three commands that work on a site: build, import, fetch; each a short list of stages."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import msgspec

from backfile.build import captures, importing, intake, output, reading, scan, shortcut
from backfile.build.fetching import Terms, fetch_images, wanted_images
from backfile.build.lock import locked
from backfile.build.picturing import Gallery
from backfile.build.references import References
from backfile.build.report import Fetched, Imported, Progress, Report, silent
from backfile.config import Site
from backfile.errors import Problem
from backfile.fetch import ledger
from backfile.trace import Trace

MEMORY = ".backfile"


class Outside(msgspec.Struct, frozen=True):
    """The outside world as callables: clock gives the time of events (ISO 8601 UTC), workers makes the executor of a run."""

    clock: Callable[[], str]
    workers: Callable[[], Executor]
    progress: Progress = silent
    threads: int = 2


class Options(msgspec.Struct, frozen=True):
    """How to build; output is an absolute path."""

    output: Path
    offline: bool = False
    clean: bool = False
    drafts: bool = False


def build(folder: Path, site: Site, options: Options, outside: Outside) -> Report:
    """Import what is new, fetch what is missing, render what changed.

    Raises LockedError, OutputError and ThemeError; bad input becomes Problems in the report.
    """
    memory = folder / MEMORY
    with locked(memory), Trace(memory / "build.db") as trace:
        trees = scan_content(folder)
        before = shortcut.fingerprint(folder, site, options.output, options.drafts, trace)
        asking = not options.offline and site.fetch.enabled
        if not options.clean:
            report = shortcut.unchanged(folder, options.output, trees, trace, before, asking)
            if report is not None:
                return report
        trusted = before.trusted and not options.clean
        shortcut.forget(trace)
        with outside.workers() as executor, ThreadPoolExecutor(outside.threads) as threads:
            work = _Work(folder, site, trace, executor, outside, trusted)
            sources = _sources(work, trees, importing.Request(outside.clock()))
            known, ledger_problems = ledger.read(folder / "content" / "images" / "ledger")
            references = References(folder, site, trace, known, outside.clock())
            fetched, ask = _fetch(sources, site, references, asking, outside)
            gallery = Gallery(folder, site, trace, references)
            target = output.Target(folder, options.output, options.drafts, not options.clean)
            hands = output.Hands(executor, threads, outside.progress)
            result = output.render_site(target, site, sources.archive, gallery, trace, hands)
            references.remember()
        problems = (*sources.problems, *ledger_problems, *references.problems, *result.problems)
        report = Report(
            articles=result.articles,
            imported=sources.imported,
            fetched=fetched,
            pictured=result.pictured,
            rendered=result.rendered,
            problems=tuple(sorted(set(problems))),
            reasons=(*sources.reasons, *result.reasons),
        )
        after = shortcut.fingerprint(folder, site, options.output, options.drafts, trace)
        shortcut.remember(trace, after, report, ask)
        return report


def import_paths(
    folder: Path,
    site: Site,
    paths: tuple[Path, ...],
    outside: Outside,
    *,
    format: str = "",
    dry_run: bool = False,
) -> Report:
    """Copy captures below content/sources and make articles of them. Raises LockedError and ImportPathError."""
    memory = folder / MEMORY
    with locked(memory), Trace(memory / "build.db") as trace, outside.workers() as executor:
        work = _Work(folder, site, trace, executor, outside, shortcut.trusts(trace))
        request = importing.Request(outside.clock(), dry_run=dry_run, format=format)
        if dry_run:
            return _rehearse(work, paths, request)
        taken = intake.take_in(folder, paths)
        sources = _sources(work, scan_content(folder), request)
        shortcut.settle_stamps(trace)
        return _import_report(sources, taken)


def fetch(folder: Path, site: Site, outside: Outside, *, retry_lost: bool = False) -> Report:
    """Ask for every image that was never asked for or is due again, without a limit of time. Raises LockedError."""
    memory = folder / MEMORY
    with locked(memory), Trace(memory / "build.db") as trace, outside.workers() as executor:
        tree = scan_content(folder)["articles"]
        archive = reading.read_archive(
            folder, tree, trace, executor, shortcut.trusts(trace), outside.progress
        )
        known, problems = ledger.read(folder / "content" / "images" / "ledger")
        references = References(folder, site, trace, known, outside.clock())
        wanted = wanted_images(archive.entries, references, outside.clock(), retry_lost)
        terms = Terms(seconds=7 * 24 * 3600, retry_lost=retry_lost)
        fetched = fetch_images(wanted, site, references, terms, outside.clock, outside.progress)
        return Report(
            articles=len(archive.entries),
            fetched=fetched,
            problems=tuple(sorted({*problems, *archive.problems})),
        )


def scan_content(folder: Path) -> dict[str, scan.Tree]:
    """Return the trees of captures and of articles, by name."""
    content = folder / "content"
    return {
        captures.TREE: scan.scan(content / "sources", captures.LABEL, captures.is_capture),
        reading.TREE: scan.scan(content / "articles", reading.LABEL, reading.is_article),
    }


class _Work(msgspec.Struct, frozen=True):
    folder: Path
    site: Site
    trace: Trace
    executor: Executor
    outside: Outside
    trusted: bool


class _Sources(msgspec.Struct, frozen=True):
    archive: reading.Archive
    imported: Imported
    problems: tuple[Problem, ...]
    reasons: tuple[str, ...]


def _sources(work: _Work, trees: dict[str, scan.Tree], request: importing.Request) -> _Sources:
    """Read the archive, import what is new, and read what that wrote."""
    progress = work.outside.progress
    archive = reading.read_archive(
        work.folder, trees["articles"], work.trace, work.executor, work.trusted, progress
    )
    known = captures.know_captures(
        work.folder, trees["sources"], work.trace, work.executor, work.trusted, progress
    )
    found = captures.sort_captures(known, archive.entries)
    outcome = importing.import_captures(
        work.folder, work.site, found, archive.entries, request, work.executor, progress
    )
    if outcome.written:
        tree = scan_content(work.folder)["articles"]
        archive = reading.read_archive(work.folder, tree, work.trace, work.executor, True, progress)
    problems = (*trees["sources"].problems, *outcome.problems, *archive.problems)
    return _Sources(archive, outcome.imported, problems, outcome.reasons)


def _rehearse(work: _Work, paths: tuple[Path, ...], request: importing.Request) -> Report:
    """Do all of an import but the writing: the captures go to a folder that is thrown away."""
    progress = work.outside.progress
    tree = scan_content(work.folder)["articles"]
    archive = reading.read_archive(work.folder, tree, work.trace, work.executor, work.trusted, progress)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        taken = intake.take_in(folder, paths)
        with Trace(folder / MEMORY / "build.db") as trace:
            sources = scan_content(folder)["sources"]
            known = captures.know_captures(folder, sources, trace, work.executor, False, progress)
            found = captures.sort_captures(known, archive.entries)
            outcome = importing.import_captures(
                folder, work.site, found, archive.entries, request, work.executor, progress
            )
    return _import_report(_Sources(archive, outcome.imported, outcome.problems, outcome.reasons), taken)


def _import_report(sources: _Sources, taken: intake.Taken) -> Report:
    return Report(
        articles=len(sources.archive.entries),
        imported=sources.imported,
        problems=tuple(sorted({*taken.problems, *sources.problems})),
        reasons=(*taken.reasons, *sources.reasons),
    )


def _fetch(
    sources: _Sources, site: Site, references: References, asking: bool, outside: Outside
) -> tuple[Fetched, bool]:
    """Fetch when asked to; return also whether anything is left to be asked for."""
    wanted = wanted_images(sources.archive.entries, references, outside.clock(), False)
    if not asking or not wanted:
        return Fetched(left=len(wanted)), bool(wanted)
    fetched = fetch_images(
        wanted, site, references, Terms(seconds=site.fetch.seconds), outside.clock, outside.progress
    )
    return fetched, fetched.left > 0
