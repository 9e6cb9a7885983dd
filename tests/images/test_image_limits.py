"""What hostile and large pictures cost: promise 20, and what the architecture says of memory.

Each case runs in a process of its own, whose peak of memory and processor time the system has counted.
"""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

resource = pytest.importorskip("resource", reason="this system does not count a process's memory")

_PROGRAM = """
import re, resource, sys
from pathlib import Path
from backfile import images
data = Path(sys.argv[1]).read_bytes()
made = images.make_variants(data, images.Recipe((480, 1280), 78))
found = images.inspect(data)
used = resource.getrusage(resource.RUSAGE_SELF)
said = [one.reason if isinstance(one, images.Refused) else "taken" for one in (found, made)]
peak = used.ru_maxrss / 1024 / 1024
if sys.platform == "linux":
    # ru_maxrss would also count the process that started this one, before it became this one.
    peak = int(re.search("VmHWM: *(\\d+)", Path("/proc/self/status").read_text().replace("\\t", " "))[1]) / 1024
print(round(peak), used.ru_utime + used.ru_stime)
print("\\n".join(said))
"""


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *extra: bytes) -> bytes:
    """A PNG of one bit a pixel, all white."""
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    packer = zlib.compressobj(9)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def gif_of_many_frames() -> bytes:
    frames = [Image.new("P", (20, 20), index % 2) for index in range(10_000)]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    return target.getvalue()


def huge_animation() -> bytes:
    """A GIF that draws the whole of 4,000 x 4,000 pixels 300 times, in few bytes."""
    frames = [Image.new("P", (4000, 4000), index) for index in (1, 2)]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    data = target.getvalue()
    last = data.rindex(b"\x21\xf9\x04")
    return data[:last] + data[last:-1] * 299 + b";"


def jpeg_claiming(width: int, height: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (16, 16)).save(target, "JPEG", progressive=True)
    data = bytearray(target.getvalue())
    at = data.index(b"\xff\xc2")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def avif_claiming(width: int, height: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (16, 16)).save(target, "AVIF", speed=10)
    data = target.getvalue()
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


ZEROS = zlib.compress(bytes(200_000_000), 9)
BOMBS = {
    "400 megapixels": lambda: png(20_000, 20_000),
    "144 megapixels": lambda: png(12_000, 12_000),
    "65535 by 65535 as JPEG": lambda: jpeg_claiming(65_500, 65_500),
    "65535 by 65535 as GIF": lambda: b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0, 0, 0) + b";",
    "65535 by 65535 as AVIF": lambda: avif_claiming(65_535, 65_535),
    "zTXt": lambda: png(64, 64, chunk(b"zTXt", b"a\0\0" + ZEROS)),
    "iCCP": lambda: png(64, 64, chunk(b"iCCP", b"a\0\0" + ZEROS)),
    "10,000 frames": gif_of_many_frames,
    "300 frames of 16 megapixels": huge_animation,
}


def cost(data: bytes, folder: Path) -> tuple[int, float, list[str]]:
    """Return megabytes, seconds of the processor, and what inspecting and making said."""
    file = folder / "picture"
    file.write_bytes(data)
    command = [sys.executable, "-c", _PROGRAM, str(file)]
    environment = {"PYTHONPATH": str(Path(__file__).parents[2] / "generator")}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    first, *said = done.stdout.splitlines()
    megabytes, seconds = first.split()
    return int(megabytes), float(seconds), said


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_cost_little(name: str, tmp_path: Path) -> None:
    megabytes, seconds, said = cost(BOMBS[name](), tmp_path)
    assert megabytes < 300
    assert seconds < 2
    if ("pixels" in name and "frames" not in name) or "65535" in name:
        assert all("80 megapixels" in one for one in said), said


@pytest.mark.parametrize(
    ("kind", "mode", "most"),
    [("PNG", "RGBA", 240), ("PNG", "P", 150), ("GIF", "P", 150), ("JPEG", "RGB", 120), ("WEBP", "RGB", 280)],
)
def test_a_photograph_of_twelve_megapixels_takes_little_memory(
    kind: str, mode: str, most: int, tmp_path: Path
) -> None:
    image = Image.linear_gradient("L").resize((4000, 3000)).convert("RGB").convert(mode)
    if mode == "RGBA":
        image.putpixel((5, 5), (0, 0, 0, 0))
    target = io.BytesIO()
    image.save(target, kind, **({"method": 0} if kind == "WEBP" else {}))
    megabytes, _, said = cost(target.getvalue(), tmp_path)
    assert said == ["taken", "taken"]
    assert megabytes < most


def test_the_largest_picture_that_is_taken_is_never_in_memory_twice(tmp_path: Path) -> None:
    """80 megapixels of a palette: converted as a whole they would take 320 MB, and 640 with an alpha channel."""
    image = Image.new("P", (10_000, 8_000), 1)
    image.putpalette([0, 0, 0, 10, 200, 30])
    target = io.BytesIO()
    image.save(target, "PNG", transparency=0, compress_level=1)
    megabytes, _, said = cost(target.getvalue(), tmp_path)
    assert said == ["taken", "taken"]
    assert megabytes < 300


def test_a_large_jpeg_is_shrunk_while_it_is_decoded(tmp_path: Path) -> None:
    target = io.BytesIO()
    Image.new("L", (10_000, 8_000), 90).save(target, "JPEG")
    megabytes, _, said = cost(target.getvalue(), tmp_path)
    assert said == ["taken", "taken"]
    assert megabytes < 80
