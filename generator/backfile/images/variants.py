"""Bytes of a picture to the files a page shows."""

from __future__ import annotations

import io
from hashlib import blake2b

import msgspec
from PIL import Image, ImageCms, features

from backfile.images import animation, signature, vector
from backfile.images.inspection import (
    TOO_HUNGRY,
    Refused,
    RefusedError,
    frames_of,
    identify,
    opened,
    whole_animation,
)
from backfile.images.shrinking import shrunk, turned

# Speed of the WebP encoder, 0 to 6: at 2 a photograph takes 11 ms instead of 27 and is 6 % larger than at 4.
_METHOD = 2
_WEBP_SIDE = 16_383
_JPEG_SIDE = 65_500
# Speed of the AVIF encoder, 0 to 10, and how far below WebP's its quality is set: at 8 and 16 photographs become 12 % smaller
# than WebP and differ as much from the original, in 100 ms instead of 11. Faster ones are larger than WebP at that.
_AVIF_SPEED, _AVIF_LESS = 8, 16
# Lossless is given up for the wider variants when it lost by this factor at the narrowest.
_HOPELESS = 3
_PROFILE_BYTES = 4_000_000


class Recipe(msgspec.Struct, frozen=True):
    """What to make of a picture: widths in pixels, quality of lossy WebP (1 to 100), and whether AVIF is tried as well.

    version: raised when this module makes other bytes of the same input, so that the key changes.
    """

    widths: tuple[int, ...]
    quality: int
    version: int = 4
    avif: bool = False


class VariantFile(msgspec.Struct, frozen=True):
    """One file to publish; suffix is ".webp", ".avif", ".svg", or ".jpg" for a picture too tall for WebP."""

    width: int
    height: int
    suffix: str
    data: bytes


class Rendition(msgspec.Struct, frozen=True):
    """A picture made ready: size of its largest file, mean colour "#rrggbb" ("" for SVG), files by ascending width.

    animated: the files move. shortened: the original moves, but is too long or large: its first frame stands for it.
    avif: the same sizes once more as AVIF, each smaller than the file it may stand for; else ().
    """

    width: int
    height: int
    colour: str
    animated: bool
    files: tuple[VariantFile, ...]
    shortened: bool = False
    avif: tuple[VariantFile, ...] = ()


def recipe_key(recipe: Recipe) -> str:
    """Return a short text that changes whenever the same bytes could give other files: recipe and libraries."""
    versions = [
        f"{name}={features.version(name)}" for name in ("pil", "webp", "libjpeg_turbo", "avif", "zlib")
    ]
    text = f"{msgspec.json.encode(recipe).decode()} {' '.join(versions)}"
    return blake2b(text.encode(), digest_size=8).hexdigest()


def make_variants(data: bytes, recipe: Recipe) -> Rendition | Refused:
    """Return the files for a picture at the recipe's widths, or why there are none.

    A picture is never enlarged: one of 900 pixels at widths 720 and 1280 gives 720 and 900.
    An animation gives one moving WebP at the largest width; an SVG one filtered SVG.
    """
    try:
        media = identify(data)
        if media == signature.SVG:
            drawing = vector.sanitise(data)
            file = VariantFile(drawing.width, drawing.height, ".svg", drawing.data)
            return Rendition(drawing.width, drawing.height, "", False, (file,))
        with opened(data, media) as image:
            frames = frames_of(image)
            if frames > 1 and whole_animation(frames, *image.size):
                return _moving(image, frames, recipe)
            return _still(image, media, recipe, shortened=frames > 1)
    except RefusedError as error:
        return error.refused
    except vector.DrawingError as error:
        return Refused(f"the SVG is refused: {error}", damaged=True)
    except MemoryError:
        return Refused(TOO_HUNGRY, damaged=True)
    except Exception as error:  # decoders raise nearly every kind of exception on broken bytes
        return Refused(
            f"the image cannot be decoded: {str(error)[:200] or type(error).__name__}", damaged=True
        )


