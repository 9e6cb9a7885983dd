"""Pictures of characters and photographs turned into dots and numbers."""

from __future__ import annotations

import math

from canvas import ACCENT, CREAM, HEAT, INK, PANEL, RULE, SOFT, Canvas, corners, curve, mix
from glyphs import outlines
from PIL import Image, ImageChops


def letter_frequency() -> Image.Image:
    """How often English uses its twelve commonest letters, as bars in the order of the Linotype's first two columns."""
    shares = (12.7, 9.1, 8.2, 7.5, 7.0, 6.7, 6.3, 6.1, 6.0, 4.3, 4.0, 2.8)
    c = Canvas(1280, 560, PANEL)
    c.line([(90, 452), (1190, 452)], INK, 2)
    for k, (letter, share) in enumerate(zip("etaoinshrdlu", shares, strict=True)):
        x, height = 108 + k * 90, share * 28
        c.rect(x, 452 - height, 62, height, ACCENT if k < 6 else HEAT[2])
        c.text(x + 31, 452 - height - 12, f"{share}", 19, SOFT, "ms")
        c.text(x + 31, 490, letter, 38, INK, "mm")
    return c.finish()


def raster_yong() -> Image.Image:
    """One character passing from outline to dots: smooth at the left, ever coarser towards the right."""
    c = Canvas(1600, 1000, "#0f1330")
    c.fade((0, 0, 1600, 1000), "#131842", "#0b0e26")
    for k in range(0, 1600, 40):
        c.line([(k, 0), (k, 1000)], "#1b2156", 1)
    for k in range(0, 1000, 40):
        c.line([(0, k), (1600, k)], "#1b2156", 1)
    big = Canvas(1600, 1000, "#000000")
    big.glyph(370, 70, 860, "永", "#ffffff")
    mask = big.image.convert("L")
    for row in range(50):
        for column in range(80):
            box = (column * 40, row * 40, column * 40 + 40, row * 40 + 40)
            if column < 39:
                continue
            share = sum(mask.crop(box).resize((1, 1), Image.Resampling.BOX).tobytes()) / 255
            if share > 0.08:
                x, y = column * 20 + 10, row * 20 + 10
                near = (column - 39) / 40
                c.disc(x, y, 2.5 + 7 * share**0.6, mix("#e9ecff", "#7485e0", near * 1.6))
    left = mask.crop((0, 0, 1560, 2000))
    c.image.paste((233, 236, 255), (0, 0), left)
    c.line([(780, 0), (780, 1000)], "#ff8f6b", 2)
    c.veil(corners(774, 0, 12, 1000), "#ff8f6b", 0.55, 8)
    c.disc(780, 640, 7, "#ffd2bf")
    c.veil([(p[0], p[1]) for p in curve([(740, 640), (780, 600), (820, 640)])], "#ff8f6b", 0.4, 10)
    for outline in outlines("永"):
        for gx, gy in outline[:: max(1, len(outline) // 8)]:
            px, py = 370 + gx * 8.6, 70 + gy * 8.6
            if px < 774:
                c.rect(px - 5, py - 5, 10, 10, "#131842", 0, "#aebbff", 2)
    return c.finish()


def outline_zi() -> Image.Image:
    """A character as an outline with its points, beside the same character as a grid of squares."""
    c = Canvas(1280, 720, PANEL)
    c.rect(90, 90, 540, 540, "#ffffff", 0, RULE, 1.5)
    c.rect(680, 90, 540, 540, "#ffffff", 0, RULE, 1.5)
    small = Canvas(36, 36, "#000000")
    small.glyph(1, 1, 34, "字", "#ffffff")
    dots = small.image.reduce(2).convert("L")
    for number, value in enumerate(dots.tobytes()):
        x, y = number % 36, number // 36
        if value > 96:
            c.rect(681 + x * 15, 91 + y * 15, 13.4, 13.4, INK)
    for k in range(37):
        c.line([(680 + k * 15, 90), (680 + k * 15, 630)], "#e7e9ee", 0.8)
        c.line([(680, 90 + k * 15), (1220, 90 + k * 15)], "#e7e9ee", 0.8)
    for outline in outlines("字"):
        points = [(105 + gx * 5.1, 105 + gy * 5.1) for gx, gy in outline]
        c.shape(points, HEAT[0], ACCENT, 2.2)
    for outline in outlines("字"):
        for gx, gy in outline[:: max(1, len(outline) // 7)]:
            c.rect(105 + gx * 5.1 - 5, 105 + gy * 5.1 - 5, 10, 10, "#ffffff", 0, ACCENT, 2)
    return c.finish()


def halftone() -> Image.Image:
    """A lit sphere above a plain, made of dots that only differ in size."""
    c = Canvas(1600, 1000, CREAM)
    step, angle = 15.5, math.radians(45)
    cos, sin = math.cos(angle), math.sin(angle)
    for i in range(-90, 91):
        for j in range(-90, 91):
            x, y = 800 + (i * cos - j * sin) * step, 500 + (i * sin + j * cos) * step
            if not (-20 < x < 1620 and -20 < y < 1020):
                continue
            dark, blue = _tone(x, y)
            radius = step * 0.72 * math.sqrt(dark)
            if radius > 0.9:
                c.disc(x, y, radius, ACCENT if blue else INK)
    return c.finish()


def _tone(x: float, y: float) -> tuple[float, bool]:
    """Return the darkness (0 to 1) of a place in the halftone picture, and whether the sphere is there."""
    cx, cy, r = 760.0, 470.0, 330.0
    dx, dy = (x - cx) / r, (y - cy) / r
    if dx * dx + dy * dy <= 1:
        dz = math.sqrt(1 - dx * dx - dy * dy)
        light = max(0.0, -0.48 * dx - 0.58 * dy + 0.66 * dz)
        return min(1.0, 0.94 - 0.9 * light**0.85), True
    ground = 0.06 + 0.12 * max(0.0, (y - 640) / 360) if y > 640 else 0.05 + 0.1 * (1 - y / 640)
    sx, sy = (x - 950) / 460, (y - 800) / 74
    shade = math.exp(-(sx * sx + sy * sy) * 1.6) * 0.75
    return min(0.95, ground + shade), False


def rosette() -> Image.Image:
    """Four screens, turned against each other, and their overprint."""
    screens = (("#00a0d0", 15), ("#d6246e", 75), ("#f2cf1d", 0), ("#2b2b30", 45))
    c = Canvas(1280, 480, "#ffffff")
    sheet = Image.new("RGB", c.image.size, "#ffffff")
    for k, (ink, angle) in enumerate(screens):
        part = Canvas(1280, 480, "#ffffff")
        _screen(part, 60 + k * 190, 150, 170, 180, ink, angle)
        _screen(part, 860, 60, 360, 360, ink, angle)
        sheet = ImageChops.multiply(sheet, part.image)
    c.image.paste(sheet)
    return c.finish()


def _screen(c: Canvas, x: float, y: float, w: float, h: float, ink: str, angle: float) -> None:
    step, turn = 20.0, math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    reach = round(max(w, h) / step) + 2
    for i in range(-reach, reach + 1):
        for j in range(-reach, reach + 1):
            dx, dy = (i * cos - j * sin) * step, (i * sin + j * cos) * step
            if abs(dx) < w / 2 - 5 and abs(dy) < h / 2 - 5:
                c.disc(x + w / 2 + dx, y + h / 2 + dy, 6.4, ink)
