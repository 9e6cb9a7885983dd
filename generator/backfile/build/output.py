"""From entries to the output folder: index, variants, render, publish, and what the trace keeps of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from urllib.parse import unquote

import msgspec

from backfile import index, publish
from backfile.build import reading, scan
from backfile.build.causes import MOST, Causes, Makers, Published, makers_of
from backfile.build.lock import locked
from backfile.build.picturing import Gallery, original_of
from backfile.build.rendering import File, Plan, Planner, Stale, write_here, write_others, write_pages
from backfile.build.report import Pictured, Progress, Rendered
from backfile.build.sizing import Sizing, measure
from backfile.build.stamp import stamp
from backfile.build.themes import load_theme
from backfile.config import Site
from backfile.digest import digest
from backfile.errors import Problem
from backfile.model import ArticlePage, Entry, Picture
from backfile.render.compiled import Compiled
from backfile.render.theme import Theme, closures
from backfile.render.wording import check_theme
from backfile.trace import Trace

_COMPILED, _CLOSURES = "compiled templates", "closures of templates"
_LAST, _PENDING, _WHERE = "last delta", "pending", "output"
_PATHS, _MAKERS = "article paths", "makers"


class Hands(msgspec.Struct, frozen=True):
    """Who does the work: processes for text, bounded ones for images; and whom to tell how far it is and what has ended."""

    processes: Executor
    decoders: Executor
    progress: Progress
    ended: Callable[[str], None]


class Target(msgspec.Struct, frozen=True):
    """Where the site goes, and the site folder with its build memory; unasked: images that are still to come."""

    folder: Path
    output: Path
    drafts: bool
    trusted: bool
    unasked: int = 0


class Result(msgspec.Struct, frozen=True):
    """What rendering a site came to."""

    articles: int
    pictured: Pictured
    rendered: Rendered
    sizing: Sizing
    problems: tuple[Problem, ...]
    reasons: tuple[str, ...]


def render_site(
    target: Target, site: Site, archive: reading.Archive, gallery: Gallery, trace: Trace, hands: Hands
) -> Result:
    """Bring the output folder to what the archive says. Raises OutputError and ThemeError; the old site then stays."""
    theme = load_theme(site.theme, target.folder)
    check_theme(theme, site.language)
    holding, problems = index.arrange(archive.entries, site, drafts=target.drafts)
    made = gallery.make_variants(index.pictures_needed(holding), hands.decoders, hands.progress)
    hands.ended("variants")
    before = _published(target, trace, trace.pages())
    # Not what is remembered of them: a full build is what mends a memory that is wrong.
    inputs, reached = trace.kept.page_inputs(), closures(theme)
    planner = Planner(theme, site, before.known, before.foreign, inputs, reached)
    makers = makers_of(theme, site)
    causes = Causes(_as_published(trace, before), makers, theme, _pages_of(archive.changed, holding))
    seen: dict[str, Picture] = {}

    def lookup(entry: Entry, url: str, cover: bool) -> Picture:
        picture = gallery.lookup(entry, url, cover)
        if picture.variants:
            seen[picture.variants[0].path] = picture
        return picture

    with _held(target):
        stage = _new_stage(target)
        bodies = _Bodies(target.folder, trace, archive.entries)
        stale = _kept(causes.noted(planner.stale_pages(index.pages(holding, lookup, site))), trace)
        write_pages(stale, theme, site, stage, bodies.take, hands.processes, hands.progress)
        hands.ended("pages")
        planner.add_assets()
        planner.add_variants(seen.values(), gallery.files_of(seen.values()))
        planner.add_file(publish.MANIFEST, publish.manifest_text(planner.paths()).encode())
        write_others(planner.others, stage, hands.progress)
        plan = planner.plan()
        drop = tuple(sorted((before.ours | set(before.known)) - set(plan.keys)))
        hands.ended("other files")
        rendered = _publish(target, stage, plan, drop, before, trace)
    if plan.written or drop:
        trace.kept.forget_bodies_but(frozenset(e.body for e in archive.entries))
    paths = {item.entry.path: f"{item.folder}/index.html" for item in holding.items}
    trace.save_meta({_PATHS: msgspec.msgpack.encode(paths), _MAKERS: msgspec.msgpack.encode(makers)})
    hands.ended("publish")
    withdrawn = {e.article.permalink for e in archive.entries if e.article.status == "withdrawn"}
    vanished = _vanished(drop, withdrawn) if before.known else ()
    pictured = gallery.count(archive.entries, made)
    blocked = tuple(_in_the_way(path) for path in planner.in_the_way)
    reasons = (*(f"{path} changed" for path in archive.changed[:MOST]), *causes.lines())
    sizing = _sizing(trace, plan, tuple(seen.values()), target.unasked, site)
    return Result(len(holding.items), pictured, rendered, sizing, (*problems, *vanished, *blocked), reasons)


def _sizing(trace: Trace, plan: Plan, shown: tuple[Picture, ...], unasked: int, site: Site) -> Sizing:
    """Return how large the published site is, by what the trace says of its files."""
    files = ((path, size) for path, (_, size, _) in trace.pages().items() if path in plan.keys)
    originals = {original_of(variant.path) for picture in shown for variant in picture.variants}
    return measure(files, shown, len(originals), unasked, site.images)


def _held(target: Target) -> AbstractContextManager[None]:
    """Hold a lock beside an output folder that lies elsewhere, since another site may be told to write there too."""
    if target.output.is_relative_to(target.folder):
        return nullcontext()
    return locked(target.output.parent / f".{target.output.name}.backfile")


def _in_the_way(path: str) -> Problem:
    hint = "move that file, or give the page another address"
    return Problem(
        f"output/{path}", 0, "a file that is not ours stands where a page belongs, so it is kept", hint
    )


class _Before(msgspec.Struct, frozen=True):
    """The output folder as it is: trusted keys by path, paths on record, paths that are ours, foreign files."""

    known: dict[str, bytes]
    recorded: frozenset[str]
    ours: frozenset[str]
    foreign: tuple[str, ...]


def _as_published(trace: Trace, before: _Before) -> Published:
    """Return what is known of the published site, to say why pages are made anew."""
    packed = trace.meta().get(_MAKERS, b"\xc0")
    makers = msgspec.msgpack.decode(packed, type=Makers | None)

    def page_of(path: str) -> bytes:
        return trace.kept.article_pages([path]).get(path, b"")

    return Published(makers, before.recorded, before.known, page_of)


def _pages_of(changed: Iterable[str], holding: index.Holding) -> dict[str, str]:
    """Return the article files that changed, by the addresses of their pages."""
    files = set(changed)
    return {item.url: item.entry.path for item in holding.items if item.entry.path in files}


def _published(target: Target, trace: Trace, rows: dict[str, tuple[bytes, int, int]]) -> _Before:
    publish.refuse_unsafe(target.output, target.folder)
    meta = trace.meta()
    same_place = meta.get(_WHERE) == os.fsencode(target.output)
    recorded = frozenset(rows)
    rows = rows if same_place and target.trusted else {}
    found = scan.scan_output(target.output)
    ours = publish.read_manifest(target.output)
    known = {path: key for path, (key, size, mtime) in rows.items() if found.get(path) == (size, mtime)}
    for path in msgspec.msgpack.decode(meta.get(_PENDING, b"\x90"), type=tuple[str, ...]):
        # A build ended between publishing and recording: what it touched may be old or new, so no key vouches for it.
        known.pop(path, None)
    foreign = tuple(sorted(path for path in found if path not in ours and path not in rows))
    return _Before(known, recorded, ours, foreign)


def _publish(
    target: Target, stage: Path, plan: Plan, drop: tuple[str, ...], before: _Before, trace: Trace
) -> Rendered:
    atomic = True
    if plan.written or drop:
        gone = set(drop) | (set(trace.pages()) - set(plan.keys))
        atomic = _put(target, stage, plan, drop, before, trace, gone)
    shutil.rmtree(stage, ignore_errors=True)
    trace.kept.save_inputs((one.path, one.inputs) for one in plan.same)
    others = len(plan.written) - plan.rendered
    return Rendered(plan.pages, plan.rendered, plan.pages - plan.rendered, len(drop), atomic, others)


def _put(
    target: Target,
    stage: Path,
    plan: Plan,
    drop: tuple[str, ...],
    before: _Before,
    trace: Trace,
    gone: Iterable[str] = (),
) -> bool:
    """Put the staged files into the output folder, drop others, and record both; return whether in one step.

    gone: paths to forget besides.
    """
    whole = not before.known
    spare = _spare(target)
    delta = publish.Delta(tuple(f.path for f in plan.written), drop, before.foreign)
    trace.save_meta({_PENDING: msgspec.msgpack.encode((*delta.put, *delta.drop))})
    if whole:
        atomic = publish.publish_whole(stage, target.output, spare, before.foreign).atomic
    else:
        last = msgspec.msgpack.decode(trace.meta().get(_LAST, b"\xc0"), type=publish.Delta | None)
        atomic = publish.publish_some(stage, target.output, spare, delta, last).atomic
    meta = {
        _PENDING: msgspec.msgpack.encode(()),
        _LAST: msgspec.msgpack.encode(None if whole else delta),
        _WHERE: os.fsencode(target.output),
    }
    trace.save_pages(_rows(target.output, plan.written), sorted(gone), meta)
    publish.settle(spare)
    return atomic


def _spare(target: Target) -> Path:
    return publish.place_for_spare(target.output, target.folder / ".backfile")


def _new_stage(target: Target) -> Path:
    stage = _spare(target) / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    stage.chmod(0o755)
    return stage


def _kept(stale: Iterable[Stale], trace: Trace) -> Iterator[Stale]:
    """Pass pages on, and keep those of articles, so that one can be made again without all others."""
    rows: list[tuple[str, bytes]] = []
    for one in stale:
        if one.body:
            rows.append((one.path, one.page))
        if len(rows) >= 1000:
            trace.kept.save_article_pages(rows)
            rows = []
        yield one
    trace.kept.save_article_pages(rows)


def _rows(output: Path, written: Iterable[File]) -> list[tuple[str, bytes, bytes, int, int]]:
    """Return what the trace keeps of published files."""
    facts = ((one, os.stat(f"{output}/{one.path}")) for one in written)
    return [(one.path, one.key, one.inputs, fact.st_size, fact.st_mtime_ns) for one, fact in facts]


class Change(msgspec.Struct, frozen=True):
    """A page of an article as it was published and as it has become, and the HTML of its body."""

    old: ArticlePage
    new: ArticlePage
    html: bytes


class Retouched(msgspec.Struct, frozen=True):
    """What making some articles' pages again came to; bytes: by how much the site has grown."""

    rendered: int
    atomic: bool
    bytes: int