def target_sizes(width: int, height: int, widths: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Return the sizes to make, ascending and distinct: never wider than the picture, never without pixels."""
    sizes = sorted({min(wanted, width) for wanted in widths if wanted > 0} or {width})
    result = []
    for across in sizes:
        down = max(1, round(height * across / width))
        if down > _JPEG_SIDE:
            across, down = max(1, across * _JPEG_SIDE // down), _JPEG_SIDE
        if (across, down) not in result:
            result.append((across, down))
    return tuple(result)


def _still(image: Image.Image, media: str, recipe: Recipe, shortened: bool) -> Rendition:
    width, height = image.size
    # The orientation decides which side is the width; it stands before the pixels in every format but PNG.
    if media == "image/png":
        image.load()
    turn = signature.orientation(image.info.get("exif"))
    sizes = target_sizes(*((height, width) if turn >= 5 else (width, height)), recipe.widths)
    across, down = sizes[-1]
    drawn = (down, across) if turn >= 5 else (across, down)
    if media == "image/jpeg":
        # Lets libjpeg shrink while it decodes, to no less than what is wanted.
        image.draft(None, drawn)
    image.load()
    profile = image.info.get("icc_profile")
    pixels = shrunk(image, drawn)
    pixels = _opaque(turned(_in_srgb(pixels, profile), turn))
    files: list[VariantFile] = []
    avif: list[VariantFile] = []
    lossless = media != "image/jpeg"
    for size in sizes:
        scaled = (
            pixels if size == pixels.size else pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        )
        file, lossless = _encoded(scaled, recipe.quality, lossless)
        files.append(file)
        if (
            recipe.avif
            and len(avif) == len(files) - 1
            and (other := _smaller_avif(scaled, file, recipe.quality))
        ):
            avif.append(other)
    # A browser that takes AVIF looks at nothing else, so it must find every width there.
    whole = tuple(avif) if len(avif) == len(files) else ()
    return Rendition(across, down, mean_colour(pixels), False, tuple(files), shortened, whole)


def _moving(image: Image.Image, frames: int, recipe: Recipe) -> Rendition:
    turn = signature.orientation(image.info.get("exif"))
    width, height = image.size[::-1] if turn >= 5 else image.size
    size = target_sizes(width, height, recipe.widths)[-1]
    if max(size) > _WEBP_SIDE:
        return _still(image, signature_of(image), recipe, shortened=True)
    data, first = animation.moving_webp(image, frames, size, turn, quality=recipe.quality, method=_METHOD)
    return Rendition(*size, mean_colour(first), True, (VariantFile(*size, ".webp", data),))


def signature_of(image: Image.Image) -> str:
    """Return the media type of an opened image."""
    return next(media for media, name in signature.PILLOW_FORMATS.items() if name == image.format)


def mean_colour(image: Image.Image) -> str:
    """Return the mean of the pixels as "#rrggbb", or "" for a picture one can see through: its ground is the page's."""
    pixel = image.resize((1, 1), Image.Resampling.BOX).convert("RGBA").getpixel((0, 0))
    assert isinstance(pixel, tuple)
    red, green, blue, alpha = (int(value) for value in pixel)
    return f"#{red:02x}{green:02x}{blue:02x}" if alpha >= 250 else ""


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Apply a colour profile, so that none has to be published; a broken or odd profile is dropped."""
    if not isinstance(profile, bytes) or not 128 < len(profile) < _PROFILE_BYTES:
        return image.convert("RGB") if image.mode == "CMYK" else image
    space = {b"RGB ": "RGB", b"CMYK": "CMYK"}.get(profile[16:20])
    if space != ("CMYK" if image.mode == "CMYK" else "RGB") or _is_srgb(profile):
        return image.convert("RGB") if image.mode == "CMYK" else image
    colours = image.convert("RGB") if image.mode == "RGBA" else image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(colours, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        changed = None
    if changed is None:
        return image.convert("RGB") if image.mode == "CMYK" else image
    if image.mode == "RGBA":
        changed.putalpha(image.getchannel("A"))
    return changed


def _is_srgb(profile: bytes) -> bool:
    head = profile[:4000]
    return b"sRGB" in head or b"s\x00R\x00G\x00B" in head


def _opaque(image: Image.Image) -> Image.Image:
    """Drop an alpha channel that hides nothing, and every piece of metadata."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    else:
        image = image.copy()
    image.info = {}
    return image


def _encoded(image: Image.Image, quality: int, lossless: bool) -> tuple[VariantFile, bool]:
    """The smaller of lossy and (where it may pay) lossless WebP, and whether lossless may pay for wider variants."""
    if max(image.size) > _WEBP_SIDE:
        return _tall(image, quality), lossless
    lossy = _webp(image, quality=quality, method=_METHOD)
    if lossless:
        exact = _webp(image, lossless=True, quality=20, method=_METHOD)
        lossless = len(exact) < _HOPELESS * len(lossy)
        lossy = min(lossy, exact, key=len)
    return VariantFile(*image.size, ".webp", lossy), lossless


def _webp(image: Image.Image, *, quality: int, method: int, lossless: bool = False) -> bytes:
    target = io.BytesIO()
    image.save(target, "WEBP", quality=quality, method=method, lossless=lossless)
    return target.getvalue()


def _smaller_avif(image: Image.Image, file: VariantFile, quality: int) -> VariantFile | None:
    if file.suffix != ".webp":
        return None
    target = io.BytesIO()
    # More threads would not change the bytes, but every picture has a worker of its own already.
    image.save(target, "AVIF", quality=max(1, quality - _AVIF_LESS), speed=_AVIF_SPEED, max_threads=1)
    data = target.getvalue()
    return VariantFile(*image.size, ".avif", data) if len(data) < len(file.data) else None


def _tall(image: Image.Image, quality: int) -> VariantFile:
    """WebP ends at 16,383 pixels; long scrolls of text would become unreadable if they were shrunk to that."""
    if image.mode == "RGBA":
        ground = Image.new("RGB", image.size, "#ffffff")
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
    return VariantFile(*image.size, ".jpg", target.getvalue())
