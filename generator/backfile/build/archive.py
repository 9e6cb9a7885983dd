"""The article files as a command finds them: read under the site's lock, replaced one by one and whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import TypeVar

import msgspec

from backfile.build import reading, shortcut
from backfile.build.report import Outside
from backfile.build.run import with_memory
from backfile.build.trees import scan_content
from backfile.errors import Problem
from backfile.trace import Trace

R = TypeVar("R")


class Opened(msgspec.Struct, frozen=True):
    """A site that is held: its article files as they were read, its memory and whether that is to be trusted, who works."""

    archive: reading.Archive
    trace: Trace
    trusted: bool
    executor: Executor


def with_archive(folder: Path, outside: Outside, act: Callable[[Opened], R]) -> R:
    """Hand the archive of a site to a function, which may change article files. Raises LockedError."""

    def run(trace: Trace) -> R:
        with outside.workers() as executor:
            tree = scan_content(folder)[reading.TREE]
            shortcut.forget_if_edited(folder, tree, trace)
            trusted = shortcut.trusts(trace)
            archive = reading.read_archive(folder, tree, trace, executor, trusted, outside.progress)
            return act(Opened(archive, trace, trusted, executor))

    return with_memory(folder, run)


def replace_file(file: Path, data: bytes) -> None:
    """Put new bytes in the place of a file, at once or not at all; its rights stay. Raises OSError."""
    new = file.with_name(f".{file.name[:100]}.new")
    try:
        new.write_bytes(data)
        if file.exists():
            shutil.copymode(file, new)
        new.replace(file)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def replace_article(folder: Path, path: str, data: bytes) -> Problem | None:
    """Put new bytes in the place of an article file; return the problem when that fails."""
    try:
        replace_file(folder / path, data)
    except OSError as error:
        reason = f"the article cannot be written: {error.strerror}"
        return Problem(path, 0, reason, "check rights and space", fatal=False)
    return None