def article_paths(trace: Trace) -> dict[str, str]:
    """Return the output path of every article that was published, by the path of its file."""
    return msgspec.msgpack.decode(trace.meta().get(_PATHS, b"\x80"), type=dict[str, str])


def retouch(target: Target, site: Site, trace: Trace, changes: tuple[Change, ...]) -> Retouched | None:
    """Make some articles' pages again, all else being as it was published; None when it is not.

    Raises OutputError and ThemeError; the old site then stays.
    """
    rows = trace.pages()
    before = _published(target, trace, rows)
    if not rows or before.known.keys() != rows.keys():
        return None
    theme = load_theme(site.theme, target.folder)
    planner = Planner(theme, site, {}, (), {}, _reached(theme, site.language, trace))
    # What was kept of a page is what was published exactly when it has the published key.
    if any(planner.key_of(one.old)[1] != before.known.get(one.old.path) for one in changes):
        return None
    stale = tuple(filter(None, (planner.stale_page(one.new) for one in changes)))
    plan = planner.plan()
    compiled = Compiled(trace.meta().get(_COMPILED, b""))
    atomic = True
    if stale:
        with _held(target):
            stage = _new_stage(target)
            write_here(((one.new, one.html) for one in changes), theme, site, stage, compiled)
            atomic = _put(target, stage, plan, (), before, trace)
            shutil.rmtree(stage, ignore_errors=True)
        trace.kept.save_article_pages((one.path, one.page) for one in stale)
    if compiled.changed:
        trace.save_meta({_COMPILED: compiled.packed()})
    grown = sum(os.stat(f"{target.output}/{one.path}").st_size - rows[one.path][1] for one in stale)
    return Retouched(len(stale), atomic, grown)


