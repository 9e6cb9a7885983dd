"""The stages in their order, for each of the three commands."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from backfile.build import captures, intake, output, ownership, reading, scan, shortcut
from backfile.build.fetching import bring_home, fetch_images, wanted_images
from backfile.build.inspecting import Inspector
from backfile.build.picturing import Gallery
from backfile.build.references import References, unasked_images
from backfile.build.report import (
    ArticleFidelity,
    Fetched,
    Imported,
    Options,
    Outcome,
    Outside,
    Report,
    Request,
)
from backfile.build.sizing import warnings
from backfile.build.trees import scan_content
from backfile.config import Site
from backfile.errors import Problem
from backfile.fetch.looking import Look
from backfile.trace import Trace


class Work(msgspec.Struct, frozen=True):
    """What every stage is handed: the site, its memory, who works, and whether the memory is to be trusted."""

    folder: Path
    site: Site
    trace: Trace
    executor: Executor
    outside: Outside
    trusted: bool


def build_site(
    work: Work, options: Options, trees: dict[str, scan.Tree], asking: bool
) -> tuple[Report, bool]:
    """Run every stage; return also whether any image is left to be asked for."""
    folder, site, outside = work.folder, work.site, work.outside
    with outside.decoders() as decoders:
        sources = _sources(work, trees, Request(outside.clock()))
        outside.ended("read and import")
        inspector = Inspector(decoders)
        references = References(folder, site, work.trace, outside.clock(), inspector)
        references.learn(sources.archive.entries)
        fetched, ask = _fetch(sources, site, references, inspector.look() if asking else None, outside)
        gallery = Gallery(folder, site, work.trace, references, not options.clean)
        unasked = unasked_images(sources.archive.entries, references)
        outside.ended("fetch")
        target = output.Target(folder, options.output, options.drafts, not options.clean, unasked)
        hands = output.Hands(work.executor, decoders, outside.progress, outside.ended)
        result = output.render_site(target, site, sources.archive, gallery, work.trace, hands)
        references.remember()
    problems = (
        *sources.archive.problems,
        *sources.problems,
        *references.problems,
        *result.problems,
        *warnings(result.sizing),
    )
    report = Report(
        articles=result.articles,
        imported=sources.imported,
        fetched=fetched,
        pictured=result.pictured,
        rendered=result.rendered,
        sizing=result.sizing,
        problems=tuple(sorted(set(problems))),
        reasons=(*sources.reasons, *result.reasons),
    )
    return report, ask


def import_captures(work: Work, paths: tuple[Path, ...], format: str, measure: bool) -> Report:
    """Copy captures in, and make articles of what is new."""
    taken = intake.take_in(work.folder, paths)
    request = Request(work.outside.clock(), formats=_named(taken, format), measure=measure, alone=True)
    return _import_report(_imported(work, scan_content(work.folder), request), taken)


def fetch_missing(work: Work, retry_lost: bool) -> Report:
    """Ask for images that are missing, for a week at most."""
    folder, outside = work.folder, work.outside
    tree = scan_content(folder)[reading.TREE]
    archive = reading.read_archive(folder, tree, work.trace, work.executor, work.trusted, outside.progress)
    with outside.decoders() as decoders:
        inspector = Inspector(decoders)
        references = References(folder, work.site, work.trace, outside.clock(), inspector)
        bring_home(archive.entries, references, outside.clock())
        wanted = wanted_images(
            archive.entries, references, outside.clock(), retry_lost=retry_lost, restore=True
        )
        fetched = fetch_images(
            wanted, work.site, references, inspector.look(), 7 * 24 * 3600, outside.clock, outside.progress
        )
    problems = tuple(sorted({*references.problems, *archive.problems}))
    return Report(articles=len(archive.entries), fetched=fetched, problems=problems)


class _Sources(msgspec.Struct, frozen=True):
    """The archive as it was read, and what an import did; written are the article files that it wrote."""

    archive: reading.Archive
    imported: Imported
    written: tuple[str, ...]
    problems: tuple[Problem, ...]
    reasons: tuple[str, ...]
    fidelity: tuple[ArticleFidelity, ...]


def _sources(work: Work, trees: dict[str, scan.Tree], request: Request) -> _Sources:
    """Read the archive, import what is new, and read what that wrote."""
    sources = _imported(work, trees, request)
    if not sources.written:
        return sources
    tree = scan_content(work.folder)["articles"]
    archive = reading.read_archive(work.folder, tree, work.trace, work.executor, True, work.outside.progress)
    return msgspec.structs.replace(sources, archive=archive)


def _imported(work: Work, trees: dict[str, scan.Tree], request: Request) -> _Sources:
    """Read the archive and import what is new."""
    progress = work.outside.progress
    archive = reading.read_archive(
        work.folder, trees["articles"], work.trace, work.executor, work.trusted, progress
    )
    known, fresh = captures.know_captures(
        work.folder, trees["sources"], work.trace, work.executor, work.trusted, progress
    )
    known, formats = captures.named_formats(work.folder, known, archive.entries, dict(request.formats))
    request = msgspec.structs.replace(request, formats=tuple(sorted(formats.items())))
    found = ownership.sort_captures(known, archive.entries, archive.claims)
    outcome = _outcome(work, found, archive, request)
    # What was refused never had an article file that could have been deleted.
    silent = fresh | {problem.source.removeprefix("content/") for problem in outcome.problems}
    again = tuple(_imported_again(n.file) for n in found.new if n.file not in silent)
    problems = (*trees["sources"].problems, *outcome.problems, *again, *(_plugins() if known else ()))
    reasons = (*outcome.reasons, *_lists(known))
    return _Sources(archive, outcome.imported, outcome.written, problems, reasons, outcome.fidelity)


def _outcome(work: Work, found: ownership.Sorted, archive: reading.Archive, request: Request) -> Outcome:
    """Import what is to be imported; to load what that needs takes longer than most builds."""
    if not found.new and not found.changed:
        counts = Imported(
            found.captures,
            kept=found.kept,
            duplicates=len(found.duplicates),
            quarantined=len(found.quarantined),
        )
        return Outcome(counts, found.quarantined, ownership.duplicate_reasons(found))
    from backfile.build.importing import import_captures

    return import_captures(
        work.folder, work.site, found, archive.entries, request, work.executor, work.outside.progress
    )


def _plugins() -> tuple[Problem, ...]:
    from backfile.ingest import registry

    return registry().problems


def _named(taken: intake.Taken, format: str) -> tuple[tuple[str, str], ...]:
    """Return the format named by hand for each capture that was copied in."""
    return tuple((file, format) for file in taken.captures) if format else ()


def _lists(known: Iterable[tuple[str, captures.Known]]) -> tuple[str, ...]:
    return tuple(
        f"{file} was read as a list of {one.listed} articles: captures beside it take their addresses and dates from it"
        for file, one in known
        if one.listed
    )


def _imported_again(file: str) -> Problem:
    hint = "to remove it for good write `status: withdrawn` into the article, or delete the capture too"
    return Problem(
        f"content/{file}", 0, "its article file was deleted, so it was imported again", hint, fatal=False
    )


def rehearse(work: Work, paths: tuple[Path, ...], format: str, measure: bool) -> Report:
    """Do all of an import but the writing: the captures go to a folder that is thrown away."""
    progress = work.outside.progress
    tree = scan_content(work.folder)["articles"]
    shortcut.forget_if_edited(work.folder, tree, work.trace)
    archive = reading.read_archive(work.folder, tree, work.trace, work.executor, work.trusted, progress)
    with tempfile.TemporaryDirectory(dir=work.folder / ".backfile") as name:
        folder = Path(name)
        present = work.folder / "content" / "sources"
        if present.is_dir():
            shutil.copytree(present, folder / "content" / "sources", copy_function=_link, symlinks=True)
        taken = intake.take_in(folder, paths)
        with Trace(folder / "build.db") as trace:
            sources_tree = scan_content(folder)["sources"]
            known, _ = captures.know_captures(folder, sources_tree, trace, work.executor, False, progress)
            given = dict(_named(taken, format))
            known, formats = captures.named_formats(folder, known, archive.entries, given)
            named = tuple(sorted(formats.items()))
            request = Request(work.outside.clock(), True, named, measure, name, alone=True)
            found = ownership.sort_captures(known, archive.entries, archive.claims)
            outcome = _outcome(work, found, archive, request)
    problems = (*sources_tree.problems, *outcome.problems, *_plugins())
    reasons = (*outcome.reasons, *_lists(known))
    sources = _Sources(archive, outcome.imported, (), problems, reasons, outcome.fidelity)
    return _import_report(sources, taken)


def _link(source: str, target: str) -> None:
    """Stand in for a copy: captures are never written again, so a link is as good where the filesystem has links."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _import_report(sources: _Sources, taken: intake.Taken) -> Report:
    """Say what an import did. What it wrote is counted, not read again: rendering it is left to the build."""
    paths = {entry.path for entry in sources.archive.entries}
    return Report(
        articles=len(paths.union(sources.written)),
        imported=sources.imported,
        problems=tuple(sorted({*taken.problems, *sources.archive.problems, *sources.problems})),
        reasons=(*taken.reasons, *sources.reasons),
        fidelity=sources.fidelity,
    )


def _fetch(
    sources: _Sources, site: Site, references: References, look: Look | None, outside: Outside
) -> tuple[Fetched, bool]:
    """Take what is at hand, fetch when somebody can look at images; return also whether anything is left to be asked for."""
    bring_home(sources.archive.entries, references, outside.clock())
    wanted = wanted_images(sources.archive.entries, references, outside.clock())
    if look is None or not wanted:
        return Fetched(left=len(wanted)), bool(wanted)
    fetched = fetch_images(
        wanted, site, references, look, site.fetch.seconds, outside.clock, outside.progress
    )
    return fetched, fetched.left > 0
