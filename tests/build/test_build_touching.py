"""Edits of a text that lists show nothing of: only the article's own page is made, and the result is that of a clean build."""

from __future__ import annotations

import pytest

from backfile.build import Report
from site_folder import SiteFolder

LONG = "\n\n".join(
    f"Paragraph {n} of a text that is long enough to have more than its beginning." for n in range(9)
)


@pytest.fixture
def archive(site: SiteFolder) -> SiteFolder:
    for number in range(6):
        body = f"{LONG}\n\n[Another](/2024/07/28/a0/) one."
        site.article(f"a{number}", tags="活字, paper", body=body)
    site.article("undated", date="", body=LONG)
    site.build()
    return site


def edit(site: SiteFolder, name: str, old: str, new: str) -> None:
    path = site.folder / f"content/articles/{name}.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def was_quick(report: Report) -> bool:
    return any(reason.startswith("only the text of") for reason in report.reasons)


def assert_clean(site: SiteFolder) -> None:
    clean = site.folder / "clean"
    expected = site.build(clean=True, output=clean)
    assert expected.rendered.pages
    assert site.tree() == site.tree(clean)


def test_only_the_page_of_the_article_is_made(archive: SiteFolder) -> None:
    before = archive.tree()
    edit(archive, "a3", "Paragraph 8", "## A heading\n\nThe eighth")
    report = archive.build()
    assert was_quick(report)
    assert (report.rendered.rendered, report.rendered.removed) == (1, 0)
    after = archive.tree()
    assert [path for path in after if after[path] != before.get(path)] == ["2024/07/28/a3/index.html"]
    assert b"A heading" in after["2024/07/28/a3/index.html"]
    assert archive.build().rendered.rendered == 0
    assert_clean(archive)


def test_several_articles_at_once_and_one_after_the_other(archive: SiteFolder) -> None:
    for number in range(3):
        for name in ("a1", "a2", "undated"):
            edit(archive, name, f"Paragraph {number + 4} of", f"A part {number} of")
        report = archive.build()
        assert was_quick(report)
        assert report.rendered.rendered == 3
    assert_clean(archive)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Paragraph 0 of", "The beginning of"),
        ("[Another](/2024/07/28/a0/) one", "None"),
        ('title: "a3"', 'title: "A3"'),
        ("tags: [活字, paper]", "tags: [paper]"),
        ("Paragraph 8 of", "![](x.png)\n\nParagraph 8 of"),
        ("Paragraph 8 of", "word " * 900),
        ('title: "a3"', 'title: "a3"\nstatus: draft'),
    ],
    ids=["deck", "links", "title", "tags", "images", "minutes", "status"],
)
def test_what_others_show_is_planned_as_ever(archive: SiteFolder, old: str, new: str) -> None:
    edit(archive, "a3", old, new)
    assert not was_quick(archive.build())
    assert_clean(archive)


def test_other_changes_are_not_overlooked(archive: SiteFolder) -> None:
    edit(archive, "a3", "Paragraph 8", "The eighth")
    archive.article("b", body=LONG)
    assert not was_quick(archive.build())
    edit(archive, "a3", "The eighth", "Paragraph 8")
    archive.settings('[site]\ntitle = "Another"\n')
    assert not was_quick(archive.build())
    edit(archive, "a3", "Paragraph 8", "The eighth")
    (archive.output / "index.html").write_text("spoilt")
    assert not was_quick(archive.build())
    assert_clean(archive)


def test_an_article_renamed_back_is_planned(archive: SiteFolder) -> None:
    articles = archive.folder / "content/articles"
    (articles / "a3.md").rename(articles / "c.md")
    archive.build()
    edit(archive, "c", "Paragraph 8", "The eighth")
    archive.build()
    (articles / "c.md").rename(articles / "a3.md")
    archive.build()
    edit(archive, "a3", "Paragraph 7", "The seventh")
    archive.build()
    assert_clean(archive)


def test_a_draft_changes_nothing(archive: SiteFolder) -> None:
    edit(archive, "a3", 'title: "a3"', 'title: "a3"\nstatus: draft')
    archive.build()
    edit(archive, "a3", "Paragraph 8", "The eighth")
    report = archive.build()
    assert report.rendered.rendered == 0
    assert_clean(archive)


def test_a_kill_before_the_record_leaves_nothing_stale(
    archive: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backfile.trace import Trace

    edit(archive, "a3", "Paragraph 8", "The eighth")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(Trace, "save_pages", killed)
        with pytest.raises(KeyboardInterrupt):
            archive.build()
    edit(archive, "a3", "The eighth", "Paragraph 8")
    archive.build()
    assert_clean(archive)