def _reached(theme: Theme, language: str, trace: Trace) -> dict[str, bytes]:
    """Return what each template can reach, parsed and checked once for a theme."""
    mark = digest((theme, language, stamp("render")))
    kept = trace.meta().get(_CLOSURES, b"")
    if kept.startswith(mark):
        return msgspec.msgpack.decode(kept[len(mark) :], type=dict[str, bytes])
    check_theme(theme, language)
    found = closures(theme)
    trace.save_meta({_CLOSURES: mark + msgspec.msgpack.encode(found)})
    return found


class _Bodies:
    """HTML of bodies: from the trace, or made again from the article's file."""

    def __init__(self, folder: Path, trace: Trace, entries: Iterable[Entry]) -> None:
        self._folder, self._trace = folder, trace
        self._entries = {e.body: e for e in entries}

    def take(self, keys: list[bytes]) -> dict[bytes, bytes]:
        """Return the HTML of the bodies with these digests."""
        found = self._trace.kept.bodies(keys)
        for key in keys:
            if key not in found:
                found[key] = reading.body_html(self._folder, self._entries[key]).encode()
        return found


def _vanished(drop: tuple[str, ...], withdrawn: set[str]) -> tuple[Problem, ...]:
    """Report addresses of articles that are gone without a redirect, and not because they were withdrawn."""
    problems = []
    for path in drop:
        parts = path.split("/")
        is_article = path.endswith("/index.html") and len(parts) == 5 and parts[0].isdigit()
        if is_article or (parts[0] == "undated" and len(parts) == 3 and parts[1] != "p"):
            url = path.removesuffix("/index.html")
            if url in withdrawn:
                continue
            hint = f'if the article moved, add "{unquote(url)}" to its aliases'
            problems.append(Problem(f"output/{url}/", 0, "this address is gone", hint, fatal=False))
    return tuple(problems)
