"""What every language of a theme has to say."""

from __future__ import annotations

import msgspec
import pytest
import render_samples as samples

from backfile.errors import ThemeError
from backfile.render import Renderer, Theme, check_theme
from backfile.render.wording import check_wording

EN = 'a = "A {n}"\n[b]\nc = { one = "{n} c", other = "{n} cs" }\n'


def theme(template: str = "", **strings: str) -> Theme:
    files = tuple((name.replace("_", "-"), text) for name, text in sorted(strings.items()))
    return Theme(name="mine", templates=(("404.html", template),), strings=files, assets=())


def test_the_default_theme_says_everything_in_every_language() -> None:
    check_theme(samples.load_theme(), "zh-CN")
    assert {name for name, _ in samples.load_theme().strings} >= {"en", "zh-Hans", "zh-Hant", "ja"}


def test_every_language_of_the_default_theme_shows_every_page() -> None:
    for name, _ in samples.load_theme().strings:
        renderer = Renderer(samples.load_theme(), msgspec.structs.replace(samples.SITE, language=name))
        for page, body in samples.every_page():
            assert renderer.page(page, body) or page.path == ".nojekyll"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_key_that_english_has_must_be_in_every_language(language: str) -> None:
    with pytest.raises(ThemeError, match=r"themes/mine/strings/ja\.toml: there is no b\.c; English has it"):
        check_wording(theme(en=EN, ja='a = "B"'), language)


def test_a_key_that_a_template_asks_for_must_be_in_every_language() -> None:
    message = r"strings/en\.toml: there is no d\.e; themes/mine/templates/404\.html:2 asks for it"
    for template in (
        "\n{{ 'd.e' | t }}",
        "\n{{ t('d.e', n=1) }}",
        "\n{{ ('a' if page.url else 'd.e') | t }}",
    ):
        with pytest.raises(ThemeError, match=message):
            check_wording(theme(template, en=EN), "en")


def test_a_misspelt_key_is_told_from_a_missing_one() -> None:
    with pytest.raises(ThemeError, match=r'ja\.toml: nothing asks for b\.cc; did you mean "b\.c"\?'):
        check_wording(theme(en=EN, ja='a = "B"\nb.cc = "C"'), "en")


@pytest.mark.parametrize(
    ("language", "text", "message"),
    [
        ("pl", 'a = "A"\nb.c = { one = "", other = "" }', "b.c has no plural form few, which pl needs"),
        (
            "ja",
            'a = "A"\nb.c = { one = "", other = "" }',
            "b.c has a plural form one, which ja does not know",
        ),
        ("ja", 'a = "{m}"\nb.c = ""', "a has a place {m} that nothing fills; known are n"),
        ("ja", 'a = "{"\nb.c = ""', "ja.toml: a: "),
        ("ja", "a = 1", "ja.toml: a is no text"),
        ("ja", "a = { other = 1 }", "ja.toml: a.other is no text"),
        ("ja", "a = ", "ja.toml: "),
    ],
)
def test_a_string_that_is_wrong_names_file_and_key(language: str, text: str, message: str) -> None:
    with pytest.raises(ThemeError) as caught:
        check_wording(theme(en=EN, **{language: text}), "en")
    assert f"themes/mine/strings/{language}.toml: " in str(caught.value)
    assert message in str(caught.value)


def test_only_other_is_one_text_for_all_numbers() -> None:
    check_wording(theme(en=EN, pl='a = "A"\nb.c = { other = "{n}" }'), "en")


def test_an_extending_theme_says_only_what_differs() -> None:
    base = theme(en=EN, ja='a = "B"\nb.c = "C"')
    own = Theme("own", (("404.html", "{{ 'd' | t }}"),), (("ja", 'd = "D"\na = "E"'),), (), base)
    check_wording(own, "ja")
    with pytest.raises(
        ThemeError, match=r"themes/mine/strings/en\.toml: there is no d; themes/own/templates/404\.html:1"
    ):
        check_wording(own, "en")


def test_an_extending_theme_with_a_language_of_its_own_says_everything_in_it() -> None:
    own = Theme("own", (), (("fr", 'a = "A"'),), (), theme(en=EN))
    with pytest.raises(ThemeError, match=r"themes/own/strings/fr\.toml: there is no b\.c"):
        check_wording(own, "en")


def test_a_key_that_only_content_may_ask_for_may_be_said() -> None:
    template = "{{ t('repair.' ~ page.url) if t.has('repair.' ~ page.url) }}"
    base = theme(template, en=EN)
    check_wording(Theme("own", (), (("en", 'repair.mine = "x"'),), (), base), "en")
    with pytest.raises(ThemeError, match=r"nothing asks for other\.mine"):
        check_wording(Theme("own", (), (("en", 'other.mine = "x"'),), (), base), "en")
