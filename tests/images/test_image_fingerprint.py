"""Fingerprints: the same for one picture at every size and in every format, and different for others."""

from __future__ import annotations

import io
import math
import random
from itertools import combinations
from statistics import median

import pytest
from PIL import Image, ImageDraw, ImageOps

from backfile.images import ImageFacts, alike, groups, inspect


def scene(seed: int, size: tuple[int, int] = (1200, 800)) -> Image.Image:
    """Draw a picture with large and small shapes and some grain, all from a seed."""
    chance = random.Random(seed)
    width, height = size
    image = Image.new("RGB", size, tuple(chance.randbytes(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        x, y, side = chance.randrange(width), chance.randrange(height), chance.randrange(60, 400)
        draw.ellipse((x - side, y - side // 2, x + side, y + side), fill=tuple(chance.randbytes(3)))
    grain = Image.frombytes("L", (150, 100), chance.randbytes(15_000)).resize(size).convert("RGB")
    return Image.blend(image, grain, 0.15)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def mark(data: bytes) -> str:
    facts = inspect(data)
    assert isinstance(facts, ImageFacts)
    return facts.fingerprint


def copies(image: Image.Image) -> dict[str, bytes]:
    half, small = image.resize((600, 400)), image.resize((150, 100))
    exif = Image.Exif()
    exif[0x0112] = 6
    return {
        "jpeg": saved(image, "JPEG", quality=90),
        "worse jpeg": saved(image, "JPEG", quality=25),
        "half": saved(half, "JPEG"),
        "half webp": saved(half, "WEBP", quality=60),
        "small png": saved(small, "PNG"),
        "small jpeg": saved(small, "JPEG", quality=50, progressive=True),
        "avif": saved(half, "AVIF", speed=10),
        "gif": saved(half.quantize(64), "GIF"),
        "grey": saved(ImageOps.grayscale(image), "JPEG"),
        "seen through": saved(image.convert("RGBA"), "PNG", compress_level=1),
        "turned": saved(image.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif.tobytes()),
        "ink": saved(half.convert("CMYK"), "JPEG"),
        "again": saved(Image.open(io.BytesIO(saved(half, "JPEG", quality=40))).resize((900, 600)), "WEBP"),
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_copies_of_one_picture_are_alike(seed: int) -> None:
    prints = {name: mark(data) for name, data in copies(scene(seed)).items()}
    assert all(len(one) == 16 and int(one, 16) for one in prints.values())
    assert [pair for pair in combinations(prints, 2) if not alike(prints[pair[0]], prints[pair[1]])] == []


def slowly(pixels: bytes) -> str:
    """The fingerprint of 32 x 32 grey pixels, as it is defined."""
    waves = [
        sum(
            pixels[32 * y + x]
            * math.cos(math.pi * (2 * x + 1) * across / 64)
            * math.cos(math.pi * (2 * y + 1) * down / 64)
            for y in range(32)
            for x in range(32)
        )
        / 16
        for down in range(8)
        for across in range(8)
    ][1:]
    middle = median(waves)
    if median(map(abs, waves)) < 4:
        return ""
    return f"{sum(1 << 62 - at for at, wave in enumerate(waves) if wave > middle):016x}"


@pytest.mark.parametrize("strength", [1.0, 0.3, 0.04, 0.012])
def test_fingerprints_are_what_their_definition_says(strength: float) -> None:
    chance = random.Random(strength)
    found = set()
    for number in range(25):
        noise = Image.frombytes("L", (7, 7), chance.randbytes(49)).resize((32, 32))
        image = noise.point([round(value * strength) for value in range(256)])
        if number == 0:
            image = image.point([255 * (value > 100 * strength) for value in range(256)])
        found.add(mark(saved(image, "PNG")))
        assert mark(saved(image, "PNG")) == slowly(image.tobytes())
    assert len(found) > 1


def test_different_pictures_are_not_alike() -> None:
    prints = [mark(saved(scene(seed).resize((300, 200)), "JPEG")) for seed in range(60)]
    assert not any(alike(one, other) for one, other in combinations(prints, 2))
    assert groups((str(at), one) for at, one in enumerate(prints)) == ()


def test_what_has_no_structure_has_no_fingerprint() -> None:
    slope = Image.linear_gradient("L").resize((200, 100))
    assert mark(saved(Image.new("RGB", (200, 100), "navy"), "PNG")) == ""
    assert mark(saved(slope, "PNG")) == mark(saved(slope, "JPEG")) == ""
    assert mark(saved(scene(1).resize((40, 15)), "PNG")) == ""
    assert len(mark(saved(scene(1).resize((40, 16)), "PNG"))) == 16
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="50" height="20"/><path d="M0 0L9 9"/></svg>'
    )
    assert mark(drawing) == ""
    assert not alike("", "") and not alike("", "0" * 16)


def test_alike_counts_bits() -> None:
    assert alike("000000000000003f", "0000000000000000")
    assert not alike("000000000000007f", "0000000000000000")
    assert alike("8000000000000000", "0000000000000000", most=1)
    assert not alike("8000000000000000", "0000000000000000", most=0)


@pytest.mark.parametrize("most", [0, 3, 6, 11])
def test_groups_are_those_of_comparing_each_with_each(most: int) -> None:
    chance = random.Random(most)
    named: list[tuple[str, str]] = [("none", ""), ("nothing", "")]
    for at in range(40):
        value = chance.getrandbits(64)
        for copy in range(chance.randrange(1, 4)):
            named.append((f"{at}-{copy}", f"{value:016x}"))
            for _ in range(chance.randrange(5)):
                value ^= 1 << chance.randrange(64)
    expected: list[set[str]] = []
    for name, fingerprint in named:
        near = {other for other, theirs in named if alike(fingerprint, theirs, most)}
        merged = [those for those in expected if those & near]
        expected = [those for those in expected if not those & near] + [near.union({name}, *merged)]
    wanted = sorted(tuple(sorted(those)) for those in expected if len(those) > 1)
    assert wanted and list(groups(named, most)) == wanted
