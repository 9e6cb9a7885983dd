"""Pictures of digitisation and of the web."""

from __future__ import annotations

import math
import random

from canvas import ACCENT, CREAM, HEAT, INK, PANEL, RULE, SOFT, Canvas, Point, mix
from newsprint import news_page
from PIL import Image

WARN = "#c9822a"


def ocr_page() -> Image.Image:
    """A newspaper page as a machine sees it: regions framed, doubtful words in amber, one article chosen."""
    dice = random.Random(98)
    c = Canvas(1600, 1000, "#1b1e24")
    page = news_page(860, 1180, "#e9e6dc", "#26282c", 77, 5)
    c.lay(page, 90, 46, 0, 16)
    edge, step = 860 * 0.045, (860 * 0.91 + 860 * 0.016) / 5
    for column in range(5):
        y = 175.0
        while y < 940:
            height = dice.uniform(110, 260)
            x, w = 90 + edge + column * step - 4, step - 6
            if not (1 <= column <= 2 and y < 560):
                chosen = column == 3 and 380 < y < 700
                c.veil(
                    [(x, y), (x + w, y), (x + w, y + height), (x, y + height)],
                    ACCENT if chosen else "#7485e0",
                    0.3 if chosen else 0.1,
                )
                c.rect(x, y, w, height, "", 2, ACCENT if chosen else "#7485e0", 3 if chosen else 1.4)
                for _ in range(dice.randint(2, 8)):
                    wx, wy = (
                        x + dice.uniform(4, w - 44),
                        y + 8 + round(dice.uniform(0, height - 24) / 10.4) * 10.4,
                    )
                    length = dice.uniform(14, 40)
                    c.veil(
                        [(wx, wy), (wx + length, wy), (wx + length, wy + 9), (wx, wy + 9)], "#f0a030", 0.75
                    )
            y += height + 14
    _panel(c, dice)
    return c.finish()


def _panel(c: Canvas, dice: random.Random) -> None:
    """Draw the reading beside the page: lines of squares, doubtful ones marked, and how sure the machine is."""
    x, y = 1010, 60
    c.rect(x, y, 520, 880, "#ffffff", 6)
    c.rect(x + 36, y + 40, 300, 20, INK)
    c.rect(x + 36, y + 72, 190, 20, INK)
    names = "天下大文不日月山川水人上中工土王田口本木"
    for row in range(14):
        for column in range(16 if row not in (5, 11) else 9):
            cx, cy = x + 36 + column * 28, y + 124 + row * 36
            doubtful = dice.random() < 0.06
            if doubtful:
                c.rect(cx - 2, cy - 2, 28, 30, "#fdf3de", 2, WARN, 1.4)
            c.glyph(cx, cy, 24, dice.choice(names), WARN if doubtful else INK)
    c.line([(x + 36, y + 660), (x + 484, y + 660)], RULE, 1.5)
    for k, share in enumerate((0.98, 0.9, 0.73)):
        top = y + 694 + k * 54
        c.rect(x + 36, top, 360, 18, "#e7e9ee", 9)
        c.rect(x + 36, top, 360 * share, 18, (ACCENT, HEAT[2], WARN)[k], 9)
        c.text(x + 484, top + 9, f"{share:.0%}", 26, SOFT, "rm")


def fading_grid() -> Image.Image:
    """Squares for pages, year by year from left to right backwards: fewer and paler until only outlines are left."""
    dice = random.Random(404)
    c = Canvas(1600, 900, PANEL)
    columns, rows, step = 36, 19, 40
    for column in range(columns):
        for row in range(rows):
            x, y = 84 + column * step, 74 + row * step
            age = column / (columns - 1) * 0.82 + row / (rows - 1) * 0.18
            wave = 0.1 * math.sin(column * 0.55 + row * 0.9)
            alive = 1.12 - 1.25 * age + wave + dice.uniform(-0.22, 0.22)
            if alive > 0.36:
                c.rect(x, y, 31, 31, mix(HEAT[0], ACCENT, min(1, alive * 1.05)), 3)
            elif alive > 0.12:
                c.rect(x, y, 31, 31, "#e9ebf3", 3, "#c3c9dd", 1.2)
            elif alive > -0.06:
                c.rect(x + 1, y + 1, 29, 29, "", 3, "#cdd2df", 1)
            else:
                c.disc(x + 15, y + 15, 2, "#c3c8d4")
    return c.finish()


