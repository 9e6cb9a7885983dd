"""Pictures of type, presses and everything inked."""

from __future__ import annotations

import math
import random

from canvas import (
    ACCENT,
    CREAM,
    HEAT,
    INK,
    PANEL,
    RULE,
    SAND,
    SOFT,
    STRAW,
    TAN,
    UMBER,
    Canvas,
    corners,
    curve,
    mix,
)
from glyphs import STROKES, outlines
from PIL import Image

TYPE_METAL, TYPE_DARK = "#8b8f97", "#4a4e57"
NAMES = tuple(STROKES)


def iron_form() -> Image.Image:
    """An iron frame full of clay type, seen from above, its characters mirrored, one sort of each row still missing."""
    dice = random.Random(1041)
    c = Canvas(1600, 1000, "#2b211a")
    c.fade((0, 0, 1600, 1000), "#3a2d23", "#1f1712")
    for _ in range(70):
        y, shade = dice.uniform(0, 1000), dice.uniform(0.02, 0.08)
        c.veil([(0, y), (1600, y + dice.uniform(-14, 14)), (1600, y + 3), (0, y + 3)], "#000000", shade, 1)
    c.shadow((150, 90, 1300, 820), 34, 0.7)
    c.rect(150, 90, 1300, 820, "#34363b", 10)
    c.rect(153, 93, 1294, 814, "#46494f", 9)
    c.rect(168, 108, 1264, 784, "#26272b", 5)
    size, gap = 132, 7
    names = [name for name in NAMES if name not in "丁川千"]
    dice.shuffle(names)
    missing = {(1, 6), (4, 2)}
    for row in range(5):
        for column in range(9):
            x, y = 182 + column * (size + gap), 124 + row * (size + gap + 14)
            if (row, column) in missing:
                c.fade((x, y, size, size + 14), "#171719", "#1f2023")
                continue
            base = mix("#c9a27a", "#a97f59", dice.random())
            c.rect(x, y + 10, size, size, mix(base, "#000000", 0.55), 5)
            c.rect(x, y, size, size, base, 5)
            c.veil(corners(x + 4, y + 3, size - 8, 5), "#fff2dd", 0.4, 2)
            c.veil(corners(x + 4, y + size - 10, size - 8, 7), "#2a1508", 0.3, 3)
            name = names[(row * 9 + column) % len(names)]
            inked = dice.random() < 0.75
            c.glyph(x + 19, y + 21, size - 38, name, "#f0d3ac", True)
            c.glyph(x + 18, y + 18, size - 38, name, "#1d1310" if inked else "#6e4b31", True)
    c.veil([(150, 90), (900, 90), (420, 908), (150, 908)], "#ffe7c4", 0.10, 60)
    return c.finish(5, 0.5, 3)


def turntable() -> Image.Image:
    """The revolving tray of movable type: rings of little squares around an axle, one sector in blue."""
    c = Canvas(1280, 720, CREAM)
    centre = (640, 360)
    for ring, radius in enumerate((308, 262, 216, 170, 124, 78)):
        count = max(8, round(radius * 2 * math.pi / 44))
        c.disc(*centre, radius + 20, CREAM, STRAW, 1.5)
        for number in range(count):
            angle = number / count * 2 * math.pi + ring * 0.13
            turn = (math.degrees(angle) + 360) % 360
            chosen = 300 <= turn <= 332
            fill = ACCENT if chosen else mix(SAND, TAN, (number * 7 + ring * 3) % 10 / 16)
            _tile(
                c, centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle), 15, angle, fill
            )
    c.disc(*centre, 40, UMBER)
    c.disc(*centre, 30, mix(UMBER, "#ffffff", 0.25))
    c.disc(*centre, 9, INK)
    for x, side in ((150, 1), (1130, -1)):
        for k in range(9):
            length = (120, 84, 104, 66, 112, 92, 74, 116, 58)[k]
            c.rect(
                x - (0 if side > 0 else length), 248 + k * 27, length, 7, mix(STRAW, TAN, 0.2 if k else 1), 3
            )
    return c.finish()


