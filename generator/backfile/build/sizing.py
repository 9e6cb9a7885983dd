"""How large the site is and will be, and what GitHub Pages allows. Pure: from sizes of files to sums, sentences and warnings.

What estimates rest on stands in docs/decisions/README.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from backfile.config import ImageSettings
from backfile.errors import Problem
from backfile.model import Picture

# What GitHub documents: a published site, a file, and the time of a deployment.
SITE_LIMIT, FILE_LIMIT, DEPLOY_LIMIT = 1_000_000_000, 100_000_000, 600
# A warning comes from this share of a limit on.
NEAR = 0.8
# Variants of an image, as long as none is kept from which to tell.
UNKNOWN_IMAGE = 100_000
# Seconds of a deployment: before anything happens, for a gigabyte, for a file.
_WAIT, _GIGABYTE, _FILE = 30, 100, 0.003
# The lower quality that is proposed, what lossy WebP shrinks by for each step down to it, and the narrowest width.
_QUALITY, _STEP, _NARROW = 70, 0.019, 480
# A setting that saves less than this share is not worth naming.
_WORTH = 0.02


class Part(msgspec.Struct, frozen=True):
    """One part of the output folder: number of files, bytes."""

    files: int = 0
    bytes: int = 0


class Saving(msgspec.Struct, frozen=True):
    """A setting of site.toml, and how large the whole site would be with it."""

    setting: str
    bytes: int


class Sizing(msgspec.Struct, frozen=True):
    """The output folder by parts, and what it will be once every image is kept; pages include feeds and sitemaps.

    originals: images that are shown; unasked: images that nobody asked for yet; forecast: the whole site with all of them.
    """

    pages: Part = Part()
    images: Part = Part()
    theme: Part = Part()
    search: Part = Part()
    largest: str = ""
    largest_bytes: int = 0
    originals: int = 0
    unasked: int = 0
    forecast: Part = Part()
    deploy_seconds: int = 0
    savings: tuple[Saving, ...] = ()

    def total(self) -> Part:
        """Return the whole output folder."""
        parts = (self.pages, self.images, self.theme, self.search)
        return Part(sum(p.files for p in parts), sum(p.bytes for p in parts))


def measure(
    files: Iterable[tuple[str, int]],
    shown: Iterable[Picture],
    originals: int,
    unasked: int,
    settings: ImageSettings,
) -> Sizing:
    """Return the sizes of an output folder: its files with their sizes, the pictures it shows, of so many originals."""
    counts = {"pages": [0, 0], "images": [0, 0], "theme": [0, 0], "search": [0, 0]}
    largest, avif = (0, ""), 0
    for path, size in files:
        part = counts[_part_of(path)]
        part[0] += 1
        part[1] += size
        largest = max(largest, (size, path))
        avif += size if path.endswith(".avif") else 0
    parts = {name: Part(*numbers) for name, numbers in counts.items()}
    found = Sizing(
        pages=parts["pages"],
        images=parts["images"],
        theme=parts["theme"],
        search=parts["search"],
        largest=largest[1],
        largest_bytes=largest[0],
        originals=originals,
        unasked=unasked,
    )
    images = _with_unasked(found)
    total = found.total()
    files_then = total.files - found.images.files + images.files
    bytes_then = total.bytes - found.images.bytes + images.bytes
    kept = found.images.bytes
    shares = _shares(tuple(shown), settings, avif / kept if kept else 0.0)
    savings = tuple(
        Saving(setting, bytes_then - round(images.bytes * share))
        for setting, share in shares
        if images.bytes * share >= _WORTH * bytes_then
    )
    return msgspec.structs.replace(
        found,
        forecast=Part(files_then, bytes_then),
        deploy_seconds=round(_WAIT + bytes_then / 1e9 * _GIGABYTE + files_then * _FILE),
        savings=tuple(sorted(savings, key=lambda s: (s.bytes, s.setting))),
    )


def summary(sizing: Sizing) -> str:
    """Return one line: the parts, and what is still to come."""
    parts = {"pages": sizing.pages, "images": sizing.images, "search": sizing.search}
    named = ", ".join(f"{name} {megabytes(part.bytes)}" for name, part in parts.items() if part.files)
    text = f"{megabytes(sizing.total().bytes)}: {named}"
    limit = megabytes(SITE_LIMIT)
    if sizing.unasked:
        return f"{text}; with all images about {megabytes(sizing.forecast.bytes)} of {limit}"
    return f"{text}; GitHub Pages takes {limit}"


def warnings(sizing: Sizing) -> tuple[Problem, ...]:
    """Return what comes near a limit of GitHub Pages, with the settings that help."""
    return tuple(Problem("output", 0, message, hint, fatal=False) for message, hint in _near(sizing))


def megabytes(size: int) -> str:
    """Return a size as people read it: "412 MB", "3.4 MB", "85 KB"."""
    if size >= 9_950_000:
        return f"{round(size / 1_000_000):,} MB"
    if size >= 950_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{-(-size // 1000)} KB" if size else "0"


def _part_of(path: str) -> str:
    folder = path.partition("/")[0]
    if folder == "images" and not path.endswith(".html"):
        return "images"
    return {"assets": "theme", "search": "search"}.get(folder, "pages")


def _with_unasked(sizing: Sizing) -> Part:
    """Return the variants there will be once every image is kept: each like the mean of those that are."""
    files, size = sizing.images.files, sizing.images.bytes
    if not sizing.originals:
        return Part(files + 3 * sizing.unasked, size + UNKNOWN_IMAGE * sizing.unasked)
    more = sizing.unasked / sizing.originals
    return Part(files + round(files * more), size + round(size * more))


def _shares(shown: tuple[Picture, ...], settings: ImageSettings, avif: float) -> Iterator[tuple[str, float]]:
    """Yield settings with the share of all variants' bytes that each would save."""
    widths = settings.widths
    narrow, widest = _measured(shown, widths) if shown else _assumed(widths)
    if len(widths) > 1:
        yield f"widths = {list(widths[:-1])}", widest
    if widths[0] > _NARROW:
        yield f"widths = [{_NARROW}]", 1 - narrow * _NARROW / widths[0]
    if settings.quality > _QUALITY:
        yield f"quality = {_QUALITY}", (settings.quality - _QUALITY) * _STEP
    if settings.avif:
        yield "avif = false", avif


