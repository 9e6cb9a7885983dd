"""Pictures of the tools of the trade: a composing stick, a camera stand, copies kept apart."""

from __future__ import annotations

import random

from canvas import ACCENT, CREAM, HEAT, INK, PANEL, SAND, STRAW, TAN, Canvas, Point, corners, curve, mix
from glyphs import STROKES
from newsprint import news_page
from PIL import Image

NAMES = tuple(STROKES)


def composing_stick() -> Image.Image:
    """A composing stick from above with one line of type set and the next begun, loose sorts around it."""
    dice = random.Random(1298)
    c = Canvas(1600, 1000, "#4a3626")
    c.fade((0, 0, 1600, 1000), "#6b4f38", "#33241a")
    for k in range(90):
        y = k * 11.4 + dice.uniform(-4, 4)
        dark = curve([(0, y), (500, y + dice.uniform(-26, 26)), (1100, y + dice.uniform(-26, 26)), (1600, y)])
        c.line(dark, mix("#4a3626", "#2a1d13", dice.random()), dice.uniform(0.5, 1.8))
    stick = Canvas(1240, 430, "#6f757e")
    _tray(stick)
    size = 92
    for row, count in ((0, 11), (1, 6)):
        y = 66 + row * 128
        for k in range(count):
            name = NAMES[(k * 5 + row * 11 + 3) % len(NAMES)]
            _face(stick, 74 + k * (size + 2), y, size, name, dice)
        if row == 0:
            stick.rect(74, y + size + 22, 11 * (size + 2), 8, "#c9a24f")
    c.lay(stick, 170, 270, 7, 30)
    for x, y, angle, name in (
        (210, 130, 24, "永"),
        (420, 78, -12, "文"),
        (1290, 830, 33, "大"),
        (1120, 900, -20, "字"),
        (330, 880, 8, "山"),
        (1450, 690, -40, "水"),
    ):
        piece = Canvas(96, 128, "#555a63")
        _face(piece, 2, 2, size, name, dice)
        piece.fade((2, 96, 92, 30), "#7b818b", "#4a4e57")
        piece.rect(2, 112, 92, 6, "#33373e")
        c.lay(piece, x, y, angle, 9)
    c.veil([(0, 0), (820, 0), (420, 1000), (0, 1000)], "#ffe9c6", 0.12, 90)
    return c.finish(4, 0.5, 29)


def _tray(c: Canvas) -> None:
    w, h = c.width, c.height
    c.fade((0, 0, w, h), "#9aa0a9", "#747a84")
    c.rect(0, 0, w, 26, "#b9bec6")
    c.rect(0, 24, w, 4, "#4e535b")
    c.rect(0, 28, 46, h - 28, "#a7adb6")
    c.rect(44, 28, 4, h - 28, "#4e535b")
    c.fade((48, 28, w - 48, 30), "#3a3e45", "#5f656e")
    c.fade((1120, 28, 84, h - 60), "#b9bec6", "#8b919b")
    c.rect(1116, 28, 4, h - 60, "#3a3e45")
    c.disc(1162, 336, 26, "#5b6068")
    c.disc(1160, 332, 24, "#d0ab5e")
    c.line([(1146, 340), (1174, 324)], "#7d6430", 5)
    for k in range(52):
        c.rect(60 + k * 20, h - 22, 2, 14 if k % 5 else 22, "#3a3e45")


def _face(c: Canvas, x: float, y: float, size: float, name: str, dice: random.Random) -> None:
    """Draw the printing end of a sort, its character mirrored and raised."""
    base = mix("#8d929b", "#a9aeb7", dice.random())
    c.rect(x, y, size, size + 16, mix(base, "#000000", 0.45), 2)
    c.rect(x, y, size, size, base, 2)
    c.rect(x, y, size, 3, mix(base, "#ffffff", 0.45))
    c.rect(x, y, 3, size, mix(base, "#ffffff", 0.3))
    c.glyph(x + 10, y + 12, size - 18, name, mix(base, "#000000", 0.55), True)
    c.glyph(x + 9, y + 8, size - 18, name, "#e9ecf1", True)


