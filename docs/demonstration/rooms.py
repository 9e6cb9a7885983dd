"""Pictures of libraries: buildings, shelves, drawers."""

from __future__ import annotations

import random
from collections.abc import Callable

from canvas import ACCENT, CREAM, INK, PANEL, RULE, SAND, SOFT, TAN, Canvas, Point, corners, mix
from PIL import Image

WOOD, WOOD_DARK, BRASS = "#8d6640", "#5b3f27", "#d0ab5e"
EDGE_GREY = "#a9b2c2"
SPINES = (
    "#2e3d98",
    "#6d2f2a",
    "#3d4b3a",
    "#7a6a4a",
    "#24303f",
    "#8a6b3c",
    "#4b3a52",
    "#5d5148",
    "#a08a5e",
    "#37464f",
)


def ten_drawers() -> Image.Image:
    """Ten drawers in two rows, numbered by hundreds; the eighth stands open and full of cards."""
    c = Canvas(1600, 900, SAND)
    c.rect(0, 760, 1600, 140, mix(SAND, TAN, 0.35))
    c.veil(corners(90, 770, 1440, 60), "#000000", 0.28, 22)
    c.rect(90, 90, 1420, 690, WOOD, 10)
    c.rect(90, 90, 1420, 16, mix(WOOD, "#ffffff", 0.2), 8)
    c.rect(112, 118, 1376, 640, WOOD_DARK, 4)
    for number in range(10):
        x, y = 124 + number % 5 * 272, 132 + number // 5 * 312
        if number != 7:
            _front(c, x, y, 264, 300, f"{number}00", WOOD)
    x, y = 124 + 2 * 272, 132 + 312
    c.rect(x, y, 264, 300, "#20150c", 4)
    c.veil([(x - 20, y + 60), (x + 300, y + 60), (x + 330, y + 390), (x - 40, y + 390)], "#000000", 0.45, 24)
    for k in range(26):
        share = k / 25
        left, width, top = x + 12 - share * 26, 240 + share * 52, y - 8 + share * 84
        c.rect(left, top, width, 130, "#fbf6e6" if k % 4 else "#efe3c4", 3, mix(TAN, "#ffffff", 0.2), 0.8)
        if k % 6 == 2:
            c.rect(left + 20 + k * 8 % 150, top - 14, 62, 18, ACCENT if k == 14 else "#e2d2a8", 3)
    _front(c, x - 20, y + 110, 304, 250, "700", mix(WOOD, "#ffffff", 0.12))
    return c.finish()


def _front(c: Canvas, x: float, y: float, w: float, h: float, label: str, wood: str) -> None:
    c.rect(x, y, w, h, mix(wood, "#000000", 0.35), 5)
    c.fade((x + 3, y + 3, w - 6, h - 6), mix(wood, "#ffffff", 0.22), wood)
    c.rect(x + 18, y + 18, w - 36, h - 36, "", 4, mix(wood, "#000000", 0.18), 2)
    cx = x + w / 2
    c.rect(cx - 66, y + h * 0.22, 132, 66, BRASS, 5)
    c.rect(cx - 58, y + h * 0.22 + 8, 116, 50, "#fdf9ee", 2)
    c.text(cx, y + h * 0.22 + 34, label, 36, INK, "mm")
    c.disc(cx, y + h * 0.68, 25, mix(wood, "#000000", 0.5))
    c.disc(cx, y + h * 0.67, 23, BRASS)
    c.disc(cx - 6, y + h * 0.655, 9, mix(BRASS, "#ffffff", 0.55))


