"""Pictures of paper: newspaper pages, clippings, fibres."""

from __future__ import annotations

import math
import random

from canvas import ACCENT, CREAM, INK, PANEL, RULE, SAND, SOFT, STRAW, TAN, Canvas, corners, curve, mix
from glyphs import STROKES
from PIL import Image

NAMES = tuple(STROKES)


def news_page(
    width: int, height: int, paper: str, ink: str, seed: int, columns: int = 6, title: str = "示例日报"
) -> Canvas:
    """Return a newspaper page with a nameplate, headlines, a photograph and columns of grey lines."""
    dice = random.Random(seed)
    c = Canvas(width, height, paper)
    edge, gap = width * 0.045, width * 0.016
    inner = width - 2 * edge
    top = edge
    size = width * 0.085
    if title:
        for k, name in enumerate(title):
            c.glyph(width / 2 + (k - len(title) / 2) * size * 1.35 + size * 0.17, top, size, name, ink)
        top += size * 1.25
        for thick in (2.4, 0.8):
            c.line([(edge, top), (width - edge, top)], ink, thick)
            top += 4
        top += 8
    step = (inner + gap) / columns
    first, span = columns // 3, columns // 2
    for column in range(1, columns):
        x = edge + column * step - gap / 2
        c.line([(x, top), (x, height - edge)], mix(ink, paper, 0.7), 0.6)
    photo = (edge + step * first, top + height * 0.075, step * span - gap, height * 0.25)
    c.rect(photo[0] - gap * 0.3, top, photo[2] + gap * 0.6, height * 0.07, paper)
    lead = mix(ink, paper, 0.08)
    for row, share in enumerate((0.94, 0.62)):
        _words(c, photo[0], top + row * height * 0.03, photo[2] * share, height * 0.019, lead, dice)
    _photograph(c, photo, paper, ink, dice)
    for column in range(columns):
        x, y = edge + column * step, top
        if first <= column < first + span:
            y = photo[1] + photo[3] + height * 0.02
        while y < height - edge:
            if dice.random() < 0.34 and y < height - edge - 60:
                for share in (0.95, 0.7)[: dice.randint(1, 2)]:
                    _words(c, x, y, (step - gap) * share, height * 0.0125, lead, dice)
                    y += height * 0.0185
                y += height * 0.006
            for line in range(dice.randint(9, 26)):
                if y > height - edge:
                    break
                grey = mix(ink, paper, 0.42 + dice.random() * 0.14)
                short = dice.uniform(0.3, 0.9) if dice.random() < 0.12 else 1.0
                indent = (step - gap) * 0.08 if line == 0 else 0
                c.rect(x + indent, y, (step - gap) * short - indent, height * 0.0042, grey)
                y += height * 0.0088
            y += height * 0.012
    return c


def _words(c: Canvas, x: float, y: float, width: float, height: float, ink: str, dice: random.Random) -> None:
    """Draw a headline as bars of words."""
    end = x + width
    while x < end - height:
        length = min(dice.uniform(1.4, 4.2) * height, end - x)
        c.rect(x, y, length, height, ink)
        x += length + height * 0.5


def _photograph(
    c: Canvas, box: tuple[float, float, float, float], paper: str, ink: str, dice: random.Random
) -> None:
    x, y, w, h = box
    c.fade(box, mix(paper, ink, 0.25), mix(paper, ink, 0.1))
    for depth in range(4):
        base = y + h * (0.5 + depth * 0.12)
        points = [(x, y + h)]
        for k in range(13):
            points.append((x + w * k / 12, base - h * 0.16 * dice.random() * (1 - depth * 0.15)))
        points.append((x + w, y + h))
        c.shape(points, mix(paper, ink, 0.34 + depth * 0.16))
    c.disc(x + w * 0.74, y + h * 0.26, h * 0.1, mix(paper, ink, 0.02))


