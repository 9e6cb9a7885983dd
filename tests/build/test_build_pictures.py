"""Pictures in builds: what breaks a decoder, how often one is asked, and what becomes of broken bytes (promises 21 and 22)."""

from __future__ import annotations

import random
import re
import shutil
import struct
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

import pytest
from PIL import Image

from backfile import config, images
from backfile.bounded import BoundedExecutor, Bounds
from backfile.build import Options, Outside, Report, build
from backfile.build.inspecting import Inspector
from backfile.build.references import attempt_of
from backfile.check import check
from backfile.pool import SerialExecutor
from broken_decoders import DIE, HANG, inspect, make
from site_folder import NOW, SiteFolder


class Fragile(BoundedExecutor):
    """Workers whose decoder is broken."""

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        replaced = {"make": make, "inspect": inspect}.get(fn.__name__, fn)
        return super().submit(replaced if self.breaks == fn.__name__ else fn, *args, **kwargs)

    breaks = "make"


def picture(folder: Path, name: str, tail: bytes = b"", colour: str = "navy") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    image = Image.new("RGB", (300, 300), colour)
    image.paste(Image.linear_gradient("L"), (0, 0))
    image.save(folder / name)
    with open(folder / name, "ab") as file:
        file.write(tail)


def built(site: SiteFolder, executor: type[Fragile]) -> Report:
    outside = Outside(
        clock=lambda: NOW, workers=SerialExecutor, decoders=lambda: executor(2, Bounds(seconds=1.5))
    )
    return build(site.folder, config.load(site.folder), Options(site.output, offline=True), outside)


@pytest.mark.parametrize("step", ["make", "inspect"])
def test_a_picture_that_breaks_its_decoder_costs_only_itself(site: SiteFolder, step: str) -> None:
    folder = site.folder / "content/articles"
    names = ["a", "hang", "b", "die", "c"]
    for name, tail, colour in zip(
        names, [b"", HANG, b"", DIE, b""], ["red", "green", "blue", "cyan", "pink"], strict=True
    ):
        picture(folder, f"{name}.png", tail, colour)
    site.article("one", body="Text.\n\n" + "\n\n".join(f"![{name}]({name}.png)" for name in names))

    class Broken(Fragile):
        breaks = step

    report = built(site, Broken)
    assert (report.pictured.kept, report.pictured.damaged) == (3, 2)
    page = (site.output / "2024/07/28/one/index.html").read_text(encoding="utf-8")
    assert page.count("srcset=") == 3
    assert "it took longer than 1.5 seconds" in page
    assert "it broke its decoder" in page
    if step == "make":
        assert sum("is not shown" in problem.message for problem in report.problems) == 2
        # What a clock decided is not remembered: with a decoder that does its work the pictures are there.
        site.article("two")
        assert site.build().pictured.kept == 5


class Watching(SerialExecutor):
    """Sees how many calls are under way at once, long enough for others to come in."""

    def __init__(self) -> None:
        super().__init__()
        self.now = self.most = 0

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        self.now += 1
        for _ in range(3000):
            self.most = max(self.most, self.now)
        future = super().submit(fn, *args, **kwargs)
        self.now -= 1
        return future


@pytest.mark.parametrize(("side", "alone"), [(7000, True), (70, False)])
def test_large_pictures_are_inspected_one_at_a_time(side: int, alone: bool) -> None:
    size = struct.pack("<HH", side, side)
    data = b"GIF89a" + size + b"\0\0\0;"
    assert (images.declared_memory(data) > images.LARGE) == alone
    executor = Watching()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(Inspector(executor), [data] * 40))
    finally:
        sys.setswitchinterval(interval)
    assert all(isinstance(one, images.Refused) for one in found)
    assert (executor.most == 1) == alone


def test_the_ledger_line_of_a_picture_holds_its_fingerprint(tmp_path: Path) -> None:
    image = Image.frombytes("L", (8, 6), random.Random(1).randbytes(48)).resize((200, 150))
    image.save(tmp_path / "a.png")
    image.resize((100, 75)).save(tmp_path / "b.jpg")
    one, other = (
        attempt_of(f"local:{name}", (tmp_path / name).read_bytes(), "local", NOW)
        for name in ("a.png", "b.jpg")
    )
    assert len(one.fingerprint) == 16
    assert images.alike(one.fingerprint, other.fingerprint)


AVIF = '[site]\ntitle = "A"\n[images]\navif = true\n'


