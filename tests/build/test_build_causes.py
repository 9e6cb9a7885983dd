"""Why pages are rendered, as -v tells it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import backfile.build.causes
from backfile.build import Report
from backfile.build.causes import MOST
from site_folder import SiteFolder

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def archive(site: SiteFolder) -> SiteFolder:
    for number in range(4):
        site.article(f"a{number}", tags="活字, paper", date=f"2024-07-0{number + 1}")
    shutil.copytree(ROOT / "themes" / "default", site.folder / "themes" / "default")
    assert whys(site.build())["2024/07/01/a0/index.html"] == "new"
    return site


def whys(report: Report) -> dict[str, str]:
    """Return why each page was rendered, by its path."""
    return dict(line.split(": ", 1) for line in report.reasons if ".html: " in line or ".xml: " in line)


def edit(site: SiteFolder, path: str, old: str, new: str) -> None:
    file = site.folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_is_said_when_nothing_was_rendered(archive: SiteFolder) -> None:
    assert whys(archive.build()) == {}


def test_a_title_is_what_changed_on_its_page_and_what_others_show(archive: SiteFolder) -> None:
    file = "content/articles/a1.md"
    edit(archive, file, "title:", "title: New")
    found = whys(archive.build())
    assert found["2024/07/02/a1/index.html"].startswith("title")
    assert found["2024/07/02/a1/index.html"].endswith(f"changed with {file}")
    assert "next article" in found["2024/07/01/a0/index.html"]
    assert "previous article" in found["2024/07/03/a2/index.html"]
    assert found["2024/07/index.html"] == f"shows {file}, which changed"


def test_an_article_that_came_or_went(archive: SiteFolder) -> None:
    archive.article("b", tags="paper", date="2024-07-09")
    found = whys(archive.build())
    assert found["2024/07/09/b/index.html"] == "new"
    assert found["tags/paper/index.html"] == "shows content/articles/b.md, which changed"
    assert found["2024/07/04/a3/index.html"] == "next article changed"
    (archive.folder / "content/articles/b.md").unlink()
    found = whys(archive.build())
    assert found["tags/paper/index.html"] == "what it counts or its neighbours changed"


def test_a_template_is_named_for_the_pages_that_use_it_alone(archive: SiteFolder) -> None:
    edit(archive, "themes/default/templates/card.html", "<article", '<article data-mark="1"')
    found = whys(archive.build())
    assert set(found.values()) == {"template card.html changed"}
    assert "index.html" in found and "404.html" not in found


def test_settings_and_strings_are_named(archive: SiteFolder) -> None:
    archive.settings('[site]\ntitle = "Another"\n')
    assert set(whys(archive.build()).values()) == {"in site.toml title changed"}
    strings = next((archive.folder / "themes/default/strings").glob("*.toml"))
    with strings.open("a", encoding="utf-8") as file:
        file.write("\n# A remark.\n")
    assert set(whys(archive.build()).values()) == {f"the strings {strings.stem} changed"}


def test_another_version_is_named(archive: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfile.build.causes, "__version__", "9.9.9")
    archive.settings('[site]\ntitle = "Another"\n')
    (why,) = set(whys(archive.build()).values())
    assert why.startswith("backfile ") and why.endswith(" -> 9.9.9")


def test_a_file_that_somebody_changed_in_the_output(archive: SiteFolder) -> None:
    (archive.output / "dates/index.html").write_text("x", encoding="utf-8")
    assert list(whys(archive.build()).items()) == [
        ("dates/index.html", "what was published of it is not known, or not to be trusted")
    ]


def test_of_very_many_pages_the_rest_is_counted(site: SiteFolder) -> None:
    for number in range(MOST):
        site.article(f"a{number}", tags="", date="2024-07-01")
    report = site.build()
    assert len(whys(report)) == MOST
    assert report.reasons[-1] == f"{report.rendered.rendered - MOST} more pages: new"