def stacks() -> Image.Image:
    """Two walls of books running towards a bright window at the end of the aisle."""
    dice = random.Random(1561)
    c = Canvas(1600, 1000, "#14110f")
    vx, vy = 800.0, 430.0

    def spot(x: float, y: float, depth: float) -> Point:
        return vx + (x - vx) / depth, vy + (y - vy) / depth

    c.shape([spot(-500, 1300, 1), spot(2100, 1300, 1), spot(2100, 1300, 11), spot(-500, 1300, 11)], "#3a2a1e")
    for k in range(60):
        depth = 1.05 * 1.04**k
        c.line(
            [spot(-500, 1300, depth), spot(2100, 1300, depth)],
            mix("#2c2017", "#7a5b3d", min(1, depth / 11)),
            1.2,
        )
    for x in range(-500, 2101, 200):
        c.line([spot(x, 1300, 1), spot(x, 1300, 11)], "#2c2017", 1.2)
    c.shape([spot(-500, -420, 1), spot(2100, -420, 1), spot(2100, -420, 11), spot(-500, -420, 11)], "#1b1613")
    for side in (-1, 1):
        _wall(c, spot, side, dice)
    a, b = spot(-500, -420, 11), spot(2100, 1300, 11)
    c.rect(a[0], a[1], b[0] - a[0], b[1] - a[1], "#fff3d6")
    for k in range(1, 3):
        c.line([(a[0] + (b[0] - a[0]) * k / 3, a[1]), (a[0] + (b[0] - a[0]) * k / 3, b[1])], "#b79a67", 3)
    for k in range(1, 4):
        c.line([(a[0], a[1] + (b[1] - a[1]) * k / 4), (b[0], a[1] + (b[1] - a[1]) * k / 4)], "#b79a67", 3)
    c.veil(corners(a[0] - 26, a[1] - 26, b[0] - a[0] + 52, b[1] - a[1] + 52), "#ffe9b8", 0.55, 44)
    c.veil([(a[0] - 10, b[1]), (b[0] + 10, b[1]), (1110, 1000), (490, 1000)], "#ffe2a8", 0.26, 34)
    for depth in (2.2, 3.4, 5.2):
        lx, ly = spot(800, -300, depth)
        c.veil(
            [
                (lx - 90 / depth, ly),
                (lx + 90 / depth, ly),
                (lx + 330 / depth, ly + 560 / depth),
                (lx - 330 / depth, ly + 560 / depth),
            ],
            "#ffd98e",
            0.15,
            26 / depth + 6,
        )
        c.disc(lx, ly, 70 / depth, "#ffefc9", "", 1, 24 / depth)
    return c.finish(4, 0.6, 23)


def _wall(c: Canvas, spot: Callable[[float, float, float], Point], side: int, dice: random.Random) -> None:
    edge = 800 + side * 900
    shelves = 8
    for row in range(shelves):
        top, low = -380 + row * 205, -380 + (row + 1) * 205
        c.shape([spot(edge, top, 1), spot(edge, low, 1), spot(edge, low, 11), spot(edge, top, 11)], "#0f0c0a")
        depth = 1.0
        while depth < 10.6:
            width = depth * dice.uniform(0.011, 0.03)
            light = min(1.0, (depth / 11) ** 1.2)
            spine = mix(
                mix(dice.choice(SPINES), "#000000", 0.38 - 0.3 * light), "#ffdf9f", 0.06 + 0.3 * light
            )
            height = dice.uniform(20, 62)
            if dice.random() < 0.96:
                near, far = depth, depth + width * 0.94
                c.shape(
                    [
                        spot(edge, top + height, near),
                        spot(edge, low - 14, near),
                        spot(edge, low - 14, far),
                        spot(edge, top + height, far),
                    ],
                    spine,
                )
                if dice.random() < 0.6:
                    band = top + height + dice.uniform(18, 50)
                    c.shape(
                        [
                            spot(edge, band, near),
                            spot(edge, band + 12, near),
                            spot(edge, band + 12, far),
                            spot(edge, band, far),
                        ],
                        mix(spine, "#f6dfa6", 0.45),
                    )
            depth += width
        wood = "#6b4a2d"
        for k in range(12):
            near, far = 1 + k * 0.84, 1 + (k + 1) * 0.84
            shade = mix("#3d2817", wood, k / 11)
            c.shape(
                [
                    spot(edge, low - 14, near),
                    spot(edge, low + 6, near),
                    spot(edge, low + 6, far),
                    spot(edge, low - 14, far),
                ],
                shade,
            )
    for k in range(7):
        depth = 1.0 * 1.48**k
        far = depth * 1.045
        if far < 11:
            c.shape(
                [
                    spot(edge - side * 20, -400, depth),
                    spot(edge - side * 20, 1290, depth),
                    spot(edge - side * 20, 1290, far),
                    spot(edge - side * 20, -400, far),
                ],
                mix("#3d2817", "#8d6640", depth / 11),
            )


