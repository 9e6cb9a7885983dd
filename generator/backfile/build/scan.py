"""What a folder tree holds, by stat alone.

Symbolic links, devices, sockets, fifos and hidden names are never followed or opened: content is untrusted.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from backfile.errors import OutputError, Problem

# name, size, mtime ns, ctime ns, inode: equal in all means that the file is the same.
Row = tuple[str, int, int, int, int]

# A file whose ctime is this near a scan may have changed after it was read, within the same tick of the clock.
RACY_NS = 2_000_000_000


class Tree(msgspec.Struct, frozen=True):
    """Folders of a tree, sorted, with the packed rows of their files; a name is a POSIX path that ends with a slash, "" the root.

    doubtful: the paths that may change without a trace in their stat rows, since they changed just before the scan.
    """

    folders: tuple[tuple[str, bytes], ...]
    problems: tuple[Problem, ...]
    doubtful: tuple[str, ...]

    def rows(self) -> Iterator[tuple[str, tuple[Row, ...]]]:
        """Yield each folder with the rows of its files, sorted."""
        for folder, packed in self.folders:
            yield folder, unpack(packed)


def scan(root: Path, label: str, wanted: Callable[[str], bool]) -> Tree:
    """Return the files below a folder whose names are wanted; a folder that does not exist is an empty one.

    label is the folder's name in problems, such as "content/articles".
    """
    started = time.time_ns()
    folders: list[tuple[str, bytes]] = []
    doubtful: list[str] = []
    problems: list[Problem] = []
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        rows: list[Row] = []
        try:
            with os.scandir(f"{root}/{folder}") as entries:
                for entry in entries:
                    _sort_in(entry, f"{label}/{folder}", folder, wanted, (rows, waiting, problems))
        except FileNotFoundError:
            continue
        except OSError as error:
            problems.append(
                Problem(
                    f"{label}/{folder}", 0, f"the folder cannot be read: {error.strerror}", "check its rights"
                )
            )
            continue
        if rows:
            rows.sort()
            folders.append((folder, msgspec.msgpack.encode(rows)))
            doubtful += (folder + row[0] for row in rows if row[3] >= started - RACY_NS)
    folders.sort()
    problems.sort()
    return Tree(tuple(folders), tuple(problems), tuple(sorted(doubtful)))


def scan_output(output: Path) -> dict[str, tuple[int, int]]:
    """Return path -> (size, mtime in ns) of everything below an output folder that is no folder."""
    found: dict[str, tuple[int, int]] = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(f"{output}/{folder}") as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{folder}{entry.name}/")
                    else:
                        facts = entry.stat(follow_symlinks=False)
                        found[folder + entry.name] = (facts.st_size, facts.st_mtime_ns)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise OutputError(f"{output} cannot be read: {error.strerror}") from error
    return found


def is_as_published(output: Path, rows: Iterable[tuple[str, int, int]]) -> bool:
    """Return whether all files of an output folder, given as path, size and mtime in ns, are as they were.

    By name: to list the folders, of which every page has one, takes longer.
    """
    try:
        for path, size, mtime in rows:
            facts = os.stat(f"{output}/{path}", follow_symlinks=False)
            if facts.st_mtime_ns != mtime or facts.st_size != size:
                return False
    except OSError:
        return False
    return True


def unpack(data: bytes) -> tuple[Row, ...]:
    """Return the rows of a folder from their bytes, which are equal exactly when the rows are."""
    return msgspec.msgpack.decode(data, type=tuple[Row, ...])


def folder_of(path: str) -> str:
    """Return the folder of a path below a tree, with a slash at its end, "" for the root."""
    return path.rpartition("/")[0] + "/" if "/" in path else ""


def _sort_in(
    entry: os.DirEntry[str],
    where: str,
    folder: str,
    wanted: Callable[[str], bool],
    into: tuple[list[Row], list[str], list[Problem]],
) -> None:
    rows, waiting, problems = into
    name = entry.name
    if name.startswith("."):
        return
    try:
        name.encode()
    except UnicodeEncodeError:
        shown = name.encode("utf-8", "replace").decode()
        problems.append(Problem(f"{where}{shown}", 0, "the file name is not valid UTF-8", "rename the file"))
        return
    try:
        if entry.is_dir(follow_symlinks=False):
            waiting.append(f"{folder}{name}/")
            return
        if not wanted(name):
            return
        facts = entry.stat(follow_symlinks=False)
    except OSError:
        return  # gone since the folder was listed
    if stat.S_ISREG(facts.st_mode):
        rows.append((name, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino))
    else:
        kind = "a symbolic link" if stat.S_ISLNK(facts.st_mode) else "no regular file"
        problems.append(
            Problem(f"{where}{name}", 0, f"{kind}, so it is not read", "put the file itself there")
        )
