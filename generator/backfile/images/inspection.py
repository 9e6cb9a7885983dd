"""What a file is: its type, size and frames, or why it is refused."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from PIL import Image

from backfile.images import fingerprint, signature, vector

MEGAPIXELS = 80
# Bytes of memory above which a picture is better decoded alone.
LARGE = 100_000_000
# Bytes a pixel that decoding takes at its peak, 9 for all others, which may have an alpha channel: a progressive JPEG keeps its
# coefficients, WebP three canvases.
_APPETITE = {"image/jpeg": 6, "image/webp": 16}
MAX_FRAMES = 300
# Width x height x frames of an animation that is still decoded as a whole.
MAX_ANIMATED_PIXELS = 120_000_000
_MAX_BYTES = 64_000_000
TOO_HUNGRY = "it takes more memory to decode than a picture may have"
# catch_warnings changes what the whole process sees, so one thread at a time may hold it.
_quiet = threading.Lock()


class ImageFacts(msgspec.Struct, frozen=True):
    """What an image is. width and height in pixels are those after its EXIF rotation; frames is 1 for a still.

    fingerprint: 16 hex digits that the picture has at every size, "" for drawings, small ones and those without structure.
    """

    media: str
    width: int
    height: int
    frames: int
    fingerprint: str = ""


class Refused(msgspec.Struct, frozen=True):
    """Why bytes are not shown. damaged: an image, but a broken or excessive one; else no image at all."""

    reason: str
    damaged: bool


class RefusedError(Exception):
    """Internal to this package: carries a Refused out of a nested call."""

    def __init__(self, reason: str, damaged: bool = True) -> None:
        super().__init__(reason)
        self.refused = Refused(reason, damaged)


def inspect(data: bytes) -> ImageFacts | Refused:
    """Return what an image is, having decoded it once, or why it is refused.

    Pixels beyond 80 million are refused before anything is decoded; truncation, wrong checksums and whatever else
    a decoder stumbles over make it damaged.
    """
    try:
        media = identify(data)
        if media == signature.SVG:
            drawing = vector.sanitise(data)
            return ImageFacts(media, drawing.width, drawing.height, 1)
        with opened(data, media) as image:
            return _facts(image, media)
    except RefusedError as error:
        return error.refused
    except vector.DrawingError as error:
        return Refused(f"the SVG is refused: {error}", damaged=True)
    except MemoryError:
        return Refused(TOO_HUNGRY, damaged=True)
    except Exception as error:  # decoders raise nearly every kind of exception on broken bytes
        return Refused(f"the image cannot be decoded: {_said(error)}", damaged=True)


def _facts(image: Image.Image, media: str) -> ImageFacts:
    frames = frames_of(image)
    width, height = image.size
    if media == "image/jpeg":
        # A JPEG is read to its end in grey at an eighth of its size: the same verdict for less time and memory.
        image.draft("L", (2 * fingerprint.SIDE, 2 * fingerprint.SIDE))
    image.load()
    turn = signature.orientation(image.info.get("exif"))
    mark = ""
    if min(width, height) >= fingerprint.SMALLEST:
        mark = fingerprint.fingerprint_of(image, turn)
    if frames > 1 and whole_animation(frames, width, height):
        for number in range(1, frames):
            image.seek(number)
            image.load()
    if turn >= 5:
        width, height = height, width
    return ImageFacts(media, width, height, frames, mark)


def memory_of(media: str, width: int, height: int) -> int:
    """Return about how many bytes of memory an image takes to decode."""
    return _APPETITE.get(media, 9) * width * height


def declared_memory(data: bytes) -> int:
    """Return memory_of an image by what its header declares, without decoding anything; 0 when it does not say."""
    media = signature.media_type(data)
    return memory_of(media, *signature.declared_size(data, media))


def identify(data: bytes) -> str:
    """Return the media type. Raises RefusedError for what is no image, or too large to be looked at."""
    if not data:
        raise RefusedError("it is empty", damaged=False)
    media = signature.media_type(data)
    if not media:
        raise RefusedError(f"it is {_kind_of_text(data)}, not an image of a known type", damaged=False)
    if len(data) > _MAX_BYTES:
        raise RefusedError(f"it has more than {_MAX_BYTES // 1_000_000} MB")
    _check_size(*signature.declared_size(data, media))
    if media == "image/png" and (damage := signature.png_damage(data)):
        raise RefusedError(f"the PNG is damaged: {damage}")
    return media


@contextmanager
def opened(data: bytes, media: str) -> Iterator[Image.Image]:
    """Open an image with the one plugin for its type; nothing is decoded yet. Raises RefusedError when it is too large."""
    with _quiet, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(data), formats=[signature.PILLOW_FORMATS[media]])
        except Image.DecompressionBombError:
            raise RefusedError(_too_large()) from None
    with image:
        _check_size(*image.size)
        if min(image.size) < 1:
            raise RefusedError("it has no pixels")
        yield image


def frames_of(image: Image.Image) -> int:
    """Return the number of frames; a phone's JPEG with a second picture inside (MPO) counts as one."""
    if image.format not in ("GIF", "PNG", "WEBP", "AVIF"):
        return 1
    frames = max(1, int(getattr(image, "n_frames", 1)))
    # An APNG whose first picture is not part of the animation counts it as a frame more.
    return frames - 1 if frames > 1 and image.info.get("default_image") else frames


def whole_animation(frames: int, width: int, height: int) -> bool:
    """Return whether an animation is small enough to be kept moving; of others the first frame stands for all."""
    return frames <= MAX_FRAMES and frames * width * height <= MAX_ANIMATED_PIXELS


def _check_size(width: int, height: int) -> None:
    if width * height > MEGAPIXELS * 1_000_000:
        raise RefusedError(_too_large(width, height))


def _too_large(width: int = 0, height: int = 0) -> str:
    size = f" ({width} x {height} pixels)" if width else ""
    return f"it has more than {MEGAPIXELS} megapixels{size}"


def _said(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__)[:200]


def _kind_of_text(data: bytes) -> str:
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")) or b"<html" in start:
        return "a web page"
    if start.startswith((b"{", b"[")):
        return "JSON"
    if start.startswith(b"<"):
        return "XML"
    return "something else"
