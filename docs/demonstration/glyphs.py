"""A handful of Chinese characters, drawn stroke by stroke in the manner of a printing face.

Thin level strokes with a triangle at their end, thick upright ones, tapering slants: enough for pictures of type,
so that no font has to be installed for them. The square of a character is 100 by 100, y grows downwards.
"""

from __future__ import annotations

import math
from functools import cache

from PIL import Image, ImageDraw, ImageOps

Point = tuple[float, float]
Outline = list[Point]
THIN, THICK = 4.4, 9.0

# h x1 y x2: level; v x y1 y2: upright; k x y1 y2: upright with a hook; z x1 y x2 y2: level, then down; q: the same with a hook;
# p and n x1 y1 x2 y2 bend: slants to the left and to the right; d x1 y1 x2 y2: dot; t x1 y1 x2 y2: upward flick
STROKES: dict[str, str] = {
    "一": "h 8 50 92",
    "二": "h 20 26 80;h 8 78 92",
    "三": "h 16 20 84;h 24 48 76;h 8 80 92",
    "十": "h 8 46 92;v 50 8 94",
    "上": "v 46 10 84;h 46 42 82;h 8 85 92",
    "下": "h 8 16 92;v 46 16 94;d 54 38 74 56",
    "工": "h 16 18 84;v 50 18 84;h 8 85 92",
    "王": "h 14 16 86;h 20 48 80;v 50 16 84;h 8 85 92",
    "土": "h 18 42 82;v 50 10 84;h 8 85 92",
    "口": "v 22 20 86;z 22 22 78 88;h 22 80 78",
    "日": "v 28 14 92;z 28 16 72 92;h 28 50 72;h 28 85 72",
    "目": "v 28 10 94;z 28 12 72 94;h 28 37 72;h 28 61 72;h 28 87 72",
    "田": "v 20 16 90;z 20 18 80 90;h 20 51 80;v 50 18 82;h 20 83 80",
    "中": "v 20 28 66;z 20 30 80 66;h 20 58 80;v 50 6 96",
    "山": "v 50 10 82;v 18 40 88;h 18 83 84;v 82 40 90",
    "木": "h 8 32 92;v 50 8 96;p 49 32 6 82 10;n 51 32 95 80 -8",
    "本": "h 8 30 92;v 50 6 96;p 49 30 6 76 10;n 51 30 95 74 -8;h 30 74 70",
    "末": "h 8 24 92;h 18 46 82;v 50 6 96;p 49 46 8 88 8;n 51 46 95 86 -8",
    "大": "h 8 36 92;p 52 8 8 92 18;n 51 38 95 90 -8",
    "人": "p 50 8 6 92 20;n 46 36 96 90 -10",
    "天": "h 16 16 84;h 8 46 92;p 51 16 8 92 18;n 51 48 95 90 -8",
    "文": "d 46 4 56 18;h 8 26 92;p 70 28 8 92 18;n 26 30 95 90 -14",
    "不": "h 8 16 92;p 56 16 8 70 8;v 52 36 96;d 60 46 88 68",
    "小": "k 52 8 92;p 30 34 10 72 4;d 70 34 92 68",
    "水": "k 50 6 92;h 10 32 40;p 40 32 8 78 8;p 86 20 58 44 2;n 52 34 96 84 -8",
    "永": "d 44 2 58 14;h 32 24 54;k 52 24 92;h 8 42 40;p 40 42 6 82 8;p 88 26 58 48 2;n 54 40 97 86 -8",
    "字": "d 46 2 56 14;d 16 18 10 31;h 13 22 86;p 88 23 80 38 2;h 28 42 72;p 74 42 52 58 2;k 51 56 94;h 8 66 92",
    "书": "z 16 26 78 46;q 8 46 86 84;v 48 6 97;d 74 4 90 18",
    "示": "h 24 16 76;h 8 40 92;k 52 40 92;p 36 54 10 84 6;d 66 54 92 80",
    "例": "p 28 4 4 48 6;v 18 32 96;h 30 14 66;p 48 14 28 56 6;h 44 36 62;p 63 36 32 94 10;d 41 50 52 64;v 75 22 72;k 92 6 92",
    "报": "h 5 27 44;k 26 6 92;p 4 66 44 50 0;v 56 8 97;q 56 10 86 38;h 60 50 86;p 87 50 57 95 10;n 62 56 98 93 -8",
    "丁": "h 8 18 92;k 54 18 90",
    "千": "p 80 8 22 24 4;h 8 48 92;v 50 20 96",
    "川": "p 22 12 10 90 4;v 50 18 78;v 82 8 95",
    "月": "p 30 10 10 94 6;q 30 12 74 92;h 30 36 74;h 28 58 74",
}


