"""A drawing surface at twice the size of its picture, and the few things every picture of the demonstration needs.

All coordinates are pixels of the finished picture; chance comes from seeded generators only.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import cast

from glyphs import glyph_mask
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Colour = tuple[int, int, int]

PAPER, PANEL, RULE, EDGE = "#ffffff", "#f3f4f7", "#d5d9e1", "#7b8393"
INK, SOFT, ACCENT = "#16181d", "#525a68", "#2e3d98"
HEAT = ("#e4e8fb", "#bdc8f6", "#7485e0", "#2e3d98")
CREAM, SAND, STRAW, TAN, UMBER = "#faf6ec", "#efe6d2", "#dccba6", "#b3935c", "#6d5330"
SCALE = 2


def rgb(colour: str) -> Colour:
    """Return the three channels of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: str, other: str, share: float) -> str:
    """Return the colour that lies a share (0 to 1) of the way from one to the other."""
    share = min(1.0, max(0.0, share))
    pairs = zip(rgb(one), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


class Canvas:
    """A picture in the making."""

    def __init__(self, width: int, height: int, background: str = PAPER) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), background)
        self.draw = ImageDraw.Draw(self.image)

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: str,
        radius: float = 0,
        line: str = "",
        width: float = 1,
    ) -> None:
        """Draw an upright rectangle; line is the colour of its outline, width its thickness."""
        box = (x * SCALE, y * SCALE, (x + w) * SCALE - 1, (y + h) * SCALE - 1)
        if box[2] < box[0] or box[3] < box[1]:
            return
        thick = max(1, round(width * SCALE)) if line else 0
        self.draw.rounded_rectangle(box, radius * SCALE, fill or None, line or None, thick)

    def shape(self, points: Sequence[Point], fill: str, line: str = "", width: float = 1) -> None:
        """Draw a polygon."""
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill or None)
        if line:
            self.line([*points, points[0]], line, width)

    def line(self, points: Sequence[Point], fill: str, width: float = 1) -> None:
        """Draw a line through points, with round joints."""
        spots = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(spots, fill, max(1, round(width * SCALE)), joint="curve")

    def disc(
        self, x: float, y: float, r: float, fill: str, line: str = "", width: float = 1, ry: float = 0
    ) -> None:
        """Draw a disc around a point; ry makes it an ellipse."""
        ry = ry or r
        box = ((x - r) * SCALE, (y - ry) * SCALE, (x + r) * SCALE, (y + ry) * SCALE)
        thick = max(1, round(width * SCALE)) if line else 0
        self.draw.ellipse(box, fill or None, line or None, thick)

    def arc(
        self, x: float, y: float, r: float, start: float, end: float, fill: str, width: float = 1
    ) -> None:
        """Draw a part of a circle; degrees run clockwise from three o'clock."""
        box = ((x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE)
        self.draw.arc(box, start, end, fill, max(1, round(width * SCALE)))

    def text(self, x: float, y: float, words: str, size: float, fill: str, anchor: str = "la") -> None:
        """Write Latin words in the font that Pillow carries with it."""
        self.draw.text((x * SCALE, y * SCALE), words, fill, _font(round(size * SCALE)), anchor)

    def glyph(self, x: float, y: float, size: float, name: str, fill: str, mirror: bool = False) -> None:
        """Draw one of the Chinese characters of glyphs.py into a square; mirror shows it as a type sort has it."""
        mask = glyph_mask(name, round(size * SCALE), mirror)
        self.image.paste(rgb(fill), (round(x * SCALE), round(y * SCALE)), mask)

    def veil(self, points: Sequence[Point], fill: str, alpha: float, blur: float = 0) -> None:
        """Lay a translucent polygon over the picture, its edge blurred: shadows and light."""
        pad = blur * 3 + 2
        left, top = (min(p[k] for p in points) - pad for k in (0, 1))
        right, low = (max(p[k] for p in points) + pad for k in (0, 1))
        left, top = max(0.0, left), max(0.0, top)
        right, low = min(float(self.width), right), min(float(self.height), low)
        if right <= left or low <= top:
            return
        origin = (round(left * SCALE), round(top * SCALE))
        mask = Image.new("L", (round((right - left) * SCALE), round((low - top) * SCALE)))
        spots = [(x * SCALE - origin[0], y * SCALE - origin[1]) for x, y in points]
        ImageDraw.Draw(mask).polygon(spots, round(255 * alpha))
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        self.image.paste(rgb(fill), origin, mask)

    def shadow(self, box: Box, depth: float = 12, alpha: float = 0.3) -> None:
        """Throw the soft shadow of a box (x, y, width, height)."""
        x, y, w, h = box
        self.veil(corners(x + depth * 0.2, y + depth * 0.6, w, h), "#0b0c10", alpha, depth * 0.6)

    def fade(self, box: Box, first: str, last: str, across: bool = False) -> None:
        """Fill a box (x, y, width, height) with a gradient, downwards or across."""
        x, y, w, h = (round(v * SCALE) for v in box)
        if w <= 0 or h <= 0:
            return
        ramp = Image.linear_gradient("L")
        if across:
            ramp = ramp.transpose(Image.Transpose.ROTATE_90)
        ramp = ramp.resize((w, h), Image.Resampling.BILINEAR)
        self.image.paste(
            Image.composite(Image.new("RGB", (w, h), last), Image.new("RGB", (w, h), first), ramp), (x, y)
        )

    def lay(self, other: Canvas, x: float, y: float, angle: float = 0, shadow: float = 0) -> None:
        """Lay a smaller canvas onto this one with its upper left corner at a point, turned counter-clockwise about its centre."""
        sheet = other.image.convert("RGBA").rotate(angle, Image.Resampling.BICUBIC, expand=True)
        at = (
            round(x * SCALE + (other.image.width - sheet.width) / 2),
            round(y * SCALE + (other.image.height - sheet.height) / 2),
        )
        alpha = sheet.getchannel("A")
        if shadow:
            pad = round(shadow * 2 * SCALE)
            dark = Image.new("L", (sheet.width + 2 * pad, sheet.height + 2 * pad))
            dark.paste(
                alpha.point([round(v * 0.34) for v in range(256)]), (pad, pad + round(shadow * 0.7 * SCALE))
            )
            dark = dark.filter(ImageFilter.GaussianBlur(shadow * 0.6 * SCALE))
            self.image.paste((12, 12, 16), (at[0] - pad, at[1] - pad), dark)
        self.image.paste(sheet.convert("RGB"), at, alpha)

    def finish(self, grain: float = 0, vignette: float = 0, seed: int = 1) -> Image.Image:
        """Return the picture at its own size; grain is noise in levels, vignette the darkness of its corners (0 to 1)."""
        picture = self.image.reduce(SCALE)
        if vignette:
            ring = Image.radial_gradient("L").resize(picture.size, Image.Resampling.BILINEAR)
            mask = ring.point([round(max(0, v - 90) / 165 * 255 * vignette) for v in range(256)])
            picture.paste((14, 12, 10), (0, 0), mask)
        if grain:
            picture = speckled(picture, grain, seed)
        return picture


def corners(x: float, y: float, w: float, h: float) -> list[Point]:
    """Return a box as a polygon."""
    return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]


def speckled(picture: Image.Image, levels: float, seed: int) -> Image.Image:
    """Return a picture with the same grey noise in all channels."""
    noise = Image.frombytes("L", picture.size, random.Random(seed).randbytes(picture.width * picture.height))
    noise = noise.filter(ImageFilter.GaussianBlur(0.7))
    soft = noise.point([round(128 + (v - 128) * levels / 40) for v in range(256)])
    return ImageChops.add(picture, Image.merge("RGB", (soft, soft, soft)), 1, -128)


def curve(points: Sequence[Point], steps: int = 24) -> list[Point]:
    """Return points of the Bezier curve with the given control points."""
    found = []
    for step in range(steps + 1):
        t, level = step / steps, list(points)
        while len(level) > 1:
            level = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(level)]
        found.append(level[0])
    return found


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = cast(ImageFont.FreeTypeFont, ImageFont.load_default(size))
    data = cast(io.BytesIO, font.path)
    data.seek(0)
    return ImageFont.truetype(io.BytesIO(data.read()), size, layout_engine=ImageFont.Layout.BASIC)
