"""Pages to files: which of them have to be rendered, and rendering them in batches on the executor while others are found.

Jobs are closed values (theme, site, pages with their bodies), so that any executor can run them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from itertools import islice
from pathlib import Path

import msgspec

from backfile.build.report import Progress
from backfile.build.stamp import stamp
from backfile.config import Site
from backfile.digest import digest, digest_bytes
from backfile.index.planned import Planned, planned
from backfile.model import AnyPage, ArticlePage, Picture, TextPage, pack_page, unpack_page
from backfile.pool import map_batches
from backfile.publish import write_file
from backfile.render import Renderer
from backfile.render.compiled import Compiled
from backfile.render.theme import Theme, assets, strings_of, template_of

# Settings that a template can see; a change of others renders nothing.
VISIBLE = ("title", "description", "language", "timezone", "base_url", "contact", "pages", "deploy")


class Stale(msgspec.Struct, frozen=True):
    """A file to be written: a packed page with the digest of its body, or bytes, or the name of a file to copy."""

    path: str
    key: bytes
    page: bytes = b""
    body: bytes = b""
    data: bytes = b""
    copy: str = ""


class File(msgspec.Struct, frozen=True, gc=False):
    """A file that was written, by its output path, its key, and what it was made of, b"" where nobody can tell."""

    path: str
    key: bytes
    inputs: bytes = b""


class Plan(msgspec.Struct, frozen=True):
    """Every path of the site with its key, and the files among them that were written: pages and others, rendered of pages.

    same: pages that are what they were although they are made of something else.
    """

    keys: dict[str, bytes]
    written: tuple[File, ...]
    same: tuple[File, ...]
    pages: int
    rendered: int


class _Job(msgspec.Struct, frozen=True):
    theme: bytes
    site: bytes
    stage: str
    pages: tuple[tuple[str, bytes, bytes], ...]


_renderers: dict[bytes, Renderer] = {}

BATCH = 100
# Returns the HTML of the bodies whose markdown has these digests.
Bodies = Callable[[list[bytes]], Mapping[bytes, bytes]]


class Planner:
    """Compares pages with what was published before."""

    def __init__(
        self,
        theme: Theme,
        site: Site,
        known: Mapping[str, bytes],
        foreign: Iterable[str],
        inputs: Mapping[str, bytes],
        reached: Mapping[str, bytes],
    ) -> None:
        """Take what was published: the keys of paths, what these were made of, and files that are not ours.

        reached: for each template the digest of all that it can reach, see `closures`.
        """
        self._foreign = frozenset(foreign)
        # No page can stand where files that are not ours have their folders.
        self._taken = self._foreign.union(*(_folders_above(path) for path in self._foreign))
        self.in_the_way: list[str] = []
        self._closures = reached
        self._theme = theme
        settings = digest(tuple(getattr(site, name) for name in VISIBLE))
        self._mark = settings + stamp("render") + digest(strings_of(theme))
        self._known, self._inputs = known, inputs
        self._keys: dict[str, bytes] = {}
        self._written: list[File] = []
        self._same: list[File] = []
        self._pages = self._rendered = 0
        self.others: list[Stale] = []

    def stale_pages(self, pages: Iterable[Planned]) -> Iterator[Stale]:
        """Add every page of the index, and yield those that have to be rendered: one by one, for all together are large.

        A page that is made of what it was made of is not made at all.
        """
        for one in pages:
            self._pages += 1
            known = self._known.get(one.path)
            inputs = self._inputs_of(one)
            if known and inputs and self._inputs.get(one.path) == inputs:
                self._add(one.path, known)
                continue
            page = one.make()
            packed, key = self.key_of(page)
            if self._is_stale(one.path, key, inputs):
                self._rendered += 1
                body = page.body if isinstance(page, ArticlePage) else b""
                yield Stale(one.path, key, page=packed, body=body)
            elif inputs and known:
                self._same.append(File(one.path, key, inputs))

    def stale_page(self, page: AnyPage) -> Stale | None:
        """Add one page that is made already, and return it if it has to be rendered."""
        return next(self.stale_pages((planned(page),)), None)

    def _inputs_of(self, one: Planned) -> bytes:
        if not one.inputs:
            return b""
        makers = stamp("index", "frontmatter", "markdown", "images")
        return digest_bytes(b"".join((self._mark, makers, self._closures[template_of(one.kind)], one.inputs)))

    def key_of(self, page: AnyPage) -> tuple[bytes, bytes]:
        """Return a page packed, and its key."""
        packed = pack_page(page)
        closure = b"" if isinstance(page, TextPage) else self._closures[template_of(type(page))]
        return packed, digest_bytes(b"".join((self._mark, closure, packed)))

    def add_assets(self) -> None:
        """Add the theme's own files."""
        for path, data in assets(self._theme):
            self.add_file(path, data)

    def add_variants(self, pictures: Iterable[Picture], file_of: Mapping[str, tuple[str, bytes]]) -> None:
        """Add the image files that pictures show; file_of gives an output path's file and key."""
        for picture in pictures:
            for variant in (*picture.variants, *picture.avif):
                if variant.path not in self._keys:
                    file, key = file_of[variant.path]
                    if self._is_stale(variant.path, key):
                        self.others.append(Stale(variant.path, key, copy=file))

    def add_file(self, path: str, data: bytes) -> None:
        """Add one more file whose bytes are known."""
        key = digest_bytes(data)
        if self._is_stale(path, key):
            self.others.append(Stale(path, key, data=data))

    def paths(self) -> Iterable[str]:
        """Return the paths added so far."""
        return self._keys

    def plan(self) -> Plan:
        """Return what was found."""
        return Plan(self._keys, tuple(self._written), tuple(self._same), self._pages, self._rendered)

    def _is_stale(self, path: str, key: bytes, inputs: bytes = b"") -> bool:
        """Add a path, and return whether its file has to be written."""
        if not self._add(path, key) or self._known.get(path) == key:
            return False
        self._written.append(File(path, key, inputs))
        return True

    def _add(self, path: str, key: bytes) -> bool:
        """Add a path, and return whether it is free: no foreign file is there, below it, or where its folder has to be."""
        if path in self._taken or (self._foreign and not self._foreign.isdisjoint(_folders_above(path))):
            self.in_the_way.append(path)
            return False
        if path in self._keys:
            raise AssertionError(f"two pages want {path}")
        self._keys[path] = key
        return True


