"""Animations: one moving WebP instead of GIF, APNG, AVIF sequence or WebP.

Always WebP, also where the original GIF was smaller: every browser shows it, it is a fifth of a GIF's size in the usual case,
and there is one format to test instead of two.
"""

from __future__ import annotations

import io

from PIL import Image

# Browsers show frames of 10 ms and less for 100 ms, and so expects everybody who made such a GIF.
_SHORTEST, _USUAL = 11, 100


def moving_webp(
    image: Image.Image, frames: int, size: tuple[int, int], quality: int, method: int
) -> tuple[bytes, Image.Image]:
    """Return an animation at a size as WebP, and its first frame as RGBA.

    Each frame is kept lossy or lossless, whichever is smaller; the times and the number of repeats stay.
    The caller has bounded frames x width x height.
    """
    strip = _Frames(image, frames, size)
    first = strip.copy()
    target = io.BytesIO()
    strip.save(
        target,
        "WEBP",
        save_all=True,
        duration=strip.durations,
        loop=_loops(image),
        quality=quality,
        method=method,
        allow_mixed=True,
        background=(0, 0, 0, 0),
    )
    return target.getvalue(), first


class _Frames(Image.Image):
    """An animation whose frames are scaled when they are sought, so that only one is in memory at a time.

    durations is filled on the way: the encoder reads a frame's duration after it has sought the frame.
    """

    def __init__(self, source: Image.Image, frames: int, size: tuple[int, int]) -> None:
        super().__init__()
        self.n_frames = frames
        self.durations = [0] * frames
        self._source = source
        self._wanted = size
        # Pillow counts a still that stands in for an APNG as frame 0.
        self._first = 1 if source.info.get("default_image") else 0
        self._at = -1
        self.seek(0)

    def seek(self, frame: int) -> None:
        if frame == self._at:
            return
        self._source.seek(self._first + frame)
        self._source.load()
        picture = self._source.convert("RGBA")
        if picture.size != self._wanted:
            picture = picture.resize(self._wanted, Image.Resampling.LANCZOS, reducing_gap=3.0)
        duration = round(float(self._source.info.get("duration") or 0))
        self.durations[frame] = duration if duration >= _SHORTEST else _USUAL
        self._at = frame
        self.im = picture.im
        self._mode, self._size = picture.mode, picture.size

    def tell(self) -> int:
        return self._at


def _loops(image: Image.Image) -> int:
    """Repeats in WebP's count (0 is for ever): a GIF without a loop extension plays once, one with n plays n + 1 times."""
    if image.format == "GIF":
        if "loop" not in image.info:
            return 1
        loops = int(image.info["loop"])
        return loops + 1 if loops else 0
    return int(image.info.get("loop") or 0)
