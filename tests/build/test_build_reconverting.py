"""Captures converted again by today's converter."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from backfile import config
from backfile.build import import_paths
from backfile.build.reconverting import Reconversion, reconvert
from backfile.frontmatter import is_edited
from site_folder import SiteFolder, outside

CAPTURE = "---\ntitle: {0}\ndate: 2024-07-28\ntags: [纸]\n---\n\nText of {0}.\n"


def again(site: SiteFolder, *, write: bool = False) -> Reconversion:
    return reconvert(site.folder, config.load(site.folder), outside(), write=write, full=True)


def made_by_an_older_converter(path: Path) -> str:
    """Change an article file as if the tool itself had written it so: its digest fits."""
    lines = path.read_text().replace("Text of", "T e x t of").replace('"纸"', '"纸", "书"').split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("  written: "))
    rest = "\n".join(lines[:at] + lines[at + 1 :])
    lines[at] = f'  written: "{sha256(rest.encode()).hexdigest()}"'
    path.write_text("\n".join(lines))
    return path.read_text()


@pytest.fixture
def articles(site: SiteFolder) -> list[Path]:
    for name in ("one", "two", "three"):
        site.write(f"content/sources/{name}.md", CAPTURE.format(name))
    site.build()
    return sorted((site.folder / "content/articles").rglob("*.md"))


def test_what_today_gives_is_not_written_again(site: SiteFolder, articles: list[Path]) -> None:
    found = again(site, write=True)
    assert found.changed == () and found.kept == () and found.looked_at == 3 and found.problems == ()


def test_an_older_conversion_is_shown_then_written_and_keeps_what_is_its_own(
    site: SiteFolder, articles: list[Path]
) -> None:
    old = made_by_an_older_converter(articles[0])
    assert not is_edited(old)
    shown = again(site)
    assert articles[0].read_text() == old and not shown.written
    assert [(one.path, one.removed, one.added) for one in shown.changed] == [
        (articles[0].relative_to(site.folder).as_posix(), 1, 1)
    ]
    assert "-T e x t of" in shown.changed[0].diff and "+Text of" in shown.changed[0].diff
    done = again(site, write=True)
    assert done.changed == shown.changed and done.written
    new = articles[0].read_text()
    assert "\nText of" in new and 'tags: ["纸", "书"]' in new and not is_edited(new)
    for key in ("id", "permalink", "  added"):
        assert [line for line in new.split("\n") if line.startswith(key)] == [
            line for line in old.split("\n") if line.startswith(key)
        ]
    assert again(site, write=True).changed == ()
    assert site.build().imported.changed == 0


def test_an_edited_article_is_kept(site: SiteFolder, articles: list[Path]) -> None:
    text = articles[1].read_text().replace("Text of", "My text of")
    articles[1].write_text(text)
    found = again(site, write=True)
    assert found.kept == (articles[1].relative_to(site.folder).as_posix(),) and found.looked_at == 2
    assert articles[1].read_text() == text


def test_a_format_named_by_hand_is_taken_again(site: SiteFolder, tmp_path: Path) -> None:
    plain = tmp_path / "dump" / "plain.md"
    plain.parent.mkdir()
    plain.write_text("# Only a title\n\nText of it.\n")
    import_paths(site.folder, config.load(site.folder), (plain,), outside(), format="front-matter")
    (article,) = (site.folder / "content/articles").rglob("*.md")
    made_by_an_older_converter(article)
    found = again(site, write=True)
    assert len(found.changed) == 1 and found.problems == () and "\nText of it." in article.read_text()


def test_a_capture_that_is_gone_leaves_its_article(site: SiteFolder, articles: list[Path]) -> None:
    for name in ("one", "two", "three"):
        (site.folder / f"content/sources/{name}.md").unlink()
    found = again(site, write=True)
    assert found.looked_at == 0 and found.changed == ()