def _tile(c: Canvas, x: float, y: float, half: float, angle: float, fill: str) -> None:
    cos, sin = math.cos(angle), math.sin(angle)
    square = [
        (x + a * cos - b * sin, y + a * sin + b * cos)
        for a, b in ((-half, -half), (half, -half), (half, half), (-half, half))
    ]
    c.shape(square, fill)


def type_sizes() -> Image.Image:
    """The doubling rule of Chinese type sizes: one character, four, sixteen, sixty-four in squares of the same side."""
    c = Canvas(1280, 480, PANEL)
    rows = (
        "永",
        "天文本木",
        "山中田日月水大人下上王土工口目不",
        "".join(name for name in NAMES if name != "一"),
    )
    for level, names in enumerate(rows):
        x, side = 50 + level * 305, 265.0
        _grid(c, x, 80, side, 2**level, names, ACCENT if level == 0 else INK)
        c.line([(x, 385), (x + side / 2**level, 385)], ACCENT, 4)
        c.line([(x + side / 2**level, 385), (x + side, 385)], RULE, 4)
    return c.finish()


def _grid(c: Canvas, x: float, y: float, side: float, count: int, names: str, ink: str) -> None:
    c.rect(x, y, side, side, "#ffffff")
    step = side / count
    for k in range(count + 1):
        c.line([(x + k * step, y), (x + k * step, y + side)], RULE, 1)
        c.line([(x, y + k * step), (x + side, y + k * step)], RULE, 1)
    for row in range(count):
        for column in range(count):
            name = names[(row * count + column) * 7 % len(names)]
            c.glyph(x + (column + 0.1) * step, y + (row + 0.1) * step, step * 0.8, name, ink)


def sort_body() -> Image.Image:
    """Three sorts standing, drawn as a workshop drawing: face, shoulder, body, nick and feet."""
    c = Canvas(1280, 720, CREAM)
    for k in range(41):
        c.line([(k * 32, 0), (k * 32, 720)], "#f1ead9", 1)
        c.line([(0, k * 32), (1280, k * 32)], "#f1ead9", 1)
    for x, size, name in ((150, 250, "永"), (560, 190, "文"), (880, 140, "中")):
        _sort(c, x, 620, size, name)
    c.line([(96, 620), (1200, 620)], INK, 2)
    c.line([(1120, 290), (1120, 620)], ACCENT, 2)
    for y in (290, 620):
        c.line([(1104, y), (1136, y)], ACCENT, 2)
    for k in range(1, 24):
        c.line([(1120, 620 - k * 330 / 23), (1130 if k % 5 else 1142, 620 - k * 330 / 23)], ACCENT, 1.4)
    return c.finish()


def _sort(c: Canvas, x: float, base: float, size: float, name: str) -> None:
    height, depth = 330, size * 0.42
    lean = size * 0.5
    top = base - height
    front = [(x, base), (x + size, base), (x + size, top), (x, top)]
    side = [
        (x + size, base),
        (x + size + lean, base - depth),
        (x + size + lean, top - depth),
        (x + size, top),
    ]
    c.veil(
        [
            (x + 20, base),
            (x + size + lean + 46, base - depth * 0.2),
            (x + size + lean, base - depth),
            (x + size, base),
        ],
        INK,
        0.22,
        9,
    )
    c.shape(side, "#5d616b")
    c.shape(front, "#a3a7b0")
    c.fade((x, top, size, height), "#b4b8c1", "#8d919b")
    for y in (base - 96, base - 70):
        c.rect(x, y, size, 11, "#666a74")
        c.shape(
            [
                (x + size, y),
                (x + size + lean, y - depth),
                (x + size + lean, y - depth + 11),
                (x + size, y + 11),
            ],
            "#3f434b",
        )
    c.rect(x + size * 0.36, base - 18, size * 0.28, 18, "#666a74")
    c.shape([(x, top), (x + size, top), (x + size + lean, top - depth), (x + lean, top - depth)], "#d3d6dc")
    for outline in outlines(name):
        for lift, colour in ((0, "#5d616b"), (-5, INK)):
            points = []
            for gx, gy in outline:
                u, v = 1 - (gx * 0.78 + 11) / 100, (gy * 0.78 + 11) / 100
                points.append((x + u * size + (1 - v) * lean, top - (1 - v) * depth + lift))
            c.shape(points, colour)


