"""What lies in content/sources: the identity of every capture, and which of them still have to become articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from backfile.addresses import article_id, identity
from backfile.build import listings, scan
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


# An ending that says what a file is; saved pages name pictures by numbers and words.
_ENDING = re.compile(r"\.(?:html?|mhtml|md|markdown|txt|text|json|jsonl|xml|csv|tsv)\Z", re.IGNORECASE)


class Known(msgspec.Struct, frozen=True, gc=False):
    """One file of content/sources: its sha256 and the ids of its articles, or the reason why it has none.

    digests are the sha256 of each article's part of the file, () when each is the file's;
    listed: how many articles the file tells of that lie in other captures; it has none itself.
    """

    name: str
    sha256: str
    ids: tuple[str, ...]
    problem: Problem | None = None
    digests: tuple[str, ...] = ()
    listed: int = 0

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

    Only files that changed since the last build are read, and those for which a list of articles changed.
    """
    memory = Remembered(tree, TREE, trace, Known, trusted)
    memory.compare(lambda path: digest_of(site, path))
    for folder in sorted({scan.folder_of(path) for path in _changed_lists(memory.wanted, tree, trace)}):
        memory.look_again(folder)
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


def named_formats(
    site: Path,
    known: tuple[tuple[str, Known], ...],
    entries: Iterable[Entry],
    given: Mapping[str, str],
) -> tuple[tuple[tuple[str, Known], ...], dict[str, str]]:
    """Return the captures with those read anew whose format was named by hand, and all these formats by file.

    given are the formats named now. A capture that no format takes was imported under a name given before when an article
    says so, and that format still finds a part in it of which an article was made.
    """
    captures = {file for file, one in known if one.ids or one.problem is not None}
    formats = {file: format for file, format in given.items() if file in captures}
    read = {file: _known(site, file, format) for file, format in formats.items()}
    before: dict[str, dict[str, set[str]]] = {}
    for entry in entries:
        capture = entry.article.capture
        before.setdefault(capture.file, {}).setdefault(capture.format, set()).add(capture.sha256)
    for file, one in known:
        if one.problem is None or file in formats:
            continue
        for format, digests in sorted(before.get(file, {}).items()):
            found = _known(site, file, format) if format else one
            if found.problem is None and digests & set(found.digests or (found.sha256,)):
                formats[file], read[file] = format, found
                break
    return tuple((file, read.get(file, one)) for file, one in known), formats


def digest_of(site: Path, path: str) -> bytes:
    """Return the sha256 of a capture's bytes as Known.digest gives it, b"" when it cannot be read."""
    data = read_bytes(site / LABEL / path)
    return b"" if data is None else sha256_hex(data).encode()


def read_raws(site: Path, file: str, format: str = "") -> tuple[str, tuple[Raw, ...] | Problem]:
    """Read and parse one capture; file is its path below content/. Return its sha256 and what it says."""
    from backfile import ingest

    data = _data(site, file)
    if isinstance(data, Problem):
        return "", data
    digest = sha256_hex(data)
    capture = CaptureFile(file=file, sha256=digest, data=data)
    return digest, ingest.read(capture, format, listings.beside(site / "content", file))


def _data(site: Path, file: str) -> bytes | Problem:
    try:
        return (site / "content" / file).read_bytes()
    except OSError as error:
        return Problem(f"content/{file}", 0, f"the file cannot be read: {error.strerror}", "check its rights")


def _changed_lists(wanted: Iterable[str], tree: scan.Tree, trace: Trace) -> Iterator[str]:
    """Yield the lists of articles that are new, changed or gone."""
    yield from filter(listings.is_listing_name, wanted)
    present = {folder: {row[0] for row in rows} for folder, rows in tree.rows()}
    for folder, packed in trace.stats(TREE).items():
        for row in scan.unpack(packed):
            if listings.is_listing_name(row[0]) and row[0] not in present.get(folder, ()):
                yield folder + row[0]


def _identify(jobs: tuple[tuple[str, tuple[str, ...]], ...]) -> bytes:
    root, paths = jobs[0]
    found = []
    for path in paths:
        found.append((path, _known(Path(root), f"sources/{path}", "")))
    return msgspec.msgpack.encode(found)


def _known(site: Path, file: str, format: str) -> Known:
    name = file.rpartition("/")[2]
    if not format and (found := _accompanies(site, file, name)) is not None:
        return found
    digest, result = read_raws(site, file, format)
    if isinstance(result, Problem):
        return Known(name, digest, (), result)
    parts = tuple(raw.sha256 for raw in result)
    ids = tuple(raw_id(raw) for raw in result)
    return Known(name, digest, ids, None, () if set(parts) == {digest} else parts)


def _accompanies(site: Path, file: str, name: str) -> Known | None:
    """Return a file that only its content shows to be no capture: a list of articles, a picture without an ending."""
    if listings.is_listing_name(name):
        rows = listings.count(site / "content" / file)
        if rows:
            return Known(name, digest_of(site, file.removeprefix("sources/")).decode(), (), listed=rows)
    elif not _ENDING.search(name):
        from backfile.images.signature import media_type

        data = _data(site, file)
        if isinstance(data, bytes) and media_type(data):
            return Known(name, sha256_hex(data), ())
    return None