def yellow_page() -> Image.Image:
    """A stack of old newspapers, the uppermost turned brown from its edges inwards and torn at a fold."""
    dice = random.Random(1917)
    c = Canvas(1600, 1000, "#3a342e")
    c.fade((0, 0, 1600, 1000), "#4d453d", "#2a2520")
    for k in range(5):
        sheet = Canvas(1060, 1150, mix("#c9a971", "#e3cfa0", dice.random()))
        sheet.rect(0, 0, 1060, 1150, "", 0, "#a98648", 2)
        c.lay(sheet, 330 + dice.uniform(-26, 26), 10 + k * 4, 9 + dice.uniform(-4, 4), 8)
    page = news_page(1040, 1320, "#ecd9ad", "#33271a", 1872, 6)
    _burn(page, dice)
    c.lay(page, 250, 40, 7, 18)
    c.veil([(0, 0), (900, 0), (500, 1000), (0, 1000)], "#fff0cf", 0.16, 120)
    return c.finish(6, 0.55, 11)


def _burn(page: Canvas, dice: random.Random) -> None:
    """Darken the edges, the folds and a few spots of a page."""
    w, h = page.width, page.height
    for depth, alpha in ((26, 0.34), (70, 0.22), (150, 0.14)):
        for box in (
            (-20, -20, depth, h + 40),
            (w - depth + 20, -20, depth, h + 40),
            (-20, -20, w + 40, depth),
        ):
            page.veil(corners(*box), "#8a5a1e", alpha, depth * 0.45)
    for y in (h * 0.37, h * 0.72):
        page.veil(corners(0, y - 5, w, 9), "#7a4d18", 0.42, 7)
        page.veil(corners(0, y + 5, w, 3), "#fff2cf", 0.5, 2)
    page.veil(corners(w * 0.52, 0, 8, h), "#7a4d18", 0.3, 7)
    for _ in range(34):
        x, y, r = dice.random() * w, dice.random() * h, dice.uniform(2, 9)
        page.veil(
            [(x + r * math.cos(a), y + r * math.sin(a)) for a in (0, 1, 2, 3, 4, 5)], "#7d4a14", 0.28, r * 0.6
        )
    page.shape(
        [(w, h * 0.34), (w - 62, h * 0.365), (w - 24, h * 0.37), (w - 50, h * 0.377), (w, h * 0.40)],
        "#c9a971",
    )


def aging_swatch() -> Image.Image:
    """Ten strips of newsprint, each a little browner than the one before, the first folded over the last."""
    c = Canvas(1280, 440, "#ffffff")
    dice = random.Random(7)
    for k in range(10):
        x, share = 70 + k * 116, k / 9
        paper = mix(mix("#f2eee3", "#e2c583", share**0.8), "#9b6a2c", max(0.0, share - 0.45) * 0.9)
        c.rect(x, 60 + k * 3, 98, 320 - k * 6, paper)
        for line in range(25):
            if 82 + line * 11.6 > 362 - k * 6:
                break
            short = 0.55 if line % 7 == 6 else 1
            c.rect(x + 12, 82 + k * 3 + line * 11.6, 74 * short, 4, mix(paper, "#3b3226", 0.52 - 0.1 * share))
        if k >= 6:
            low = 381.0 - k * 3
            bites: list[tuple[float, float]] = [(x + 99, 400.0), (x + 99, 381 - k * 3 - (k - 5) * 17)]
            for step in range(1, 8):
                rise = (k - 5) * 17 * (1 - step / 8) + dice.uniform(-4, 4)
                bites.append((x + 99 - step * (k - 5) * 2.9, low - max(1.0, rise)))
            c.shape([*bites, (x + 99 - (k - 5) * 25, low), (x + 99 - (k - 5) * 25, 400)], "#ffffff")
    return c.finish()


