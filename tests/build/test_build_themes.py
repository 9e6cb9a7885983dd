"""Themes that extend others: what stands for what, what is told of mistakes, what is made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.build.themes import load_theme, theme_folders
from backfile.errors import ThemeError
from backfile.render import check_theme
from backfile.render.theme import place_of, reach
from site_folder import SiteFolder

SETTINGS = '[site]\ntitle = "Archive"\ntheme = "mine"\n'
EXTENDS = 'extends = "default"\n'


@pytest.fixture
def themed(site: SiteFolder) -> SiteFolder:
    """A site of one article with an own theme that extends the default one and changes nothing."""
    site.settings(SETTINGS)
    site.article("first", tags="paper")
    site.write("themes/mine/theme.toml", EXTENDS)
    return site


def test_a_theme_that_changes_nothing_gives_the_same_bytes(themed: SiteFolder) -> None:
    themed.build()
    own = themed.tree()
    themed.settings(SETTINGS.replace("mine", "default"))
    assert themed.build(clean=True).rendered.pages > 0
    assert {k: v for k, v in themed.tree().items() if k != ".backfile-manifest"} == {
        k: v for k, v in own.items() if k != ".backfile-manifest"
    }


def test_one_block_of_one_template(themed: SiteFolder) -> None:
    themed.write(
        "themes/mine/templates/base.html",
        '{% extends "default/base.html" %}\n{% block footer %}<footer>Mine, {{ super() }}</footer>{% endblock %}\n',
    )
    themed.build()
    for path in ("index.html", "404.html", "2024/07/28/first/index.html"):
        page = themed.tree()[path].decode()
        assert '<footer>Mine, <footer class="foot">' in page and '<header class="top">' in page


def test_one_macro_of_a_file_of_macros(themed: SiteFolder) -> None:
    themed.write(
        "themes/mine/templates/frame.html",
        '{% import "default/frame.html" as base %}\n{% set header = base.header %}\n'
        "{% macro footer(link, feed) %}<footer>{{ feed }}</footer>{% endmacro %}\n",
    )
    themed.build()
    page = themed.tree()["index.html"].decode()
    assert "<footer>feed.xml</footer>" in page and '<header class="top">' in page


def test_one_template(themed: SiteFolder) -> None:
    themed.write("themes/mine/templates/404.html", "<!DOCTYPE html><title>gone</title>{{ page.url }}")
    themed.build()
    assert themed.tree()["404.html"] == b"<!DOCTYPE html><title>gone</title>404.html"


def test_one_string(themed: SiteFolder) -> None:
    themed.write("themes/mine/strings/en.toml", '[nav]\ndates = "By day"\n')
    themed.build()
    page = themed.tree()["index.html"]
    assert b">By day</a>" in page and b">Tags</a>" in page


def test_one_token_and_rules_in_the_one_stylesheet(themed: SiteFolder) -> None:
    themed.build()
    before = themed.tree()["assets/site.css"]
    themed.write("themes/mine/theme.toml", EXTENDS + '[tokens]\naccent = "#8a1f11"\n')
    themed.write("themes/mine/assets/theme.css", "/* Mine. */ .foot { color: var(--accent); }\n")
    report = themed.build()
    tree = themed.tree()
    assert (
        tree["assets/site.css"]
        == before + b"@media screen{:root{--accent:#8a1f11}}.foot{color:var(--accent)}"
    )
    assert "assets/theme.css" not in tree
    assert report.rendered.rendered == 0


def test_an_asset_of_the_same_name_stands_for_it(themed: SiteFolder) -> None:
    themed.write("themes/mine/assets/icon.svg", "<svg/>")
    themed.write("themes/mine/assets/more.txt", "more")
    themed.build()
    tree = themed.tree()
    assert (
        tree["assets/icon.svg"] == b"<svg/>"
        and tree["assets/more.txt"] == b"more"
        and "assets/site.js" in tree
    )


def test_a_chain_of_three(themed: SiteFolder) -> None:
    themed.write("themes/mine/theme.toml", 'extends = "house"\n[tokens]\naccent = "#111"\n')
    themed.write("themes/house/theme.toml", EXTENDS + '[tokens]\naccent = "#222"\nwarn = "#333"\n')
    themed.write(
        "themes/house/templates/404.html",
        '{% extends "default/404.html" %}{% block head %}<meta name="a" content="house">{% endblock %}',
    )
    themed.write(
        "themes/mine/templates/404.html",
        '{% extends "house/404.html" %}{% block head %}{{ super() }}<meta name="b" content="mine">{% endblock %}',
    )
    themed.write("themes/house/strings/en.toml", '[nav]\ndates = "House"\ntags = "House tags"\n')
    themed.write("themes/mine/strings/en.toml", '[nav]\ndates = "Mine"\n')
    themed.build()
    tree = themed.tree()
    assert b'<meta name="a" content="house"><meta name="b" content="mine">' in tree["404.html"]
    assert b">Mine</a>" in tree["404.html"] and b">House tags</a>" in tree["404.html"]
    assert b":root{--accent:#111;--warn:#333}" in tree["assets/site.css"]
    theme = load_theme("mine", themed.folder)
    assert reach(theme)["404.html"] >= {"404.html", "house/404.html", "default/404.html", "base.html"}
    assert [
        place_of(theme, name) for name in ("404.html", "house/404.html", "default/404.html", "base.html")
    ] == [
        "themes/mine/templates/404.html",
        "themes/house/templates/404.html",
        "themes/default/templates/404.html",
        "themes/default/templates/base.html",
    ]


@pytest.mark.parametrize("place", ["templates/404.html", "strings/en.toml", "theme.toml", "assets/icon.svg"])
def test_a_change_anywhere_in_the_chain_is_seen(themed: SiteFolder, place: str) -> None:
    """A build that has nothing to do must not take such a change for nothing."""
    texts = {
        "templates/404.html": "changed",
        "strings/en.toml": '[nav]\ndates = "Changed"\n',
        "theme.toml": EXTENDS + '[tokens]\naccent = "#111"\n',
        "assets/icon.svg": "<svg/>",
    }
    themed.write("themes/mine/theme.toml", 'extends = "house"\n')
    themed.write("themes/house/theme.toml", EXTENDS)
    themed.build()
    before = themed.tree()
    themed.write(f"themes/house/{place}", texts[place])
    themed.build()
    assert themed.tree() != before


def test_an_own_template_makes_again_only_pages_that_reach_it(themed: SiteFolder) -> None:
    themed.build()
    themed.write("themes/mine/templates/404.html", '{% extends "default/404.html" %}')
    assert themed.build().rendered.rendered <= 1
    themed.write("themes/mine/templates/404.html", "changed")
    report = themed.build()
    assert report.rendered.rendered == 1 and report.reasons == ("404.html: template 404.html changed",)


def test_the_preview_watches_every_folder_of_the_chain(themed: SiteFolder) -> None:
    names = [folder.name for folder in theme_folders("mine", themed.folder)]
    assert names == ["mine", "default"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"theme.toml": 'extends = "mine"'}, r"themes/mine/theme\.toml: .*circle: mine -> mine"),
        (
            {"theme.toml": 'extends = "other"', "../other/theme.toml": 'extends = "mine"'},
            r"themes/other/theme\.toml: .*circle: mine -> other -> mine",
        ),
        (
            {"theme.toml": 'extends = "defualt"'},
            r"themes/mine/theme\.toml: there is no theme 'defualt'; did you mean \"default\"\?",
        ),
        ({"theme.toml": 'extends = "../x"'}, r"themes/mine/theme\.toml: '\.\./x' is no name of a theme"),
        (
            {"theme.toml": EXTENDS + '[tokens]\nacent = "#fff"'},
            r"themes/mine/theme\.toml:3: .*did you mean \"accent\"\?",
        ),
        ({"theme.toml": b"\xff"}, r"themes/mine/theme\.toml is not UTF-8 text"),
        ({"theme.toml": ""}, r"theme mine: there is no templates/ folder.*extends = \"default\""),
        (
            {"templates/404.html": '{% extends "404.html" %}'},
            r"mine/templates/404\.html: extends itself .* \"default/404\.html\"",
        ),
        (
            {"templates/404.html": '{% extends "default/405.html" %}'},
            r"refers to default/405\.html.*did you mean",
        ),
        ({"templates/404.html": "\n{% if %}"}, r"themes/mine/templates/404\.html:2: "),
        ({"templates/404.html": "\n\n{{ page.colour }}"}, r"themes/mine/templates/404\.html:3: .*colour"),
        (
            {
                "templates/404.html": '{% extends "default/404.html" %}\n{% block main %}\n{{ nothing }}{% endblock %}'
            },
            r"themes/mine/templates/404\.html:3: .*nothing",
        ),
        ({"templates/default/a.html": ""}, r"themes/mine/templates/default/a\.html: default/ stands for"),
        (
            {"strings/en.toml": '[nav]\ndate = "x"'},
            r"themes/mine/strings/en\.toml: nothing asks for nav\.date; did you mean",
        ),
        (
            {"templates/404.html": "{{ 'mine.a' | t }}"},
            r"strings/en\.toml: there is no mine\.a; themes/mine/templates/404\.html:1",
        ),
    ],
)
def test_what_is_wrong_names_its_place(
    themed: SiteFolder, files: dict[str, str | bytes], message: str
) -> None:
    for path, text in files.items():
        themed.write(f"themes/mine/{path}", text)
    with pytest.raises(ThemeError, match=message):
        themed.build()


def test_a_theme_without_extends_stands_alone(site: SiteFolder) -> None:
    site.write("themes/bare/templates/404.html", "{{ 'x' | t }}")
    site.write("themes/bare/strings/en.toml", 'x = "X"\n')
    site.write("themes/bare/assets/theme.css", "a { b: c }")
    theme = load_theme("bare", site.folder)
    check_theme(theme, "en")
    assert theme.base is None and [name for name, _ in theme.templates] == ["404.html"]
    assert Path(theme_folders("bare", site.folder)[0]) == site.folder / "themes" / "bare"
