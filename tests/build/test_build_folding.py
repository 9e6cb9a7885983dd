"""Leaders and trailers in a whole site: new articles are folded by what their siblings repeat, old files are left alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from backfile import config
from backfile.build.reconverting import reconvert
from backfile.model import LEAD, TAIL
from site_folder import SiteFolder, outside

MakeSite = Callable[[str], SiteFolder]
TOP = ["每天五分钟，读懂一座老城"]
END = [
    "城南旧事编辑部，常年征集「青瓦巷」老照片和信件",
    "![](https://img.example/code.png)",
    "青瓦巷",
    "青瓦巷 青瓦巷",
]


def text_of(number: int) -> list[str]:
    rng = random.Random(number)
    return [
        "，".join("".join(chr(rng.randint(0x4E00, 0x9000)) for _ in range(14)) for _ in range(3)) + "。"
        for _ in range(8)
    ]


def capture(number: int, *, account: str = "城南旧事", top: list[str] = TOP, end: list[str] = END) -> str:
    """One text dump of an article that no one wrote."""
    head = [
        f"# 老城旧闻其{number}",
        f"文章作者: {account}\n发布时间: 2024-0{number % 9 + 1}-11 08:00\n发布地: 北京\n原文链接: https://old.example/{number}",
        "封面图链接: None",
    ]
    return "\n\n".join([*head, *top, *text_of(number), *end]) + "\n"


def files(site: SiteFolder) -> dict[str, str]:
    return {
        p.name: p.read_text(encoding="utf-8")
        for p in sorted((site.folder / "content/articles").rglob("*.md"))
    }


def fill(site: SiteFolder, numbers: range, name: str = "{}.txt") -> None:
    for number in numbers:
        site.write(f"content/sources/city/{name.format(number)}", capture(number))


def test_all_articles_of_an_import_are_folded_and_counted(make_site: MakeSite) -> None:
    site = make_site("site")
    fill(site, range(10))
    report = site.build()
    found = files(site)
    assert len(found) == 10
    for text in found.values():
        lead, _, rest = text.partition(f"\n{LEAD}\n")
        main, _, tail = rest.partition(f"\n{TAIL}\n")
        assert TOP[0] in lead and END[0] in tail and END[2] in tail
        assert main.count("。") == 8
        assert "    folded_lead: 1\n    folded_tail: 1\n" in text
    assert report.imported.folded == 10
    assert {name: articles for name, _, articles in report.imported.repairs}["folded_lead"] == 10


def test_a_page_shows_what_is_folded_and_indexes_nothing_of_it(make_site: MakeSite) -> None:
    site = make_site("site")
    fill(site, range(10))
    site.build()
    pages = [data.decode() for path, data in site.tree().items() if "/old-" in path or "lao-cheng" in path]
    assert pages and all(page.count('<details class="fold"><summary>') == 2 for page in pages)
    everywhere = b"".join(data for path, data in site.tree().items() if "lao-cheng" not in path).decode()
    assert "青瓦巷" not in everywhere and TOP[0] not in everywhere
    assert all("青瓦巷" not in text.partition(LEAD)[0] for text in files(site).values())


def test_a_later_article_is_folded_like_its_siblings_whose_files_stay(make_site: MakeSite) -> None:
    site = make_site("site")
    fill(site, range(9))
    site.build()
    before = files(site)
    fill(site, range(9, 10))
    site.build()
    after = files(site)
    new = set(after) - set(before)
    assert len(new) == 1 and {name: after[name] for name in before} == before
    assert LEAD in after[new.pop()]


def test_importing_again_folds_what_came_too_early(make_site: MakeSite) -> None:
    site = make_site("site")
    fill(site, range(3))
    site.build()
    assert not any(LEAD in text for text in files(site).values())
    fill(site, range(3, 10))
    site.build()
    assert sum(LEAD in text for text in files(site).values()) == 7
    done = reconvert(site.folder, config.load(site.folder), outside(), write=True)
    assert len(done.changed) == 3
    assert all(LEAD in text and TAIL in text for text in files(site).values())
    assert not reconvert(site.folder, config.load(site.folder), outside(), write=True).changed


def test_another_account_is_not_folded_by_it(make_site: MakeSite) -> None:
    site = make_site("site")
    fill(site, range(9))
    site.write("content/sources/other/a.txt", capture(20, account="城北新事"))
    site.build()
    assert sum(LEAD in text for text in files(site).values()) == 9


def test_the_names_of_files_do_not_matter(make_site: MakeSite) -> None:
    sites = [make_site(name) for name in ("one", "two")]
    fill(sites[0], range(8))
    fill(sites[1], range(7, -1, -1), name="z{}.txt")
    for site in sites:
        site.build()
    one, two = ([t.partition("---\n\n")[2] for t in files(site).values()] for site in sites)
    assert one == two and all(LEAD in text for text in one)


def test_deleting_the_lines_unfolds_and_is_an_edit(make_site: MakeSite) -> None:
    site = make_site("site")
    fill(site, range(8))
    site.build()
    path = next(p for p in (site.folder / "content/articles").rglob("*.md"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"{LEAD}\n\n", "").replace(f"{TAIL}\n\n", ""), encoding="utf-8")
    site.build()
    page = next(d for p, d in site.tree().items() if p.endswith(f"{path.stem}/index.html")).decode()
    assert '<details class="fold"><summary>' not in page and TOP[0] in page


@pytest.mark.parametrize("same", [True, False])
def test_pictures_beside_captures_are_known_by_their_content(make_site: MakeSite, same: bool) -> None:
    site = make_site("site")
    for number in range(8):
        end = [f"![](assets/{number}.png)"]
        site.write(f"content/sources/city/{number}.md", capture(number, top=[], end=end))
        data = b"a code" if same else b"picture %d" % number
        site.write(f"content/sources/city/assets/{number}.png", data)
    site.build()
    assert all((TAIL in text) is same for text in files(site).values())


def test_an_article_that_cannot_be_read_is_left_out(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site("site")
    fill(site, range(9))
    site.build()
    broken = next(p for p in (site.folder / "content/articles").rglob("*.md"))
    broken.write_bytes(b"\xff\xfe\xff")
    fill(site, range(9, 10))
    site.build()
    assert (
        sum(LEAD in p.read_text("utf-8", "replace") for p in (site.folder / "content/articles").rglob("*.md"))
        == 9
    )
