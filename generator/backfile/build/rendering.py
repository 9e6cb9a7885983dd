"""Pages to files: which of them have to be rendered, why, and rendering them in batches on the executor.

Jobs are closed values (theme, site, pages with their bodies), so that any executor can run them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from backfile.build.report import Progress
from backfile.build.stamp import stamp
from backfile.config import Site
from backfile.digest import digest, digest_bytes
from backfile.model import AnyPage, ArticlePage, Picture, TextPage
from backfile.pool import map_batches
from backfile.publish import write_file
from backfile.render import Renderer
from backfile.render.compiled import Compiled
from backfile.render.theme import Theme, assets, closures, template_of

# Settings that a template can see; a change of others renders nothing.
_VISIBLE = ("title", "description", "language", "timezone", "base_url", "contact", "pages", "deploy")


class Stale(msgspec.Struct, frozen=True):
    """A file to be written: a packed page with the digest of its body, or bytes, or the name of a file to copy."""

    path: str
    key: bytes
    page: bytes = b""
    body: bytes = b""
    data: bytes = b""
    copy: str = ""


class Plan(msgspec.Struct, frozen=True):
    """Every path of the site with its key, and those among them that have to be written."""

    keys: dict[str, bytes]
    stale: tuple[Stale, ...]
    pages: int


class _Job(msgspec.Struct, frozen=True):
    theme: bytes
    site: bytes
    stage: str
    pages: tuple[tuple[str, bytes, bytes], ...]


_decode_page = msgspec.msgpack.Decoder(AnyPage).decode
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
        reached: Mapping[str, bytes] | None = None,
    ) -> None:
        self._foreign = frozenset(foreign)
        self.in_the_way: list[str] = []
        self._closures = closures(theme) if reached is None else reached
        self._theme = theme
        settings = digest(tuple(getattr(site, name) for name in _VISIBLE))
        self._mark = settings + stamp("render") + digest(theme.strings)
        self._known = known
        self._keys: dict[str, bytes] = {}
        self._stale: list[Stale] = []
        self._pages = 0

    def add_pages(self, pages: Iterable[AnyPage]) -> None:
        """Add every page of the index."""
        for page in pages:
            packed, key = self.key_of(page)
            self._pages += 1
            body = page.body if isinstance(page, ArticlePage) else b""
            self._add(Stale(page.path, key, page=packed, body=body))

    def key_of(self, page: AnyPage) -> tuple[bytes, bytes]:
        """Return a page packed, and its key."""
        packed = msgspec.msgpack.encode(page)
        closure = b"" if isinstance(page, TextPage) else self._closures[template_of(page)]
        return packed, digest_bytes(b"".join((self._mark, closure, packed)))

    def add_assets(self) -> None:
        """Add the theme's own files."""
        for path, data in assets(self._theme):
            self._add(Stale(path, digest_bytes(data), data=data))

    def add_variants(self, pictures: Iterable[Picture], file_of: Mapping[str, tuple[str, bytes]]) -> None:
        """Add the image files that pictures show; file_of gives an output path's file and key."""
        for picture in pictures:
            for variant in (*picture.variants, *picture.avif):
                if variant.path not in self._keys:
                    file, key = file_of[variant.path]
                    self._add(Stale(variant.path, key, copy=file))

    def add_file(self, path: str, data: bytes) -> None:
        """Add one more file whose bytes are known."""
        self._add(Stale(path, digest_bytes(data), data=data))

    def paths(self) -> Iterable[str]:
        """Return the paths added so far."""
        return self._keys

    def plan(self) -> Plan:
        """Return what was found."""
        return Plan(self._keys, tuple(self._stale), self._pages)

    def _add(self, stale: Stale) -> None:
        if stale.path in self._foreign:
            self.in_the_way.append(stale.path)
            return
        if stale.path in self._keys:
            raise AssertionError(f"two pages want {stale.path}")
        self._keys[stale.path] = stale.key
        if self._known.get(stale.path) != stale.key:
            self._stale.append(stale)


def write_stale(
    plan: Plan,
    theme: Theme,
    site: Site,
    stage: Path,
    bodies: Bodies,
    executor: Executor,
    progress: Progress,
) -> None:
    """Write every stale file below the staging folder. Raises ThemeError when a template fails."""
    packed = (msgspec.msgpack.encode(theme), msgspec.msgpack.encode(site))
    pages = [s for s in plan.stale if s.page]
    done = 0
    jobs = (_Job(*packed, str(stage), part) for part in _parts(pages, bodies))
    for count in map_batches(executor, _render_batch, jobs, size=1):
        done += count
        progress("rendering pages", done, len(pages))
    others = [s for s in plan.stale if not s.page]
    for number, stale in enumerate(others, 1):
        if stale.copy:
            _copy(stale.copy, f"{stage}/{stale.path}")
        else:
            write_file(str(stage), stale.path, stale.data)
        if number % 200 == 0:
            progress("copying images", number, len(others))


def write_here(
    pages: Iterable[tuple[AnyPage, bytes]], theme: Theme, site: Site, stage: Path, compiled: Compiled
) -> None:
    """Write a few pages, each with the HTML of its body, without any worker. Raises ThemeError when a template fails."""
    renderer = Renderer(theme, site, compiled)
    for page, html in pages:
        write_file(str(stage), page.path, renderer.page(page, html.decode()))


def _parts(stale: list[Stale], bodies: Bodies) -> Iterator[tuple[tuple[str, bytes, bytes], ...]]:
    for at in range(0, len(stale), BATCH):
        part = stale[at : at + BATCH]
        found = bodies([s.body for s in part if s.body])
        yield tuple((s.path, s.page, found[s.body] if s.body else b"") for s in part)


def _render_batch(jobs: tuple[_Job, ...]) -> int:
    job = jobs[0]
    renderer = _renderer(job.theme, job.site)
    for path, packed, body in job.pages:
        write_file(job.stage, path, renderer.page(_decode_page(packed), body.decode()))
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


def _copy(source: str, target: str) -> None:
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copyfile(source, target)
    os.chmod(target, 0o644)
