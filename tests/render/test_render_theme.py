"""Closures, template names, assets, budgets of the default theme."""

from __future__ import annotations

import gzip
from pathlib import Path

import msgspec
import pytest
import render_samples as samples

from backfile.digest import encode
from backfile.errors import ThemeError
from backfile.model import NotFoundPage
from backfile.render import Renderer, Theme, assets, closures, template_of
from backfile.render.compiled import Compiled
from backfile.render.manifest import Token
from backfile.render.strings import choose, parsed

THEME: Theme = samples.load_theme()


def edited(name: str, text: str) -> Theme:
    templates = dict(THEME.templates)
    templates[name] = text
    return msgspec.structs.replace(THEME, templates=tuple(sorted(templates.items())))


def test_a_theme_crosses_processes() -> None:
    assert msgspec.msgpack.decode(encode(THEME), type=Theme) == THEME


def test_an_extending_theme_crosses_processes_and_keeps_its_compiled_code() -> None:
    own = Theme(
        "mine",
        (("404.html", '{% extends "default/404.html" %}{% block head %}mine{% endblock %}'),),
        (("en", 'missing.title = "Mine"'),),
        (),
        THEME,
        (Token("accent", "#8a1f11", "", "themes/mine/theme.toml:3"),),
    )
    there = msgspec.msgpack.decode(encode(own), type=Theme)
    assert there == own
    compiled = Compiled()
    pages = [Renderer(there, samples.ENGLISH, compiled).page(missing_page())]
    again = Compiled(compiled.packed())
    pages.append(Renderer(own, samples.ENGLISH, again).page(missing_page()))
    assert pages[0] == pages[1] and b"<h1>Mine</h1>" in pages[0] and not again.changed


def test_every_page_has_a_template_of_the_theme() -> None:
    names = dict(THEME.templates)
    for page, _ in samples.every_page():
        assert template_of(type(page)) in (*names, "")


def test_a_macro_file_is_in_the_closure_of_those_who_import_it() -> None:
    before = closures(THEME)
    after = closures(edited("figure.html", dict(THEME.templates)["figure.html"] + "\n{# changed #}"))
    changed = {name for name in before if before[name] != after[name]}
    assert {"article.html", "home.html", "month.html", "figure.html", "card.html"} <= changed
    assert not {"feed.xml", "sitemap.xml", "dates.html", "404.html", "redirect.html", ""} & changed


def test_the_layout_is_in_the_closure_of_every_page_but_feeds_and_redirects() -> None:
    before = closures(THEME)
    after = closures(edited("base.html", dict(THEME.templates)["base.html"] + "\n"))
    same = {name for name in before if before[name] == after[name]}
    assert {"feed.xml", "sitemap.xml", "redirect.html", "parts.html", ""} <= same
    assert "article.html" not in same


def test_a_computed_include_depends_on_the_whole_theme() -> None:
    dynamic = edited("term.html", "{% include page.kind ~ '.html' %}")
    other = msgspec.structs.replace(dynamic, templates=(*dynamic.templates, ("zzz.html", "")))
    assert closures(dynamic)["term.html"] != closures(other)["term.html"]
    assert closures(dynamic)["feed.xml"] == closures(other)["feed.xml"]


def test_strings_are_in_every_closure() -> None:
    name, text = THEME.strings[0]
    other = msgspec.structs.replace(THEME, strings=((name, text + "\n"), *THEME.strings[1:]))
    before, after = closures(THEME), closures(other)
    assert all(before[n] != after[n] for n in before if n)


def test_a_reference_to_nothing_and_a_syntax_error_name_their_place() -> None:
    with pytest.raises(ThemeError, match=r"term\.html: refers to nowhere\.html"):
        closures(edited("term.html", '{% include "nowhere.html" %}'))
    with pytest.raises(ThemeError, match=r"term\.html:2: "):
        closures(edited("term.html", "\n{% if %}"))


