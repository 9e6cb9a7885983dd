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
from operator import add, mul, sub

from PIL import Image

from backfile.images.shrinking import shrunk, turned

SMALLEST = 16
# Bits in which copies of one picture may differ; different pictures differ in half of them, so in 32.
MOST = 6
SIDE, _WAVES = 32, 8
# Cosines are whole numbers of so many bits behind the point; the sums down the columns lose their last byte.
_FINE = 28
_KEPT = _FINE - 8
_COSINES = tuple(
    tuple(
        round(math.sqrt(2 / SIDE) * math.cos(math.pi * (2 * at + 1) * wave / (2 * SIDE)) * 2**_FINE)
        for at in range(SIDE // 2)
    )
    for wave in range(_WAVES)
)
# Many sums are made at once: an int is a row of lanes of some bytes, and its product with a cosine that of each lane. All lanes
# start from half of what they can hold, so that none is negative when they are taken apart again.
_DOWN, _ACROSS = 5, 8
_HALF_DOWN = sum(1 << 8 * _DOWN * lane + 8 * _DOWN - 1 for lane in range(SIDE))
_ZERO = 1 << 62
_START = sum(_ZERO << 8 * _ACROSS * lane for lane in range(_WAVES))
# What the start of the sums down makes of wave 0 across; the others are made of differences, in which it is gone.
_MADE_OF_START = (
    SIDE * _COSINES[0][0] * sum(1 << 8 * (_ACROSS * lane + _DOWN - 1) - 1 for lane in range(_WAVES))
)
# Half of the waves must be at least this strong (of 255 * 32): in a plain ground or a mere slope of colour, what lies below is
# the noise of compression, and its signs say nothing.
_FAINTEST = 4 << _FINE + _KEPT
_BITS = bytes.maketrans(b"\x00\x01", b"01")


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
    bits = bytes(map(ranked[middle].__lt__, waves)).translate(_BITS)
    return f"{int(bits, 2):016x}"


def _waves(pixels: bytes) -> list[int]:
    """Return the lowest waves of 32 x 32 pixels but the mean, those across inside those down, each from _ZERO on.

    One transform along the columns, one along the rows of what that gives.
    """
    lanes = bytearray(_DOWN * len(pixels))
    lanes[::_DOWN] = pixels
    width = _DOWN * SIDE
    rows = [int.from_bytes(lanes[at : at + width], "little") for at in range(0, len(lanes), width)]
    down = b"".join((total + _HALF_DOWN).to_bytes(width, "little") for total in _transformed(rows))
    lanes = bytearray(_ACROSS * _WAVES * SIDE)
    for byte in range(1, _DOWN):
        lanes[byte - 1 :: _ACROSS] = down[byte::_DOWN]
    # One item a lane, whatever the machine makes of its bytes.
    items = array("Q", bytes(lanes))
    columns = [int.from_bytes(items[at::SIDE], "little") for at in range(SIDE)]
    across = _transformed(columns)
    across[0] -= _MADE_OF_START
    found = b"".join((total + _START).to_bytes(_ACROSS * _WAVES, "little") for total in across)
    waves = struct.unpack(f"<{_WAVES * _WAVES}Q", found)
    return [wave for at in range(_WAVES) for wave in waves[at::_WAVES]][1:]


def _transformed(lines: list[int]) -> list[int]:
    """Return the sums of lines times the cosines of each wave, lane by lane.

    Odd waves are opposite on both sides of the middle, so a difference stands for two lines; even waves are the same on both
    sides, and of their sums those of half the number are odd again.
    """
    waves = [0] * _WAVES
    for step in (1, 2, 4):
        ahead, behind = lines[: len(lines) // 2], lines[: len(lines) // 2 - 1 : -1]
        lines, apart = list(map(add, ahead, behind)), list(map(sub, ahead, behind))
        for wave in range(step, _WAVES, 2 * step):
            waves[wave] = sum(map(mul, apart, _COSINES[wave]))
    waves[0] = sum(lines) * _COSINES[0][0]
    return waves


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
