"""docs/theming.md: each of its examples is built as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_folder import SiteFolder

GUIDE = (Path(__file__).parents[2] / "docs" / "theming.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`(themes/mine/[^`]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def example(name: str) -> dict[str, str]:
    """The files of one of the guide's examples."""
    (section,) = (s for s in GUIDE.split("\n## ") if s.startswith(f"Example: {name}\n"))
    files = dict(FILE.findall(section))
    assert len(files) == section.count("```") / 2, (
        "each block of an example is a file with its path before it"
    )
    return files


@pytest.fixture
def site_of(site: SiteFolder) -> SiteFolder:
    site.settings('[site]\ntitle = "Archive"\ntheme = "mine"\n')
    site.article("first", title="The first", date="2024-07-27", tags="paper", body="Words of the article.")
    site.article("second", title="The second", tags="paper")
    return site


def built(site: SiteFolder, name: str) -> dict[str, str]:
    for path, text in example(name).items():
        site.write(path, text)
    assert not site.build().problems
    return {path: data.decode() for path, data in site.tree().items()}


def test_the_guide_has_these_examples() -> None:
    assert re.findall(r"^## Example: (.*)$", GUIDE, re.MULTILINE) == [
        "colours",
        "an own footer",
        "an own article layout",
    ]


def test_colours(site_of: SiteFolder) -> None:
    css = built(site_of, "colours")["assets/site.css"]
    assert css.endswith(
        ":root,[lang]{--measure:60ch}"
        "@media screen{:root{--accent:#8a1f11;--seen:#6b4a2b}}"
        "@supports (color:light-dark(#000,#fff)){@media screen{:root{--accent:light-dark(#8a1f11,#ff9d8a);"
        "--seen:light-dark(#6b4a2b,#d9b48f)}}}"
    )


def test_a_footer(site_of: SiteFolder) -> None:
    tree = built(site_of, "an own footer")
    for path in ("index.html", "404.html", "2024/07/index.html", "2024/07/27/first/index.html"):
        assert tree[path].count("<footer") == 1
        assert "<p>Archive is kept by the town library.</p>" in tree[path]
        assert ">By day</a>" in tree[path] and ">Tags</a>" in tree[path]


def test_an_article_layout(site_of: SiteFolder) -> None:
    tree = built(site_of, "an own article layout")
    page = tree["2024/07/27/first/index.html"]
    assert '<article class="plain h-entry"' in page and "Words of the article." in page
    assert (
        '<p class="kicker">27 July 2024</p>' in page
        and '<aside class="record"' in page
        and 'rel="next"' in page
    )
    assert "story" not in page and '<header class="top">' in page
    assert ".plain{max-width:var(--measure)" in tree["assets/site.css"]
