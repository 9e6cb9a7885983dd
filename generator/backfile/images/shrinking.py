"""Pixels as they are shown: upright, as RGB or RGBA, at a smaller size, without a second copy of a large picture."""

from __future__ import annotations

from PIL import Image

_BAND_PIXELS = 1_000_000
# A picture is first reduced to no less than this many times the size that is wanted: exact enough for Lanczos after it.
_GAP = 3
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """Return an image as its EXIF orientation (1 to 8) wants it shown."""
    method = _TURNS.get(orientation)
    return image if method is None else image.transpose(method)


def plain(image: Image.Image) -> Image.Image:
    """Return an image as RGB or RGBA, whatever mode it was decoded to, without its metadata."""
    if image.mode.startswith("I"):
        # 16 bits a pixel: Pillow would clip instead of scaling.
        image = image.point(lambda value: value / 256).convert("L")
    transparent = image.has_transparency_data
    return image.convert("RGBA" if transparent else "RGB")


def shrinks_as_it_is(image: Image.Image) -> bool:
    """Return whether an image can be resized in the mode it was decoded to."""
    # CMYK keeps its four channels until a colour profile has been applied.
    return image.mode in ("RGB", "CMYK") and "transparency" not in image.info


def shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return an image at a size, RGB or RGBA, or CMYK where it was that.

    Conversion takes as much memory as the picture, and scaling with an alpha channel as much again: so both are done band
    by band where the picture is large and becomes much smaller.
    """
    if shrinks_as_it_is(image):
        return (
            image if image.size == size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=_GAP)
        )
    across, down = (max(1, old // (new * _GAP)) for old, new in zip(image.size, size, strict=True))
    if across * down == 1 or image.width * image.height <= _BAND_PIXELS:
        whole = plain(image)
        return (
            whole if whole.size == size else whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=_GAP)
        )
    return _in_bands(image, across, down).resize(
        size, Image.Resampling.LANCZOS, box=(0, 0, image.width / across, image.height / down)
    )


def _in_bands(image: Image.Image, across: int, down: int) -> Image.Image:
    width, height = image.size
    rows = down * max(1, _BAND_PIXELS // (width * down))
    target: Image.Image | None = None
    for top in range(0, height, rows):
        band = plain(image.crop((0, top, width, min(height, top + rows)))).reduce((across, down))
        if target is None:
            target = Image.new(band.mode, (-(-width // across), -(-height // down)))
        target.paste(band, (0, top // down))
    assert target is not None
    return target
