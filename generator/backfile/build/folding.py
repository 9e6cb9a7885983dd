"""Leaders and trailers of new articles, folded by what recurs in all articles of their source.

The articles that are there already join the statistics, so that a single new one is folded like its siblings; their files
are only read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from backfile.addresses import image_identity
from backfile.config import Site
from backfile.convert.boilerplate import Edges, Repeated, edges, fold, image_key, learn, merged
from backfile.digest import sha256_hex
from backfile.fetch import ledger, local
from backfile.model import Article, Entry
from backfile.pool import map_batches

# How many of a source's earlier articles are looked at, the latest ones.
_EARLIER = 400
# How many articles of a source are compared with each other at most.
_TOGETHER = 1000
# Banners and codes are small; a larger picture is known by its address alone.
_MOST_BYTES = 1024 * 1024

_decode_edges = msgspec.msgpack.Decoder(Edges).decode
_decode_batch = msgspec.msgpack.Decoder(tuple[bytes, ...]).decode


# The packed edges of articles by source, each with its place in the order of dates.
Rows = Mapping[str, list[tuple[tuple[str, str], bytes]]]


class Fresh(msgspec.Struct, frozen=True):
    """A new article as far as statistics need it: its source, its place in the order of dates, and its packed edges."""

    source: str
    order: tuple[str, str]
    edges: bytes


class _Job(msgspec.Struct, frozen=True):
    root: str
    site: Site
    paths: tuple[str, ...]


class Folding:
    """What recurs in each source; folds its new articles."""

    def __init__(self, repeated: dict[str, Repeated]) -> None:
        self._repeated = repeated

    def apply(self, article: Article, packed: bytes) -> Article:
        """Return an article with its leader and its trailer marked, counted among the repairs."""
        repeated = self._repeated.get(source_of(article))
        if repeated is None:
            return article
        found = fold(article.body, _decode_edges(packed), repeated)
        if not (found.lead or found.tail):
            return article
        repairs = dict(article.capture.repairs)
        repairs.update({"folded_lead": 1} if found.lead else {})
        repairs.update({"folded_tail": 1} if found.tail else {})
        capture = msgspec.structs.replace(article.capture, repairs=tuple(sorted(repairs.items())))
        return msgspec.structs.replace(article, body=found.body, capture=capture)


def source_of(article: Article) -> str:
    """Return whose leaders and trailers an article may have: its source, else its section, else its captures' folder."""
    return article.source or article.section or article.capture.file.partition("/")[2].partition("/")[0]


def packed_edges(folder: Path, site: Site, article: Article) -> bytes:
    """Return the edges of an article; pictures that lie beside its capture are known by their content."""
    beside = article.capture.file.rpartition("/")[0]
    return msgspec.msgpack.encode(edges(article.body, _digests(folder, site, beside)))


def with_earlier(
    folder: Path, site: Site, entries: Iterable[Entry], fresh: Iterable[Fresh], executor: Executor
) -> Rows:
    """Return the edges of new articles by source, in order, with those of the latest that are there already.

    The last thing that needs the workers.
    """
    sources: dict[str, list[tuple[tuple[str, str], bytes]]] = defaultdict(list)
    for one in fresh:
        sources[one.source].append((one.order, one.edges))
    new = {order for rows in sources.values() for order, _ in rows}
    earlier = _latest(entries, frozenset(sources), new)
    paths = [path for rows in earlier.values() for _, path in rows]
    jobs = (_Job(str(folder), site, tuple(paths[i : i + 100])) for i in range(0, len(paths), 100))
    read = (
        data for batch in map_batches(executor, _read_batch, jobs, size=1) for data in _decode_batch(batch)
    )
    by_path = dict(zip(paths, read, strict=True))
    for source, rows in earlier.items():
        sources[source] += [(order, by_path[path]) for order, path in rows if by_path[path]]
    return {source: sorted(rows) for source, rows in sources.items()}


def learn_sources(folder: Path, sources: Rows) -> Folding:
    """Return what recurs in the sources of new articles, by these and by the latest of those that are there already."""
    if not sources:
        return Folding({})
    same = _same_pictures(folder)
    return Folding(
        {
            source: merged(learn([_decode_edges(data) for _, data in part], same) for part in _parts(rows))
            for source, rows in sources.items()
        }
    )


def _parts(rows: list[tuple[tuple[str, str], bytes]]) -> Iterator[list[tuple[tuple[str, str], bytes]]]:
    """Yield a large source in parts by date, so that memory does not grow with it: leaders and trailers change with the years."""
    parts = -(-len(rows) // _TOGETHER)
    for part in range(parts):
        yield rows[len(rows) * part // parts : len(rows) * (part + 1) // parts]


def _latest(
    entries: Iterable[Entry], sources: frozenset[str], new: set[tuple[str, str]]
) -> dict[str, list[tuple[tuple[str, str], str]]]:
    found: dict[str, list[tuple[tuple[str, str], str]]] = defaultdict(list)
    for entry in entries:
        article = entry.article
        order, source = (article.date, article.id), source_of(article)
        # An article whose capture changed is both: it counts as it is now.
        if source in sources and order not in new:
            found[source].append((order, entry.path))
    return {source: sorted(found[source])[-_EARLIER:] for source in sorted(found)}


def _read_batch(jobs: tuple[_Job, ...]) -> bytes:
    job = jobs[0]
    return msgspec.msgpack.encode([_edges_of_file(job, path) for path in job.paths])


def _edges_of_file(job: _Job, path: str) -> bytes:
    """Return the packed edges of an article file, b"" when it cannot be read now."""
    from backfile import frontmatter

    root = Path(job.root)
    try:
        result = frontmatter.read_article(path, (root / path).read_bytes())
    except OSError:
        return b""
    return packed_edges(root, job.site, result[0]) if isinstance(result, tuple) else b""


def _digests(folder: Path, site: Site, beside: str) -> Callable[[str], str]:
    roots = tuple(folder / name for name in site.images.local)

    def digest(reference: str) -> str:
        found = local.resolve(reference, content=folder / "content", beside=beside, local=roots)
        if found is None:
            return ""
        try:
            return sha256_hex(found.path.read_bytes()) if found.path.stat().st_size <= _MOST_BYTES else ""
        except OSError:
            return ""

    return digest


def _same_pictures(folder: Path) -> dict[int, int]:
    """Return the digests of pictures by address -> by content, of those that were fetched from more than one address."""
    known, _ = ledger.read(folder / "content" / "images" / "ledger")
    names = {
        (image_identity(url), attempt.sha256)
        for url, attempt in known.items()
        if attempt.outcome == ledger.KEPT
    }
    often = Counter(sha256 for _, sha256 in names)
    return {
        image_key(name): image_key(f"sha256:{sha}") for name, sha in sorted(names) if name and often[sha] > 1
    }
