"""The build after somebody worked on the text of a few articles: their own pages are made anew, and the site is not planned.

Lists show an article's card and nothing else of it. So when an article file differs from what was read last time only in what
its own page shows, every other page is what it was. Whatever is not plainly so is left to the full build.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from backfile.build import reading, remembered, scan, shortcut
from backfile.build.report import Options, Rendered, Report
from backfile.build.sizing import Sizing
from backfile.config import Site
from backfile.model import ArticlePage, unpack_page
from backfile.trace import Trace

if TYPE_CHECKING:
    from backfile.build.output import Change

# With more articles touched at once the full build is hardly slower.
_MOST = 32


class _Touched(msgspec.Struct, frozen=True):
    """An article file that changed: its path below content/articles, what it gave last time, and what it gives now."""

    path: str
    old: reading.Reading
    new: reading.Reading
    html: bytes


class _Folders(msgspec.Struct, frozen=True):
    """What the memory of the tree of articles becomes: rows of folders to save, and files to doubt."""

    rows: tuple[tuple[str, bytes, bytes], ...]
    doubts: dict[str, bytes]


def build_touched(
    folder: Path,
    site: Site,
    options: Options,
    trees: dict[str, scan.Tree],
    trace: Trace,
    before: shortcut.Fingerprint,
    asking: bool,
) -> Report | None:
    """Return the report of a build that only touched article pages, None when the full build has to be run.

    Raises OutputError and ThemeError; the old site then stays.
    """
    last = shortcut.last_report(folder, trees, trace, before, asking)
    if last is None:
        return None
    touched = _touched(folder, trees[reading.TREE], trace)
    if not touched:
        return None
    changes = _changes(touched, trace)
    folders = _folders(trees[reading.TREE], trace, touched)
    if changes is None or folders is None:
        return None
    from backfile.build.output import Target, retouch

    shortcut.forget(trace)
    target = Target(folder, options.output, options.drafts, True, last.sizing.unasked)
    done = retouch(target, site, trace, changes)
    if done is None:
        return None
    trace.kept.save_bodies((_body(one.new), one.html) for one in touched)
    trace.save_folders(reading.TREE, folders.rows, ())
    trace.save_meta({f"doubtful {reading.TREE}": msgspec.msgpack.encode(folders.doubts)})
    pages = last.rendered.pages
    report = msgspec.structs.replace(
        last,
        rendered=Rendered(pages, done.rendered, pages - done.rendered, 0, done.atomic),
        sizing=_grown(last.sizing, done.bytes),
        reasons=tuple(f"only the text of {reading.LABEL}/{one.path} changed" for one in touched),
    )
    shortcut.remember_again(trace, shortcut.fingerprint(folder, site, options, trace), report)
    return report


def _grown(sizing: Sizing, by: int) -> Sizing:
    pages = msgspec.structs.replace(sizing.pages, bytes=sizing.pages.bytes + by)
    forecast = msgspec.structs.replace(sizing.forecast, bytes=sizing.forecast.bytes + by)
    return msgspec.structs.replace(sizing, pages=pages, forecast=forecast)


def _touched(folder: Path, tree: scan.Tree, trace: Trace) -> tuple[_Touched, ...]:
    """Return the files that changed, when they are few and none came, went, or changed what others show; else nothing."""
    paths = _changed_paths(folder, tree, trace)
    if not paths or len(paths) > _MOST:
        return ()
    found = []
    olds = _readings(trace, {scan.folder_of(path) for path in paths})
    for path in paths:
        old = olds.get(path)
        if old is None:
            return ()
        _, new, html = reading.read_one(str(folder), path)
        if not _only_text(old, new):
            return ()
        found.append(_Touched(path, old, reading.claiming(new, old), html))
    return tuple(found)


def _changed_paths(folder: Path, tree: scan.Tree, trace: Trace) -> tuple[str, ...] | None:
    """Return the paths whose bytes changed, None when files or folders came or went."""
    stats = trace.stats(reading.TREE)
    if set(stats) != {name for name, _ in tree.folders}:
        return None
    suspects = set(remembered.doubtful(trace, reading.TREE))
    for name, packed in tree.folders:
        if packed == stats[name]:
            continue
        rows = scan.unpack(packed)
        old = {row[0]: row for row in scan.unpack(stats[name])}
        if set(old) != {row[0] for row in rows}:
            return None
        suspects |= {name + row[0] for row in rows if old[row[0]] != row}
        if len(suspects) > _MOST:
            return None
    olds = _readings(trace, {scan.folder_of(path) for path in suspects})
    return tuple(
        sorted(p for p in suspects if p not in olds or reading.digest_of(folder, p) != olds[p].digest)
    )


def _readings(trace: Trace, folders: set[str]) -> dict[str, reading.Reading]:
    decode = msgspec.msgpack.Decoder(tuple[reading.Reading, ...]).decode
    found = trace.rows_of(reading.TREE, sorted(folders))
    return {folder + one.name: one for folder, packed in found.items() for one in decode(packed)}


def _only_text(old: reading.Reading, new: reading.Reading) -> bool:
    """Return whether two readings of a file differ in nothing but what the article's own page shows."""
    if old.entry is None or new.entry is None or not new.digest:
        return False
    before = old.entry.facts
    facts = msgspec.structs.replace(
        new.entry.facts, headings=before.headings, characters=before.characters, folded=before.folded
    )
    if facts != before:
        return False
    entry = msgspec.structs.replace(
        new.entry, digest=old.entry.digest, body=old.entry.body, packed=old.entry.packed
    )
    # A claim is about captures, of which none changed; a broken file makes one itself.
    same = msgspec.structs.replace(new, digest=old.digest, entry=entry, claim=old.claim)
    return new.claim is None and same == old


