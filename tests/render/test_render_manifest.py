"""theme.toml, and the tokens of a stylesheet."""

from __future__ import annotations

import pytest

from backfile.errors import ThemeError
from backfile.render.manifest import Manifest, Token, is_colour, read_manifest
from backfile.render.stylesheet import with_tokens

CSS = """
/* --ghost: 1; */
:root { --accent: #2e3d98; --s1: .25rem; --sans: system-ui, sans-serif }
@supports (color: light-dark(#000, #fff)) { :root { --accent: light-dark(#2e3d98, #aebbff); } }
[lang|=ja] { --sans: "Noto Sans JP"; }
"""


def test_a_manifest_names_the_theme_it_extends_and_its_tokens() -> None:
    told = read_manifest(
        'extends = "default"\n\n[tokens]\ns1 = "1px"\naccent = { light = "#8a1f11", dark = "#f99" }\n',
        "t.toml",
    )
    assert told == Manifest(
        "default", (Token("s1", "1px", "", "t.toml:4"), Token("accent", "#8a1f11", "#f99", "t.toml:5"))
    )
    assert read_manifest("", "t.toml") == Manifest()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("extends = nothing", r"t\.toml: .*line 1"),
        ('\nextend = "default"', r"t\.toml:2: .*did you mean \"extends\"\?"),
        ("colour = 1", r"t\.toml:1: there is no setting 'colour' of a theme; known are extends, tokens"),
        ("extends = 1", r"t\.toml:1: extends is the name of a theme"),
        ('extends = ""', r"t\.toml:1: extends is the name of a theme"),
        ('extends = "a"\ntokens = 1', r"t\.toml:2: \[tokens\] is a table"),
        ('[tokens]\naccent = "#fff"', r"t\.toml:1: a theme that extends none"),
        ('extends = "a"\n[tokens]\nx = 1', r"t\.toml:3: 1 is no plain value of CSS for x"),
        ('extends = "a"\n[tokens]\nx = { light = "#fff" }', r"t\.toml:3: x is one text or"),
    ],
)
def test_a_manifest_that_is_wrong_says_where(text: str, message: str) -> None:
    with pytest.raises(ThemeError, match=message):
        read_manifest(text, "t.toml")


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "red;}",
        "a}b",
        "url(x)",
        "URL (x)",
        "image-set(x)",
        "</style>",
        "a /* b",
        "\\\\75rl(x)",
        "(",
        ")(",
        "'a",
        "!x",
        "@x",
    ],
)
def test_a_value_cannot_leave_its_declaration_or_ask_for_anything(value: str) -> None:
    with pytest.raises(ThemeError, match=r"t\.toml:3: .* is no plain value"):
        read_manifest(f'extends = "a"\n[tokens]\nx = "{value}"', "t.toml")


def test_colours() -> None:
    assert all(
        map(is_colour, ("#fff", "#8A1F11", "#8a1f11cc", "oklch(45% .15 30)", "light-dark(#fff, #000)"))
    )
    assert not any(map(is_colour, ("red", "#ff", "#8a1f1", "1px", "calc(1px + 2px)", "#gggggg")))


def test_tokens_stand_at_the_end_and_colours_are_those_of_screens() -> None:
    tokens = (
        Token("accent", "#8a1f11", "#f99", ""),
        Token("s1", "1px", "", ""),
        Token("sans", "Arial", "", ""),
    )
    css = with_tokens(CSS, tokens)
    assert css.startswith(CSS)
    assert css[len(CSS) :].strip().splitlines() == [
        ":root, [lang] { --s1: 1px; --sans: Arial; }",
        "@media screen { :root { --accent: #8a1f11; } }",
        "@supports (color: light-dark(#000, #fff)) { @media screen { :root { --accent: light-dark(#8a1f11, #f99); } } }",
    ]
    assert with_tokens(CSS, ()) == CSS


def test_the_last_of_two_values_counts() -> None:
    css = with_tokens(CSS, (Token("accent", "#111", "#222", ""), Token("accent", "#333", "", "")))
    assert "#333" in css and "#111" not in css and "#222" not in css


@pytest.mark.parametrize(
    ("token", "message"),
    [
        (Token("acent", "#fff", "", "t.toml:3"), r"t\.toml:3: .*no token 'acent'; did you mean \"accent\"\?"),
        (Token("ghost", "1", "", "t.toml:3"), r"no token 'ghost'; known are accent, s1, sans"),
        (Token("accent", "red", "", "t.toml:3"), r"t\.toml:3: 'red' is no colour for accent"),
        (Token("accent", "#fff", "1px", "t.toml:3"), r"'1px' is no colour"),
        (Token("s1", "1px", "2px", "t.toml:3"), r"s1 is no colour and has one value"),
    ],
)
def test_a_token_that_is_wrong_says_where(token: Token, message: str) -> None:
    with pytest.raises(ThemeError, match=message):
        with_tokens(CSS, (token,))
