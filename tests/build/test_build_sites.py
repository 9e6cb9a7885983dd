"""Whole builds of small sites: what is written, what is not written again, what is reported."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from backfile import config, publish
from backfile.build import import_paths
from backfile.build.lock import locked
from backfile.errors import LockedError, OutputError, ThemeError
from site_folder import SiteFolder, outside

F0 = """# {title}

文章作者: 示例日报
发布时间: 2024-07-28 12:39
发布地: 未知地区
原文链接: http://mp.weixin.qq.com/s?__biz=QQ==&mid={mid}&idx=1&sn=ab#rd

封面图链接: None

##### 资料室 发自 书库

报纸会发黄，缩微胶片不会。{body}
"""


def test_an_empty_site_has_a_home(site: SiteFolder) -> None:
    report = site.build()
    assert report.articles == 0
    assert "index.html" in site.tree() and "404.html" in site.tree()


def test_a_capture_becomes_an_article_and_a_page(site: SiteFolder) -> None:
    raw = F0.format(title="报纸为什么会发黄", mid=1, body="")
    site.write("content/sources/a.txt", raw)
    report = site.build()
    assert (report.imported.captures, report.imported.new, report.imported.quarantined) == (1, 1, 0)
    files = list((site.folder / "content/articles/2024/07").glob("*.md"))
    assert len(files) == 1
    assert (site.folder / "content/sources/a.txt").read_text() == raw
    pages = [p for p in site.tree() if p.startswith("2024/07/28/") and p.count("/") == 4]
    assert len(pages) == 1
    assert "报纸会发黄" in site.tree()[pages[0]].decode()


def test_an_unchanged_site_writes_nothing(site: SiteFolder) -> None:
    site.write("content/sources/a.txt", F0.format(title="一", mid=1, body=""))
    site.article("b")
    first = site.build()
    before = {p: os.stat(site.output / p).st_mtime_ns for p in site.tree()}
    second = site.build()
    assert second.rendered.rendered == 0 and second.rendered.unchanged == first.rendered.pages
    assert second.imported.kept == 1 and second.imported.new == 0
    assert {p: os.stat(site.output / p).st_mtime_ns for p in site.tree()} == before


def test_a_body_edit_renders_one_page(site: SiteFolder) -> None:
    for n in range(6):
        site.article(f"a{n}", date=f"2024-07-{n + 10}", body="The deck. " * 40 + "\n\nSecond.")
    site.build()
    site.article("a3", date="2024-07-13", body="The deck. " * 40 + "\n\nAnother second.")
    assert site.build().rendered.rendered == 1


def test_a_touch_renders_nothing(site: SiteFolder) -> None:
    path = site.article("a")
    site.build()
    os.utime(path, (0, 0))
    assert site.build().rendered.rendered == 0


def test_an_edited_output_file_is_made_again(site: SiteFolder) -> None:
    site.article("a")
    site.build()
    tree = site.tree()
    (site.output / "index.html").write_text("edited")
    (site.output / "404.html").unlink()
    site.build()
    assert site.tree() == tree


def test_foreign_files_stay(site: SiteFolder) -> None:
    site.article("a")
    site.build()
    site.write("output/mine/notes.txt", "foreign")
    site.article("b")
    site.build()
    site.build(clean=True)
    assert site.tree()["mine/notes.txt"] == b"foreign"


def test_deleting_the_memory_changes_nothing(site: SiteFolder) -> None:

    site.article("a")
    site.article("b", tags="x")
    site.build()
    tree = site.tree()
    shutil.rmtree(site.folder / ".backfile")
    (site.folder / "content/articles/b.md").unlink()
    site.build()
    assert not any("/b/" in p for p in site.tree())
    site.article("b", tags="x")
    site.build()
    assert site.tree() == tree


def test_every_capture_is_accounted_for(site: SiteFolder) -> None:
    site.write("content/sources/a.txt", F0.format(title="一", mid=1, body=""))
    site.write("content/sources/copy/a.txt", F0.format(title="一", mid=1, body=""))
    site.write("content/sources/again.txt", F0.format(title="一", mid=1, body="另一次采集。"))
    site.write("content/sources/b.txt", F0.format(title="二", mid=2, body=""))
    site.write("content/sources/broken.bin", b"\x00\x01\x02\xff\xfe")
    site.write("content/sources/empty.md", b"")
    report = site.build()
    found = report.imported
    assert found.captures == 6
    assert (found.new, found.duplicates, found.quarantined) == (2, 2, 2)
    assert {p.source for p in report.problems if p.fatal} == {
        "content/sources/broken.bin",
        "content/sources/empty.md",
    }
    again = site.build().imported
    assert (again.captures, again.kept, again.duplicates, again.quarantined) == (6, 2, 2, 2)


def test_an_article_edited_by_hand_is_never_overwritten(site: SiteFolder) -> None:
    capture = site.write("content/sources/a.txt", F0.format(title="一", mid=1, body=""))
    site.build()
    (article,) = (site.folder / "content/articles/2024/07").glob("*.md")
    edited = article.read_text(encoding="utf-8").replace("发黄", "变黄")
    article.write_text(edited, encoding="utf-8")
    capture.write_text(F0.format(title="一", mid=1, body="补充一句。"), encoding="utf-8")
    report = site.build()
    assert article.read_text(encoding="utf-8") == edited
    assert any("edited by hand" in p.message for p in report.problems)


def test_an_unedited_article_follows_its_capture(site: SiteFolder) -> None:
    capture = site.write("content/sources/a.txt", F0.format(title="一", mid=1, body=""))
    site.build()
    (article,) = (site.folder / "content/articles/2024/07").glob("*.md")
    capture.write_text(F0.format(title="一", mid=1, body="补充一句。"), encoding="utf-8")
    assert site.build().imported.changed == 1
    assert "补充一句" in article.read_text(encoding="utf-8")


def test_a_deleted_article_is_imported_again(site: SiteFolder) -> None:
    site.write("content/sources/a.txt", F0.format(title="一", mid=1, body=""))
    site.build()
    (article,) = (site.folder / "content/articles/2024/07").glob("*.md")
    text = article.read_text(encoding="utf-8")
    article.unlink()
    assert site.build().imported.new == 1
    assert article.read_text(encoding="utf-8") == text


def test_drafts_and_withdrawn_articles_are_nowhere(site: SiteFolder) -> None:
    site.write(
        "content/articles/d.md",
        "---\ntitle: Secret draft\ndate: 2024-01-01\nstatus: draft\n---\n\nHidden words.\n",
    )
    site.write(
        "content/articles/w.md",
        "---\ntitle: Withdrawn one\ndate: 2024-01-01\nstatus: withdrawn\n---\n\nHidden words.\n",
    )
    site.article("a")
    site.build()
    assert not [
        p for p, data in site.tree().items() if b"Hidden" in data or b"Secret" in data or b"Withdrawn" in data
    ]
    site.build(drafts=True)
    assert [p for p, data in site.tree().items() if b"Secret draft" in data]


def test_a_vanished_address_is_reported(site: SiteFolder) -> None:
    site.article("a", date="2024-07-28")
    site.article("b", date="2024-07-28")
    site.build()
    (site.folder / "content/articles/a.md").unlink()
    problems = site.build().problems
    assert any("address is gone" in p.message and "2024/07/28/a" in p.hint for p in problems)


def test_the_site_stays_when_the_theme_is_broken(site: SiteFolder) -> None:
    site.article("a")
    site.build()
    tree = site.tree()
    site.settings('[site]\ntitle = "Archive"\ntheme = "defualt"\n')
    with pytest.raises(ThemeError, match='did you mean "default"'):
        site.build()
    assert site.tree() == tree


def test_a_full_folder_is_refused(site: SiteFolder, tmp_path: Path) -> None:
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.txt").write_text("mine")
    with pytest.raises(OutputError):
        site.build(output=other)
    assert (other / "chapter.txt").read_text() == "mine"


def test_two_builds_at_once(site: SiteFolder) -> None:
    with locked(site.folder / ".backfile"), pytest.raises(LockedError):
        site.build()


def test_the_same_bytes_from_any_folder(make_site: Callable[[str], SiteFolder]) -> None:
    trees = []
    for name in ("one", "another-place"):
        site = make_site(name)
        site.article("b", tags="x")
        site.article("a", tags="x")
        site.write("content/sources/c.txt", F0.format(title="一", mid=1, body=""))
        site.build()
        trees.append(site.tree())
    assert trees[0] == trees[1]
    assert publish.MANIFEST in trees[0]


def test_what_an_import_wrote_is_shown_by_the_next_build(site: SiteFolder, tmp_path: Path) -> None:
    site.article("a")
    site.build()
    capture = tmp_path / "new.md"
    capture.write_text("---\ntitle: Fresh\ndate: 2024-01-02\n---\n\nText.\n")
    report = import_paths(site.folder, config.load(site.folder), (capture,), outside())
    assert report.articles == 2, "what was written is counted, though not read again"
    assert import_paths(site.folder, config.load(site.folder), (capture,), outside()).articles == 2
    site.build()
    assert "2024/01/02/new/index.html" in site.tree()


def test_a_manifest_from_elsewhere_reaches_nothing_outside(site: SiteFolder) -> None:
    site.article("a")
    site.build()
    precious = site.write("content/precious.txt", "mine")
    manifest = site.output / publish.MANIFEST
    manifest.write_text(manifest.read_text() + "../../content/precious.txt\n../content/precious.txt\n")
    site.build()
    assert precious.read_text() == "mine"


def test_a_foreign_file_where_a_page_belongs_is_kept_and_reported(site: SiteFolder) -> None:
    site.article("a")
    site.build()
    site.write("output/mine/index.html", "foreign")
    site.write("content/articles/b.md", '---\ntitle: B\ndate: "2024-01-01"\npermalink: mine\n---\n\nText.\n')
    report = site.build()
    assert site.tree()["mine/index.html"] == b"foreign"
    assert any("not ours" in p.message for p in report.problems)
    (site.folder / "content/articles/b.md").unlink()
    site.build()
    assert site.tree()["mine/index.html"] == b"foreign"


def test_a_memory_found_corrupt_on_the_way_is_replaced(site: SiteFolder) -> None:
    for n in range(30):
        site.article(f"a{n}", body="Text. " * 300)
    site.build()
    tree = site.tree()
    file = site.folder / ".backfile/build.db"
    data = bytearray(file.read_bytes())
    data[8192:12288] = bytes(range(256)) * 16
    file.write_bytes(data)
    site.article("b")
    site.build()
    (site.folder / "content/articles/b.md").unlink()
    site.build()
    assert site.tree() == tree


def test_an_original_that_comes_back_is_shown(site: SiteFolder, tmp_path: Path) -> None:
    from PIL import Image

    pictures = tmp_path / "pictures"
    pictures.mkdir()
    Image.new("RGB", (400, 300), "navy").save(pictures / "a.png")
    site.settings(f'[site]\ntitle = "A"\n[images]\nlocal = ["{pictures}"]\n')
    site.article("a", body="Text.\n\n![x](/a.png)")
    assert site.build().pictured.kept == 1
    (original,) = (p for p in (site.folder / "content/images").rglob("*") if len(p.name) == 64)
    shutil.rmtree(site.folder / ".backfile")
    (pictures / "a.png").unlink()
    data = original.read_bytes()
    original.unlink()
    report = site.build()
    assert report.pictured.kept == 0 and any("is missing" in p.message for p in report.problems)
    original.write_bytes(data)
    assert site.build(clean=True).pictured.kept == 1


def test_a_clean_build_trusts_no_variant(site: SiteFolder) -> None:
    from PIL import Image

    (site.folder / "content/articles").mkdir(parents=True)
    Image.new("RGB", (400, 300), "navy").save(site.folder / "content/articles/a.png")
    site.article("a", body="Text.\n\n![x](a.png)")
    site.build()
    tree = site.tree()
    for file in (site.folder / ".backfile/variants").rglob("*.webp"):
        file.write_bytes(b"X" * file.stat().st_size)
    site.build(clean=True)
    assert site.tree() == tree


MARKDOWN = "---\ntitle: One\ndate: 2024-01-02\n---\n\nA hundred words.\n"


def articles(site: SiteFolder) -> list[Path]:
    return sorted((site.folder / "content/articles").rglob("*.md"))


@pytest.mark.parametrize("broken", [b'---\ntitle: "oops: unclosed\nid: ', b"", None])
def test_an_article_that_cannot_be_read_for_once_gets_no_double(
    site: SiteFolder, broken: bytes | None
) -> None:
    site.write("content/sources/a.txt", F0.format(title="一", mid=1, body=""))
    site.build()
    (article,) = articles(site)
    text = article.read_text(encoding="utf-8") + "\n手写的一段。\n"
    if broken is None:
        article.write_bytes(text.replace("title: ", 'title: "unclosed ', 1).encode())
    else:
        article.write_bytes(broken)
    report = site.build()
    assert articles(site) == [article] and report.imported.new == 0
    assert report.imported.kept == 1
    site.build()
    article.write_text(text, encoding="utf-8")
    assert not any(p.fatal for p in site.build().problems)
    assert any(
        "手写的一段".encode() in data for path, data in site.tree().items() if path.endswith("index.html")
    )


def test_an_article_that_lost_its_first_line_gets_no_double_without_the_memory(site: SiteFolder) -> None:
    site.write("content/sources/letter.md", '---\ntitle: "A letter"\ndate: 2024-05-01\n---\n\nWords.\n')
    site.build()
    (file,) = articles(site)
    file.write_text(file.read_text(encoding="utf-8").removeprefix("---\n"), encoding="utf-8")
    report = site.build(clean=True)
    assert (report.imported.new, report.imported.kept) == (0, 1)
    assert articles(site) == [file]


def test_an_article_without_its_id_is_still_its_captures(site: SiteFolder) -> None:
    site.write("content/sources/a.txt", F0.format(title="一", mid=1, body=""))
    site.build()
    (article,) = articles(site)
    lines = article.read_text(encoding="utf-8").splitlines(keepends=True)
    article.write_text("".join(line for line in lines if not line.startswith("id:")), encoding="utf-8")
    assert site.build().imported.new == 0 and articles(site) == [article]


def test_a_capture_without_an_address_that_changes_stays_one_article(site: SiteFolder) -> None:
    capture = site.write("content/sources/one.md", MARKDOWN)
    site.build()
    (article,) = articles(site)
    before = article.read_text()
    capture.write_text(MARKDOWN.replace("hundred", "thousand"))
    report = site.build()
    assert report.imported.changed == 1 and report.imported.new == 0 and articles(site) == [article]
    after = article.read_text()
    assert "thousand" in after and before.splitlines()[1] == after.splitlines()[1]
    assert site.build().imported.kept == 1


def test_a_capture_that_moved_and_changed_is_followed(site: SiteFolder) -> None:
    capture = site.write("content/sources/a.txt", F0.format(title="一", mid=1, body=""))
    site.build()
    capture.unlink()
    site.write("content/sources/b.txt", F0.format(title="一", mid=1, body="补充一句。"))
    assert site.build().imported.changed == 1
    (article,) = articles(site)
    assert "补充一句" in article.read_text(encoding="utf-8") and "sources/b.txt" in article.read_text(
        encoding="utf-8"
    )


def test_a_deleted_article_is_said_to_be_imported_again(site: SiteFolder) -> None:
    site.write("content/sources/one.md", MARKDOWN)
    site.build()
    articles(site)[0].unlink()
    assert any("imported again" in p.message for p in site.build().problems)


def test_two_sites_never_publish_to_one_folder_at_once(
    make_site: Callable[[str], SiteFolder], tmp_path: Path
) -> None:
    site = make_site("one")
    output = tmp_path / "shared"
    with locked(tmp_path / ".shared.backfile"), pytest.raises(LockedError):
        site.build(output=output)
    site.build(output=output)
    assert (output / "index.html").exists()
