"""Automatic tags chosen again over the whole archive, as if all of it were imported today."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from backfile.build.archive import Opened, with_archive
from backfile.build.report import Outside, Progress
from backfile.build.tagging import save_vocabulary
from backfile.build.tags.changes import retag_article
from backfile.build.tags.counts import is_automatic
from backfile.build.tags.report import Retagged, TagOutcome
from backfile.config import Site, TagSettings
from backfile.convert import tags as tagging
from backfile.errors import Problem
from backfile.model import Article
from backfile.pool import map_batches


class _Job(msgspec.Struct, frozen=True):
    root: str
    settings: TagSettings
    paths: tuple[str, ...]


class _Offer(msgspec.Struct, frozen=True):
    """What one article file offers; edited: a person changed it; tags are those it has."""

    path: str
    title: str
    tags: tuple[str, ...]
    automatic: bool
    edited: bool
    offers: tagging.Candidates


_decode = msgspec.msgpack.Decoder(tuple[_Offer, ...]).decode


def refit_tags(
    folder: Path, site: Site, outside: Outside, *, write: bool, edited: bool = False
) -> TagOutcome:
    """Learn the vocabulary anew and choose all automatic tags again; tags by hand are never touched.

    In a file that a person edited nobody can tell whether the tags are still the tool's: those stay, unless edited is set.
    An imported article that got no tags then may get some now. Raises LockedError.
    """

    def act(opened: Opened) -> TagOutcome:
        paths = sorted(entry.path for entry in opened.archive.entries)
        offers = _offers(folder, site.tags, paths, opened.executor, outside.progress)
        vocabulary = tagging.learn([one.offers for one in offers], None, site.tags)
        chosen = tagging.choose([one.offers for one in offers], vocabulary, site.tags)
        changed: list[Retagged] = []
        kept: list[Retagged] = []
        problems = [problem for problem in opened.archive.problems if problem.fatal]
        for one, tags in zip(offers, chosen, strict=True):
            if not one.automatic or tags == one.tags:
                continue
            if one.edited and not (edited and one.tags):
                kept += [Retagged(one.path, one.title, one.tags, one.tags)] if one.tags else []
                continue
            change = Retagged(one.path, one.title, one.tags, tags)
            result = retag_article(folder, change, "auto" if tags else "", dry_run=not write)
            if isinstance(result, Problem):
                problems.append(result)
            else:
                changed.append(change)
        if write:
            save_vocabulary(folder, tagging.dump(vocabulary))
        looked_at = sum(one.automatic for one in offers)
        return TagOutcome(
            changed=tuple(changed),
            kept=tuple(kept),
            looked_at=looked_at,
            written=write,
            problems=tuple(sorted(set(problems))),
        )

    return with_archive(folder, outside, act)


def _offers(
    folder: Path, settings: TagSettings, paths: Sequence[str], executor: Executor, progress: Progress
) -> list[_Offer]:
    jobs = (_Job(str(folder), settings, tuple(paths[i : i + 50])) for i in range(0, len(paths), 50))
    offers: list[_Offer] = []
    for batch in map_batches(executor, _read_batch, jobs, size=1):
        offers += _decode(batch)
        progress("looking for tags", len(offers), len(paths))
    return offers


def _read_batch(jobs: tuple[_Job, ...]) -> bytes:
    job = jobs[0]
    found = (_read(Path(job.root), path, job.settings) for path in job.paths)
    return msgspec.msgpack.encode([one for one in found if one is not None])


def _read(folder: Path, path: str, settings: TagSettings) -> _Offer | None:
    from backfile import frontmatter
    from backfile.frontmatter.retagging import is_edited_file

    try:
        data = (folder / path).read_bytes()
    except OSError:
        return None  # gone since the archive was read
    read = frontmatter.read_article(path, data)
    if isinstance(read, Problem):
        return None
    article, edited = read[0], is_edited_file(data)
    automatic = is_automatic(article) or _has_none_yet(article, edited)
    offers = tagging.candidates(msgspec.structs.replace(article, tags=()) if automatic else article, settings)
    return _Offer(path, article.title, article.tags, automatic, edited, offers)


def _has_none_yet(article: Article, edited: bool) -> bool:
    """Return whether the import found no tags for an article; a person who edited the file may have taken them out."""
    return not article.tags and bool(article.capture.format) and not edited
