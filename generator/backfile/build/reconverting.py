"""`import --again`: the captures of articles that nobody edited, converted once more by the converter as it is today."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from backfile import frontmatter
from backfile.build import captures, importing, ownership
from backfile.build.archive import Opened, replace_article, with_archive
from backfile.build.folding import learn_sources, with_earlier
from backfile.build.report import Outside, Request
from backfile.build.trees import scan_content
from backfile.config import Site
from backfile.errors import Problem
from backfile.frontmatter.retagging import is_edited_file
from backfile.model import Article

_CONTEXT = 2


class Reconverted(msgspec.Struct, frozen=True):
    """An article file that becomes another: how many lines go and come; diff is unified, "" unless it was asked for."""

    path: str
    title: str
    removed: int
    added: int
    diff: str = ""


class Reconversion(msgspec.Struct, frozen=True):
    """What reconverting did, or would do unless written; kept are files that a person edited.

    looked_at counts the articles that nobody edited and whose captures are there.
    """

    changed: tuple[Reconverted, ...] = ()
    kept: tuple[str, ...] = ()
    looked_at: int = 0
    written: bool = False
    problems: tuple[Problem, ...] = ()


def reconvert(folder: Path, site: Site, outside: Outside, *, write: bool, full: bool = False) -> Reconversion:
    """Convert settled captures again; an article keeps id, permalink, aliases, time of import and tags.

    full: with the text of the differences. Captures that changed since their import are left to the next build.
    Raises LockedError.
    """

    def act(opened: Opened) -> Reconversion:
        found, formats = _settled(folder, opened, outside)
        problems = [problem for problem in opened.archive.problems if problem.fatal]
        changed: list[Reconverted] = []
        edited = {one.entry.path for one in found if _is_edited(folder, one.entry.path)}
        wanted = tuple(one for one in found if one.entry.path not in edited)
        for result in _converted(folder, site, opened, outside, wanted, formats):
            if isinstance(result, Problem):
                problems.append(result)
                continue
            path, article = result
            data = (folder / path).read_bytes()
            if is_edited_file(data):  # meanwhile
                edited.add(path)
                continue
            old = data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
            new = frontmatter.write_article(article)
            if old == new:
                continue
            problem = replace_article(folder, path, new.encode()) if write else None
            if problem:
                problems.append(problem)
            else:
                changed.append(_compared(path, article.title, old, new, full=full))
        return Reconversion(
            changed=tuple(sorted(changed, key=lambda one: one.path)),
            kept=tuple(sorted(edited)),
            looked_at=len(wanted),
            written=write,
            problems=tuple(sorted(set(problems))),
        )

    return with_archive(folder, outside, act)


def _settled(
    folder: Path, opened: Opened, outside: Outside
) -> tuple[tuple[ownership.Changed, ...], dict[str, str]]:
    """Return captures with their articles, and the format of those that no detection takes: it was named by hand."""
    tree = scan_content(folder)[captures.TREE]
    known, _ = captures.know_captures(
        folder, tree, opened.trace, opened.executor, opened.trusted, outside.progress
    )
    known, formats = captures.named_formats(folder, known, opened.archive.entries, {})
    found = ownership.sort_captures(known, opened.archive.entries, opened.archive.claims)
    return found.settled, formats


def _converted(
    folder: Path,
    site: Site,
    opened: Opened,
    outside: Outside,
    group: tuple[ownership.Changed, ...],
    formats: dict[str, str],
) -> Iterator[tuple[str, Article] | Problem]:
    request = Request(outside.clock(), formats=tuple(sorted(formats.items())))
    wanted = ownership.Sorted((), group, 0, (), (), len(group))
    with tempfile.TemporaryFile() as spool:
        converted = importing.convert_all(
            folder, site, wanted, request, opened.executor, outside.progress, spool
        )
        by_key = {one.key: one for one in converted.made}
        new = [one.fresh for one in converted.made]
        rows = with_earlier(folder, site, opened.archive.entries, new, opened.executor)
        folding = learn_sources(folder, rows)
        for one in group:
            fresh = by_key.get((one.file, one.number))
            if fresh is not None:
                old = one.entry.article
                yield one.entry.path, importing.renewed(old, fresh.read(folding), old.tags)
        # The article of a capture that can no longer be converted stays as it is.
        yield from (msgspec.structs.replace(problem, fatal=False) for problem in converted.problems)


def _is_edited(folder: Path, path: str) -> bool:
    try:
        return is_edited_file((folder / path).read_bytes())
    except OSError:
        return True


def _compared(path: str, title: str, old: str, new: str, *, full: bool) -> Reconverted:
    lines = list(
        difflib.unified_diff(_shown(old), _shown(new), path, path, n=_CONTEXT if full else 0, lineterm="")
    )[2:]
    removed = sum(line.startswith("-") for line in lines)
    added = sum(line.startswith("+") for line in lines)
    return Reconverted(path, title, removed, added, "\n".join(lines) if full else "")


def _shown(text: str) -> list[str]:
    """Return the lines of an article file without its digest, which says nothing to people."""
    return [line for line in text.split("\n") if not line.startswith("  written: ")]
