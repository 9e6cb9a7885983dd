"""Hostile bodies: nothing executes, nothing leaves its place, nothing takes long."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backfile.markdown import plain_text, render
from backfile.markdown.guard import hostility
from backfile.markdown.tokens import BLOCK_TAGS

VOID = {"br", "hr", "img", "wbr"}
ALLOWED = {
    "a": {"href"}, "abbr": {"title"}, "ol": {"start"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"},
    "time": {"datetime"}, "li": {"id"}, "sup": {"id"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
}  # fmt: skip
TAGS = BLOCK_TAGS | set(
    "a abbr b bdi br cite code del dfn em i ins kbd mark q rp rt ruby s samp small strong sub sup time u var wbr".split()
)


class Checker(HTMLParser):
    """Fails on any tag, attribute or comment that is not one of the few that bodies may have, and on bad nesting."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.figures = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS and tag != "h1", tag
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert name in ALLOWED.get(tag, ()), (tag, name)
            if name == "id":
                assert re.fullmatch(r"s\d+|t?fn\d+|t?fnref\d+(-\d+)?", value or ""), value
                self.ids.append(value or "")
            if name == "href":
                # A blank before the colon means that no scheme is there.
                assert re.match(r"https?:|mailto:|[^:]*(?:[/?# ]|\Z)", (value or "").lower()), value

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        if data == "tail":
            return
        kind, number = data.split(" ")
        assert kind in ("figure", "image") and int(number) == self.figures, data
        self.figures += 1

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def check(body: str) -> str:
    result = render(body)
    checker = Checker()
    checker.feed(result.html)
    checker.close()
    assert not checker.open
    assert len(set(checker.ids)) == len(checker.ids)
    assert checker.figures == len(result.facts.images)
    assert result.html.count("<!--tail-->") == int(result.facts.folded)
    result.html.encode()
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]", result.html
    )
    return result.html


ATTACKS = (
    "<script>alert(1)</script>", "<script>", "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><title><p></title></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=1>", "<iframe src=//e.com></iframe>",
    "<object data=x>", "<embed src=x>", "<base href=//e.com>", "<meta http-equiv=refresh content=0>",
    "<style>*{}</style>", "<style>", "<link rel=stylesheet href=x>",
    "<p style='position:fixed' class=x id=main onclick=x()>", "</main></html>", "<plaintext>", "<textarea>",
    "<title>", "<xmp>", "<noscript>", "<template>", "<select>", "<frameset>", "<table><tr>", "</p></div>",
    "<!-- ", "<!--figure 9-->", "<!--tail-->", "&lt;!--figure 9--&gt;",
    "<a title='<!--figure 9-->' href=/x>", "`<!--image 3-->`", "<![CDATA[<p>]]>", "<?php ?>",
    "<!DOCTYPE html>", "[a](javascript:alert(1))", "[a](JaVa\tScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))", "[a](data:text/html,x)", "<a href='&#x6A;avascript&colon;alert(1)'>",
    "[a](vbscript:x)", "![a](javascript:x)", "<form action=x><input name=y>", "<b><i></b>",
    "<h1 id=s1>a</h1>", "# a {#main .x onclick=y}", "<h2>", "&#1;", "&#8238;", "&#x2028;", "&lrm;", "\x00",
    "\u202e", "\ud800", "\x02klzzwxh:0000\x03", "\x02wzxhzdk:0\x03", "wzxhzdk:0", "[^1]",
    "\n\n[^1]: a <p>\n\n", "{{7*7}}", "{% include 'x' %}", "<bdo dir=rtl>", "<marquee>",
    "<details open ontoggle=x>", "<a href='#fn:1'>", "<sup><a href='#fn:1'>", "<li><a href='#fnref:1'>",
    "<!-- backfile:tail -->", "\n<!-- backfile:tail -->\n",
    "<img srcset='x 2x' src='//e.com/a.png' alt='\"><script>'>", "<p><img src=a><a href=b><img src=c>",
)  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_harmless_and_the_text_after_them_shows(attack: str) -> None:
    for body in (
        f"before {attack} after",
        f"{attack}\n\nafter",
        f"# h\n\n{attack}after\n\n- x {attack}\n\n<div>{attack}</div> after",
    ):
        assert "after" in plain_text(check(body))