def write_pages(
    stale: Iterable[Stale],
    theme: Theme,
    site: Site,
    stage: Path,
    bodies: Bodies,
    executor: Executor,
    progress: Progress,
) -> None:
    """Render pages below the staging folder, while they are still being found. Raises ThemeError when a template fails."""
    packed = (msgspec.msgpack.encode(theme), msgspec.msgpack.encode(site))
    done = 0
    jobs = (_Job(*packed, str(stage), part) for part in _parts(stale, bodies))
    for count in map_batches(executor, _render_batch, jobs, size=1):
        done += count
        progress("rendering pages", done, 0)


def write_others(stale: list[Stale], stage: Path, progress: Progress) -> None:
    """Write what is no page below the staging folder."""
    for number, one in enumerate(stale, 1):
        if one.copy:
            _copy(one.copy, f"{stage}/{one.path}")
        else:
            write_file(str(stage), one.path, one.data)
        if number % 200 == 0:
            progress("copying images", number, len(stale))


def write_here(
    pages: Iterable[tuple[AnyPage, bytes]], theme: Theme, site: Site, stage: Path, compiled: Compiled
) -> None:
    """Write a few pages, each with the HTML of its body, without any worker. Raises ThemeError when a template fails."""
    renderer = Renderer(theme, site, compiled)
    for page, html in pages:
        write_file(str(stage), page.path, renderer.page(page, html.decode()))


def _parts(stale: Iterable[Stale], bodies: Bodies) -> Iterator[tuple[tuple[str, bytes, bytes], ...]]:
    source = iter(stale)
    while part := tuple(islice(source, BATCH)):
        found = bodies([s.body for s in part if s.body])
        yield tuple((s.path, s.page, found[s.body] if s.body else b"") for s in part)


def _render_batch(jobs: tuple[_Job, ...]) -> int:
    job = jobs[0]
    renderer = _renderer(job.theme, job.site)
    for path, packed, body in job.pages:
        write_file(job.stage, path, renderer.page(unpack_page(packed), body.decode()))
    return len(job.pages)


def _renderer(theme: bytes, site: bytes) -> Renderer:
    """Return the renderer of a theme and site; a worker compiles its templates once."""
    key = digest_bytes(theme + site)
    if key not in _renderers:
        _renderers.clear()
        _renderers[key] = Renderer(
            msgspec.msgpack.decode(theme, type=Theme), msgspec.msgpack.decode(site, type=Site)
        )
    return _renderers[key]


def _folders_above(path: str) -> Iterator[str]:
    """Yield the folders that a path lies in, but the root."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _copy(source: str, target: str) -> None:
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copyfile(source, target)
    os.chmod(target, 0o644)