def test_a_syntax_error_in_a_page_names_its_line() -> None:
    renderer = Renderer(edited("404.html", "x\n\n{% for %}"), samples.SITE)
    with pytest.raises(ThemeError, match=r"404\.html:3: "):
        renderer.page(missing_page())


def test_an_unknown_variable_names_template_and_line() -> None:
    renderer = Renderer(edited("404.html", "x\n{{ page.colour }}"), samples.SITE)
    with pytest.raises(ThemeError, match=r"404\.html:2: .*colour"):
        renderer.page(missing_page())


def test_an_error_inside_a_macro_names_the_macro_file() -> None:
    broken = edited(
        "parts.html", dict(THEME.templates)["parts.html"] + "\n{% macro bad() %}{{ nothing }}{% endmacro %}"
    )
    line = dict(broken.templates)["parts.html"].count("\n") + 1
    sources = dict(broken.templates) | {"404.html": '{% from "parts.html" import bad %}{{ bad() }}'}
    renderer = Renderer(
        msgspec.structs.replace(broken, templates=tuple(sorted(sources.items()))), samples.SITE
    )
    with pytest.raises(ThemeError, match=rf"parts\.html:{line}: .*nothing"):
        renderer.page(missing_page())


def test_a_missing_string_is_an_error_with_its_place() -> None:
    renderer = Renderer(edited("404.html", "\n\n\n{{ t('no.such') }}"), samples.SITE)
    with pytest.raises(ThemeError, match=r"404\.html:4: strings/zh-Hans\.toml: there is no no\.such"):
        renderer.page(missing_page())


def test_any_error_under_a_template_names_the_line_that_led_to_it() -> None:
    renderer = Renderer(edited("404.html", "\n{{ 1 // 0 }}"), samples.SITE)
    with pytest.raises(ThemeError, match=r"404\.html:2: ZeroDivisionError"):
        renderer.page(missing_page())
    renderer = Renderer(edited("404.html", "\n\n{{ date(page) }}"), samples.SITE)
    with pytest.raises(ThemeError, match=r"404\.html:3: TypeError"):
        renderer.page(missing_page())


def missing_page() -> NotFoundPage:
    return NotFoundPage(path="404.html", url="404.html")


@pytest.mark.parametrize(
    ("language", "chosen"),
    [
        ("zh-CN", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hant"),
        ("en-GB", "en"),
        ("ja-JP", "ja"),
        ("fr", "en"),
        ("xx-unknown", "en"),
    ],
)
def test_languages_fall_back(language: str, chosen: str) -> None:
    assert choose(language, ("en", "ja", "zh-Hans", "zh-Hant")) == chosen


def test_without_traditional_strings_taiwan_reads_simplified_ones() -> None:
    assert choose("zh-TW", ("en", "zh-Hans")) == "zh-Hans"


def test_all_languages_have_the_same_keys() -> None:
    keys = {name: set(parsed(text, name)) for name, text in THEME.strings}
    for name, known in keys.items():
        assert known == keys["en"], name


def test_assets_are_small_and_the_stylesheet_is_minified() -> None:
    files = dict(assets(THEME))
    css, script = files["assets/site.css"], files["assets/site.js"]
    source = (Path(samples.DEFAULT) / "assets" / "site.css").read_bytes()
    assert b"/*" not in css and len(css) < len(source)
    assert len(css) <= 20_000
    assert len(gzip.compress(css, mtime=0)) <= 6_000
    assert len(script) <= 8_000
    assert len(gzip.compress(script, mtime=0)) <= 3_000
    assert b"url(" not in css and b"http" not in css.replace(b"href^=http", b"")


def test_a_theme_may_draw_pictures_its_own_way() -> None:
    own = dict(THEME.templates)["figure.html"].replace("<figure><a href", '<figure class="mine"><a href')
    text = Renderer(edited("figure.html", own), samples.SITE).page(samples.article(), samples.BODY).decode()
    assert text.count('<figure class="mine">') == 2
