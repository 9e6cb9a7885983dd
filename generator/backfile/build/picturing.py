"""Images of articles: what each reference means, what is known of it, and the variants that pages show.

Variants are files in the build memory, made once for an original and a recipe, in threads (Pillow releases the GIL).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from backfile import images
from backfile.build.references import Reference, References, references_of
from backfile.build.report import Pictured, Progress
from backfile.build.stamp import stamp
from backfile.config import Site
from backfile.digest import digest
from backfile.errors import Problem
from backfile.model import Entry, Picture, Variant
from backfile.pool import map_batches
from backfile.trace import Trace

OUTPUT = "images"
MISSING = "the original is missing from the store"
# Variants are named by so many digits of their original's sha256.
_NAME = 20


class Made(msgspec.Struct, frozen=True):
    """What was made of one original by one recipe; files: (output path, width, height, bytes)."""

    width: int
    height: int
    colour: str
    animated: bool
    files: tuple[tuple[str, int, int, int], ...]
    refused: str = ""


class Gallery:
    """The variants of one build; `lookup` is what pages are made from."""

    def __init__(self, folder: Path, site: Site, trace: Trace, references: References, trusted: bool) -> None:
        self._folder, self._trace, self._references = folder, trace, references
        self._made = (
            {k: msgspec.msgpack.decode(v, type=Made) for k, v in trace.kept.variants().items()}
            if trusted
            else {}
        )
        self._recipes = recipes(site)
        self._marks = {
            cover: digest((images.recipe_key(recipe), stamp("images"))).hex()[:12]
            for cover, recipe in self._recipes.items()
        }
        self._shown: set[str] = set()

    def make_variants(
        self, needed: Iterable[tuple[Entry, str, bool]], executor: Executor, progress: Progress
    ) -> int:
        """Make every variant that pages need and that is not there yet; return how many sets were made."""
        wanted: dict[str, tuple[Reference, images.Recipe, str]] = {}
        for entry, url, cover in needed:
            reference = self._references.find(entry, url)
            attempt = self._references.known.get(reference.key)
            if attempt is None or attempt.outcome != "kept":
                continue
            key = self._key(attempt.sha256, cover)
            if key not in wanted and not self._is_made(key):
                wanted[key] = (
                    reference,
                    self._recipes[cover],
                    f"{attempt.sha256[:_NAME]}{'c' if cover else ''}",
                )
        done = 0
        for rows in map_batches(executor, self._make_batch, sorted(wanted.items()), size=4):
            # An original that is missing now may be back at the next build: only what was looked at is remembered.
            found = [(key, made) for key, made in rows if made.refused != MISSING]
            self._trace.kept.save_variants((key, msgspec.msgpack.encode(made)) for key, made in found)
            self._made.update(found)
            self._report_missing(wanted[key][0] for key, made in rows if made.refused == MISSING)
            done += len(rows)
            progress("making image variants", done, len(wanted))
        return done

    def _make_batch(
        self, batch: tuple[tuple[str, tuple[Reference, images.Recipe, str]], ...]
    ) -> list[tuple[str, Made]]:
        return [(key, self._make(key, *what)) for key, what in batch]

    def _make(self, key: str, reference: Reference, recipe: images.Recipe, name: str) -> Made:
        data = self._references.original(reference)
        if data is None:
            return Made(0, 0, "", False, (), refused=MISSING)
        result = images.make_variants(data, recipe)
        if isinstance(result, images.Refused):
            return Made(0, 0, "", False, (), refused=result.reason)
        files = []
        for file in result.files:
            path = f"{OUTPUT}/{name}-{file.width}{file.suffix}"
            _write(self._file(key, path), file.data)
            files.append((path, file.width, file.height, len(file.data)))
        return Made(result.width, result.height, result.colour, result.animated, tuple(files))

    def _report_missing(self, references: Iterable[Reference]) -> None:
        for reference in references:
            hint = "restore content/images from its backup or repository"
            problem = Problem(
                "content/images", 0, f"the original of {reference.key[:200]} is missing", hint, fatal=False
            )
            self._references.problems.append(problem)

    def _is_made(self, key: str) -> bool:
        made = self._made.get(key)
        return made is not None and all(_size(self._file(key, f[0])) == f[3] for f in made.files)

    def _key(self, sha256: str, cover: bool) -> str:
        return f"{self._marks[cover]} {sha256}"

    def _file(self, key: str, path: str) -> Path:
        """Return where the build memory keeps the variant of an output path: a folder for each recipe."""
        name = path.rpartition("/")[2]
        return self._folder / ".backfile" / "variants" / key[:12] / name[:2] / name

    def lookup(self, entry: Entry, url: str, cover: bool) -> Picture:
        """Return what a page may show of an image: kept with its variants, damaged, lost or not yet asked for."""
        reference = self._references.find(entry, url)
        attempt = self._references.known.get(reference.key)
        if attempt is None:
            if reference.reason:
                return Picture(url=url, state="lost", reason=reference.reason)
            return Picture(url=url, state="unasked")
        checked = attempt.time[:10]
        if attempt.outcome != "kept":
            return Picture(url=url, state=attempt.outcome, reason=attempt.reason, checked=checked)
        key = self._key(attempt.sha256, cover)
        made = self._made.get(key)
        self._shown.add(key)
        if made is None or not made.files:
            reason = made.refused if made is not None else MISSING
            return Picture(url=url, state="damaged", reason=reason, checked=checked)
        return Picture(
            url=url,
            state="kept",
            checked=checked,
            width=made.files[-1][1],
            height=made.files[-1][2],
            colour=made.colour,
            animated=made.animated,
            variants=tuple(Variant(w, h, path, size) for path, w, h, size in made.files),
        )

    def files_of(self, pictures: Iterable[Picture]) -> dict[str, tuple[str, bytes]]:
        """Return output path -> (file, key) of every variant that the pictures name."""
        wanted = {variant.path for picture in pictures for variant in picture.variants}
        found = {}
        for key in sorted(self._shown & set(self._made)):
            for path, _, _, size in self._made[key].files:
                if path in wanted:
                    found[path] = (str(self._file(key, path)), digest((key, size)))
        return found

    def count(self, entries: Iterable[Entry], made: int) -> Pictured:
        """Count every reference of every article, covers among them, by what became of it."""
        states = {"kept": 0, "damaged": 0, "lost": 0, "unasked": 0}
        for entry in entries:
            for url in references_of(entry):
                states[
                    self.lookup(entry, url, False).state
                    if url != entry.article.cover
                    else self._cover_state(entry)
                ] += 1
        return Pictured(
            sum(states.values()), states["kept"], states["damaged"], states["lost"], states["unasked"], made
        )

    def _cover_state(self, entry: Entry) -> str:
        return self.lookup(entry, entry.article.cover, True).state


def recipes(site: Site) -> dict[bool, images.Recipe]:
    """Return how variants are made: for covers (True) and for the pictures in articles (False)."""
    widths, quality = site.images.widths, site.images.quality
    cover = tuple(sorted({site.images.cover, widths[0]}))
    return {
        False: images.Recipe(widths=widths, quality=quality),
        True: images.Recipe(widths=cover, quality=quality),
    }


def original_of(path: str) -> str:
    """Return what the output paths of all variants of one original have in common."""
    return path.rpartition("/")[2][:_NAME]


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return -1


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_bytes(data)
    new.replace(path)
