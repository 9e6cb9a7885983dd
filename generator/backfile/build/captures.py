"""What lies in content/sources: the identity of every capture, and which of them still have to become articles."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from backfile.addresses import article_id, identity
from backfile.build import scan
from backfile.build.remembered import Remembered, read_bytes
from backfile.build.report import Progress
from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.model import CaptureFile, Entry, Raw
from backfile.pool import map_batches
from backfile.trace import Trace

TREE = "sources"
LABEL = "content/sources"
# Files that accompany captures: pictures, sound, film, fonts, styles, scripts. Anything else is held to be a capture.
_ASSETS = frozenset(
    [
        "jpg",
        "jpeg",
        "png",
        "gif",
        "webp",
        "avif",
        "bmp",
        "svg",
        "ico",
        "tif",
        "tiff",
        "heic",
        "mp3",
        "m4a",
        "ogg",
        "wav",
        "mp4",
        "m4v",
        "mov",
        "webm",
        "css",
        "js",
        "mjs",
        "map",
        "woff",
        "woff2",
        "ttf",
        "otf",
        "eot",
    ]
)


class Known(msgspec.Struct, frozen=True, gc=False):
    """One file of content/sources: its sha256 and the ids of its articles, or the reason why it has none.

    digests are the sha256 of each article's part of the file, () when each is the file's.
    """

    name: str
    sha256: str
    ids: tuple[str, ...]
    problem: Problem | None = None
    digests: tuple[str, ...] = ()

    @property
    def digest(self) -> bytes:
        """The sha256 as bytes of its hex form."""
        return self.sha256.encode()


class New(msgspec.Struct, frozen=True, gc=False):
    """An article still to be made: file is the capture's path below content/, number its place within the capture."""

    file: str
    number: int
    id: str


class Changed(msgspec.Struct, frozen=True, gc=False):
    """A capture whose file changed after it was imported, and the article file made of it."""

    file: str
    number: int
    entry: Entry


class Sorted(msgspec.Struct, frozen=True):
    """All captures told apart; captures = new + changed + kept + duplicates + quarantined."""

    new: tuple[New, ...]
    changed: tuple[Changed, ...]
    kept: int
    duplicates: tuple[tuple[str, str], ...]
    quarantined: tuple[Problem, ...]


def is_capture(name: str) -> bool:
    """Return whether a file below content/sources is a capture, not something that accompanies one."""
    return name.rpartition(".")[2].lower() not in _ASSETS if "." in name else True


def raw_id(raw: Raw) -> str:
    """Return the id of the article that a raw capture becomes."""
    return article_id(identity(raw.original) or f"sha256:{raw.sha256}")


def know_captures(
    site: Path, tree: scan.Tree, trace: Trace, executor: Executor, trusted: bool, progress: Progress
) -> tuple[tuple[str, Known], ...]:
    """Return every capture with its path below content/, in order; only files that changed since the last build are read."""
    memory = Remembered(tree, TREE, trace, Known, trusted)
    memory.compare(lambda path: digest_of(site, path))
    jobs = ((str(site), tuple(memory.wanted[i : i + 100])) for i in range(0, len(memory.wanted), 100))
    done = 0
    for batch in map_batches(executor, _identify, jobs, size=1):
        for path, result in msgspec.msgpack.decode(batch, type=tuple[tuple[str, Known], ...]):
            memory.add(path, result)
            done += 1
        progress("looking at captures", done, len(memory.wanted))
    memory.save()
    return tuple(sorted((f"sources/{folder}{known.name}", known) for folder, known in memory.results()))


def digest_of(site: Path, path: str) -> bytes:
    """Return the sha256 of a capture's bytes as Known.digest gives it, b"" when it cannot be read."""
    data = read_bytes(site / LABEL / path)
    return b"" if data is None else sha256_hex(data).encode()


def sort_captures(known: Iterable[tuple[str, Known]], entries: Iterable[Entry]) -> Sorted:
    """Tell apart what is new, changed, kept, declared twice and rejected; independent of the order of anything."""
    by_id = {e.article.id: e for e in sorted(entries, key=lambda e: e.path, reverse=True) if e.article.id}
    by_sha = {e.article.capture.sha256 for e in by_id.values()}
    claims: dict[str, list[tuple[str, int, str]]] = {}
    quarantined = []
    new, changed, duplicates, kept = [], [], [], 0
    for file, capture in known:
        if capture.problem is not None and capture.sha256 in by_sha:
            kept += 1  # imported under a format that was named by hand
        elif capture.problem is not None:
            quarantined.append(capture.problem)
        digests = capture.digests or (capture.sha256,) * len(capture.ids)
        for number, (one, digest) in enumerate(zip(capture.ids, digests, strict=True)):
            claims.setdefault(one, []).append((file, number, digest))
    for one, files in sorted(claims.items()):
        entry = by_id.get(one)
        if entry is None:
            owner = min(files)
            new.append(New(owner[0], owner[1], one))
            shown = owner[0]
        else:
            own = entry.article.capture
            same = [f for f in files if f[0] == own.file] or [f for f in files if f[2] == own.sha256]
            owner = min(same or files)
            shown = entry.path.removeprefix("content/")
            if owner[0] == own.file and owner[2] != own.sha256:
                changed.append(Changed(owner[0], owner[1], entry))
            else:
                kept += 1
        duplicates += [(f[0], shown) for f in files if f is not owner]
    return Sorted(
        tuple(sorted(new, key=lambda n: (n.file, n.number))),
        tuple(sorted(changed, key=lambda c: (c.file, c.number))),
        kept,
        tuple(sorted(duplicates)),
        tuple(quarantined),
    )


def read_raws(site: Path, file: str, format: str = "") -> tuple[str, tuple[Raw, ...] | Problem]:
    """Read and parse one capture; file is its path below content/. Return its sha256 and what it says."""
    from backfile import ingest

    source = f"content/{file}"
    try:
        data = (site / "content" / file).read_bytes()
    except OSError as error:
        return "", Problem(source, 0, f"the file cannot be read: {error.strerror}", "check its rights")
    digest = sha256_hex(data)
    return digest, ingest.read(CaptureFile(file=file, sha256=digest, data=data), format)


def _identify(jobs: tuple[tuple[str, tuple[str, ...]], ...]) -> bytes:
    root, paths = jobs[0]
    found = []
    for path in paths:
        digest, result = read_raws(Path(root), f"sources/{path}")
        name = path.rpartition("/")[2]
        if isinstance(result, Problem):
            found.append((path, Known(name, digest, (), result)))
        else:
            parts = tuple(raw.sha256 for raw in result)
            ids = tuple(raw_id(raw) for raw in result)
            found.append((path, Known(name, digest, ids, None, () if set(parts) == {digest} else parts)))
    return msgspec.msgpack.encode(found)