def catalogue() -> Image.Image:
    """A card catalogue seen from the front, six drawers across, two of them standing open."""
    dice = random.Random(1901)
    c = Canvas(1000, 1250, CREAM)
    c.rect(0, 1110, 1000, 140, SAND)
    c.veil(corners(90, 1150, 830, 40), "#000000", 0.3, 16)
    for x in (120, 820):
        c.shape([(x, 1080), (x + 60, 1080), (x + 48, 1180), (x + 12, 1180)], WOOD_DARK)
    c.rect(90, 80, 820, 1010, WOOD, 8)
    c.rect(76, 66, 848, 34, mix(WOOD, "#000000", 0.22), 6)
    c.rect(106, 112, 788, 962, WOOD_DARK, 3)
    opened = {(5, 1): 0, (7, 4): 1}
    for row in range(10):
        for column in range(6):
            x, y = 112 + column * 130, 118 + row * 95
            if (row, column) not in opened:
                _small(c, x, y, 126, 90, mix(WOOD, mix(WOOD, "#ffffff", 0.25), dice.random()))
    for (row, column), look in opened.items():
        x, y = 112 + column * 130, 118 + row * 95
        c.rect(x, y, 126, 90, "#20150c")
        c.veil(corners(x - 14, y + 40, 156, 130), "#000000", 0.5, 16)
        for k in range(12):
            c.rect(
                x + 8 - k * 1.2,
                y - 26 + k * 5.4,
                110 + k * 2.4,
                70,
                "#fdf8ea" if k % 3 else "#eadcb8",
                2,
                TAN,
                0.7,
            )
        if look:
            c.rect(x + 34, y - 40, 44, 20, ACCENT, 3)
        _small(c, x - 10, y + 48, 146, 100, mix(WOOD, "#ffffff", 0.3))
    return c.finish()


def _small(c: Canvas, x: float, y: float, w: float, h: float, wood: str) -> None:
    c.rect(x, y, w, h, mix(wood, "#000000", 0.3), 3)
    c.rect(x + 2, y + 2, w - 4, h - 5, wood, 3)
    c.rect(x + 2, y + 2, w - 4, 3, mix(wood, "#ffffff", 0.3), 2)
    cx = x + w / 2
    c.rect(cx - 34, y + h * 0.18, 68, 30, BRASS, 3)
    c.rect(cx - 30, y + h * 0.18 + 4, 60, 22, "#fdf9ee", 1)
    c.rect(cx - 20, y + h * 0.18 + 10, 40, 3, SOFT)
    c.rect(cx - 20, y + h * 0.18 + 17, 26, 3, TAN)
    c.disc(cx, y + h * 0.72, 9, mix(wood, "#000000", 0.45))
    c.disc(cx, y + h * 0.71, 8, BRASS)


