"""Fingerprints: 64 bits that a picture keeps when it is scaled, compressed anew or converted.

The signs, against their median, of the lowest frequencies of the picture's luminance at 32 x 32 pixels (a discrete cosine
transform), after C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), section 3.2.1.
"""

from __future__ import annotations

import math
import struct
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from operator import mul

from PIL import Image

from backfile.images.shrinking import shrunk, turned

SMALLEST = 16
# Bits in which copies of one picture may differ; different pictures differ in half of them, so in 32.
MOST = 6
SIDE, _WAVES = 32, 8
# Numbers of fixed point: cosines with so many bits behind the point, sums along columns with fewer.
_FINE, _KEPT = 28, 20
_COSINES = tuple(
    tuple(
        round(math.sqrt(2 / SIDE) * math.cos(math.pi * (2 * at + 1) * wave / (2 * SIDE)) * 2**_FINE)
        for at in range(SIDE // 2)
    )
    for wave in range(_WAVES)
)
# Many sums are made at once: an int is a row of lanes of 64 bits, and its product with a cosine that of each lane. Something is
# added to every lane, so that none is negative when they are taken apart again.
_LANE = 8
_ZERO = 1 << 62
_ZEROS = tuple(sum(_ZERO << 8 * _LANE * lane for lane in range(count)) for count in (SIDE, _WAVES))
_WHOLE = sum((1 << 8 * _LANE - _FINE + _KEPT) - 1 << 8 * _LANE * lane for lane in range(SIDE))
# What that adds to the sums along the rows, to be taken off: odd waves take differences, in which it is gone.
_ADDED = tuple(
    0 if wave % 2 else 2 * sum(cosines) * (_ZEROS[1] >> _FINE - _KEPT) for wave, cosines in enumerate(_COSINES)
)
# Half of the waves must be at least this strong (of 255 * 32): in a plain ground or a mere slope of colour, what lies below is
# the noise of compression, and its signs say nothing.
_FAINTEST = 4 << _FINE + _KEPT


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
    waves = _waves(turned(small.convert("L"), turn).tobytes())
    ranked = sorted(waves)
    middle = len(ranked) // 2
    if bisect_left(ranked, _ZERO + _FAINTEST) - bisect_right(ranked, _ZERO - _FAINTEST) > middle:
        return ""
    bits = 0
    for wave in waves:
        bits = bits << 1 | (wave > ranked[middle])
    return f"{bits:016x}"


def _waves(pixels: bytes) -> list[int]:
    """Return the lowest waves of 32 x 32 pixels but the mean, those across inside those down, each from _ZERO on.

    One transform along the columns, one along the rows of what that gives. Even waves are the same on both sides of the
    middle and odd ones opposite, so the sums and differences of two pixels stand for both.
    """
    lanes = bytearray(_LANE * len(pixels))
    lanes[::_LANE] = pixels
    width = _LANE * SIDE
    rows = [int.from_bytes(lanes[at : at + width], "little") for at in range(0, len(lanes), width)]
    down = b"".join(
        (total + _ZEROS[0] >> _FINE - _KEPT & _WHOLE).to_bytes(width, "little") for total in _transformed(rows)
    )
    lanes_of = array("Q", down)
    columns = [int.from_bytes(lanes_of[at::SIDE].tobytes(), "little") for at in range(SIDE)]
    across = (
        (total - added + _ZEROS[1]).to_bytes(_LANE * _WAVES, "little")
        for total, added in zip(_transformed(columns), _ADDED, strict=True)
    )
    waves = struct.unpack(f"<{_WAVES * _WAVES}Q", b"".join(across))
    return [wave for at in range(_WAVES) for wave in waves[at::_WAVES]][1:]


def _transformed(lines: list[int]) -> list[int]:
    """Return the sums of lines times the cosines of each wave, lane by lane."""
    pairs = list(zip(lines[: SIDE // 2], reversed(lines), strict=False))
    sides = [one + other for one, other in pairs], [one - other for one, other in pairs]
    return [sum(map(mul, sides[wave % 2], cosines)) for wave, cosines in enumerate(_COSINES)]


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
