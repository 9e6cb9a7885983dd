"""Animations: one moving WebP instead of GIF, APNG, AVIF sequence or WebP."""

from __future__ import annotations

import io

from PIL import Image

# Browsers show frames of 10 ms and less for 100 ms; so does everybody who made such a GIF expect.
_SHORTEST, _USUAL = 11, 100


def moving_webp(
    image: Image.Image, frames: int, size: tuple[int, int], quality: int, method: int
) -> tuple[bytes, Image.Image]:
    """Return an animation at a size as WebP, and its first frame as RGBA.

    Each frame is kept lossy or lossless, whichever is smaller; the times and the number of repeats stay.
    The caller has bounded frames x width x height.
    """
    pictures: list[Image.Image] = []
    durations: list[int] = []
    # Pillow counts a still that stands in for an APNG as frame 0.
    first = 1 if image.info.get("default_image") else 0
    for number in range(first, first + frames):
        image.seek(number)
        image.load()
        picture = image.convert("RGBA")
        if picture.size != size:
            picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        picture.info = {}
        pictures.append(picture)
        duration = round(float(image.info.get("duration") or 0))
        durations.append(duration if duration >= _SHORTEST else _USUAL)
    target = io.BytesIO()
    pictures[0].save(
        target,
        "WEBP",
        save_all=True,
        append_images=pictures[1:],
        duration=durations,
        loop=_loops(image),
        quality=quality,
        method=method,
        allow_mixed=True,
        background=(0, 0, 0, 0),
    )
    return target.getvalue(), pictures[0]


def _loops(image: Image.Image) -> int:
    """Repeats in WebP's count (0 is for ever): a GIF without a loop extension plays once, one with n plays n + 1 times."""
    if image.format == "GIF":
        if "loop" not in image.info:
            return 1
        loops = int(image.info["loop"])
        return loops + 1 if loops else 0
    return int(image.info.get("loop") or 0)