def stencil() -> Image.Image:
    """A stencil on its steel plate, a stylus, an inked roller: written by hand, light shining through the strokes."""
    dice = random.Random(1894)
    c = Canvas(1280, 800, "#5b4a3a")
    c.fade((0, 0, 1280, 800), "#7a6450", "#4b3b2e")
    c.shadow((120, 110, 760, 590), 26, 0.55)
    c.rect(120, 110, 760, 590, "#6b7077", 8)
    for k in range(-60, 90):
        c.line([(120 + k * 10, 700), (120 + k * 10 + 590, 110)], "#7b8188", 0.8)
    c.rect(0, 0, 120, 800, "", 0)
    _surround(c, 120, 110, 760, 590)
    c.shadow((172, 66, 600, 640), 14, 0.4)
    c.fade((172, 66, 600, 640), "#e9e2c8", "#d9d0b0")
    for k in range(15):
        c.line([(212, 130 + k * 38), (732, 130 + k * 38)], "#c4b992", 1)
    for k in range(21):
        c.line([(212 + k * 26, 130), (212 + k * 26, 662)], "#d0c6a2", 0.8)
    for row in range(9):
        for column in range(19 if row != 6 else 8):
            if column == 0 and row in (0, 3, 6):
                continue
            name = NAMES[dice.randrange(len(NAMES))]
            jitter = dice.uniform(-1.2, 1.2)
            c.glyph(214 + column * 27, 172 + row * 38 + jitter, 24, name, "#2b3a6b")
    for column, name in enumerate("日月山川"):
        c.glyph(300 + column * 96, 78 + 10, 72, name, "#26336b")
    c.veil(corners(172, 66, 600, 200), "#ffffff", 0.12, 40)
    _roller(c)
    _stylus(c, (702, 612), (1190, 330))
    return c.finish(4, 0.4, 5)