def photograph(folder: Path, name: str, seed: int = 1, size: tuple[int, int] = (900, 600)) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    small = (size[0] // 6, size[1] // 6)
    noise = Image.frombytes("L", small, random.Random(seed).randbytes(small[0] * small[1])).resize(size)
    Image.merge("RGB", (noise, Image.linear_gradient("L").resize(size), noise)).save(folder / name)


def test_avif_is_offered_where_it_exists(site: SiteFolder) -> None:
    folder = site.folder / "content/articles"
    photograph(folder, "photo.jpg")
    Image.new("RGB", (300, 200), "navy").save(folder / "flat.png")
    for name in ("one", "two"):
        site.article(name, body="Text.\n\n![](photo.jpg)\n\nText ![](photo.jpg) text.\n\n![](flat.png)")
    site.settings(AVIF.replace("true", "false"))
    site.build()
    without = site.tree()
    site.settings(AVIF)
    site.build()
    page = (site.output / "2024/07/28/one/index.html").read_text(encoding="utf-8")
    home = (site.output / "index.html").read_text(encoding="utf-8")
    assert (page.count("<picture "), page.count('type="image/avif"'), page.count("<img")) == (2, 2, 3)
    assert re.search(
        r"<source [^>]*-720\.avif 720w, [^>]*-900\.avif 900w[^>]*><img [^>]*-720\.webp 720w", page
    )
    assert '<source type="image/avif"' in home
    named = set(re.findall(r"images/[\w-]+\.avif", page + home))
    assert named == {path for path in site.tree() if path.endswith(".avif")}
    assert check(site.output) == ()
    tree = site.tree()
    site.build(clean=True)
    assert site.tree() == tree
    site.settings(AVIF.replace("true", "false"))
    site.build()
    assert site.tree() == without
    assert b"<picture " not in without["index.html"] + without["2024/07/28/one/index.html"]


class Counting(SerialExecutor):
    """Counts what is asked of decoders, by the name of the function."""

    counts: ClassVar[Counter[str]] = Counter()

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        Counting.counts[fn.__name__] += 1
        return super().submit(fn, *args, **kwargs)


def decoded(site: SiteFolder, **options: bool) -> dict[str, int]:
    """Build, and return how often each of the functions that decode was called."""
    Counting.counts.clear()
    outside = Outside(clock=lambda: NOW, workers=SerialExecutor, decoders=Counting)
    chosen = Options(output=site.output, offline=True, **options)
    build(site.folder, config.load(site.folder), chosen, outside)
    return dict(Counting.counts)


def test_a_picture_is_decoded_once_and_never_again(site: SiteFolder, tmp_path: Path) -> None:
    folder = site.folder / "content/articles"
    elsewhere = tmp_path / "elsewhere"
    for number in range(5):
        photograph(folder, f"{number}.jpg", number)
    photograph(elsewhere, "5.jpg", 5)
    site.settings(f'[site]\ntitle = "A"\n[images]\nlocal = ["{elsewhere}"]\nwidths = [720]\ncover = 720\n')
    for number in range(6):
        place = "/5.jpg" if number == 5 else f"{number}.jpg"
        site.article(f"a{number}", body=f"Text.\n\n![]({place})\n\n![](0.jpg)")
    assert decoded(site) == {"inspect": 6, "make": 6}
    tree = site.tree()
    assert decoded(site) == {}
    shutil.rmtree(site.output)
    assert decoded(site) == {}
    assert site.tree() == tree
    site.article("a1", title="New", body="Other text.\n\n![](1.jpg)")
    assert decoded(site) == {}
    (folder / "a2.md").unlink()
    assert decoded(site) == {}
    photograph(folder, "3.jpg", 33)
    assert decoded(site) == {"inspect": 1, "make": 1}
    # Another quality makes variants anew from what is known; going back finds those of before.
    text = (site.folder / "site.toml").read_text(encoding="utf-8")
    site.settings(text + "quality = 60\n")
    assert decoded(site) == {"make": 5}
    site.settings(text)
    assert decoded(site) == {}
    # Without the build memory, what the ledger tells is not asked again: only files used in place are.
    shutil.rmtree(site.folder / ".backfile")
    assert decoded(site) == {"inspect": 4, "make": 5}


def test_a_build_without_new_pictures_starts_no_decoder(site: SiteFolder) -> None:
    executor = BoundedExecutor(2)
    outside = Outside(clock=lambda: NOW, workers=SerialExecutor, decoders=lambda: executor)
    site.article("a", body="Text ![](https://example.org/a.jpg).")
    build(site.folder, config.load(site.folder), Options(site.output, offline=True), outside)
    assert not executor._threads


def test_originals_stay_as_they_are(site: SiteFolder) -> None:
    folder = site.folder / "content/articles"
    photograph(folder, "a.jpg")
    data = (folder / "a.jpg").read_bytes()
    site.article("a", body="Text.\n\n![](a.jpg)")
    site.build()
    assert (folder / "a.jpg").read_bytes() == data
    assert data not in site.tree().values()
    assert not any(path.endswith(".jpg") for path in site.tree())


def test_broken_pictures_have_a_box_and_wrong_names_do_not_matter(site: SiteFolder) -> None:
    folder = site.folder / "content/articles"
    photograph(folder, "good.jpg")
    data = (folder / "good.jpg").read_bytes()
    (folder / "cut.jpg").write_bytes(data[: len(data) // 2])
    (folder / "page.png").write_bytes(b"<!DOCTYPE html><html><body>404</body></html>")
    (folder / "really.gif").write_bytes(data)
    names = ("cut.jpg", "page.png", "really.gif")
    site.article("a", body="Text.\n\n" + "\n\n".join(f"![]({name})" for name in names))
    report = site.build()
    assert (report.pictured.kept, report.pictured.damaged, report.pictured.lost) == (1, 1, 1)
    page = (site.output / "2024/07/28/a/index.html").read_text(encoding="utf-8")
    assert (page.count("<img"), page.count('class="lost"')) == (1, 2)
    published = [path for path in site.tree() if path.startswith("images/")]
    assert published and all(path.endswith((".webp", "index.html")) for path in published)