def camera_stand() -> Image.Image:
    """A planetary camera above its table: column, lens, four lamps, a newspaper spread flat under the light."""
    c = Canvas(1600, 1000, "#20242c")
    c.fade((0, 0, 1600, 1000), "#2b303b", "#15181e")
    beams: tuple[tuple[Point, Point, Point], ...] = (
        ((300, 300), (470, 800), (1050, 800)),
        ((220, 470), (420, 800), (900, 800)),
        ((1300, 300), (1130, 800), (550, 800)),
        ((1380, 470), (1180, 800), (700, 800)),
    )
    for beam in beams:
        c.veil(beam, "#ffe9b4", 0.13, 14)
    c.veil([(770, 330), (830, 330), (1080, 800), (520, 800)], "#aebbff", 0.12, 6)
    c.rect(1010, 60, 44, 740, "#59606e")
    c.rect(1010, 60, 10, 740, "#7d8594")
    for k in range(36):
        c.rect(1046, 80 + k * 20, 8 if k % 5 else 16, 2, "#20242c")
    c.rect(790, 190, 250, 40, "#444b58", 6)
    c.rect(690, 90, 220, 190, "#3a404c", 14)
    c.rect(690, 90, 220, 22, "#525a69", 12)
    for x in (745, 855):
        c.disc(x, 150, 42, "#181b21")
        c.disc(x, 150, 34, "#5b452f")
        c.disc(x, 150, 22, "", "#3c2c1d", 2)
        c.disc(x, 150, 9, "#c7cedb")
    c.rect(757, 280, 86, 34, "#20242c", 4)
    c.rect(767, 314, 66, 26, "#59606e", 4)
    c.disc(800, 340, 28, "#7485e0", "", 1, 9)
    for x, y, side in ((300, 300, 1), (220, 470, 1), (1300, 300, -1), (1380, 470, -1)):
        c.line([(x - side * 60, 800), (x - side * 60, y - 20)], "#59606e", 8)
        c.shape(
            [
                (x - side * 64, y - 40),
                (x - side * 20, y - 70),
                (x + side * 40, y + 8),
                (x - side * 10, y + 44),
            ],
            "#444b58",
        )
        c.shape(
            [
                (x - side * 10, y + 44),
                (x + side * 40, y + 8),
                (x + side * 46, y + 16),
                (x - side * 4, y + 52),
            ],
            "#fff3cf",
        )
    c.rect(110, 800, 1380, 36, "#6d5138", 4)
    c.rect(110, 800, 1380, 6, "#9a7a56")
    for x in (190, 1370):
        c.rect(x, 836, 40, 164, "#4a3626")
    page = news_page(300, 400, "#f3ead2", "#2b2822", 12, 5).image
    sheet = page.transform(
        (1160, 140), Image.Transform.QUAD, (0, 0, 0, page.height, page.width, page.height, page.width, 0)
    )
    mask = Image.new("L", sheet.size)
    trapezoid = Canvas(580, 70, "#000000")
    trapezoid.shape([(70, 0), (510, 0), (580, 70), (0, 70)], "#ffffff")
    mask.paste(trapezoid.image.convert("L"))
    c.image.paste(sheet, (1020, 1460), mask)
    c.veil([(560, 738), (1040, 738), (1100, 800), (500, 800)], "#fff3cf", 0.35, 8)
    return c.finish()


def three_copies() -> Image.Image:
    """Three equal stacks in three places: a shelf, a disk, behind far hills."""
    c = Canvas(1600, 800, CREAM)
    c.disc(1330, 190, 74, mix(CREAM, TAN, 0.28))
    dice = random.Random(321)
    for base, fill in ((430, "#e3dac0"), (520, "#cfc4a4"), (600, "#b9ad8b")):
        points: list[Point] = [(620, 800)]
        for k in range(21):
            rise = min(1.0, k / 12)
            points.append((620 + k * 50, 660 + (base - 660) * rise - dice.uniform(0, 80) * rise))
        c.shape([*points, (1640, 800)], fill)
    c.rect(0, 640, 1600, 160, SAND)
    c.rect(120, 470, 380, 18, INK)
    for x in (140, 464):
        c.rect(x, 488, 16, 152, INK)
    c.rect(600, 470, 330, 170, "#3a404c", 14)
    c.rect(600, 470, 330, 18, "#525a69", 10)
    for k in range(3):
        c.disc(640 + k * 30, 604, 8, ("#7485e0", "#aebbff", "#525a68")[k])
    c.rect(760, 592, 130, 24, "#20242c", 4)
    c.shape([(1190, 640), (1190, 520), (1290, 450), (1390, 520), (1390, 640)], "#7b3b2d")
    c.shape([(1160, 528), (1290, 432), (1420, 528), (1402, 540), (1290, 458), (1178, 540)], "#39404b")
    for x, y, scale in ((205, 470, 1.0), (660, 470, 1.0), (1228, 640, 0.62)):
        _stack(c, x, y, scale)
    for x1, x2 in ((430, 640), (890, 1180)):
        path = curve([(x1, 300), ((x1 + x2) / 2, 190), (x2, 300)], 16)
        for k in range(0, 16, 2):
            c.line([path[k], path[k + 1]], ACCENT, 4)
        c.shape([(x2 - 20, 284), (x2 + 2, 304), (x2 - 28, 306)], ACCENT)
    c.rect(0, 640, 1600, 3, STRAW)
    return c.finish()


def _stack(c: Canvas, x: float, y: float, scale: float) -> None:
    for k in range(9):
        fill = ACCENT if k == 5 else ("#ffffff" if k % 2 else PANEL)
        c.rect(
            x, y - (k + 1) * 15 * scale, 210 * scale, 13 * scale, fill, 2, HEAT[1] if k != 5 else ACCENT, 1
        )
        c.rect(
            x + 14 * scale,
            y - (k + 1) * 15 * scale + 5 * scale,
            120 * scale,
            3 * scale,
            TAN if k != 5 else HEAT[1],
        )
    c.veil(corners(x, y - 2, 210 * scale, 4), INK, 0.3, 3)