def _surround(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    """Cover what was drawn outside a plate with the table's colours again."""
    for box in ((0, 0, x, 800), (x + w, 0, 1280 - x - w, 800)):
        c.fade((box[0], box[1], box[2], box[3]), "#7a6450", "#4b3b2e")
    c.veil(
        [(x + w, y + 14), (x + w + 22, y + 24), (x + w + 22, y + h + 20), (x + w, y + h)], "#000000", 0.4, 10
    )


def _roller(c: Canvas) -> None:
    c.veil(corners(930, 470, 250, 250), "#000000", 0.4, 16)
    c.rect(1046, 380, 14, 120, "#3a3d43", 4)
    c.rect(1030, 180, 46, 210, "#8a3b2c", 22)
    c.veil(corners(1036, 190, 10, 186), "#ffd9c4", 0.35, 3)
    c.line([(925, 640), (925, 498), (1181, 498), (1181, 640)], "#3a3d43", 9)
    c.fade((938, 560, 230, 62), "#0e0f14", "#2e3140")
    c.fade((938, 622, 230, 62), "#2e3140", "#0b0c10")
    c.veil(corners(944, 590, 218, 10), "#aebbff", 0.35, 4)


def _stylus(c: Canvas, tip: tuple[float, float], end: tuple[float, float]) -> None:
    length = math.hypot(end[0] - tip[0], end[1] - tip[1])
    ux, uy = (end[0] - tip[0]) / length, (end[1] - tip[1]) / length

    def at(along: float, across: float) -> tuple[float, float]:
        return tip[0] + ux * along - uy * across, tip[1] + uy * along + ux * across

    c.veil(
        [(p[0] + 12, p[1] + 26) for p in (at(10, -4), at(length, -12), at(length, 12), at(10, 4))],
        "#000000",
        0.35,
        7,
    )
    c.shape([at(0, 0), at(74, -5), at(74, 5)], "#c9ccd2")
    c.shape([at(74, -5), at(120, -9), at(120, 9), at(74, 5)], "#9aa0a8")
    c.shape([at(120, -11), at(length, -13), at(length, 13), at(120, 11)], "#b98f4e")
    c.shape([at(120, -11), at(length, -13), at(length, -6), at(120, -5)], "#d7b478")


def linotype_matrices() -> Image.Image:
    """A row of brass matrices and spacebands as the machine assembles them, letters in their edges."""
    dice = random.Random(1886)
    c = Canvas(1280, 720, "#15161a")
    c.fade((0, 0, 1280, 720), "#23252c", "#0f1013")
    c.fade((0, 566, 1280, 40), "#5b5f68", "#2b2d33")
    c.fade((0, 606, 1280, 114), "#1d1f24", "#0c0d10")
    x = 60.0
    for letter in "etaoin shrdlu etaoin":
        if letter == " ":
            c.shape([(x + 3, 90), (x + 21, 90), (x + 32, 690), (x - 8, 690)], "#7d828c")
            c.shape([(x + 3, 90), (x + 10, 90), (x + 8, 690), (x - 8, 690)], "#a4a9b3")
            x += 34
            continue
        _matrix(c, x, letter, dice.random())
        x += 61
    c.veil([(0, 150), (1280, 60), (1280, 250), (0, 340)], "#fff3d4", 0.13, 60)
    return c.finish(4, 0.5, 7)


def _matrix(c: Canvas, x: float, letter: str, chance: float) -> None:
    bright, dark = mix("#d9b765", "#c79f4c", chance), mix("#8f6a26", "#7a5a20", chance)
    c.rect(x + 4, 130, 54, 440, "#08080a", 3)
    c.fade((x, 126, 54, 440), bright, dark)
    c.shape(
        [(x, 126), (x + 16, 126), (x + 27, 172), (x + 38, 126), (x + 54, 126), (x + 54, 120), (x, 120)],
        "#15161a",
    )
    for k in range(4):
        if (ord(letter) >> k) & 1:
            c.rect(x + 15 - k * 2, 126 + k * 11, 4, 7, "#15161a")
            c.rect(x + 35 + k * 2, 126 + k * 11, 4, 7, "#15161a")
    c.rect(x, 126, 5, 440, mix(bright, "#ffffff", 0.35))
    c.rect(x + 48, 126, 6, 440, mix(dark, "#000000", 0.35))
    c.rect(x + 9, 300, 36, 54, mix(dark, "#000000", 0.45), 3)
    c.text(x + 27, 328, letter, 40, "#f6e3ae", "mm")
    c.rect(x + 9, 392, 36, 54, mix(dark, "#000000", 0.45), 3)
    c.text(x + 27, 420, letter, 40, "#f6e3ae", "mm")
    c.rect(x, 480, 54, 3, mix(dark, "#000000", 0.3))


def press() -> Image.Image:
    """A hand press of cast iron in silhouette, its bed run out, a pile of sheets beside it."""
    c = Canvas(1600, 900, CREAM)
    c.rect(0, 770, 1600, 130, SAND)
    c.line([(0, 770), (1600, 770)], TAN, 2)
    for x in (470, 1010):
        c.rect(x, 210, 74, 560, INK, 8)
        c.shape([(x - 40, 770), (x + 114, 770), (x + 74, 690), (x, 690)], INK)
        c.disc(x + 37, 196, 30, INK)
        c.rect(x + 20, 250, 10, 400, "#2c2f37", 5)
    top = curve([(470, 250), (500, 96), (777, 70), (1054, 96), (1084, 250)])
    low = curve([(1010, 250), (980, 196), (777, 180), (574, 196), (544, 250)])
    c.shape([*top, *low], INK)
    c.disc(777, 104, 34, ACCENT)
    c.disc(777, 104, 20, INK)
    c.rect(748, 170, 58, 190, INK)
    for k in range(6):
        c.line([(748, 196 + k * 26), (806, 210 + k * 26)], "#3c404a", 5)
    c.rect(610, 356, 334, 54, INK, 6)
    c.line([(800, 300), (1010, 330), (1180, 250)], INK, 20)
    c.disc(1192, 244, 22, "#7a3d2a")
    c.rect(250, 520, 1010, 34, INK, 4)
    c.rect(600, 478, 350, 42, ACCENT, 2)
    for k in range(17):
        c.rect(610 + k * 20, 484, 12, 8, HEAT[1])
    for x in (300, 1180):
        c.rect(x, 554, 30, 216, INK)
    c.disc(390, 590, 52, "", INK, 14)
    c.line([(390, 590), (330, 680)], INK, 14)
    c.shape([(250, 520), (120, 300), (140, 288), (276, 516)], INK)
    c.shape([(150, 318), (238, 466), (120, 466), (60, 340)], "#ffffff", TAN, 2)
    for k in range(5):
        c.line([(122 + k * 8, 352 + k * 22), (176 + k * 10, 348 + k * 22)], SOFT, 3)
    for k in range(26):
        shift = ((k * 37) % 11) - 5
        c.rect(1330 + shift, 764 - k * 7, 210, 6, "#ffffff" if k % 3 else "#efe6d2", 0, TAN, 0.8)
    c.rect(1310, 768, 250, 14, UMBER)
    return c.finish()


def type_case() -> Image.Image:
    """A lower case from above: boxes as large as their letters are common."""
    widths = (
        (1, 1, 1, 1, 1, 1, 1, 1),
        (1, 2, 2, 2, 2, 1, 1),
        (1, 1, 2, 3, 2, 1, 1),
        (1, 2, 2, 2, 2, 1, 1),
        (1, 1, 1, 2, 2, 2, 1, 1),
    )
    rows = ("jkxzq&-;", "bcdisfg", "?lmehn!", "vutaorp", "xkwg,.:y")
    dice = random.Random(26)
    c = Canvas(1600, 900, "#4a3524")
    c.fade((0, 0, 1600, 900), "#6a4d35", "#3d2b1d")
    c.shadow((80, 60, 1440, 780), 30, 0.6)
    c.rect(80, 60, 1440, 780, "#8a6743", 8)
    c.rect(80, 60, 1440, 10, "#b08a5e", 5)
    heights = (120, 156, 180, 156, 120)
    y = 82.0
    for row, height in enumerate(heights):
        unit = 1412 / sum(widths[row])
        x = 94.0
        for column, share in enumerate(widths[row]):
            letter = rows[row][column] if column < len(rows[row]) else ""
            _box(c, (x + 5, y + 5, unit * share - 10, height - 10), letter, dice)
            x += unit * share
        y += height
    return c.finish(4, 0.35, 9)


def _box(c: Canvas, box: tuple[float, float, float, float], letter: str, dice: random.Random) -> None:
    x, y, w, h = box
    c.rect(x, y, w, h, "#2a1c12", 3)
    c.fade((x, y, w, 16), "#140c07", "#2a1c12")
    piece = 21
    for _ in range(round(w * h / 640)):
        px, py = x + 5 + dice.random() * (w - piece * 2 - 4), y + 10 + dice.random() * (h - piece - 14)
        base = mix("#4c515c", "#a9aeb8", dice.random())
        if letter == "e":
            base = mix("#232f7d", "#7f8fe6", dice.random())
        if dice.random() < 0.5:
            c.rect(px, py, piece * 1.7, piece * 0.62, base, 1, mix(base, "#000000", 0.4), 1)
        else:
            c.rect(px, py, piece, piece, base, 1, mix(base, "#000000", 0.4), 1)
            if letter.isalpha():
                c.text(px + piece / 2, py + piece / 2, letter, 15, mix(base, "#ffffff", 0.75), "mm")
    c.rect(x, y, w, h, "", 3, "#1a110a", 2)
