"""Lists of articles in content/sources, pictures without an ending, and captures whose format was named by hand."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path

from backfile import config
from backfile.build import import_paths
from site_folder import SiteFolder, outside

COVER = (
    "![cover_image](https://img.example.org/0)\n\n#  {title}\n\n"
    "原创  林远  [ 河岸周报 ](javascript:void\\(0\\);)\n\n__ _ _\n\n正文。\n"
)
# One pixel.
PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ROWS = [{"title": f"第{n}篇", "text": "<p>字。</p>"} for n in "一二三"]


def articles(site: SiteFolder) -> dict[str, str]:
    root = site.folder / "content/articles"
    return {p.relative_to(root).as_posix(): p.read_text("utf-8") for p in sorted(root.rglob("*.md"))}


def test_a_list_above_tells_address_and_time_and_is_no_capture(site: SiteFolder) -> None:
    site.write(
        "content/sources/w/list.csv", "title,url,time\n渡口,https://mp.weixin.qq.com/s/one,2024-07-05 18:30\n"
    )
    site.write("content/sources/w/2024/20240705渡口.md", COVER.format(title="渡口"))
    report = site.build()
    assert (report.imported.captures, report.imported.new, report.imported.quarantined) == (1, 1, 0)
    assert any("list of 1 articles" in r for r in report.reasons)
    ((path, text),) = articles(site).items()
    assert path.startswith("2024/07/")
    assert 'original: "https://mp.weixin.qq.com/s/one"' in text and 'date: "2024-07-05T18:30:00' in text
    assert site.build().imported.kept == 1


def test_a_list_that_comes_later_refreshes_what_nobody_edited(site: SiteFolder) -> None:
    site.write("content/sources/w/20240705渡口.md", COVER.format(title="渡口"))
    site.write("content/sources/v/20240705码头.md", COVER.format(title="码头"))
    site.build()
    before = articles(site)
    site.write("content/sources/w/list.csv", "title,url\n渡口,https://mp.weixin.qq.com/s/one\n")
    report = site.build()
    assert (report.imported.new, report.imported.changed, report.imported.kept) == (0, 1, 1)
    after = articles(site)
    assert after.keys() == before.keys()
    assert sum("mp.weixin.qq.com/s/one" in text for text in after.values()) == 1
    (site.folder / "content/sources/w/list.csv").unlink()
    assert site.build().imported.changed == 1
    assert articles(site) == before


def test_a_csv_that_is_no_list_is_set_aside(site: SiteFolder) -> None:
    site.write("content/sources/figures.csv", "a,b\n1,2\n")
    assert site.build().imported.quarantined == 1


def test_a_picture_without_an_ending_is_no_capture(site: SiteFolder) -> None:
    site.write("content/sources/saved_files/640", b"\x89PNG\r\n\x1a\n" + b"\0" * 20)
    site.write("content/sources/saved_files/640(1)", b"\xff\xd8\xff\xe0" + b"\0" * 20)
    assert site.build().imported.captures == 0


def test_rows_imported_under_a_name_stay_known(site: SiteFolder, tmp_path: Path) -> None:
    rows = tmp_path / "in" / "rows.json"
    rows.parent.mkdir()
    rows.write_text(json.dumps(ROWS), "utf-8")
    report = import_paths(site.folder, config.load(site.folder), (rows,), outside(), format="wechat-rows")
    assert (report.imported.new, report.imported.quarantined) == (3, 0)
    for clean in (False, True):
        again = site.build(clean=clean).imported
        assert (again.captures, again.kept, again.new, again.quarantined) == (3, 3, 0, 0)
    site.write("content/sources/rows.json", json.dumps([*ROWS, {"title": "第四篇", "text": ""}]))
    grown = site.build().imported
    assert (grown.new, grown.kept, grown.quarantined) == (1, 3, 0)
    site.write("content/sources/rows.json", "[]")
    broken = site.build().imported
    assert (broken.new, broken.changed, broken.quarantined) == (0, 0, 1)
    assert len(articles(site)) == 4


def test_a_capture_that_broke_later_is_set_aside_and_its_article_kept(site: SiteFolder) -> None:
    site.write("content/sources/a.md", "---\ntitle: One\ndate: 2024-01-02\n---\n\nText.\n")
    site.build()
    before = articles(site)
    site.write("content/sources/a.md", "An error page\n")
    assert site.build().imported.quarantined == 1
    assert articles(site) == before


def test_a_folder_an_article_comes_with_its_pictures(site: SiteFolder, tmp_path: Path) -> None:
    folder = tmp_path / "export" / "桥"
    (folder / "assets").mkdir(parents=True)
    names = ["图 1.png", "a(1).png", "640", "late.webp"]
    for name in names:
        (folder / "assets" / name).write_bytes(PICTURE)
    (folder / "unused.png").write_bytes(PICTURE)
    (folder / "index.html").write_text(
        '<html><body class="wx_wap_page"><h1 id="activity-name">桥</h1><div id="js_content"><p>正文。</p>'
        '<p><img src="./assets/图 1.png"></p><p><img src=\'assets/a(1).png\'></p><p><img src="assets\\640"></p>'
        '<p><img data-src="assets/late.webp" src="data:image/gif;base64,AA=="></p></div></body></html>',
        "utf-8",
    )
    report = import_paths(site.folder, config.load(site.folder), (tmp_path / "export",), outside())
    assert (report.imported.captures, report.imported.new, report.problems) == (1, 1, ())
    copied = {p.name for p in (site.folder / "content/sources/export").rglob("*") if p.is_file()}
    assert copied == {*names, "index.html"}
    built = site.build()
    assert (built.pictured.references, built.pictured.kept) == (4, 4), built.problems
