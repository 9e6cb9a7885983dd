"""Captures to article files: the one event that writes below content/articles.

Two passes.
First each capture by itself: parse, repair, what it offers as tags (in batches on the executor, spooled to disk, so that
memory does not grow with the archive).
Then what needs to see all of them: leaders and trailers, tags, addresses, file names; and the writing.
An article file that exists is never written again, but for one that no person edited and whose capture changed.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import BinaryIO

import msgspec

from backfile.addresses import safe_permalink
from backfile.build import captures, naming, ownership
from backfile.build.folding import Folding, Fresh, learn_sources, packed_edges, source_of, with_earlier
from backfile.build.report import ArticleFidelity, Imported, Outcome, Progress, Request
from backfile.build.tagging import choose_tags, save_vocabulary
from backfile.config import Site
from backfile.convert.tags import Candidates, with_few_samples
from backfile.errors import Problem
from backfile.model import TAIL, Article, Entry
from backfile.pool import map_batches

# So many articles more, and what of their text nobody will learn from is let go.
_SAMPLES_EVERY = 1000


class _Job(msgspec.Struct, frozen=True):
    """Captures to convert, each with the format named for it, "" to detect."""

    root: str
    site: Site
    request: Request
    files: tuple[tuple[str, str], ...]


class _Converted(msgspec.Struct, frozen=True):
    """What a worker made of one article of a capture: the article and what it offers as tags, or the problem.

    article and edges are packed: whoever gathers them only puts them by; order and source are the article's.
    """

    file: str
    number: int
    article: bytes = b""
    order: tuple[str, str] = ("", "")
    source: str = ""
    edges: bytes = b""
    offers: Candidates | None = None
    problem: Problem | None = None
    fidelity: ArticleFidelity | None = None


_decode = msgspec.msgpack.Decoder(tuple[_Converted, ...]).decode
_decode_article = msgspec.msgpack.Decoder(Article).decode


def import_captures(
    folder: Path,
    site: Site,
    sorted_captures: ownership.Sorted,
    entries: tuple[Entry, ...],
    request: Request,
    executor: Executor,
    progress: Progress,
) -> Outcome:
    """Make articles of the captures that have none yet. Raises OutputError never: what cannot be written is a Problem."""
    problems = list(sorted_captures.quarantined)
    written: list[str] = []
    totals = _Totals()
    with tempfile.TemporaryFile() as spool:
        converted = convert_all(
            Path(request.captures or folder), site, sorted_captures, request, executor, progress, spool
        )
        rows = with_earlier(folder, site, entries, [m.fresh for m in converted.made], executor)
        if request.alone:
            executor.shutdown()
        problems += converted.problems
        folding = learn_sources(folder, rows)
        refreshed, kept_problems = _refresh(folder, sorted_captures, converted.made, folding, request)
        problems += kept_problems
        wanted = {(n.file, n.number) for n in sorted_captures.new}
        new = [m for m in converted.made if m.key in wanted]
        tags, vocabulary, tag_problems = choose_tags(folder, site, [m.offers for m in new])
        problems += tag_problems
        if new and not request.dry_run and not tag_problems:
            # First: when the writing is stopped, what is left is still tagged as part of this archive.
            # One that cannot be read is left for a person to mend: it may hold the marks of a merge.
            save_vocabulary(folder, vocabulary)
        names = naming.Names(folder, entries)
        failed = 0
        for at in sorted(range(len(new)), key=lambda i: new[i].order):
            article = _finished(new[at].read(folding), tags[at], names, request.now)
            path = names.path_for(article)
            problem = None if request.dry_run else _write(folder / path, article)
            if problem is not None:
                problems.append(problem)
                failed += 1
                continue
            totals.add(article)
            written.append(path)
    count = Imported(
        captures=sorted_captures.captures,
        new=len(written),
        changed=len(refreshed),
        kept=sorted_captures.kept + converted.unchanged - len(refreshed),
        duplicates=len(sorted_captures.duplicates),
        quarantined=len(sorted_captures.quarantined) + converted.failed + failed,
        repairs=totals.repairs(),
        bylines=totals.bylines,
        folded=totals.folded,
        tags=totals.tags,
    )
    reasons = ownership.duplicate_reasons(sorted_captures)
    return Outcome(count, tuple(problems), reasons, (*written, *refreshed), converted.fidelity)


class Made:
    """A converted article that waits in the spool."""

    def __init__(self, spool: BinaryIO, one: _Converted) -> None:
        self._spool, self._at, self._size = spool, spool.seek(0, os.SEEK_END), len(one.article)
        spool.write(one.article)
        self.key = (one.file, one.number)
        self.offers = one.offers or Candidates()
        self.order = one.order
        self.fresh = Fresh(one.source, one.order, one.edges)

    def read(self, folding: Folding) -> Article:
        """Return the article with its leader and trailer folded."""
        self._spool.seek(self._at)
        article = _decode_article(self._spool.read(self._size))
        return folding.apply(article, self.fresh.edges)


class _Totals:
    """What the summary counts over the new articles."""

    def __init__(self) -> None:
        self._repairs: dict[str, tuple[int, int]] = {}
        self.bylines = self.folded = self.tags = 0

    def add(self, article: Article) -> None:
        for name, times in article.capture.repairs:
            before = self._repairs.get(name, (0, 0))
            self._repairs[name] = (before[0] + times, before[1] + 1)
        self.bylines += bool(article.authors)
        self.folded += TAIL in article.body
        self.tags += len(article.tags)

    def repairs(self) -> tuple[tuple[str, int, int], ...]:
        return tuple((name, *both) for name, both in sorted(self._repairs.items()))


class Conversion(msgspec.Struct, frozen=True):
    """What became of the captures to convert; failed counts articles without, unchanged those with an article already."""

    made: tuple[Made, ...]
    problems: tuple[Problem, ...]
    fidelity: tuple[ArticleFidelity, ...]
    failed: int
    unchanged: int


def convert_all(
    folder: Path,
    site: Site,
    found: ownership.Sorted,
    request: Request,
    executor: Executor,
    progress: Progress,
    spool: BinaryIO,
) -> Conversion:
    """Convert the captures that are new and changed, in parallel; the articles wait in the spool.

    folder is the one that holds content/sources.
    """
    changed = {(c.file, c.number) for c in found.changed}
    wanted = {(n.file, n.number) for n in found.new} | changed
    formats = dict(request.formats)
    files = [(file, formats.get(file, "")) for file in sorted({file for file, _ in wanted})]
    terms = msgspec.structs.replace(request, formats=())
    jobs = (_Job(str(folder), site, terms, tuple(files[i : i + 50])) for i in range(0, len(files), 50))
    made: list[Made] = []
    problems: list[Problem] = []
    measured: list[ArticleFidelity] = []
    done = few = 0
    for batch in map_batches(executor, _convert_batch, jobs, size=1):
        for one in _decode(batch):
            if one.problem is not None:
                problems.append(one.problem)
            elif one.article and (one.file, one.number) in wanted:
                made.append(Made(spool, one))
                measured += [one.fidelity] if one.fidelity is not None else []
        if len(made) >= few + _SAMPLES_EVERY:
            few = len(made)
            for one_made, offers in zip(made, with_few_samples([m.offers for m in made]), strict=True):
                one_made.offers = offers
        done += 50
        progress("converting captures", min(done, len(files)), len(files))
    keys = {m.key for m in made}
    return Conversion(tuple(made), tuple(problems), tuple(measured), len(wanted - keys), len(changed & keys))


def _convert_batch(jobs: tuple[_Job, ...]) -> bytes:
    job = jobs[0]
    return msgspec.msgpack.encode([r for file, format in job.files for r in _convert_file(job, file, format)])


def _convert_file(job: _Job, file: str, format: str) -> Iterator[_Converted]:
    from backfile import convert
    from backfile.build.fidelity import judge
    from backfile.convert.tags import candidates

    request = job.request
    _, raws = captures.read_raws(Path(job.root), file, format)
    if isinstance(raws, Problem):
        yield _Converted(file, 0, problem=raws)
        return
    for number, raw in enumerate(raws):
        if not raw.source and job.site.imports.source:
            raw = msgspec.structs.replace(raw, source=job.site.imports.source)
        article = convert.convert(raw, job.site)
        if isinstance(article, Problem):
            yield _Converted(file, number, problem=article)
            continue
        fidelity, problem = judge(raw, article, measure=request.measure)
        if problem is not None:
            yield _Converted(file, number, problem=problem)
        else:
            offers = candidates(article, job.site.tags)
            edges = packed_edges(Path(job.root), job.site, article)
            packed, order = msgspec.msgpack.encode(article), (article.date, article.id)
            yield _Converted(
                file, number, packed, order, source_of(article), edges, offers, fidelity=fidelity
            )


def _finished(article: Article, tags: tuple[str, ...], names: naming.Names, now: str) -> Article:
    capture = msgspec.structs.replace(
        article.capture, added=now, tags="" if article.tags or not tags else "auto"
    )
    permalink = names.permalink_for(safe_permalink(article.permalink) or f"undated/{article.id}", article.id)
    return msgspec.structs.replace(article, tags=article.tags or tags, permalink=permalink, capture=capture)


def _refresh(
    folder: Path, found: ownership.Sorted, made: Iterable[Made], folding: Folding, request: Request
) -> tuple[tuple[str, ...], list[Problem]]:
    """Rewrite article files that nobody edited and whose captures changed; report those that somebody edited."""
    from backfile import frontmatter

    by_key = {m.key: m for m in made}
    written: list[str] = []
    problems: list[Problem] = []
    for change in found.changed:
        path = change.entry.path
        source = f"content/{change.file}"
        fresh = by_key.get((change.file, change.number))
        if fresh is None:
            continue
        if frontmatter.is_edited((folder / path).read_text(encoding="utf-8", errors="replace")):
            hint = "delete the article file to have it imported again"
            problems.append(
                Problem(
                    source,
                    0,
                    f"the capture changed, but {path} was edited by hand and is kept",
                    hint,
                    fatal=False,
                )
            )
            continue
        if request.dry_run:
            written.append(path)
            continue
        old = change.entry.article
        article = fresh.read(folding)
        article = renewed(old, article, article.tags or old.tags)
        problem = _write(folder / path, article, replace=True)
        if problem is not None:
            problems.append(problem)
        else:
            written.append(path)
    return tuple(written), problems


def renewed(old: Article, fresh: Article, tags: tuple[str, ...]) -> Article:
    """Return a capture's fresh conversion with what its article keeps for good."""
    capture = msgspec.structs.replace(fresh.capture, added=old.capture.added, tags=old.capture.tags)
    return msgspec.structs.replace(
        fresh, id=old.id, permalink=old.permalink, aliases=old.aliases, tags=tags, capture=capture
    )


def _write(path: Path, article: Article, replace: bool = False) -> Problem | None:
    from backfile import frontmatter

    text = frontmatter.write_article(article).encode()
    try:
        new = path.with_name(f".{path.name}.new")
        try:
            new.write_bytes(text)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(text)
        if not replace and path.exists():
            new.unlink()
            return Problem(
                article.capture.file, 0, f"{path.name} exists already", "rename that file and import again"
            )
        new.replace(path)
    except OSError as error:
        return Problem(
            f"content/{article.capture.file}",
            0,
            f"the article cannot be written: {error.strerror}",
            "check rights and space",
        )
    return None
