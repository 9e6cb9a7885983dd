"""Pictures of microfilm."""

from __future__ import annotations

import math
from functools import cache

from canvas import ACCENT, HEAT, INK, PANEL, RULE, SOFT, TAN, Canvas, corners, mix
from newsprint import news_page
from PIL import Image, ImageOps

STOCK = "#1c1714"


@cache
def _frame(width: int, height: int, seed: int, negative: bool = True) -> Image.Image:
    """Return one page on film, at the canvas's own resolution."""
    page = news_page(
        width, height, "#ffffff", "#101010", seed, 5, ("示例日报", "日月山川", "")[seed % 3]
    ).image
    if negative:
        page = ImageOps.colorize(ImageOps.invert(page.convert("L")), "#17120f", "#f0d8a4", "#8f7446")
    return page


def _strip(frames: int, height: int, seed: int, pages: int = 5) -> Canvas:
    """Return a piece of film with so many pages side by side and holes along its edges."""
    width = round(height * 0.62)
    c = Canvas(frames * (width + 14) + 14, height + 76, STOCK)
    for k in range(frames):
        page = _frame(width, height, seed + k % pages)
        c.image.paste(page, ((14 + k * (width + 14)) * 2, 38 * 2))
    for k in range(round(c.width / 26) + 1):
        for y in (11, c.height - 27):
            c.rect(6 + k * 26, y, 13, 16, "#efe4c8", 3)
    return c


def film_reel() -> Image.Image:
    """A reel of microfilm with its tongue of film drawn out over a light table."""
    c = Canvas(1600, 1000, "#0e0f12")
    c.fade((0, 0, 1600, 1000), "#22252b", "#0b0c0f")
    c.veil(corners(-60, 560, 1720, 330), "#ffdf9b", 0.5, 90)
    c.veil(corners(-60, 610, 1720, 210), "#fff3d0", 0.65, 50)
    strip = _strip(11, 236, 3)
    c.lay(strip, -60, 566, 3, 20)
    cx, cy, r = 1130, 400, 320
    c.veil(
        [(cx + r * 1.04 * math.cos(k / 10), cy + 60 + r * 1.02 * math.sin(k / 10)) for k in range(63)],
        "#000000",
        0.75,
        40,
    )
    c.disc(cx, cy, r, "#2b2e35")
    c.disc(cx, cy, r - 4, "#3b3f48")
    c.disc(cx, cy, r - 26, "#15110e")
    for k in range(70):
        c.disc(
            cx,
            cy,
            r - 28 - k * 2.4,
            "",
            mix("#2a211b", "#5a4632", (math.sin(k * 1.7) + 1) / 2 * (0.35 + k % 5 / 9)),
            1.1,
        )
    for start in (0, 120, 240):
        turn = math.radians(start + 106)
        for edge in (-1, 1):
            x, y = 32 * edge * -math.sin(turn), 32 * edge * math.cos(turn)
            c.line(
                [
                    (cx + 100 * math.cos(turn) + x, cy + 100 * math.sin(turn) + y),
                    (cx + 300 * math.cos(turn) + x * 1.3, cy + 300 * math.sin(turn) + y * 1.3),
                ],
                "#7d828c",
                3,
            )
        arm = [(90, -34), (305, -46), (305, 46), (90, 34)]
        cos, sin = math.cos(turn), math.sin(turn)
        c.shape([(cx + u * cos - v * sin, cy + u * sin + v * cos) for u, v in arm], "#4a4f59")
    c.disc(cx, cy, r - 2, "", "#5a5f6a", 22)
    c.disc(cx, cy, r - 13, "", "#8d929d", 2)
    c.disc(cx, cy, 104, "#4a4f59")
    c.disc(cx, cy, 104, "", "#8d929d", 2)
    c.disc(cx, cy, 44, "#0e0f12")
    c.rect(cx - 10, cy - 62, 20, 26, "#0e0f12")
    c.veil(
        [(cx - 260, cy - 250), (cx - 90, cy - 320), (cx + 120, cy + 40), (cx - 60, cy + 120)],
        "#ffffff",
        0.09,
        40,
    )
    return c.finish(4, 0.45, 19)


