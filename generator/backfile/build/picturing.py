"""Images of articles: what each reference means, what is known of it, and the variants that pages show.

Variants are files in the build memory, made once for an original and a recipe, by bounded workers.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from backfile import images, renditions
from backfile.bounded import Lost, map_singly
from backfile.build.references import Reference, References, references_of
from backfile.build.report import Pictured, Progress
from backfile.build.stamp import stamp
from backfile.config import Site
from backfile.digest import digest
from backfile.errors import Problem
from backfile.model import Attempt, Entry, Picture, Variant
from backfile.renditions import Made, Order
from backfile.trace import Trace

OUTPUT = "images"
MISSING = "the original is missing from the store"
# Variants are named by so many digits of their original's sha256.
_NAME = 20


class _Wanted(msgspec.Struct, frozen=True):
    """Variants that are not there yet: of which reference, under which key, and how to make them."""

    key: str
    reference: Reference
    order: Order
    large: bool


class Gallery:
    """The variants of one build; `lookup` is what pages are made from."""

    def __init__(self, folder: Path, site: Site, trace: Trace, references: References, trusted: bool) -> None:
        self._variants = folder / ".backfile" / "variants"
        self._trace, self._references = trace, references
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
        wanted: dict[str, _Wanted] = {}
        for entry, url, cover in needed:
            reference = self._references.find(entry, url)
            attempt = self._references.known.get(reference.key)
            if attempt is None or attempt.outcome != "kept":
                continue
            key = self._key(attempt.sha256, cover)
            if key not in wanted and not self._is_made(key):
                wanted[key] = self._order(key, reference, attempt, cover)
        done = 0
        for one, made in _made_of(sorted(wanted.values(), key=lambda w: w.key), executor):
            if isinstance(made, Made):
                self._trace.kept.save_variants([(one.key, msgspec.msgpack.encode(made))])
                self._made[one.key] = made
            elif made is None:
                # It may be back at the next build, so nothing is remembered of it.
                self._report_missing(one.reference)
            else:
                # A clock or a machine's memory decided, so this is not remembered either.
                self._made[one.key] = renditions.refusal(made.reason)
                self._report_lost(one.reference, made)
            done += 1
            progress("making image variants", done, len(wanted))
        return done

    def _order(self, key: str, reference: Reference, attempt: Attempt, cover: bool) -> _Wanted:
        order = Order(
            original=self._references.place(reference),
            recipe=self._recipes[cover],
            folder=str(self._variants / key[:12]),
            prefix=f"{OUTPUT}/",
            name=f"{attempt.sha256[:_NAME]}{'c' if cover else ''}",
        )
        memory = images.memory_of(attempt.media, attempt.width, attempt.height)
        return _Wanted(key, reference, order, large=memory > images.LARGE)

    def _report_missing(self, reference: Reference) -> None:
        hint = "restore content/images from its backup or repository"
        text = f"the original of {reference.key[:200]} is missing"
        self._references.problems.append(Problem("content/images", 0, text, hint, fatal=False))

    def _report_lost(self, reference: Reference, lost: Lost) -> None:
        hint = "it is shown as damaged and tried again at the next build that has work to do"
        text = f"the picture {reference.key[:200]} is not shown: {lost.reason}"
        self._references.problems.append(Problem("content/images", 0, text, hint, fatal=False))

    def _is_made(self, key: str) -> bool:
        made = self._made.get(key)
        return made is not None and all(
            _size(self._file(key, f[0])) == f[3] for f in (*made.files, *made.avif)
        )

    def _key(self, sha256: str, cover: bool) -> str:
        return f"{self._marks[cover]} {sha256}"

    def _file(self, key: str, path: str) -> Path:
        """Return where the build memory keeps the variant of an output path: a folder for each recipe."""
        return renditions.place_of(self._variants / key[:12], path)

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
            avif=tuple(Variant(w, h, path, size) for path, w, h, size in made.avif),
        )

    def files_of(self, pictures: Iterable[Picture]) -> dict[str, tuple[str, bytes]]:
        """Return output path -> (file, key) of every variant that the pictures name."""
        wanted = {variant.path for picture in pictures for variant in (*picture.variants, *picture.avif)}
        found = {}
        for key in sorted(self._shown & set(self._made)):
            for path, _, _, size in (*self._made[key].files, *self._made[key].avif):
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
    widths, quality, avif = site.images.widths, site.images.quality, site.images.avif
    cover = tuple(sorted({site.images.cover, widths[0]}))
    return {
        False: images.Recipe(widths=widths, quality=quality, avif=avif),
        True: images.Recipe(widths=cover, quality=quality, avif=avif),
    }


def original_of(path: str) -> str:
    """Return what the output paths of all variants of one original have in common."""
    return path.rpartition("/")[2][:_NAME]


def _made_of(
    wanted: list[_Wanted], executor: Executor
) -> Iterator[tuple[_Wanted, renditions.Made | Lost | None]]:
    """Yield what was made; large pictures come last and one at a time, since each may need hundreds of megabytes."""
    for large, window in ((False, 8), (True, 1)):
        some = [one for one in wanted if one.large == large]
        found = map_singly(executor, renditions.make, [one.order for one in some], window)
        yield from ((one, made) for one, (_, made) in zip(some, found, strict=True))


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return -1