def _body(one: reading.Reading) -> bytes:
    assert one.entry is not None
    return one.entry.body


def _changes(touched: tuple[_Touched, ...], trace: Trace) -> tuple[Change, ...] | None:
    """Return what becomes of the articles' pages; None when one of them is not known.

    An article that is no page, such as a draft, changes nothing.
    """
    from backfile.build.output import Change, article_paths

    paths = article_paths(trace)
    known = trace.kept.article_pages(
        [paths[p] for one in touched if (p := f"{reading.LABEL}/{one.path}") in paths]
    )
    changes = []
    for one in touched:
        path = paths.get(f"{reading.LABEL}/{one.path}")
        if path is None:
            continue
        if path not in known:
            return None
        old = unpack_page(known[path])
        assert isinstance(old, ArticlePage) and one.old.entry is not None and one.new.entry is not None
        if old.body != one.old.entry.body:
            return None
        facts = one.new.entry.facts
        new = msgspec.structs.replace(
            old,
            characters=facts.characters,
            headings=facts.headings,
            folded=facts.folded,
            body=_body(one.new),
        )
        changes.append(Change(old, new, one.html))
    return tuple(changes)


def _folders(tree: scan.Tree, trace: Trace, touched: tuple[_Touched, ...]) -> _Folders | None:
    """Return what has to be saved of the tree; None when a file that has to be doubted has no known digest."""
    new = {one.path: one.new for one in touched}
    stats = trace.stats(reading.TREE)
    doubtful = tree.doubtful
    names = {name for name, packed in tree.folders if packed != stats[name]}
    names |= {scan.folder_of(path) for path in (*doubtful, *new)}
    known = _readings(trace, names) | new
    if any(path not in known for path in doubtful):
        return None
    saved = []
    for name, packed in tree.folders:
        if name in names:
            rows = scan.unpack(packed)
            results = sorted(
                (known[name + row[0]] for row in rows if name + row[0] in known), key=lambda one: one.name
            )
            if len(results) != len(rows):
                return None
            saved.append((name, packed, msgspec.msgpack.encode(results)))
    return _Folders(tuple(saved), {path: known[path].digest for path in doubtful})
