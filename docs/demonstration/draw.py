"""Draw the pictures of the demonstration archive again: `python docs/demonstration/draw.py`.

Pictures beside the front-matter captures go where the captures refer to them. Pictures of the text dumps were "downloaded"
from addresses that cannot exist (example.org is reserved): their bytes go to the store, and the ledger records where they
came from. The same bytes each time, as far as Pillow is the same version; what is there already and equal is left alone.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import dots
import film
import newsprint
import printing
import rooms
import screens
import tools
from PIL import Image, ImageChops

CONTENT = Path(__file__).resolve().parents[2] / "content"
HOST = "https://images.example.org/"
FETCHED = "2026-11-20T02:10:00Z"
MISSED = "2026-11-20T02:11:00Z"

Drawer = Callable[[], Image.Image]

# Beside captures, below content/sources/.
BESIDE: dict[str, Drawer] = {
    "bulletin/images/barcodes.png": rooms.barcodes,
    "bulletin/images/papermould.jpg": newsprint.paper_mould,
    "bulletin/images/stacks.jpg": rooms.stacks,
    "bulletin/images/ten-drawers.png": rooms.ten_drawers,
    "gazette/_posts/images/morgue.png": rooms.morgue,
    "gazette/_posts/images/typecase.jpg": printing.type_case,
    "gazette/images/broken-links.png": screens.broken_links,
    "gazette/images/strata.png": screens.strata,
    "notes/images/camera.png": tools.camera_stand,
    "notes/images/catalogue.png": rooms.catalogue,
    "notes/images/composing-stick.jpg": tools.composing_stick,
    "notes/images/fading-grid.png": screens.fading_grid,
    "notes/images/halftone.png": dots.halftone,
    "notes/images/press.png": printing.press,
    "notes/images/rosette.png": dots.rosette,
    "notes/images/three-copies.png": tools.three_copies,
}

# In the store: the piece of the address that names the picture, its kind, and whether it is a cover as well.
STORED: dict[str, tuple[str, Drawer, bool]] = {
    "DEMO-outline-of-the-character-zi-with-control-points": ("png", dots.outline_zi, False),
    "DEMOagingSwatch01": ("png", newsprint.aging_swatch, False),
    "DEMOclippings01": ("jpg", newsprint.clippings, True),
    "DEMOfilmReader01": ("png", film.film_reader, True),
    "DEMOfilmReel01": ("jpg", film.film_reel, True),
    "DEMOfootBanner": ("png", lambda: newsprint.footer("banner"), False),
    "DEMOfootCourier": ("png", lambda: newsprint.footer("courier"), False),
    "DEMOfootSeal": ("png", lambda: newsprint.footer("seal"), False),
    "DEMOironForme01": ("jpg", printing.iron_form, True),
    "DEMOletterFrequency01": ("png", dots.letter_frequency, False),
    "DEMOlifeBars01": ("png", film.life_bars, False),
    "DEMOlinotypeMats01": ("jpg", printing.linotype_matrices, True),
    "DEMOocrPage01": ("png", screens.ocr_page, True),
    "DEMOoldLibrary01": ("png", rooms.old_library, True),
    "DEMOpaperStrata01": ("png", newsprint.paper_fibres, True),
    "DEMOrasterYong01": ("png", dots.raster_yong, True),
    "DEMOsortBody01": ("png", printing.sort_body, False),
    "DEMOstencil01": ("jpg", printing.stencil, True),
    "DEMOturntable01": ("png", printing.turntable, False),
    "DEMOtypeSizes01": ("png", printing.type_sizes, True),
    "DEMOyellowPage01": ("jpg", newsprint.yellow_page, True),
}
MEDIA = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif"}
FORMATS = {"png": "png", "jpg": "jpeg", "gif": "gif"}


def main() -> None:
    """Write every picture that is missing or differs, and the ledger; remove what the store no longer needs."""
    kept: set[Path] = set()
    ledger: list[dict[str, object]] = []
    for name, draw in BESIDE.items():
        picture = draw()
        data = png(picture) if name.endswith(".png") else jpeg(picture)
        kept.add(written(CONTENT / "sources" / name, data))
    for token, (kind, draw, cover) in STORED.items():
        picture = draw()
        data = png(picture) if kind == "png" else jpeg(picture)
        kept.add(written(stored(data), data))
        ledger.append(line(address(token, kind), data, kind, picture.size))
        if cover:
            ledger.append(line(f"{HOST}mmbiz_{kind}/{token}/300", data, kind, picture.size))
    frames = film.film_advance()
    data = gif(frames)
    kept.add(written(stored(data), data))
    ledger.append(line(address("DEMOfilmAdvance", "gif"), data, "gif", frames[0].size))
    ledger.append(
        {
            "url": address("DEMOlostEnvelope", "jpg"),
            "outcome": "lost",
            "permanent": True,
            "reason": "the server answered 404",
            "status": 404,
            "time": MISSED,
        }
    )
    kept |= record(ledger)
    for path in sorted((CONTENT / "images").rglob("*")):
        if path.is_file() and path not in kept:
            path.unlink()
    total = sum(path.stat().st_size for path in kept)
    sys.stdout.write(f"{len(kept)} files, {total / 1e6:.2f} MB\n")


def address(token: str, kind: str) -> str:
    """Return the address under which a text dump refers to a picture."""
    return f"{HOST}mmbiz_{kind}/{token}/640?wx_fmt={FORMATS[kind]}"


def stored(data: bytes) -> Path:
    """Return where the store keeps bytes."""
    digest = sha256(data).hexdigest()
    return CONTENT / "images" / digest[:2] / digest[2:4] / digest


def line(url: str, data: bytes, kind: str, size: tuple[int, int]) -> dict[str, object]:
    """Return what the ledger says of a picture that was got."""
    return {
        "url": url,
        "outcome": "kept",
        "time": FETCHED,
        "sha256": sha256(data).hexdigest(),
        "media": MEDIA[kind],
        "width": size[0],
        "height": size[1],
        "bytes": len(data),
        "rung": "origin",
    }


def record(ledger: list[dict[str, object]]) -> set[Path]:
    """Write the ledger's files, one for each first byte of the addresses' digests."""
    files: dict[Path, list[str]] = {}
    for entry in sorted(ledger, key=lambda e: str(e["url"])):
        shard = CONTENT / "images" / "ledger" / f"{sha256(str(entry['url']).encode()).hexdigest()[:2]}.jsonl"
        files.setdefault(shard, []).append(
            json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        )
    return {written(path, ("\n".join(lines) + "\n").encode()) for path, lines in files.items()}


def written(path: Path, data: bytes) -> Path:
    """Write a file unless it holds these bytes already."""
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return path


def png(picture: Image.Image) -> bytes:
    """Return a flat picture as PNG with a palette, unless that would show as bands in its gradients."""
    buffer = io.BytesIO()
    flat = picture.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    difference = ImageChops.difference(picture, flat.convert("RGB"))
    error = max(difference.tobytes())
    (flat if error <= 3 else picture).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def jpeg(picture: Image.Image) -> bytes:
    """Return a picture with texture as JPEG."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=79, optimize=True, progressive=True, subsampling="4:2:0")
    return buffer.getvalue()


def gif(frames: list[Image.Image]) -> bytes:
    """Return an animation that holds its first picture and the one in its middle."""
    buffer = io.BytesIO()
    palette = frames[0].quantize(48, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    flat = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    times = [1100 if number % (len(frames) // 2) == 0 else 70 for number in range(len(frames))]
    flat[0].save(buffer, "GIF", save_all=True, append_images=flat[1:], duration=times, loop=0, optimize=False)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
