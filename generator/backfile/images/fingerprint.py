"""Fingerprints: 64 bits that a picture keeps when it is scaled, compressed anew or converted.

The signs, against their median, of the lowest frequencies of the picture's luminance at 32 x 32 pixels (a discrete cosine
transform), after C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), section 3.2.1.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from operator import mul
from statistics import median

from PIL import Image

from backfile.images.shrinking import shrunk, turned

SMALLEST = 16
# Bits in which copies of one picture may differ; different pictures differ in half of them, so in 32.
MOST = 6
SIDE, _WAVES = 32, 8
_COSINES = tuple(
    tuple(math.sqrt(2 / SIDE) * math.cos(math.pi * (2 * at + 1) * wave / (2 * SIDE)) for at in range(SIDE))
    for wave in range(_WAVES)
)
# Half of the waves must be at least this strong (of 255 * 32): in a plain ground or a mere slope of colour, what lies below is
# the noise of compression, and its signs say nothing.
_FAINTEST = 4.0


def fingerprint_of(image: Image.Image, turn: int) -> str:
    """Return 16 hex digits for a decoded image as its EXIF orientation shows it; "" when it has too little structure."""
    size = (SIDE, SIDE)
    small = (
        image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        if image.mode == "L"
        else shrunk(image, size)
    )
    if small.mode == "RGBA":
        ground = Image.new("RGB", small.size, "#ffffff")
        ground.paste(small, mask=small.getchannel("A"))
        small = ground
    pixels = turned(small.convert("L"), turn).tobytes()
    rows = [pixels[at : at + SIDE] for at in range(0, SIDE * SIDE, SIDE)]
    # One transform along the rows, one along the columns of what that gives.
    across = [[sum(map(mul, row, wave)) for row in rows] for wave in _COSINES]
    waves = [sum(map(mul, column, wave)) for wave in _COSINES for column in across][1:]
    if median(map(abs, waves)) < _FAINTEST:
        return ""
    middle = median(waves)
    bits = 0
    for wave in waves:
        bits = bits << 1 | (wave > middle)
    return f"{bits:016x}"


def alike(one: str, other: str, most: int = MOST) -> bool:
    """Return whether two fingerprints are of the same picture: both there, and equal but for a few bits."""
    return bool(one and other) and (int(one, 16) ^ int(other, 16)).bit_count() <= most


def groups(named: Iterable[tuple[str, str]], most: int = MOST) -> tuple[tuple[str, ...], ...]:
    """Return the names, of (name, fingerprint) pairs, that stand for one picture: groups of two and more, in order.

    Who is like a member belongs to the group.
    """
    names: dict[str, list[str]] = defaultdict(list)
    for name, fingerprint in named:
        if fingerprint:
            names[fingerprint].append(name)
    leaders = {one: one for one in names}

    def leader(one: str) -> str:
        while leaders[one] != one:
            leaders[one] = one = leaders[leaders[one]]
        return one

    for one, other in _near(tuple(names), most):
        leaders[leader(one)] = leader(other)
    found: dict[str, list[str]] = defaultdict(list)
    for one, those in names.items():
        found[leader(one)] += those
    return tuple(sorted(tuple(sorted(those)) for those in found.values() if len(those) > 1))


def _near(prints: tuple[str, ...], most: int) -> Iterable[tuple[str, str]]:
    """Yield pairs within a distance: cut into one part more than bits may differ, they share at least one part."""
    cuts = [64 * part // (most + 1) for part in range(most + 2)]
    for low, high in pairwise(cuts):
        sharing: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for text in prints:
            value = int(text, 16)
            part = value >> low & (1 << high - low) - 1
            for other, bits in sharing[part]:
                if (value ^ bits).bit_count() <= most:
                    yield text, other
            sharing[part].append((text, value))
