"""Animations: one moving WebP instead of GIF, APNG, AVIF sequence or WebP.

Always WebP, which every browser shows: one format to test instead of two. Without key frames, which only serve seeking, it is
smaller than GIF for recordings of screens (without loss) as for films (mixed), and quicker to make.
"""

from __future__ import annotations

import io

from PIL import Image

from backfile.images.shrinking import turned

# Browsers show frames of 10 ms and less for 100 ms, and so expects everybody who made such a GIF.
_SHORTEST, _USUAL, _LONGEST = 11, 100, 600_000
_NO_KEY_FRAMES = 100_000
# The flags of a VP8X chunk and their alpha bit (RFC 9649, 2.7).
_FLAGS, _ALPHA = 20, 0x10


def moving_webp(
    image: Image.Image, frames: int, size: tuple[int, int], turn: int, *, quality: int, method: int
) -> tuple[bytes, Image.Image]:
    """Return an animation at a size as WebP, and its first frame as RGBA.

    Lossless, or each frame lossy or lossless, whichever is smaller; the times and the number of repeats stay.
    turn: its EXIF orientation; size: after that. The caller has bounded frames x width x height.
    """
    strip = _Frames(image, frames, size, turn)
    first = strip.copy()
    loop = _loops(image)
    moving = _encoded(strip, loop, quality=quality, method=method, allow_mixed=True)
    if image.format in ("GIF", "PNG"):
        exact = _encoded(strip, loop, quality=20, method=method, lossless=True)
        moving = min(moving, exact, key=len)
    return moving, first


def _encoded(strip: _Frames, loop: int, **options: int) -> bytes:
    target = io.BytesIO()
    strip.save(
        target,
        "WEBP",
        save_all=True,
        duration=strip.durations,
        loop=loop,
        background=(0, 0, 0, 0),
        kmin=_NO_KEY_FRAMES - 1,
        kmax=_NO_KEY_FRAMES,
        **options,
    )
    data = bytearray(target.getvalue())
    if strip.transparent and data[12:16] == b"VP8X":
        # libwebp cuts frames to what they change and may then find no transparent pixel in any, although the ground shows.
        data[_FLAGS] |= _ALPHA
    return bytes(data)


class _Frames(Image.Image):
    """An animation whose frames are scaled when they are sought, so that only one is in memory at a time.

    durations is filled on the way: the encoder reads a frame's duration after it has sought the frame.
    """

    def __init__(self, source: Image.Image, frames: int, size: tuple[int, int], turn: int) -> None:
        super().__init__()
        self.n_frames = frames
        self.durations = [0] * frames
        self.transparent = False
        self._source = source
        self._wanted = size
        self._turn = turn
        # Pillow counts a still that stands in for an APNG as frame 0.
        self._first = 1 if source.info.get("default_image") else 0
        self._at = -1
        self.seek(0)

    def seek(self, frame: int) -> None:
        if frame == self._at:
            return
        self._source.seek(self._first + frame)
        self._source.load()
        picture = turned(self._source.convert("RGBA"), self._turn)
        if picture.size != self._wanted:
            picture = picture.resize(self._wanted, Image.Resampling.LANCZOS, reducing_gap=3.0)
        self.transparent = self.transparent or picture.getchannel("A").getextrema() != (255, 255)
        duration = round(float(self._source.info.get("duration") or 0))
        self.durations[frame] = min(duration, _LONGEST) if duration >= _SHORTEST else _USUAL
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