def paper_fibres() -> Image.Image:
    """Three magnified papers side by side: long rag fibres, shorter ones, and the splinters of ground wood."""
    c = Canvas(1280, 640, PANEL)
    looks = (
        ("#fbf8f0", "#b9ab8c", 420, 60, 2.6),
        ("#f6efdd", "#b2935a", 190, 150, 2.2),
        ("#eddcb4", "#8a6530", 64, 460, 2.6),
    )
    for k, (paper, ink, length, count, thick) in enumerate(looks):
        dice = random.Random(1807 + k)
        part = Canvas(370, 520, paper)
        for _ in range(count):
            x, y, angle = dice.uniform(-60, 430), dice.uniform(-60, 580), dice.uniform(0, math.pi)
            reach = length * dice.uniform(0.5, 1.1)
            points = [(x, y)]
            for step in (1, 2, 3):
                turn = angle + dice.uniform(-0.55, 0.55) * (length / 420 + 0.2)
                points.append((x + reach * step / 3 * math.cos(turn), y + reach * step / 3 * math.sin(turn)))
            colour = mix(ink, paper, dice.uniform(0.05, 0.7))
            part.line(curve(points, 18), colour, dice.uniform(0.5, 1.3) * thick)
        c.lay(part, 45 + k * 410, 60)
        c.rect(45 + k * 410, 60, 370, 520, "", 0, RULE, 1.5)
    return c.finish()


def paper_mould() -> Image.Image:
    """A papermaker's mould with a sheet of wet pulp on it, lifted out of the vat."""
    dice = random.Random(105)
    c = Canvas(1600, 1000, "#31444d")
    c.fade((0, 0, 1600, 1000), "#49626c", "#22323a")
    for k in range(46):
        y = 30 + k * 22 + dice.uniform(-6, 6)
        x, w = dice.uniform(-200, 1300), dice.uniform(240, 720)
        c.veil(
            curve([(x, y), (x + w / 2, y - 9), (x + w, y), (x + w / 2, y + 9), (x, y)]),
            "#cfe2e6",
            dice.uniform(0.05, 0.2),
            2,
        )
    mould = Canvas(1180, 700, "#8d6a42")
    mould.fade((0, 0, 1180, 700), "#a37e52", "#775634")
    mould.rect(44, 44, 1092, 612, "#5d4326")
    mould.rect(52, 52, 1076, 596, "#d9d3bd")
    for k in range(150):
        mould.line([(52, 52 + k * 4), (1128, 52 + k * 4)], "#c9c2a8", 1)
    for k in range(1, 18):
        mould.line([(52 + k * 60, 52), (52 + k * 60, 648)], "#b5ac8d", 2)
    for _ in range(1500):
        x, y, angle = dice.uniform(52, 1128), dice.uniform(52, 648), dice.uniform(0, math.tau)
        reach, bend = dice.uniform(14, 74), dice.uniform(-12, 12)
        points = [
            (x, y),
            (x + reach / 2 + bend, y + bend),
            (x + reach * math.cos(angle), y + reach * math.sin(angle)),
        ]
        points = [(min(1126, max(54, px)), min(646, max(54, py))) for px, py in points]
        mould.line(curve(points, 8), mix("#fffdf4", "#cfc5a6", dice.random()), dice.uniform(0.7, 1.8))
    mould.veil(corners(52, 52, 1076, 26), "#2a1c0c", 0.45, 10)
    mould.veil([(120, 52), (560, 52), (300, 648), (52, 648), (52, 240)], "#ffffff", 0.28, 50)
    c.lay(mould, 215, 130, -5, 46)
    for _ in range(26):
        x, y, r = dice.uniform(240, 1400), dice.uniform(850, 960), dice.uniform(2, 6)
        c.disc(x, y, r, "#7f9aa4", "", 1, r * 1.7)
    return c.finish(4, 0.45, 13)