def old_library() -> Image.Image:
    """A two-storeyed book tower with upturned eaves behind a wall, its moon gate open, the sun low."""
    c = Canvas(1600, 900, "#f4e9d2")
    c.fade((0, 0, 1600, 900), "#f9f3e4", "#ecd9b3")
    c.disc(1130, 300, 150, "#f3c99a")
    c.disc(1130, 300, 132, "#ecb884")
    for k, (base, fill) in enumerate(((520, "#d9cba9"), (590, "#c3b48f"))):
        points: list[Point] = [(0, 900)]
        dice = random.Random(1904 + k)
        for step in range(21):
            points.append((step * 80, base - dice.uniform(0, 120 - k * 40)))
        c.shape([*points, (1600, 900)], fill)
    for y, half, height in ((430, 330, 150), (640, 400, 150)):
        c.rect(760 - half, y, half * 2, height, "#7b3b2d")
        for k in range(9):
            x = 760 - half + 14 + k * (half * 2 - 28) / 8
            c.rect(x - 7, y, 14, height, "#4d2219")
        for k in range(8):
            x = 760 - half + 34 + k * (half * 2 - 28) / 8
            wide = (half * 2 - 28) / 8 - 40
            c.rect(x, y + 34, wide, height - 60, "#f7dfa8")
            for j in range(1, 4):
                c.line([(x + wide * j / 4, y + 34), (x + wide * j / 4, y + height - 26)], "#4d2219", 2.4)
            for j in range(1, 3):
                c.line(
                    [(x, y + 34 + (height - 60) * j / 3), (x + wide, y + 34 + (height - 60) * j / 3)],
                    "#4d2219",
                    2.4,
                )
    _roof(c, 760, 640, 500, 84)
    _roof(c, 760, 430, 430, 168)
    c.rect(0, 770, 1600, 130, "#faf5e8")
    c.rect(0, 752, 1600, 24, "#3b424c", 4)
    for k in range(80):
        c.disc(k * 20 + 10, 776, 8, "#2b3038")
    c.disc(760, 850, 74, "#3b424c")
    c.disc(760, 850, 65, "#c98f5a")
    c.rect(660, 888, 200, 12, "#d9cba9")
    c.shape([(728, 888), (792, 888), (780, 802), (740, 802)], "#f7dfa8")
    for x, scale in ((210, 1.0), (1400, 1.25)):
        _pine(c, x, 770, scale)
    return c.finish()


def _roof(c: Canvas, x: float, y: float, half: float, height: float) -> None:
    top, tip = y - height, half * (0.5 if height > 100 else 0.78)
    left = [(x - half, y - 34), (x - half + 70, y), (x + half - 70, y), (x + half, y - 34)]
    ridge = [(x + half - 90, y - 36), (x + tip, top), (x - tip, top), (x - half + 90, y - 36)]
    c.shape([*left, *ridge], "#39404b")
    for k in range(25):
        share = k / 24 * 2 - 1
        c.line([(x + share * tip, top + 4), (x + share * (half - 60), y - 4)], "#4d5663", 3)
    c.rect(x - tip - 12, top - 12, tip * 2 + 24, 16, "#2b3038", 4)
    c.rect(x - half + 66, y - 6, half * 2 - 132, 10, "#2b3038")


def _pine(c: Canvas, x: float, y: float, scale: float) -> None:
    c.line(
        [(x, y), (x + 10 * scale, y - 130 * scale), (x - 16 * scale, y - 250 * scale)], "#4d3a2a", 16 * scale
    )
    for dx, dy, r in ((-60, -230, 84), (56, -190, 74), (10, -290, 92), (-20, -150, 60)):
        c.disc(x + dx * scale, y + dy * scale, r * scale, "#47574b", "", 1, r * 0.42 * scale)
        c.disc(
            x + (dx - 8) * scale, y + (dy - 8) * scale, r * 0.8 * scale, "#566a59", "", 1, r * 0.26 * scale
        )