@cache
def glyph_mask(name: str, size: int, mirror: bool = False) -> Image.Image:
    """Return the mask of a character in a square of so many pixels, drawn four times as large and reduced."""
    big = size * 4
    mask = Image.new("L", (big, big))
    pen = ImageDraw.Draw(mask)
    for outline in outlines(name):
        pen.polygon([(x * big / 100, y * big / 100) for x, y in outline], 255)
    mask = mask.reduce(4)
    return ImageOps.mirror(mask) if mirror else mask


def outlines(name: str) -> list[Outline]:
    """Return the strokes of a character as closed outlines."""
    found: list[Outline] = []
    for stroke in STROKES[name].split(";"):
        kind, *numbers = stroke.split()
        found += _stroke(kind, [float(n) for n in numbers])
    return found


def _stroke(kind: str, n: list[float]) -> list[Outline]:
    match kind:
        case "h":
            return [_level(*n)]
        case "v":
            return [_upright(*n)]
        case "k":
            return [_upright(*n), _hook(n[0], n[2])]
        case "z":
            return [_level(n[0], n[1], n[2] + 2), _shoulder(n[2], n[1], n[3])]
        case "q":
            return [_level(n[0], n[1], n[2] + 2), _shoulder(n[2], n[1], n[3]), _hook(n[2], n[3])]
        case "p":
            return [_slant(n, THICK * 1.02, 1.2)]
        case "n":
            return [_slant(n, 2.4, THICK * 1.35)]
        case _:
            return [_dot(*n)]


def _level(x1: float, y: float, x2: float) -> Outline:
    t, rise = THIN / 2, 8.5
    return [(x1, y - t), (x2 - 12, y - t), (x2 - 4.5, y - rise), (x2, y - t), (x2 + 0.8, y + t), (x1, y + t)]


def _upright(x: float, y1: float, y2: float) -> Outline:
    t = THICK / 2
    return [
        (x - t - 2.2, y1 - 2.4),
        (x + t + 1.6, y1 + 1.2),
        (x + t, y1 + 5),
        (x + t, y2 - 1.6),
        (x - t, y2 + 1),
        (x - t, y1 + 3),
    ]


def _shoulder(x: float, y: float, y2: float) -> Outline:
    t = THICK / 2
    return [
        (x - t, y),
        (x - 1, y - 7),
        (x + t + 3.4, y + 0.6),
        (x + t, y + 5),
        (x + t, y2 - 1),
        (x - t, y2 + 1),
    ]


def _hook(x: float, y: float) -> Outline:
    t = THICK / 2
    return [
        (x + t, y - 8),
        (x + t, y + 1),
        (x - 1, y + 5.5),
        (x - 17, y - 3),
        (x - 16, y - 5),
        (x - t, y - 3),
    ]


def _slant(n: list[float], first: float, last: float) -> Outline:
    """Return a curved stroke between two points that swells from one width to another; bend moves its middle aside."""
    x1, y1, x2, y2, bend = n[0], n[1], n[2], n[3], -n[4]
    length = math.hypot(x2 - x1, y2 - y1)
    nx, ny = -(y2 - y1) / length, (x2 - x1) / length
    mx, my = (x1 + x2) / 2 + nx * bend, (y1 + y2) / 2 + ny * bend
    left: Outline = []
    right: Outline = []
    for step in range(25):
        t = step / 24
        x = (1 - t) ** 2 * x1 + 2 * t * (1 - t) * mx + t * t * x2
        y = (1 - t) ** 2 * y1 + 2 * t * (1 - t) * my + t * t * y2
        swell = t**1.3 if last > first else t**0.9
        width = first + (last - first) * swell
        if last > first and t > 0.82:
            width *= 1 - ((t - 0.82) / 0.18) ** 1.6 * 0.92
        left.append((x + nx * width / 2, y + ny * width / 2))
        right.append((x - nx * width / 2, y - ny * width / 2))
    if first > last:
        left[0] = (left[0][0] + 1.5, left[0][1] - 1.5)
        right[0] = (right[0][0] - 1.5, right[0][1] - 2)
    return left + right[::-1]


def _dot(x1: float, y1: float, x2: float, y2: float) -> Outline:
    length = math.hypot(x2 - x1, y2 - y1)
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    left: Outline = []
    right: Outline = []
    for step in range(13):
        t = step / 12
        width = 1.5 + (THICK * 1.2 - 1.5) * math.sin(min(1.0, t * 1.12) ** 1.3 * math.pi * 0.62)
        if t > 0.85:
            width *= 1 - (t - 0.85) / 0.15 * 0.5
        x, y = x1 + (x2 - x1) * t, y1 + (y2 - y1) * t
        left.append((x - uy * width / 2, y + ux * width / 2))
        right.append((x + uy * width / 2, y - ux * width / 2))
    return left + right[::-1]