def broken_links() -> Image.Image:
    """A net of pages: whole at the left, its links breaking off and its points hollow towards the right."""
    dice = random.Random(2013)
    c = Canvas(1600, 900, CREAM)
    points: list[Point] = []
    while len(points) < 120:
        x, y = dice.uniform(70, 1530), dice.uniform(70, 830)
        if all(math.hypot(x - px, y - py) > 74 for px, py in points):
            points.append((x, y))
        elif dice.random() < 0.002:
            break
    for x, y in points:
        near = sorted(points, key=lambda p: math.hypot(p[0] - x, p[1] - y))[1:5]
        for px, py in near:
            if (px, py) < (x, y):
                continue
            loss = ((x + px) / 2 - 300) / 1200
            if dice.random() > loss * 1.15:
                c.line([(x, y), (px, py)], mix("#5262b5", "#bfc5de", max(0.0, loss)), 2.4)
            else:
                for end in ((x, y, px, py), (px, py, x, y)):
                    reach = dice.uniform(0.12, 0.36)
                    c.line(
                        [
                            (end[0], end[1]),
                            (end[0] + (end[2] - end[0]) * reach, end[1] + (end[3] - end[1]) * reach),
                        ],
                        "#c9bfa6",
                        1.8,
                    )
    for x, y in points:
        loss = (x - 320) / 1200
        r = dice.choice((8, 10, 10, 13, 18))
        if dice.random() > loss * 1.1:
            c.disc(x, y, r, mix(ACCENT, "#7485e0", dice.random() * 0.8))
        else:
            c.disc(x, y, r, CREAM, "#b6a988", 2)
    return c.finish()


def strata() -> Image.Image:
    """A block cut open like rock: the layers of a crawl, requests thin, answers thick, one page in blue."""
    dice = random.Random(28500)
    c = Canvas(1600, 1000, PANEL)
    left, right, depth = 230.0, 1120.0, 250.0
    top, y = 190.0, 190.0
    c.veil(
        [(left + 40, 900), (right + depth + 90, 900 - depth * 0.3), (right + depth, 830), (left, 880)],
        INK,
        0.3,
        26,
    )
    lean = depth * 0.5
    while y < 860:
        thick = min(dice.choice((7, 9, 12, 30, 44, 62)), 868 - y)
        tone = (
            mix("#efe6d2", "#8c7350", dice.random() ** 1.4)
            if thick > 12
            else mix("#6d5330", "#3a2d1c", dice.random())
        )
        if 500 < y < 560 and thick > 12:
            tone = ACCENT
        c.shape([(left, y), (right, y), (right, y + thick + 1), (left, y + thick + 1)], tone)
        c.shape(
            [
                (right, y),
                (right + depth, y - lean),
                (right + depth, y - lean + thick + 1),
                (right, y + thick + 1),
            ],
            mix(tone, "#000000", 0.28),
        )
        if thick > 24:
            for k in range(int(thick // 11)):
                x, end = left + 22, right - dice.uniform(20, 560)
                while x < end:
                    w = dice.uniform(14, 90)
                    c.rect(
                        x,
                        y + 7 + k * 11,
                        min(w, end - x),
                        3.4,
                        mix(tone, "#ffffff" if tone == ACCENT else "#3a2d1c", 0.38),
                    )
                    x += w + 9
        y += thick
    c.shape([(left, top), (left + depth, top - lean), (right + depth, top - lean), (right, top)], "#faf6ec")
    for k in range(1, 6):
        share = k / 6
        c.line(
            [(left + depth * share, top - lean * share), (right + depth * share, top - lean * share)],
            "#e6dcc4",
            1.5,
        )
    c.line([(right + depth + 30, top - lean), (right + depth + 30, 868 - lean)], ACCENT, 2)
    for k in range(7):
        at = top - lean + (868 - top) * k / 6
        c.line([(right + depth + 20, at), (right + depth + 40, at)], ACCENT, 2)
    return c.finish()