@settings(
    max_examples=600, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(
    st.lists(
        st.sampled_from(
            (*ATTACKS, "text", " ", "\n", "\n\n", "> ", "- ", "**", "![a](/b)", "<p>", "<div>", "</div>")
        ),
        max_size=12,
    )
)
def test_mixed_attacks_are_harmless(pieces: list[str]) -> None:
    check("".join(pieces))


@settings(
    max_examples=300, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    check(text)


def test_template_syntax_is_text() -> None:
    assert render("{{7*7}} {% include 'x' %}").html == "<p>{{7*7}} {% include 'x' %}</p>"


def test_characters_that_hide_or_reorder_are_gone() -> None:
    assert render("a\u202eb\x00c\u2066d\ud800e&#8238;f").html == "<p>abcdef</p>"
    assert render("a\r\nb\u2028c").html == "<p>a\nb\nc</p>"


def test_what_an_unclosed_element_would_swallow_is_shown() -> None:
    assert plain_text(render("<script>\n\none\n\ntwo").html).split() == ["one", "two"]
    assert plain_text(render("a <script>alert(1)</script> b").html).split() == ["a", "b"]
    assert plain_text(render("<textarea>\none **two**").html).split()[0] == "one"


def test_a_hostile_body_is_shown_as_it_is() -> None:
    body = render("<b>\n\n" + "[" * 20_000 + "\nx & y\n\n<!-- backfile:tail -->\nend")
    assert hostility("[" * 20_000)
    assert body.html.startswith("<p>&lt;b&gt;</p>\n<p>[[[")
    assert body.html.endswith("[<br>\nx &amp; y</p>\n<!--tail-->\n<p>end</p>")
    assert body.facts.folded


def test_ordinary_texts_are_not_hostile() -> None:
    text = "Some *words* with a [link](https://example.com/) and `code`.\n\n> quoted\n\n- one\n- two\n\n| a | b |\n|---|---|\n"
    assert hostility(text * 200) == ""
    assert hostility("".join(f"- [name {i}](https://example.com/{i})\n" for i in range(1000))) == ""
    assert hostility("一段文字。" * 20_000) == ""


# Each makes some part of the libraries take quadratic time, or very deep, or very large, when nothing stops it.
BOMBS: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * n,
    "image brackets": lambda n: "![" * n,
    "linked image brackets": lambda n: "[![" * n,
    "open links": lambda n: "[a](<b " * n,
    "nested links": lambda n: "[" * n + "a" + "](b)" * n,
    "emphasis in links": lambda n: "[*" * n + "*](b)" * n,
    "declarations": lambda n: "<!a<![CDATA[" * n,
    "comments in open tags": lambda n: "<span>" * n + "\n<!-- x -->" * n,
    "open tags": lambda n: '<a href="' * n,
    "nested elements": lambda n: "<div>" * n,
    "misnested elements": lambda n: "<b><i>x</b>" * n,
    "emphasis": lambda n: "*a **b _c " * n,
    "closing emphasis": lambda n: "a* " * n,
    "backticks": lambda n: "``a`" * n,
    "rising backticks": lambda n: " ".join("`" * i for i in range(1, int((2 * n) ** 0.5))),
    "quotes": lambda n: ">" * n + "a",
    "quotes and lists": lambda n: "> - " * n + "a",
    "lists in a line": lambda n: "- " * n + "a",
    "nested lists": lambda n: "".join("    " * i + "- a\n" for i in range(int((n / 2) ** 0.5) * 2)),
    "columns": lambda n: "|".join("a" * n) + "\n" + "|".join("-" * n) + "\n" + "|".join("a" * n),
    "cells": lambda n: "a|" * n + "a\n" + "-|" * n + "-\n" + "x\n" * n,
    "headings in a paragraph": lambda n: "# a\n" * n,
    "underlines": lambda n: "a\n===\n" * n,
    "rules": lambda n: "---\n" * n,
    "definitions": lambda n: "[a]:\n" * n,
    "fences": lambda n: "~~~a\nb\n" * n,
    "footnotes": lambda n: "[^1]\n\n" * n + "[^1]: x",
    "entities": lambda n: "&amp;" * n,
    "paragraphs": lambda n: "a\n\n" * n,
    "lines": lambda n: "a\n" * n,
    "spaces": lambda n: " " * n + "a" + " " * n,
    "two megabytes": lambda n: "字 *a* [b](c)。\n" * (2_000_000 // 15),
    "one line": lambda n: "字" * 900_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("size", [900, 20_000])
def test_bombs_end(name: str, size: int) -> None:
    """In a process of its own whose CPU time is limited; the limit is four times what is promised."""
    package = Path(__file__).parents[2] / "generator"
    code = "import sys; from backfile.markdown import render; print(len(render(sys.stdin.read()).html))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=BOMBS[name](size),
        env={"PYTHONPATH": str(package), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (20, 20)),
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert int(done.stdout) >= 0