def clippings() -> Image.Image:
    """A page of a scrapbook: cuttings of several papers, dated stamps, scissors."""
    dice = random.Random(1879)
    c = Canvas(1600, 1000, "#2f3336")
    c.fade((0, 0, 1600, 1000), "#3d4246", "#23272a")
    sheet = Canvas(1120, 860, "#d9cdb0")
    for _ in range(260):
        y = dice.random() * 860
        sheet.line(
            [(dice.random() * 1120, y), (dice.random() * 1120, y + dice.uniform(-3, 3))],
            mix("#d9cdb0", "#c2b28c", dice.random()),
            0.6,
        )
    for k in range(7):
        sheet.disc(26, 90 + k * 112, 9, "#2f3336")
    c.lay(sheet, 120, 70, 1.5, 22)
    pieces = (
        (190, 130, 330, 470, 2.4, 3),
        (560, 110, 240, 560, -1.6, 2),
        (840, 160, 330, 300, 3.2, 3),
        (850, 520, 300, 330, -2.2, 3),
        (230, 640, 300, 210, -3, 3),
    )
    for number, (x, y, w, h, angle, columns) in enumerate(pieces):
        paper = mix("#efe2bf", "#dcc188", dice.random())
        piece = news_page(w, h, paper, "#2b241b", 40 + number, columns, "" if number % 2 else "示例日报")
        piece.veil(corners(0, 0, w, 16), "#8a6226", 0.3, 8)
        c.lay(piece, x, y, angle, 6)
        _stamp(c, x + w * 0.62, y + h - 22, dice)
    _scissors(c, 1370, 540)
    return c.finish(5, 0.4, 17)


def _stamp(c: Canvas, x: float, y: float, dice: random.Random) -> None:
    day = f"{dice.randint(1, 28):02d}.{dice.randint(1, 12):02d}"
    label = Canvas(124, 40, "#f4ecd6")
    label.rect(2, 2, 120, 36, "", 4, ACCENT, 2)
    label.text(62, 21, day, 24, ACCENT, "mm")
    c.lay(label, x, y, dice.uniform(-7, 7))


def _scissors(c: Canvas, x: float, y: float) -> None:
    steel, dark = "#c3c8ce", "#82888f"
    c.veil([(x - 40, y - 330), (x + 60, y - 330), (x + 110, y + 330), (x - 60, y + 330)], "#000000", 0.4, 22)
    c.shape(
        curve([(x - 74, y - 380), (x - 66, y - 180), (x + 24, y + 30)])
        + curve([(x - 8, y + 40), (x - 70, y - 140), (x - 74, y - 380)]),
        steel,
    )
    c.shape(
        curve([(x + 74, y - 380), (x + 66, y - 180), (x - 24, y + 30)])
        + curve([(x + 8, y + 40), (x + 70, y - 140), (x + 74, y - 380)]),
        dark,
    )
    for side in (-1, 1):
        c.line(curve([(x, y + 10), (x + side * 16, y + 90), (x + side * 58, y + 160)]), "#39479f", 26)
        c.disc(x + side * 78, y + 250, 66, "", "#39479f", 26, 104)
        c.disc(x + side * 78, y + 250, 66, "", "#6674cc", 5, 104)
    c.disc(x, y + 10, 15, "#e5e8ec", "#565c63", 3)


def footer(kind: str) -> Image.Image:
    """The little picture below every post of an account: a banner, a seal, a line."""
    if kind == "seal":
        c = Canvas(320, 320, "#ffffff")
        c.rect(40, 40, 240, 240, "#a5342a", 18)
        c.rect(52, 52, 216, 216, "", 10, "#f7e9df", 4)
        for k, name in enumerate("日文月书"):
            c.glyph(158 - k // 2 * 100, 64 + k % 2 * 98, 94, name, "#f7e9df")
        return c.finish()
    if kind == "courier":
        c = Canvas(900, 140, INK)
        c.text(450, 58, "THE SPECIMEN COURIER", 44, "#ffffff", "mm")
        c.line([(120, 98), (780, 98)], SOFT, 2)
        c.rect(438, 92, 24, 12, "#aebbff")
        return c.finish()
    c = Canvas(900, 180, CREAM)
    c.rect(0, 0, 900, 6, ACCENT)
    for k in range(7):
        c.shape(
            [
                (60 + k * 18, 140 - k * 10),
                (210 + k * 18, 118 - k * 10),
                (250 + k * 18, 128 - k * 10),
                (100 + k * 18, 152 - k * 10),
            ],
            mix(SAND, "#ffffff", k / 7),
            TAN,
            1,
        )
    for k, name in enumerate("示例日报"):
        c.glyph(440 + k * 104, 44, 88, name, INK if k else ACCENT)
    c.rect(440, 146, 400, 4, STRAW)
    c.rect(440, 146, 88, 4, ACCENT)
    return c.finish()
