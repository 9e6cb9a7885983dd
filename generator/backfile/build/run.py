"""The three commands that work on a site, and the shortcut for a build that has nothing to do.

The stages are imported only when there is work for them: most builds of an archive change nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from backfile.build import shortcut
from backfile.build.lock import locked
from backfile.build.report import Options, Outside, Report
from backfile.build.trees import scan_content
from backfile.config import Site
from backfile.errors import MemoryFileError
from backfile.trace import Trace, set_aside

MEMORY = ".backfile"
R = TypeVar("R")


def build(folder: Path, site: Site, options: Options, outside: Outside) -> Report:
    """Import what is new, fetch what is missing, render what changed.

    Raises LockedError, OutputError and ThemeError; bad input becomes Problems in the report.
    """

    def run(trace: Trace) -> Report:
        trees = scan_content(folder)
        before = shortcut.fingerprint(folder, site, options, trace)
        asking = not options.offline and site.fetch.enabled
        if not options.clean:
            report = shortcut.unchanged(folder, options.output, trees, trace, before, asking)
            if report is None:
                from backfile.build.touching import build_touched

                report = build_touched(folder, site, options, trees, trace, before, asking)
            if report is not None:
                outside.ended("scan")
                return report
        outside.ended("scan")
        from backfile.build.stages import Work, build_site

        shortcut.forget(trace)
        with outside.workers() as executor:
            work = Work(folder, site, trace, executor, outside, before.trusted and not options.clean)
            report, ask = build_site(work, options, trees, asking)
        outside.ended("count")
        shortcut.remember(trace, shortcut.fingerprint(folder, site, options, trace), report, ask)
        outside.ended("remember")
        return report

    return with_memory(folder, run)


def import_paths(
    folder: Path,
    site: Site,
    paths: tuple[Path, ...],
    outside: Outside,
    *,
    format: str = "",
    dry_run: bool = False,
    measure: bool = False,
) -> Report:
    """Copy captures below content/sources and make articles of them; measure what readers see before and after it.

    Raises LockedError and ImportPathError.
    """
    from backfile.build.stages import Work, import_captures, rehearse

    def run(trace: Trace) -> Report:
        with outside.workers() as executor:
            work = Work(folder, site, trace, executor, outside, shortcut.trusts(trace))
            if dry_run:
                return rehearse(work, paths, format, measure)
            shortcut.forget(trace)
            report = import_captures(work, paths, format, measure)
        shortcut.settle_stamps(trace)
        return report

    return with_memory(folder, run)


def fetch(folder: Path, site: Site, outside: Outside, *, retry_lost: bool = False) -> Report:
    """Ask for every image that was never asked for or is due again, without a limit of time. Raises LockedError."""
    from backfile.build.stages import Work, fetch_missing

    def run(trace: Trace) -> Report:
        shortcut.forget(trace)
        with outside.workers() as executor:
            work = Work(folder, site, trace, executor, outside, shortcut.trusts(trace))
            # The captures were not looked at: what is remembered of them may be of other stages.
            return fetch_missing(work, retry_lost)

    return with_memory(folder, run)


def with_memory(folder: Path, run: Callable[[Trace], R]) -> R:
    """Run a command under the lock with the build memory; a memory found corrupt on the way is set aside, and all done again.

    Raises MemoryFileError when the disk takes no new one.
    """
    memory = folder / MEMORY
    with locked(memory):
        try:
            with Trace(memory / "build.db") as trace:
                return run(trace)
        except (sqlite3.DatabaseError, msgspec.DecodeError, UnicodeDecodeError):
            set_aside(memory / "build.db")
        try:
            with Trace(memory / "build.db") as trace:
                return run(trace)
        except sqlite3.DatabaseError as error:
            raise MemoryFileError(
                f"{memory / 'build.db'} cannot be written: {error}; check rights and space"
            ) from error