def _measured(shown: tuple[Picture, ...], widths: tuple[int, ...]) -> tuple[float, float]:
    """Return the shares of the narrowest variants and of those that dropping the widest width takes away."""
    total = narrow = widest = 0
    for picture in shown:
        sizes = [variant.bytes for variant in picture.variants]
        total += sum(sizes)
        narrow += sizes[0] if sizes else 0
        if len(sizes) > 1 and len(widths) > 1 and picture.variants[-1].width > widths[-2]:
            widest += sizes[-1]
    return (narrow / total, widest / total) if total else (1.0, 0.0)


def _assumed(widths: tuple[int, ...]) -> tuple[float, float]:
    """Return the same shares where nothing is kept yet: bytes grow about as the width does."""
    return widths[0] / sum(widths), widths[-1] / sum(widths)


def _near(sizing: Sizing) -> Iterator[tuple[str, str]]:
    now, then = sizing.total(), sizing.forecast
    if then.bytes >= NEAR * SITE_LIMIT:
        size = megabytes(then.bytes)
        what = (
            f"with the {sizing.unasked:,} images that were not asked for yet the site will have about {size}"
            if now.bytes < NEAR * SITE_LIMIT
            else f"the site has {megabytes(now.bytes)}"
            + (f", with all images about {size}" * bool(sizing.unasked))
        )
        yield f"{what}; GitHub Pages takes {megabytes(SITE_LIMIT)}", _advice(sizing)
    if sizing.largest_bytes >= NEAR * FILE_LIMIT:
        size = megabytes(sizing.largest_bytes)
        message = f"{sizing.largest} has {size}; GitHub takes no file of more than {megabytes(FILE_LIMIT)}"
        is_image = _part_of(sizing.largest) == "images"
        yield message, "narrower `widths` in [images]" if is_image else "another host takes larger files"
    if sizing.deploy_seconds >= NEAR * DEPLOY_LIMIT:
        minutes = max(1, round(sizing.deploy_seconds / 60))
        yield (
            f"a deployment of about {then.files:,} files and {megabytes(then.bytes)} takes about {minutes} minutes; "
            f"GitHub Pages gives up after {DEPLOY_LIMIT // 60}",
            "fewer `widths` in [images] make fewer files; another host gives more time",
        )


def _advice(sizing: Sizing) -> str:
    """Return the settings that bring the site below the warning, or, if none does, all that help."""
    enough = [saving for saving in sizing.savings if saving.bytes < NEAR * SITE_LIMIT]
    named = [f"`{s.setting}` about {megabytes(s.bytes)}" for s in enough or sizing.savings]
    if enough:
        return f"in [images]: {', '.join(named)}; or another host"
    if named:
        return f"in [images]: {', '.join(named)}, which is not enough; another host has other limits"
    return "no setting makes it much smaller; another host has other limits"