def morgue() -> Image.Image:
    """Three steel drawers of envelopes, the middle one pulled out, one envelope half drawn from its place."""
    dice = random.Random(1936)
    c = Canvas(1600, 900, "#dfe3ea")
    c.rect(0, 800, 1600, 100, "#c3c9d4")
    for number in range(3):
        _steel(c, 110 + number * 470, 90, 440, 720, ("A - F", "G - O", "P - Z")[number])
    x, y = 110 + 470, 330
    c.veil(corners(x - 40, y + 130, 520, 330), "#0b0c10", 0.4, 30)
    c.shape([(x + 14, y), (x + 426, y), (x + 480, y + 190), (x - 40, y + 190)], "#353b47")
    for k in range(30):
        share = k / 29
        left, width, top = x + 26 - share * 52, 388 + share * 104, y - 74 + share * 160
        fill = mix("#d8bd84", "#eedfb9", dice.random())
        lift = 96 if k == 17 else 0
        if lift:
            fill = "#f6ecd2"
        c.rect(left, top - lift, width, 190 + lift, fill, 2, mix(fill, "#5a4320", 0.5), 1)
        if lift:
            for row, share_text in enumerate((0.5, 0.34)):
                c.rect(left + 26, top - lift + 20 + row * 22, width * share_text, 9, INK if not row else SOFT)
            c.rect(left + width - 100, top - lift + 16, 74, 38, "", 3, ACCENT, 3)
            c.text(left + width - 63, top - lift + 36, "1936", 24, ACCENT, "mm")
        elif k % 5 == 1:
            c.rect(left + 30 + (k * 53) % 260, top - 16, 78, 20, "#fbf6e6", 3, mix(fill, "#5a4320", 0.4), 1)
    _steel(c, x - 48, y + 180, 536, 250, "G - O")
    return c.finish()


def _steel(c: Canvas, x: float, y: float, w: float, h: float, label: str) -> None:
    if h > 400:
        c.rect(x, y, w, h, "#5b6474", 6)
        for k in range(3):
            _steel(c, x + 12, y + 12 + k * 234, w - 24, 226, label if k == 1 else "")
        return
    c.rect(x, y, w, h, "#3f4654", 5)
    c.fade((x + 3, y + 3, w - 6, h - 6), "#8893a6", "#6b7587")
    cx = x + w / 2
    c.rect(cx - 78, y + 34, 156, 54, "#e9edf3", 3, "#3f4654", 2)
    if label:
        c.text(cx, y + 62, label, 30, INK, "mm")
    else:
        c.rect(cx - 40, y + 57, 80, 6, EDGE_GREY)
    c.rect(cx - 74, y + 128, 148, 24, "#3f4654", 12)
    c.rect(cx - 70, y + 126, 140, 15, "#c7cedb", 8)


def _wrong_number(dice: random.Random) -> str:
    """Return a number in the shape of an ISSN whose check digit is wrong, so that it can belong to no periodical."""
    seven = [dice.randrange(10) for _ in range(7)]
    check = -sum(digit * (8 - place) for place, digit in enumerate(seven)) % 11
    wrong = (check + dice.randrange(1, 10)) % 11
    digits = "".join(map(str, seven))
    return f"{digits[:4]}-{digits[4:]}{'X' if wrong == 10 else wrong}"


def barcodes() -> Image.Image:
    """A sheet of bar codes of no book and no periodical, one of them blue."""
    dice = random.Random(977)
    c = Canvas(1600, 1000, PANEL)
    for row in range(4):
        for column in range(5):
            x, y = 70 + column * 300, 60 + row * 228
            chosen = (row, column) == (1, 3)
            ink = ACCENT if chosen else INK
            c.rect(x, y, 262, 196, "#ffffff", 3, RULE, 1)
            at, guard = x + 24.0, 0
            while at < x + 232:
                wide = dice.choice((2.3, 2.3, 4.6, 4.6, 6.9))
                tall = 142 if guard in (0, 1, 14, 15) else 128
                c.rect(at, y + 20, wide, tall, ink)
                at += wide + dice.choice((2.3, 4.6, 4.6, 6.9))
                guard += 1
            c.text(x + 131, y + 176, _wrong_number(dice), 19, ink, "mm")
    return c.finish()
