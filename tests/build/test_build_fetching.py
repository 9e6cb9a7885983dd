"""Images that need no request, and what the list of placeholders changes in a build."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from PIL import Image

from backfile import config
from backfile.build import fetch
from backfile.build.placeholding import mark_placeholders
from backfile.errors import ImageError
from backfile.fetch import download, ledger, store
from backfile.model import Attempt
from site_folder import NOW, SiteFolder, outside

URL = "https://mmbiz.qpic.cn/mmbiz_png/x/640?wx_fmt=png"
SMALL = "https://mmbiz.qpic.cn/mmbiz_png/x/300"


def picture(width: int, colour: str = "red") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, width // 2), colour).save(target, "PNG")
    return target.getvalue()


def keep(site: SiteFolder, url: str, data: bytes) -> str:
    """Put an image into the store and the ledger, as a fetch does."""
    images = site.folder / "content" / "images"
    sha256 = store.put(images, data)
    facts = Image.open(io.BytesIO(data)).size
    ledger.append(images / "ledger", Attempt(url, "kept", NOW, sha256, "image/png", *facts, len(data)))
    return sha256


def known(site: SiteFolder) -> dict[str, Attempt]:
    return ledger.read(site.folder / "content" / "images" / "ledger")[0]


def test_a_picture_kept_under_another_address_is_not_asked_for(site: SiteFolder) -> None:
    keep(site, URL, picture(640))
    site.article("a", body=f"![]({SMALL})\n\n![]({SMALL.replace('/300', '/0')})")
    report = site.build()
    assert (report.pictured.kept, report.pictured.unasked) == (1, 1)
    assert (known(site)[SMALL].rung, known(site)[SMALL].outcome) == ("store", "kept")


def test_a_mirror_below_a_local_folder_is_a_rung(site: SiteFolder) -> None:
    site.settings('[site]\ntitle = "Archive"\n[images]\nlocal = ["mirror"]\n')
    site.write("mirror/img.example/a/b.png", picture(90))
    site.article("a", body="![](https://img.example/a/b.png?x=1)")
    assert site.build().pictured.kept == 1
    assert known(site)["https://img.example/a/b.png?x=1"].rung == "local"
    # From now on the store has it: the site builds where the mirror is not.
    (site.folder / "mirror/img.example/a/b.png").unlink()
    assert site.build(clean=True).pictured.kept == 1


def test_a_marked_placeholder_is_the_image_of_no_article(site: SiteFolder) -> None:
    sha256 = keep(site, "https://img.example/1.png", picture(80, "grey"))
    keep(site, "https://img.example/2.png", picture(80, "grey"))
    keep(site, "https://img.example/3.png", picture(80, "blue"))
    body = "\n\n".join(f"![](https://img.example/{n}.png)" for n in (1, 2, 3))
    site.article("a", body=body)
    assert site.build().pictured.kept == 3
    rehearsed = mark_placeholders(site.folder, ["https://img.example/1.png"], "", outside(), write=False)
    assert rehearsed.lost == ("https://img.example/1.png", "https://img.example/2.png")
    assert site.build().pictured.kept == 3
    found = mark_placeholders(site.folder, ["https://img.example/1.png"], "seen", outside())
    assert [one.sha256 for one in found.listed] == [sha256]
    report = site.build()
    assert (report.pictured.kept, report.pictured.lost) == (1, 2)
    shown = site.tree()
    assert not any(sha256[:20] in path for path in shown)
    again = mark_placeholders(site.folder, [sha256], "", outside())
    assert (again.listed, again.known_before) == ((), 1)
    # Taking the line out brings them back.
    (site.folder / "content/images/placeholders.jsonl").unlink()
    assert site.build().pictured.kept == 3


def test_a_file_names_a_placeholder_too(site: SiteFolder) -> None:
    path = site.write("seen.png", picture(70, "grey"))
    found = mark_placeholders(site.folder, [str(path)], "", outside())
    assert len(found.listed) == 1


@pytest.mark.parametrize("name", ["https://img.example/9.png", "no such file", "g" * 64])
def test_what_names_no_picture_is_said(site: SiteFolder, name: str) -> None:
    keep(site, "https://img.example/1.png", picture(80))
    with pytest.raises(ImageError, match="neither a URL"):
        mark_placeholders(site.folder, [name], "", outside())


def test_bad_lines_of_the_list_are_told(site: SiteFolder) -> None:
    site.article("a")
    site.write("content/images/placeholders.jsonl", "nonsense\n")
    problems = [p for p in site.build().problems if p.source == "content/images/placeholders.jsonl"]
    assert [p.line for p in problems] == [1]
    assert config.load(site.folder)


def test_an_original_that_is_gone_from_the_store_is_asked_for_again_by_fetch(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = keep(site, "https://img.example/1.png", picture(80))
    keep(site, "https://img.example/2.png", picture(81))
    site.article("a", body="![](https://img.example/1.png)\n\n![](https://img.example/2.png)")
    site.build()
    store.path_of(site.folder / "content/images", sha256).unlink()
    asked: list[str] = []

    def answer(wanted: Sequence[download.Wanted], *_: object, **__: object) -> download.Report:
        asked.extend(f"{one.url} {one.time}" for one in wanted)
        return download.Report()

    monkeypatch.setattr(download, "fetch_all", answer)
    fetch(site.folder, config.load(site.folder), outside())
    assert asked == ["https://img.example/1.png 20240728"]