def life_bars() -> Image.Image:
    """Three film bases on one scale of years: short, longer, and the bar of five hundred that needs all its conditions."""
    c = Canvas(1280, 520, PANEL)
    x0, unit = 110.0, 2.1
    for years in range(0, 501, 100):
        x = x0 + years * unit
        c.line([(x, 70), (x, 420)], RULE, 1.4)
        c.text(x, 448, str(years), 22, SOFT, "mm")
    for k, (years, fill) in enumerate(((10, TAN), (100, HEAT[2]), (500, ACCENT))):
        y = 100 + k * 108
        c.rect(x0, y, years * unit, 72, fill)
        for hole in range(int(years * unit / 21)):
            for row in (6, 58):
                c.rect(x0 + 6 + hole * 21, y + row, 10, 8, PANEL, 2)
    c.line([(x0, 70), (x0, 420)], INK, 2)
    return c.finish()


def film_reader() -> Image.Image:
    """A reading machine for microfilm from the side of its user: hood, bright page, reels, crank."""
    c = Canvas(1280, 860, "#1a1d26")
    c.fade((0, 0, 1280, 860), "#262a36", "#12141b")
    c.veil([(380, 130), (900, 130), (1180, 860), (100, 860)], "#fff1cd", 0.12, 70)
    c.rect(0, 770, 1280, 90, "#3a2f26")
    c.rect(0, 770, 1280, 4, "#5a4938")
    c.shape([(330, 60), (950, 60), (1010, 600), (270, 600)], "#4a505e")
    c.shape([(330, 60), (950, 60), (940, 96), (340, 96)], "#5d6473")
    c.shape([(368, 110), (912, 110), (944, 560), (336, 560)], "#0d0f14")
    page = _frame(360, 420, 4, False)
    glow = ImageOps.colorize(page.convert("L"), "#2b2822", "#fff4d8")
    c.veil(corners(452, 124, 376, 428), "#fff1cd", 0.55, 26)
    c.image.paste(glow, (460 * 2, 128 * 2))
    c.rect(300, 600, 680, 26, "#5d6473")
    c.rect(360, 626, 560, 144, "#3c414d")
    for x, r in ((250, 92), (1030, 92)):
        c.rect(x - 10, 620, 20, 150, "#2c303a")
        c.disc(x, 640, r, "#0d0f14")
        c.disc(x, 640, r - 8, "#5b452f" if x < 600 else "#3c2f22")
        for k in range(10):
            c.disc(x, 640, r - 12 - k * 5, "", "#2b2018", 1.4)
        c.disc(x, 640, 26, "#8d929d")
        c.disc(x, 640, 9, "#0d0f14")
    c.line([(342, 650), (470, 690), (810, 690), (938, 650)], "#b3935c", 4)
    c.rect(560, 664, 160, 40, "#1a1d26", 4)
    c.rect(580, 676, 120, 16, "#ffe3a0", 2)
    c.line([(1030, 640), (1118, 690)], "#8d929d", 12)
    c.disc(1118, 690, 17, ACCENT)
    c.rect(430, 740, 70, 12, "#7485e0", 6)
    c.rect(520, 740, 70, 12, "#2c303a", 6)
    return c.finish()


def film_advance() -> list[Image.Image]:
    """Frames of an animation, the first to be held: two pages of film moving in turn past a bright gate."""
    picture = _strip(8, 236, 6, 2).image.reduce(2)
    pitch = round(236 * 0.62) + 14
    frames = []
    for k in range(12):
        share = k % 6 / 6
        shift = round(pitch * (k // 6 + share * share * (3 - 2 * share)))
        view, at = Image.new("RGB", (480, 340), "#0e0f12"), (-pitch - 7 - shift, 14)
        view.paste(Image.eval(picture, lambda v: v * 2 // 5), at)
        bright = Image.new("RGB", view.size)
        bright.paste(picture, at)
        gate = (160, 14, 320, 14 + picture.height)
        view.paste(bright.crop(gate), gate[:2])
        frames.append(view)
    return frames
