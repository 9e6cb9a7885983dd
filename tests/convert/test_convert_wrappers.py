"""Markdown within HTML blocks of written articles."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.convert.wrappers import replace_wrappers
from backfile.markdown import plain_text, render


def replaced(text: str) -> tuple[str, dict[str, int]]:
    counts: Counter[str] = Counter()
    return replace_wrappers(text, counts), dict(counts)


@pytest.mark.parametrize(
    "text",
    [
        "plain **bold** [a](/b)",
        "a < b and <em>c</em>",
        "<div class='x'>\n  <p>Words <b>and</b> words.</p>\n\n  <p>More.</p>\n</div>\n",
        "<div>\n\nOne paragraph of words.\n\n</div>",
        "<details>\n<summary>Log</summary>\n\n```\n**x** ![a](b)\n```\n\n</details>",
        "<pre>\n![a](b)\n\n**c**\n</pre>",
        "<p>Write `![alt](src)` and <code>**bold**</code>.</p>",
        "<script>\nlet a = '![x](y)';\n\n// **b**\n</script>",
        "```html\n<div>\n\n**a**\n\n</div>\n```",
        "    <div>\n\n    **a**\n",
        "<p>\\![a](b) and f(**a, **b) and 2 ** 3 ** 4</p>",
        "<p title='![a](b)'>Words</p>",
        "<table>\n<tr><td>\n\nWords\n\n</td></tr>\n</table>",
        "- item\n\n      <div>\n\n      **a**\n",
    ],
)
def test_what_holds_no_markdown_is_left_exactly_as_it_is(text: str) -> None:
    assert replaced(text) == (text, {})


@pytest.mark.parametrize(
    ("text", "expected", "counts"),
    [
        (
            '<figure>\n  ![A "map"](/a b.png)\n  ![A "map" > x](/m_1.png \'T\')\n  <figcaption>Map</figcaption>\n</figure>',
            '<figure>\n  ![A "map"](/a b.png)\n'
            '  <img src="/m_1.png" alt="A &quot;map&quot; &gt; x">\n  <figcaption>Map</figcaption>\n</figure>',
            {"html_images": 1},
        ),
        (
            '<table><tr><td><a href="/l">![One [1]](/1.png)</a></td><td>[t](<u v>) **b**</td></tr></table>',
            '<table><tr><td><a href="/l"><img src="/1.png" alt="One [1]"></a></td>'
            '<td><a href="u v">t</a> <strong>b</strong></td></tr></table>',
            {"html_images": 1, "html_links": 1, "html_emphasis": 1},
        ),
        (
            '<p>[![a](/a.png)](/b) [<a href="/c">c</a>](/c) <a href="/d">[e](/f)</a></p>',
            '<p><a href="/b"><img src="/a.png" alt="a"></a> <a href="/c">c</a> <a href="/d">[e](/f)</a></p>',
            {"html_images": 1, "html_links": 2},
        ),
        (
            "<figure>\n\n![a](/a.png)\n\n</figure>",
            '<figure>\n\n<img src="/a.png" alt="a">\n\n</figure>',
            {"html_images": 1},
        ),
    ],
)
def test_marks_in_html_that_stays_become_tags(text: str, expected: str, counts: dict[str, int]) -> None:
    assert replaced(text) == (expected, counts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<div>\n\n**a**\n\n</div>", "**a**"),
        ("Before\n<div markdown='1'>\n\n- a\n- b\n\n</div>\nAfter", "Before\n\n- a\n- b\n\nAfter"),
        ("<div>\n\n  ## A\n\n  Text\n\n</div>", "## A\n\nText"),
        ("<section>\n\nOne.\n\nTwo.\n\n</section>", "One.\n\nTwo."),
        (
            "<details>\n<summary>More</summary>\n\n[a](/b)\n\n<blockquote>\n\n"
            "<!-- c -->\n\n*q*\n\n- l\n\n</blockquote>\n</details>\nEnd",
            "**More**\n\n[a](/b)\n\n> *q*\n>\n> - l\n\nEnd",
        ),
        ("<details><summary>A *b*</summary>\n\n**a**\n</details>", "<p><strong>A *b*</strong></p>\n\n**a**"),
        ("<blockquote>\n1. Not *a* list\n\n**b**\n</blockquote>", "> 1\\. Not \\*a\\* list\n>\n> **b**"),
        ("<blockquote>\n\n*a*\n\n<blockquote>\n\n*b*\n\n</blockquote>\n</blockquote>", "> *a*\n\n> > *b*"),
        ("<blockquote>\n\n*a*:\n\n```py\nb\n\nc\n```\n\n</blockquote>", "> *a*:\n>\n>     b\n>\n>     c"),
        ("<blockquote>\n\n*a*:\n```\nb\n```\nc\n\n</blockquote>", "> *a*:\n>\n>     b\n>\n> c"),
        ("<blockquote>\n\n- *a*\n\n```\nb\n```\n\n</blockquote>", "> - *a*\n\n```\nb\n```"),
        (
            "<blockquote>\n\n*a*\n\n<table><tr><td>b</td></tr></table>\n</blockquote>",
            "> *a*\n\n<table><tr><td>b</td></tr></table>",
        ),
        ("<div>\n<p>A_b_c</p>\n<hr>\n\n**b**\n</div>", "<p>A_b_c</p>\n\n---\n\n**b**"),
        (
            "<div>\n<ul>\n  <li>![a](/a)</li>\n</ul>\n\n**b**\n</div>",
            '<ul>\n  <li><img src="/a" alt="a"></li>\n</ul>\n\n**b**',
        ),
        ("<div>\n\nText **b**</div> tail", "Text **b**\n\n tail"),
        ("<div>\n\n`</div>` **b**\n\n</div>", "`</div>` **b**"),
        ("<details>\n\nNever *closed*\n\n[a]: /b", "Never *closed*\n\n[a]: /b"),
        (
            "<div>\n    <p>\n\n    Indented words\n    </p>\n\n**b**\n    </div>",
            "<p>Indented words</p>\n\n**b**",
        ),
    ],
)
def test_wrappers_are_taken_away(text: str, expected: str) -> None:
    got, counts = replaced(text)
    assert got == expected
    assert counts["html_wrappers"] == 1
    assert replaced(got) == (got, {})


def test_a_tag_at_the_beginning_of_a_line_of_code_is_no_block() -> None:
    text = "The tag `a\n<html lang='en'>` and\n\n**bold**"
    assert replaced(text) == ("The tag `a <html lang='en'>` and\n\n**bold**", {"code_lines": 1})


WORDS = st.text(alphabet="abcdefgh", min_size=1, max_size=6)
INLINE = st.one_of(
    WORDS,
    WORDS.map(lambda w: f"**{w}**"),
    WORDS.map(lambda w: f"[{w}](/u)"),
    WORDS.map(lambda w: f"![{w}](/i.png)"),
    WORDS.map(lambda w: f"`{w} ![{w}](/x)`"),
    WORDS.map(lambda w: f"<em>{w}</em>"),
)
PARAGRAPHS = st.lists(INLINE, min_size=1, max_size=4).map(" ".join)
LEAVES = st.one_of(
    PARAGRAPHS,
    PARAGRAPHS.map(lambda p: f"<p>\n  {p}\n</p>"),
    PARAGRAPHS.map(lambda p: f"<ul>\n  <li>{p}</li>\n</ul>"),
    PARAGRAPHS.map(lambda p: f"<figure>\n  {p}\n  <figcaption>{p}</figcaption>\n</figure>"),
    PARAGRAPHS.map(lambda p: f"## {p}"),
    st.lists(PARAGRAPHS, min_size=1, max_size=3).map(lambda ps: "\n".join(f"- {p}" for p in ps)),
    WORDS.map(lambda w: f"```\n<div>{w}\n\n**{w}**\n```"),
    st.just("<!-- note -->"),
)


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(("div", "section", "blockquote", "details", "center", "figure"))
    blank = st.sampled_from(("\n", "\n\n"))
    blocks = st.lists(inner, min_size=1, max_size=3).map("\n\n".join)
    return st.builds(lambda tag, b, text, c: f"<{tag}>{b}{text}{c}</{tag}>", tags, blank, blocks, blank)


BODIES = st.lists(st.recursive(LEAVES, wrapped, max_leaves=6), min_size=1, max_size=3).map("\n\n".join)


def shown(body: str) -> list[str]:
    """The words of a rendered body without those that only markup left literal showed."""
    text = plain_text(render(body).html)
    return re.findall(r"[a-h]+", re.sub(r"!\[\w*\]\([^()]*\)|(?<=\])\([^()]*\)|```", " ", text))


@given(BODIES)
def test_nothing_is_lost_and_nothing_is_done_twice(body: str) -> None:
    text, counts = replaced(body)
    assert bool(counts) == (text != body)
    assert replaced(text) == (text, {})
    assert shown(text) == shown(body)
    assert len(render(text).facts.images) >= len(render(body).facts.images)
