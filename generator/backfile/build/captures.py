"""What lies in content/sources: the identity of every capture, and which of them still have to become articles."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path

import msgspec

from backfile.addresses import article_id, identity
from backfile.build import scan
from backfile.build.remembered import Remembered, read_bytes
from backfile.build.report import Progress
from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.model import CaptureFile, Raw
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


def is_capture(name: str) -> bool:
    """Return whether a file below content/sources is a capture, not something that accompanies one."""
    return name.rpartition(".")[2].lower() not in _ASSETS if "." in name else True


def raw_id(raw: Raw) -> str:
    """Return the id of the article that a raw capture becomes."""
    return article_id(identity(raw.original) or f"sha256:{raw.sha256}")


def know_captures(
    site: Path, tree: scan.Tree, trace: Trace, executor: Executor, trusted: bool, progress: Progress
) -> tuple[tuple[tuple[str, Known], ...], frozenset[str]]:
    """Return every capture with its path below content/, in order, and the paths of those that are new or changed.

    Only files that changed since the last build are read.
    """
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
    known = tuple(sorted((f"sources/{folder}{known.name}", known) for folder, known in memory.results()))
    return known, frozenset(f"sources/{path}" for path in memory.wanted)


def know_named(
    site: Path, known: tuple[tuple[str, Known], ...], named: tuple[str, ...], format: str
) -> tuple[tuple[str, Known], ...]:
    """Return the captures with those that are named read as the format that was given by hand."""
    if not format:
        return known
    return tuple((file, _known(site, file, format) if file in named else one) for file, one in known)


def digest_of(site: Path, path: str) -> bytes:
    """Return the sha256 of a capture's bytes as Known.digest gives it, b"" when it cannot be read."""
    data = read_bytes(site / LABEL / path)
    return b"" if data is None else sha256_hex(data).encode()


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
        found.append((path, _known(Path(root), f"sources/{path}", "")))
    return msgspec.msgpack.encode(found)


def _known(site: Path, file: str, format: str) -> Known:
    digest, result = read_raws(site, file, format)
    name = file.rpartition("/")[2]
    if isinstance(result, Problem):
        return Known(name, digest, (), result)
    parts = tuple(raw.sha256 for raw in result)
    ids = tuple(raw_id(raw) for raw in result)
    return Known(name, digest, ids, None, () if set(parts) == {digest} else parts)
