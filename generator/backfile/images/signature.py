"""What a file's first bytes say: its type and, where cheap, its size in pixels.

The size is read here before any library sees the file, because some decoders allocate the whole canvas on opening.
"""

from __future__ import annotations

import re
import struct
import zlib

# Media type -> the only Pillow plugin that may open it.
PILLOW_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/avif": "AVIF",
    "image/bmp": "BMP",
}
SVG = "image/svg+xml"
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG_PROLOGUE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s+|<\?[^>]{0,2000}\?>|<!--.{0,4000}?-->|<!DOCTYPE\s+svg[^>\[]{0,500}(?:\[[^\]]{0,4000}\]\s*)?>)*"
    rb"<(?:[A-Za-z_][\w.-]{0,40}:)?svg[\s/>]",
    re.S,
)


def media_type(data: bytes) -> str:
    """Return the media type that the bytes show, or "" when they are none of the images this tool takes."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(_PNG):
        return "image/png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and _avif_brand(data):
        return "image/avif"
    if data[:2] == b"BM" and len(data) > 18 and struct.unpack_from("<I", data, 14)[0] in _BMP_HEADERS:
        return "image/bmp"
    return SVG if _SVG_PROLOGUE.match(data[:16_384]) else ""


def declared_size(data: bytes, media: str) -> tuple[int, int]:
    """Return the width and height that the header declares; (0, 0) when it does not say.

    An AVIF declares sizes of its parts and of the whole: the largest counts.
    """
    try:
        if media == "image/png":
            return struct.unpack_from(">II", data, 16)
        if media == "image/gif":
            return struct.unpack_from("<HH", data, 6)
        if media == "image/bmp":
            core = struct.unpack_from("<I", data, 14)[0] == _BMP_HEADERS[0]
            width, height = struct.unpack_from("<HH" if core else "<ii", data, 18)
            return abs(width), abs(height)
        if media == "image/webp":
            return _webp_size(data)
        if media == "image/jpeg":
            return _jpeg_size(data)
        if media == "image/avif":
            sizes = (struct.unpack(">II", found[1]) for found in _AVIF_SIZE.finditer(data[:65_536]))
            return max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    except struct.error:
        pass
    return 0, 0


def png_damage(data: bytes) -> str:
    """Return what is wrong with a PNG's chunks, or "": Pillow skips the checksums of the pixel data.

    Chunks after IEND are not looked at; checksums of chunks that a decoder may ignore are not either.
    """
    at = len(_PNG)
    pixels = False
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        end = at + 12 + size
        if end > len(data):
            break
        if kind[0] < 0x60 and zlib.crc32(memoryview(data)[at + 4 : end - 4]) != int.from_bytes(
            data[end - 4 : end], "big"
        ):
            return f"the checksum of its {kind.decode('ascii', 'replace')} chunk is wrong"
        pixels = pixels or kind == b"IDAT"
        if kind == b"IEND":
            return "" if pixels else "it has no pixel data"
        at = end
    return "it is truncated"


def orientation(exif: object) -> int:
    """Return the EXIF orientation, 1 to 8, of a raw EXIF block; 1 when it says nothing usable (EXIF 2.32, 4.6.4).

    Read here and not by Pillow, which warns about every flaw of the other tags.
    """
    if not isinstance(exif, bytes):
        return 1
    tiff = exif.removeprefix(b"Exif\x00\x00")
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        at: int = struct.unpack_from(order + "I", tiff, 4)[0]
        count: int = struct.unpack_from(order + "H", tiff, at)[0]
        for entry in range(at + 2, at + 2 + 12 * min(count, 512), 12):
            tag, kind = struct.unpack_from(order + "HH", tiff, entry)
            if tag == 0x0112 and kind == 3:
                value: int = struct.unpack_from(order + "H", tiff, entry + 8)[0]
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


# Image spatial extents: a version and flags of 0, width and height (ISO 23008-12, 6.5.3).
_AVIF_SIZE = re.compile(rb"ispe\0\0\0\0(.{8})", re.S)
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)


def _avif_brand(data: bytes) -> bool:
    size = min(int.from_bytes(data[:4], "big"), 256, len(data))
    brands = {data[at : at + 4] for at in (8, *range(16, size - 3, 4))}
    return bool(brands & {b"avif", b"avis"})


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Walk the segments up to the frame header (ITU T.81, B.2.2)."""
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            return 0, 0
        marker = data[at + 1]
        if marker == 0xFF or 0xD0 <= marker <= 0xD8 or marker == 1:
            at += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
    return 0, 0


def _webp_size(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0
