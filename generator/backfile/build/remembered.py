"""What the trace remembers of a tree of files: results by file, trusted as long as stat rows or digests say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import msgspec

from backfile.build import scan
from backfile.trace import Trace


class Result(Protocol):
    """What a stage made of one file; digest stands for the bytes it was made of."""

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def digest(self) -> bytes:
        """The digest of its bytes, b"" when they could not be read."""


R = TypeVar("R", bound=Result)


class Remembered(Generic[R]):
    """The results of one tree: those that still hold, and the paths that have to be looked at again."""

    def __init__(self, tree: scan.Tree, name: str, trace: Trace, kind: type[R], trusted: bool) -> None:
        self._tree, self._name, self._trace, self._kind = tree, name, trace, kind
        self._stats = trace.stats(name) if trusted else {}
        self._doubtful = doubtful(trace, name)
        self.kept: dict[str, list[R]] = {folder: [] for folder, _ in tree.folders}
        self.wanted: list[str] = []
        self.before: dict[str, R] = {}
        self._touched: set[str] = set()

    def compare(self, digest_of: Callable[[str], bytes]) -> None:
        """Sort every file into kept and wanted; digest_of gives the digest of a path, b"" when it cannot be read."""
        decode = msgspec.msgpack.Decoder(tuple[self._kind, ...]).decode  # type: ignore[name-defined]
        rows_of = self._trace.rows(self._name) if self._stats else {}
        for folder, rows in self._tree.rows():
            stats = self._stats.get(folder)
            before: Mapping[str, R] = (
                {r.name: r for r in decode(rows_of[folder])} if stats is not None else {}
            )
            known = {row[0]: row for row in scan.unpack(stats)} if stats is not None else {}
            for row in rows:
                path, old = folder + row[0], before.get(row[0])
                if old is not None and known.get(row[0]) == row and path not in self._doubtful:
                    self.kept[folder].append(old)
                    continue
                self._touched.add(folder)
                if old is not None and old.digest and digest_of(path) == old.digest:
                    self.kept[folder].append(old)
                else:
                    self.wanted.append(path)
                    if old is not None:
                        self.before[path] = old

    def add(self, path: str, result: R) -> None:
        """Add what was made of a wanted path."""
        self.kept[scan.folder_of(path)].append(result)

    def look_again(self, folder: str) -> None:
        """Have everything looked at again that lies in a folder or below it."""
        for name, results in self.kept.items():
            if results and name.startswith(folder):
                self._touched.add(name)
                self.wanted += [name + r.name for r in results]
                results.clear()

    def results(self) -> Iterable[tuple[str, R]]:
        """Return every result with its folder, in order of folders and names."""
        for folder, results in self.kept.items():
            for result in sorted(results, key=lambda r: r.name):
                yield folder, result

    def save(self) -> None:
        """Record what changed, and which files have to be doubted next time."""
        gone = set(self._trace.stats(self._name)) - {folder for folder, _ in self._tree.folders}
        self._trace.save_folders(self._name, self._changed(), sorted(gone))
        doubts = dict.fromkeys(self._tree.doubtful, b"")
        for folder in {scan.folder_of(path) for path in doubts}:
            for one in self.kept[folder]:
                if folder + one.name in doubts:
                    doubts[folder + one.name] = one.digest
        self._trace.save_meta({f"doubtful {self._name}": msgspec.msgpack.encode(doubts)})

    def _changed(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Yield folders that are not what they were, with their stat rows and results: one by one, for all are large."""
        for folder, packed in self._tree.folders:
            if folder in self._touched or self._stats.get(folder) != packed:
                results = sorted(self.kept[folder], key=lambda r: r.name)
                yield folder, packed, msgspec.msgpack.encode(results)


def doubtful(trace: Trace, name: str) -> dict[str, bytes]:
    """Return the paths of a tree whose stat rows prove nothing, with the digests of the bytes that were read."""
    return msgspec.msgpack.decode(trace.meta().get(f"doubtful {name}", b"\x80"), type=dict[str, bytes])


def is_same(tree: scan.Tree, name: str, trace: Trace, digest_of: Callable[[str], bytes]) -> bool:
    """Return whether a tree is what it was at the last build, with nothing to look at again."""
    if dict(tree.folders) != trace.stats(name):
        return False
    return all(digest and digest_of(path) == digest for path, digest in doubtful(trace, name).items())


def read_bytes(path: Path) -> bytes | None:
    """Return the bytes of a file, None when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None
