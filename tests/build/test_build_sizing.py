"""How large a site is and will be: the parts, the thresholds of the warnings, and what they say."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from click.testing import CliRunner
from PIL import Image

from backfile.build.sizing import (
    DEPLOY_LIMIT,
    FILE_LIMIT,
    NEAR,
    SITE_LIMIT,
    UNKNOWN_IMAGE,
    Part,
    Saving,
    Sizing,
    measure,
    megabytes,
    summary,
    warnings,
)
from backfile.cli import main
from backfile.config import ImageSettings
from backfile.model import Picture, Variant
from site_folder import SiteFolder

MB = 1_000_000
DEFAULT = ImageSettings()


def picture(*sizes: tuple[int, int]) -> Picture:
    """A kept picture with variants of these widths and bytes."""
    variants = tuple(Variant(width, 100, f"images/x-{width}.webp", size) for width, size in sizes)
    return Picture(url="x", state="kept", variants=variants)


def sized(images: int, unasked: int = 0, originals: int = 10, settings: ImageSettings = DEFAULT) -> Sizing:
    """A site of 10 MB of pages, and so many bytes of images: a quarter of them at 720, the rest at 1280 pixels."""
    narrow, wide = images // 4, images - images // 4
    files = [("index.html", 10 * MB)]
    files += [(f"images/{n}-720.webp", narrow // 50) for n in range(50)]
    files += [(f"images/{n}-1280.webp", wide // 50) for n in range(50)]
    shown = (picture((720, narrow), (1280, wide)),) if images else ()
    return measure(files, shown, originals if images else 0, unasked, settings)


def test_files_belong_to_parts() -> None:
    paths = {
        "index.html": 5,
        "2024/a/index.html": 7,
        "feed.xml": 11,
        "sitemap.xml": 13,
        "images/lost/2024/index.html": 17,
        "images/ab-720.webp": 19,
        "images/abc-480.avif": 23,
        "assets/site.css": 29,
        "search/1.json": 31,
    }
    found = measure(paths.items(), (), 2, 0, DEFAULT)
    assert (found.pages, found.images, found.theme, found.search) == (
        Part(5, 5 + 7 + 11 + 13 + 17),
        Part(2, 19 + 23),
        Part(1, 29),
        Part(1, 31),
    )
    assert found.total() == found.forecast == Part(len(paths), sum(paths.values()))
    assert (found.largest, found.largest_bytes) == ("search/1.json", 31)


def test_images_to_come_are_like_those_that_are_kept() -> None:
    found = sized(40 * MB, unasked=20, originals=10)
    assert found.forecast == Part(1 + 100 + 200, (10 + 40 + 80) * MB)
    assert found.total() == Part(1 + 100, 50 * MB)


def test_as_long_as_no_image_is_kept_each_is_taken_for_100_kb() -> None:
    assert UNKNOWN_IMAGE == 100_000
    assert sized(0, unasked=50).forecast.bytes == 10 * MB + 50 * UNKNOWN_IMAGE


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0"),
        (1, "1 KB"),
        (84_001, "85 KB"),
        (949_000, "949 KB"),
        (950_000, "0.9 MB"),
        (3_400_000, "3.4 MB"),
        (9_949_999, "9.9 MB"),
        (412 * MB, "412 MB"),
        (1_170 * MB, "1,170 MB"),
    ],
)
def test_sizes_as_people_read_them(size: int, text: str) -> None:
    assert megabytes(size) == text


def test_the_line_of_the_summary() -> None:
    assert summary(sized(290 * MB)) == "300 MB: pages 10 MB, images 290 MB; GitHub Pages takes 1,000 MB"
    line = summary(sized(290 * MB, unasked=10))
    assert line == "300 MB: pages 10 MB, images 290 MB; with all images about 590 MB of 1,000 MB"
    assert summary(sized(0)) == "10 MB: pages 10 MB, images 0; GitHub Pages takes 1,000 MB"


def messages(sizing: Sizing) -> list[str]:
    found = warnings(sizing)
    assert all(not problem.fatal and problem.hint for problem in found)
    return [problem.message for problem in found]


def test_the_site_is_warned_of_from_80_percent_on() -> None:
    edge = round(NEAR * SITE_LIMIT)
    assert not messages(Sizing(forecast=Part(1, edge - 1)))
    assert len(messages(Sizing(forecast=Part(1, edge)))) == 1


def test_a_file_is_warned_of_from_80_percent_on() -> None:
    edge = round(NEAR * FILE_LIMIT)
    assert not messages(Sizing(largest="images/a.webp", largest_bytes=edge - 1))
    found = warnings(Sizing(largest="images/a.webp", largest_bytes=edge))
    assert [p.message for p in found] == ["images/a.webp has 80 MB; GitHub takes no file of more than 100 MB"]
    assert "`widths`" in found[0].hint
    assert "widths" not in warnings(Sizing(largest="feed.xml", largest_bytes=edge))[0].hint


def test_the_deployment_is_warned_of_from_80_percent_on() -> None:
    edge = round(NEAR * DEPLOY_LIMIT)
    assert not messages(Sizing(deploy_seconds=edge - 1))
    text = messages(Sizing(deploy_seconds=edge, forecast=Part(140_000, 300 * MB)))
    assert text == [
        "a deployment of about 140,000 files and 300 MB takes about 8 minutes; GitHub Pages gives up after 10"
    ]


def test_many_files_take_long_to_deploy() -> None:
    few = measure([("index.html", 1)], (), 0, 0, DEFAULT)
    many = measure(((f"{n}/index.html", 1) for n in range(150_000)), (), 0, 0, DEFAULT)
    assert few.deploy_seconds < 60 and not messages(few)
    assert many.deploy_seconds >= NEAR * DEPLOY_LIMIT and len(messages(many)) == 1
    assert measure([("index.html", 900 * MB)], (), 0, 0, DEFAULT).deploy_seconds > few.deploy_seconds + 60


def hint(sizing: Sizing) -> str:
    return warnings(sizing)[0].hint


def test_the_warning_speaks_of_what_is_and_of_what_will_be() -> None:
    assert messages(sized(890 * MB)) == ["the site has 900 MB; GitHub Pages takes 1,000 MB"]
    assert messages(sized(890 * MB, unasked=10))[0].startswith(
        "the site has 900 MB, with all images about 1,790 MB;"
    )
    assert messages(sized(445 * MB, unasked=10)) == [
        "with the 10 images that were not asked for yet the site will have about 900 MB; GitHub Pages takes 1,000 MB"
    ]  # fmt: skip


def test_only_settings_that_bring_it_under_are_named_with_what_they_make() -> None:
    # Three quarters are at the widest width; quality 70 takes 15 %, which brings 890 MB of images to 755.
    text = hint(sized(890 * MB))
    assert text == (
        "in [images]: `widths = [480]` about 158 MB, `widths = [720]` about 232 MB, `quality = 70` about 765 MB; "
        "or another host"
    )
    assert "quality" not in hint(sized(1_500 * MB)) and "`widths = [720]` about 385 MB" in hint(
        sized(1_500 * MB)
    )


def test_what_helps_too_little_is_named_as_such() -> None:
    text = hint(sized(9_000 * MB))
    assert "`widths = [480]` about 1,510 MB" in text and "`quality = 70` about 7,642 MB" in text
    assert text.endswith("which is not enough; another host has other limits")


def test_settings_that_do_not_help_are_not_named() -> None:
    small = ImageSettings(widths=(480,), quality=60)
    assert sized(890 * MB, settings=small).savings == ()
    assert hint(sized(890 * MB, settings=small)) == (
        "no setting makes it much smaller; another host has other limits"
    )
    # Pages alone fill the site: no image setting is worth naming.
    assert measure([("index.html", 900 * MB), ("images/x-720.webp", MB)], (), 1, 0, DEFAULT).savings == ()


def test_avif_besides_webp_makes_a_site_larger_so_leaving_it_out_helps() -> None:
    files = [("images/x-720.webp", 500 * MB), ("images/x-720.avif", 400 * MB)]
    shown = (picture((720, 500 * MB)),)
    settings = ImageSettings(widths=(480,), quality=60, avif=True)
    assert measure(files, shown, 5, 0, settings).savings == (Saving("avif = false", 500 * MB),)
    assert measure(files[:1], shown, 5, 0, ImageSettings(widths=(480,), quality=60)).savings == ()


def test_pictures_that_are_narrow_already_lose_nothing_with_the_widest_width() -> None:
    shown = (picture((480, 5)), picture((600, 10)), picture((720, 20), (1000, 40)))
    found = measure([("images/x-720.webp", 75)], shown, 3, 0, DEFAULT)
    assert Saving("widths = [720]", 35) in found.savings


def test_without_any_kept_image_the_estimates_go_by_width() -> None:
    found = {s.setting: s.bytes for s in sized(0, unasked=10_000).savings}
    assert found["widths = [720]"] == 10 * MB + round(1000 * MB * 720 / 2000)
    assert found["widths = [480]"] == 10 * MB + round(1000 * MB * 480 / 2000)


# --- whole builds --------------------------------------------------------------------------------------------------


def png() -> bytes:
    file = BytesIO()
    Image.effect_noise((900, 600), 80).convert("RGB").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def pictured(site: SiteFolder) -> SiteFolder:
    site.write("content/articles/p.png", png())
    site.article("a", body="![](p.png)\n\n![](https://img.example/1.png)\n\n![](https://img.example/2.png)")
    site.write("content/articles/b.md", "---\nstatus: withdrawn\n---\n\n![](https://img.example/3.png)\n")
    return site


def test_a_build_measures_its_output(pictured: SiteFolder) -> None:
    found = pictured.build().sizing
    tree = pictured.tree()
    images = {p: d for p, d in tree.items() if p.startswith("images/") and not p.endswith(".html")}
    assert found.images == Part(len(images), sum(map(len, images.values())))
    assert found.theme.bytes == sum(len(d) for p, d in tree.items() if p.startswith("assets/"))
    assert (found.originals, found.unasked) == (1, 2), "the withdrawn article's image will never be shown"
    assert found.forecast.bytes == found.total().bytes + 2 * found.images.bytes
    assert found.total() == Part(len(tree), sum(map(len, tree.values())))


def test_an_unchanged_build_says_the_same(pictured: SiteFolder) -> None:
    first = pictured.build()
    second = pictured.build()
    assert second.rendered.rendered == 0 and second.sizing == first.sizing
    assert pictured.build(clean=True).sizing == first.sizing


def run(site: SiteFolder, *more: str) -> str:
    arguments = ["build", "--offline", "--site", str(site.folder), "--workers", "1", *more]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_site_that_will_be_too_large_is_warned_of_at_every_build(site: SiteFolder) -> None:
    """The warning stands before the notes on single articles, of which only some are shown."""
    missing = [f"missing-{n}.png" for n in range(20)]
    urls = [*missing, *(f"https://img.example/{n}.png" for n in range(8_000))]
    site.article("a", body="\n\n".join(f"![]({url})" for url in urls))
    for _ in range(2):
        notes = [line for line in run(site).splitlines() if line.startswith("note: ")]
        assert len(notes) == 8
        assert notes[0].startswith("note: output: with the 8,000 images that were not asked for yet")
        assert "`widths = [720]` about 2" in notes[0] and "; or another host" in notes[0]


def test_the_summary_of_a_build_has_the_size(pictured: SiteFolder) -> None:
    text = run(pictured)
    assert "     size  " in text and "; with all images about " in text
    value = json.loads(run(pictured, "--json"))["sizing"]
    assert value["images"]["files"] == 4 and value["pages"]["bytes"] > 0 and value["unasked"] == 2
