"""What bytes are judged to be.

Promise 20: test_bombs_*, and what they cost in test_image_limits.py; 21: test_truncated_*, test_a_progressive_*,
test_a_wrong_checksum_*, test_what_is_no_image; 22: test_types_come_from_the_bytes; 23: test_width_and_height_*, test_a_zip_*;
24: test_other_types_are_not_opened and test_kinds_that_pillow_cannot_write. What is made of pictures: test_image_variants.py.
"""

from __future__ import annotations

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from backfile.images import ImageFacts, Refused, inspect

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpora" / "hostile" / "exif-orientation"


def encoded(kind: str, width: int = 40, height: int = 30, **options: object) -> bytes:
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_header(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def refusal(data: bytes) -> Refused:
    found = inspect(data)
    assert isinstance(found, Refused), found
    return found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP"])
def test_types_come_from_the_bytes(kind: str) -> None:
    assert inspect(encoded(kind)) == ImageFacts(f"image/{kind.lower()}", 40, 30, 1)


@pytest.mark.parametrize("kind", ["TIFF", "PCX", "EPS", "ICO", "TGA", "PPM", "JPEG2000"])
def test_other_types_are_not_opened(kind: str) -> None:
    assert not refusal(encoded(kind)).damaged


@pytest.mark.parametrize(
    "head", [b"8BPS\0\x01", b"SIMPLE  =                    T", b"\xc5\xd0\xd3\xc6", b"P6 9 9 255\n"]
)
def test_kinds_that_pillow_cannot_write(head: bytes) -> None:
    found = refusal(head + bytes(3000))
    assert not found.damaged and "not an image of a known type" in found.reason


def test_only_six_plugins_may_open_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    original = Image.open

    def watched(file: io.BytesIO, formats: list[str]) -> Image.Image:
        asked.append(formats)
        return original(file, formats=formats)

    monkeypatch.setattr(Image, "open", watched)
    for kind in ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP"):
        inspect(encoded(kind))
    assert asked == [["JPEG"], ["PNG"], ["GIF"], ["WEBP"], ["AVIF"], ["BMP"]]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b'\xef\xbb\xbf\n{"error": 404}', "JSON"),
        (b"<?xml version='1.0'?><Error/>", "XML"),
        (b"GIF", "something else"),
        (b"hello", "something else"),
    ],
)
def test_what_is_no_image(data: bytes, word: str) -> None:
    found = refusal(data)
    assert word in found.reason
    assert not found.damaged


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP"])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_truncated_images_are_damaged(kind: str, share: float) -> None:
    image = Image.frombytes("RGB", (200, 150), random.Random(7).randbytes(90_000))
    target = io.BytesIO()
    image.save(target, kind)
    data = target.getvalue()
    assert refusal(data[: int(len(data) * share)]).damaged


def test_a_progressive_jpeg_cut_short_is_damaged() -> None:
    image = Image.frombytes("RGB", (200, 150), random.Random(7).randbytes(90_000))
    target = io.BytesIO()
    image.save(target, "JPEG", progressive=True)
    assert refusal(target.getvalue()[:-200]).damaged


def test_a_wrong_checksum_is_damage() -> None:
    data = bytearray(encoded("PNG"))
    at = data.index(b"IDAT")
    size = int.from_bytes(data[at - 4 : at], "big")
    data[at + 4 + size] ^= 1
    assert "IDAT" in refusal(bytes(data)).reason


@pytest.mark.parametrize(("width", "height"), [(65535, 65535), (20000, 20000), (12000, 12000), (9000, 9000)])
def test_bombs_are_refused_before_decoding(width: int, height: int) -> None:
    data = png_header(width, height) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    assert "80 megapixels" in refusal(data).reason


def test_bombs_of_other_types() -> None:
    gif = b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0) + b";"
    bmp = b"BM" + b"\0" * 12 + struct.pack("<IiiHHIIiiII", 40, 65535, -65535, 1, 24, 0, 0, 0, 0, 0, 0)
    webp = (
        b"RIFF"
        + struct.pack("<I", 22)
        + b"WEBPVP8X"
        + struct.pack("<I", 10)
        + b"\0" * 4
        + b"\xff\xff\x00" * 2
    )
    jpeg = bytearray(encoded("JPEG"))
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = struct.pack(">HH", 65500, 65500)
    for data in (gif, bmp, webp, bytes(jpeg)):
        assert "80 megapixels" in refusal(data).reason


def test_compressed_text_and_profile_bombs_are_not_unpacked() -> None:
    bomb = zlib.compress(b"\0" * 50_000_000, 9)
    whole = encoded("PNG")
    head, rest = whole[:33], whole[33:]
    for extra in (chunk(b"zTXt", b"a\0\0" + bomb), chunk(b"iCCP", b"a\0\0" + bomb)):
        found = inspect(head + extra + rest)
        assert isinstance(found, Refused) or (found.width, found.height) == (40, 30)


def test_a_zip_behind_an_image_changes_nothing() -> None:
    assert inspect(encoded("JPEG") + b"PK\x03\x04" + b"x" * 500) == ImageFacts("image/jpeg", 40, 30, 1)
    assert inspect(encoded("PNG") + b"<script>alert(1)</script>") == ImageFacts("image/png", 40, 30, 1)


@pytest.mark.parametrize("turn", range(1, 9))
def test_width_and_height_are_those_after_rotation(turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    facts = inspect(encoded("JPEG", exif=exif.tobytes()))
    assert isinstance(facts, ImageFacts)
    assert (facts.width, facts.height) == ((30, 40) if turn >= 5 else (40, 30))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of rotated photographs is not here")
def test_rotated_photographs_have_one_size() -> None:
    for name, landscape in (("Landscape", True), ("Portrait", False)):
        found = [inspect((CORPUS / f"{name}_{turn}.jpg").read_bytes()) for turn in range(1, 9)]
        sizes = {(f.width, f.height) for f in found if isinstance(f, ImageFacts)}
        assert len(found) == 8
        assert len(sizes) == 1
        ((width, height),) = sizes
        assert (width > height) == landscape


def test_frames_are_counted() -> None:
    frames = [Image.new("RGB", (20, 10), (index * 20, 0, 0)) for index in range(5)]
    for kind in ("GIF", "WEBP", "PNG"):
        target = io.BytesIO()
        frames[0].save(target, kind, save_all=True, append_images=frames[1:])
        facts = inspect(target.getvalue())
        assert isinstance(facts, ImageFacts)
        assert facts.frames == 5


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP"])
def test_no_damage_raises(kind: str) -> None:
    whole = encoded(kind)
    for at in range(0, len(whole), max(1, len(whole) // 120)):
        broken = bytearray(whole)
        broken[at] ^= 0x5A
        assert isinstance(inspect(bytes(broken)), ImageFacts | Refused)
