"""What a page gets of a picture.

Promise 23: test_nothing_but_pixels_is_published and test_rotat*; 25: test_extreme_shapes_* and test_pictures_are_never_enlarged;
26: test_animations_* and test_an_endless_animation_is_declared_*.
"""

from __future__ import annotations

import io
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw

from backfile.images import ImageFacts, Recipe, Refused, Rendition, inspect, make_variants, recipe_key

RECIPE = Recipe((480, 720, 1280), 78)
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpora" / "hostile" / "exif-orientation"


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def photograph(width: int, height: int) -> Image.Image:
    small = (max(1, width // 6), max(1, height // 6))
    noise = Image.frombytes("L", small, random.Random(7).randbytes(small[0] * small[1])).resize(
        (width, height)
    )
    ramp = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (noise, ramp, noise))


def screenshot(width: int, height: int) -> Image.Image:
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for line in range(0, height, 14):
        draw.text((8, line), "The quick brown fox jumps over the lazy dog. " * 4, fill="black")
    return image


def made(data: bytes, recipe: Recipe = RECIPE) -> Rendition:
    found = make_variants(data, recipe)
    assert isinstance(found, Rendition), found
    for file in found.files:
        if file.suffix != ".svg":
            facts = inspect(file.data)
            assert isinstance(facts, ImageFacts)
            assert (facts.width, facts.height) == (file.width, file.height)
    assert (found.width, found.height) == (found.files[-1].width, found.files[-1].height)
    return found


def first(rendition: Rendition, mode: str = "RGB") -> Image.Image:
    return Image.open(io.BytesIO(rendition.files[0].data)).convert(mode)


def near(pixel: object, wanted: tuple[int, ...], by: int = 12) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= by for a, b in zip(pixel, wanted, strict=True))


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (2000, [480, 720, 1280]),
        (1280, [480, 720, 1280]),
        (900, [480, 720, 900]),
        (720, [480, 720]),
        (300, [300]),
    ],
)
def test_pictures_are_never_enlarged(width: int, widths: list[int]) -> None:
    found = made(saved(photograph(width, width // 2), "JPEG"))
    assert [f.width for f in found.files] == widths
    assert all(f.suffix == ".webp" and abs(f.height - f.width / 2) <= 1 for f in found.files)


@pytest.mark.parametrize(("width", "height"), [(12000, 3), (3, 16000), (1, 1), (700, 16000), (1, 5000)])
def test_extreme_shapes_keep_at_least_one_pixel(width: int, height: int) -> None:
    found = made(saved(Image.new("RGB", (width, height), "#345678"), "PNG"))
    assert min(min(f.width, f.height) for f in found.files) >= 1
    assert found.width <= width
    assert found.colour == "#345678"


def test_pictures_too_tall_for_webp_become_jpeg() -> None:
    found = made(saved(Image.new("RGBA", (60, 20000), (10, 200, 30, 255)), "PNG"), Recipe((30, 60), 78))
    assert [(f.width, f.height, f.suffix) for f in found.files] == [(30, 10000, ".webp"), (60, 20000, ".jpg")]


def test_flat_pictures_are_kept_without_loss_where_that_is_smaller() -> None:
    image = screenshot(480, 600)
    found = made(saved(image, "PNG"), Recipe((480,), 78))
    assert first(found).tobytes() == image.tobytes()
    assert len(found.files[0].data) < len(saved(image, "WEBP", quality=78, method=2))
    photo = photograph(480, 320)
    assert first(made(saved(photo, "PNG"))).tobytes() != photo.tobytes()


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_rotation_is_applied_and_forgotten(kind: str, turn: int) -> None:
    upright = Image.new("RGB", (96, 64), "white")
    upright.paste("red", (0, 0, 48, 32))
    upright.paste("blue", (48, 32, 96, 64))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright if turn == 1 else upright.transpose(Image.Transpose(undo[turn]))
    exif = Image.Exif()
    exif[0x0112] = turn
    found = made(saved(stored, kind, exif=exif.tobytes(), quality=95))
    shown = first(found)
    assert shown.size == (96, 64)
    assert near(shown.getpixel((12, 8)), (255, 0, 0), 40)
    assert near(shown.getpixel((84, 56)), (0, 0, 255), 40)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of rotated photographs is not here")
@pytest.mark.parametrize("name", ["Landscape", "Portrait"])
def test_rotated_photographs_look_the_same(name: str) -> None:
    pictures = [
        first(made((CORPUS / f"{name}_{turn}.jpg").read_bytes(), Recipe((480,), 78))).resize((6, 6))
        for turn in range(1, 9)
    ]
    for picture in pictures[1:]:
        assert max(abs(a - b) for a, b in zip(picture.tobytes(), pictures[0].tobytes(), strict=True)) < 24


def test_nothing_but_pixels_is_published() -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET description"
    exif.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options = {
        "exif": exif.tobytes(),
        "icc_profile": profile,
        "comment": b"SECRET comment",
        "xmp": b"<SECRET/>",
    }
    for kind in ("JPEG", "PNG", "WEBP"):
        data = saved(photograph(60, 40), kind, **options) + b"PK\x03\x04SECRET tail"
        found = made(data, Recipe((40, 60), 78, avif=True))
        for file in (*found.files, *found.avif):
            assert b"SECRET" not in file.data
            assert not {b"EXIF", b"ICCP", b"XMP "} & {file.data[i : i + 4] for i in range(len(file.data))}


def test_every_mode_is_taken() -> None:
    grey = Image.linear_gradient("L").resize((64, 64))
    deep = Image.new("I;16", (64, 64), 40000)
    half = Image.new("RGBA", (64, 64), (200, 40, 40, 128))
    palette = Image.new("P", (64, 64), 1)
    palette.putpalette([0, 0, 0, 10, 200, 30])
    assert made(saved(grey, "PNG")).colour in ("#7f7f7f", "#808080")
    assert made(saved(deep, "PNG")).colour == "#9c9c9c"
    assert made(saved(Image.new("1", (64, 64), 1), "PNG")).colour == "#ffffff"
    assert made(saved(Image.new("LA", (64, 64), (90, 255)), "PNG")).colour == "#5a5a5a"
    assert made(saved(palette, "PNG")).colour == "#0ac81e"
    assert made(saved(Image.new("CMYK", (64, 64), (0, 255, 255, 0)), "JPEG")).colour in ("#fe0000", "#ff0000")
    found = made(saved(half, "PNG"))
    assert found.colour == ""
    assert near(first(found, "RGBA").getpixel((5, 5)), (200, 40, 40, 128))
    transparent = saved(palette, "PNG", transparency=1)
    assert first(made(transparent), "RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]
    assert made(saved(Image.new("RGB", (8, 8), "red"), "PNG", transparency=(255, 0, 0))).colour == ""


def test_an_alpha_channel_that_hides_nothing_is_dropped() -> None:
    found = made(saved(photograph(64, 64).convert("RGBA"), "PNG"))
    assert Image.open(io.BytesIO(found.files[0].data)).mode == "RGB"


def test_a_foreign_colour_space_becomes_srgb_and_a_broken_profile_is_dropped() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert b"s\0R\0G\0B" in profile
    # The same profile with red and green exchanged, under another name.
    other = profile.replace(b"s\0R\0G\0B", b"z\0R\0G\0B")
    other = other.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    red = Image.new("RGB", (64, 64), (250, 20, 20))
    shown = first(made(saved(red, "PNG", icc_profile=other))).getpixel((9, 9))
    assert near(shown, (20, 250, 20))
    assert near(first(made(saved(red, "PNG", icc_profile=profile))).getpixel((9, 9)), (250, 20, 20))
    half = saved(Image.new("RGBA", (64, 64), (250, 20, 20, 90)), "PNG", icc_profile=other)
    assert near(first(made(half), "RGBA").getpixel((9, 9)), (20, 250, 20, 90))
    plain = made(saved(photograph(64, 64), "PNG"))
    for broken in (other[:200] + b"\xff" * 300, b"\0" * 1000):
        assert made(saved(photograph(64, 64), "PNG", icc_profile=broken)).files == plain.files


def moving(kind: str, count: int = 6, size: tuple[int, int] = (120, 80), **options: object) -> bytes:
    frames = []
    for index in range(count):
        frame = Image.new("RGB", size, "white")
        ImageDraw.Draw(frame).rectangle((index * 10, 10, index * 10 + 30, 40), fill=(200, 10 * index, 0))
        frames.append(frame)
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=80, **options)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_animations_stay_animations(kind: str) -> None:
    found = made(moving(kind, loop=0))
    assert found.animated and not found.shortened
    assert len(found.files) == 1
    with Image.open(io.BytesIO(found.files[0].data)) as image:
        assert getattr(image, "n_frames", 1) == 6
        image.seek(5)
        image.load()
        assert image.info["duration"] == 80
        assert image.info["loop"] == 0


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_each_frame_of_an_animation_looks_as_before_for_as_long(kind: str) -> None:
    frames = []
    for index in range(5):
        frame = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
        ImageDraw.Draw(frame).rectangle(
            (index * 10, 10, index * 10 + 12, 30), fill=(30 + index * 40, 60, 200, 255)
        )
        frames.append(frame)
    times = [40, 200, 1000, 70, 5 if kind == "GIF" else 100]
    more = {"append_images": frames[1:], "duration": times, "loop": 2, "disposal": 2, "lossless": True}
    data = saved(
        frames[0], kind, save_all=True, **{k: v for k, v in more.items() if (kind, k) != ("PNG", "disposal")}
    )
    found = made(data)
    with Image.open(io.BytesIO(data)) as original, Image.open(io.BytesIO(found.files[0].data)) as image:
        assert getattr(image, "n_frames", 1) == 5
        assert image.info["loop"] == (3 if kind == "GIF" else 2)
        for index, frame in enumerate(frames):
            image.seek(index)
            original.seek(index)
            shown, before = image.convert("RGBA"), original.convert("RGBA")
            assert image.info["duration"] == [40, 200, 1000, 70, 100][index]
            at = (index * 10 + 6, 20)
            assert near(shown.getpixel(at), frame.getpixel(at), 24)  # type: ignore[arg-type]
            assert near(shown.getpixel((58, 2)), before.getpixel((58, 2)), 0)  # type: ignore[arg-type]


def test_a_recording_of_a_screen_does_not_grow() -> None:
    page, frames = screenshot(400, 200), []
    for index in range(20):
        frame = page.copy()
        ImageDraw.Draw(frame).rectangle((10 + index * 6, 100, 14 + index * 6, 112), fill="black")
        frames.append(frame.quantize(16))
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert len(made(data).files[0].data) < len(data)


def test_a_turned_animation_is_turned() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = moving("WEBP", exif=exif.tobytes())
    facts, found = inspect(data), made(data)
    assert isinstance(facts, ImageFacts)
    assert (found.width, found.height) == (facts.width, facts.height) == (80, 120)


def test_a_gif_that_plays_once_plays_once() -> None:
    with Image.open(io.BytesIO(made(moving("GIF")).files[0].data)) as image:
        assert image.info["loop"] == 1


def test_animations_are_shrunk_to_the_largest_width() -> None:
    found = made(moving("GIF", size=(300, 200)), Recipe((100, 150), 78))
    assert [(f.width, f.height) for f in found.files] == [(150, 100)]


def test_an_apng_keeps_its_stand_in_out_of_the_animation() -> None:
    data = moving("PNG", default_image=True)
    facts, found = inspect(data), made(data)
    assert isinstance(facts, ImageFacts)
    with Image.open(io.BytesIO(found.files[0].data)) as image:
        assert getattr(image, "n_frames", 1) == facts.frames == 5


def test_an_endless_animation_is_declared_and_shows_its_first_frame() -> None:
    frames = [Image.new("1", (4, 4), index % 2) for index in range(1000)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    found = made(data)
    assert found.shortened and not found.animated


AVIF = Recipe((200, 400), 78, avif=True)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_avif_is_made_when_asked_for_and_smaller(mode: str) -> None:
    image = photograph(600, 400).convert(mode)
    image.putpixel((3, 3), (0, 0, 0, 0)[: len(mode)])
    data = saved(image, "PNG")
    found, without = made(data, AVIF), made(data, Recipe((200, 400), 78))
    assert found.files == without.files and without.avif == ()
    assert [(f.width, f.height, f.suffix) for f in found.avif] == [(200, 133, ".avif"), (400, 267, ".avif")]
    for file, other in zip(found.avif, found.files, strict=True):
        assert len(file.data) < len(other.data)
        with Image.open(io.BytesIO(file.data)) as shown, Image.open(io.BytesIO(other.data)) as expected:
            assert (shown.format, shown.mode, shown.size) == ("AVIF", mode, expected.size)
            assert near(mean(shown), mean(expected), 4)


def mean(image: Image.Image) -> tuple[int, ...]:
    pixel = image.convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return tuple(int(value) for value in pixel)


def test_avif_is_not_made_where_it_is_larger_nor_for_what_moves_or_is_drawn() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="5" height="5"/></svg>'
    flat = saved(screenshot(500, 300), "PNG")
    tall = saved(Image.new("RGB", (60, 20000), "navy"), "PNG")
    for data in (moving("GIF"), svg, flat, tall):
        assert made(data, AVIF).avif == ()


def test_the_same_bytes_give_the_same_files() -> None:
    for data in (saved(photograph(900, 600), "JPEG"), saved(screenshot(500, 300), "PNG"), moving("GIF")):
        assert make_variants(data, RECIPE) == make_variants(data, RECIPE)


def test_threads_do_not_disturb_each_other() -> None:
    profile = (
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        .tobytes()
        .replace(b"s\0R\0G\0B", b"z\0R\0G\0B")
    )
    pictures = [
        saved(photograph(500, 300), "JPEG", icc_profile=profile),
        saved(screenshot(300, 200), "PNG"),
        moving("GIF"),
        saved(photograph(400, 300), "WEBP"),
        b"<html>",
    ] * 4
    alone = [(inspect(data), make_variants(data, RECIPE)) for data in pictures]
    with ThreadPoolExecutor(4) as executor:
        together = list(executor.map(lambda data: (inspect(data), make_variants(data, RECIPE)), pictures))
    assert together == alone


def test_the_key_follows_the_recipe() -> None:
    keys = {
        recipe_key(r)
        for r in (
            RECIPE,
            Recipe((480, 720), 78),
            Recipe((480, 720, 1280), 79),
            Recipe((480, 720, 1280), 78, 99),
            Recipe((480, 720, 1280), 78, avif=True),
        )
    }
    assert len(keys) == 5
    assert recipe_key(RECIPE) == recipe_key(Recipe((480, 720, 1280), 78))


def test_what_is_no_picture_is_refused() -> None:
    assert make_variants(b"<html></html>", RECIPE) == Refused(
        "it is a web page, not an image of a known type", False
    )
    whole = saved(photograph(300, 200), "JPEG")
    found = make_variants(whole[: len(whole) // 2], RECIPE)
    assert isinstance(found, Refused) and found.damaged
