"""What a run did, as a value: the summary, the exit code and --json are made of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from backfile.build.sizing import Sizing
from backfile.errors import Problem
from backfile.model import Look
from backfile.pool import SerialExecutor

# progress(stage, done, total): called from the parent process only; total is 0 while it is unknown.
Progress = Callable[[str, int, int], None]


class Imported(msgspec.Struct, frozen=True):
    """What became of the captures: captures, counted before anything is converted, = new + changed + kept + duplicates

    + quarantined; kept: articles that were there before. A capture of several articles counts once for each.
    """

    captures: int = 0
    new: int = 0
    changed: int = 0
    kept: int = 0
    duplicates: int = 0
    quarantined: int = 0
    repairs: tuple[tuple[str, int, int], ...] = ()
    bylines: int = 0
    folded: int = 0
    tags: int = 0


class Pictured(msgspec.Struct, frozen=True):
    """What is known of the images that articles refer to, counted by reference; their sum is references."""

    references: int = 0
    kept: int = 0
    damaged: int = 0
    lost: int = 0
    unasked: int = 0
    made: int = 0


class Fetched(msgspec.Struct, frozen=True):
    """What one run of the fetcher did; left: URLs for which its time did not suffice; placeholders: pictures newly listed as

    what a host shows in place of images; offline: no host answered at all, so that nothing is known to be lost.
    """

    asked: int = 0
    kept: int = 0
    lost: int = 0
    left: int = 0
    placeholders: int = 0
    offline: bool = False


class Rendered(msgspec.Struct, frozen=True):
    """What was written to the output folder; others are files that are no pages, such as the stylesheet."""

    pages: int = 0
    rendered: int = 0
    unchanged: int = 0
    removed: int = 0
    atomic: bool = True
    others: int = 0


class ArticleFidelity(msgspec.Struct, frozen=True):
    """What readers see of one capture's text as it is and of the article made of it; file is its path below content/."""

    file: str
    title: str
    format: str
    repairs: tuple[tuple[str, int], ...]
    before: Look
    after: Look


class Request(msgspec.Struct, frozen=True):
    """How to import: dry_run writes nothing; now is the time of the event; formats are those named by hand, by capture;

    measure: look at every text before and after, for the fidelity report;
    captures: the folder that holds content/sources in their stead in a rehearsal, "" for the site's;
    alone: nothing that follows needs the workers, so that they end, and free their memory, once all is converted and read.
    """

    now: str
    dry_run: bool = False
    formats: tuple[tuple[str, str], ...] = ()
    measure: bool = False
    captures: str = ""
    alone: bool = False


class Outcome(msgspec.Struct, frozen=True):
    """What an import did; written are paths below the site folder."""

    imported: Imported
    problems: tuple[Problem, ...] = ()
    reasons: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    fidelity: tuple[ArticleFidelity, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """One run as a whole; reasons say under -v why something was done; fidelity is measured only when asked for."""

    articles: int = 0
    imported: Imported = Imported()
    fetched: Fetched = Fetched()
    pictured: Pictured = Pictured()
    rendered: Rendered = Rendered()
    sizing: Sizing = Sizing()
    problems: tuple[Problem, ...] = ()
    reasons: tuple[str, ...] = ()
    fidelity: tuple[ArticleFidelity, ...] = ()

    def set_aside(self) -> bool:
        """Return whether anything was quarantined or left out: what --strict turns into exit code 1."""
        return any(p.fatal for p in self.problems)


def silent(stage: str, done: int, total: int) -> None:
    """Show no progress."""


def untimed(stage: str) -> None:
    """Take no note of the end of a stage."""


class Outside(msgspec.Struct, frozen=True):
    """The outside world as callables: clock gives the time of events (ISO 8601 UTC), workers makes the executor of a run,

    decoders that of work on the bytes of pictures; ended is called in the build's own process at the end of each stage.
    """

    clock: Callable[[], str]
    workers: Callable[[], Executor]
    progress: Progress = silent
    decoders: Callable[[], Executor] = SerialExecutor
    ended: Callable[[str], None] = untimed


class Options(msgspec.Struct, frozen=True):
    """How to build; output is an absolute path."""

    output: Path
    offline: bool = False
    clean: bool = False
    drafts: bool = False
