"""The fast path writes what the reference writes, byte for byte, or leaves the text to it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backfile.markdown.fast import convert
from backfile.markdown.guard import neutral, split_parts
from backfile.markdown.reference import allowed, clean_html
from fuzzing import FACTOR

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"

WORDS = (
    "a", "字", "two words", "snake_case", "é", "😀", "。", ".", ",", ":", ";", "!", "?", "'", '"', "(", ")",
    "[", "]", "{", "}", "@", "#", "$", "%", "^", "~", "+", "-", "=", "|", "/", "\\", "<", "< ", "<3", ">",
    "&", "&c", "&c;", "&copy;", "&amp;", "&lt;", "&quot;", "&#65;", "&#65", "*", "**", "***", "_", "__",
    "`", "``", "１. ", "1. ", "10. ", "- ", "* ", "\xa0", "\u3000", "\u2009", "\u200b", "\u2028", "\x85",
    "\ufeff", "\t", "\r", "http://a.b", "www.a.cn", "a@b.cn",
)  # fmt: skip
INLINE = (
    "**bold**", "*em*", "***both***", "_em_", "__bold__", "**a*", "`code`", "`a&b`", "[a](/b)",
    "[**a**](https://a.cn/b?c=d&e=f)", "[a](b.html 'c')", "[a]()", "[](/x)", "[ ](/x)", "[a](<b>)",
    "[a](b(c))", "![a](/b.png)", "![a_b](https://a.cn:8/b)", "![]()", "![a&b](/c)", "![a\"b](/c)",
    "<https://a.cn/b_c?d=e&f=g>", "<http://a.b.cn>", "<https://a.cn/*b*>", "<https://a.cn/b;c&copy;>",
    "[<https://a.cn/b>](/c)", "<https://a.cn/@b(c)>", "<https://xn--a.cn/>", "[a](https://xn--a.cn/)",
    "<http://10.0.0.1:80/>", "<http://A.cn:0>", "<b@a.cn>", "<http://256.1.1.1>", "<http://09.1.1.1>",
    "<HTTPS://a.cn>", "<https://a.cn/b ", "<https://a.cn/b/>",
    "[![a](/b)](/c)", "[![](/b)](/c)", "![![", "[a]", "[^1]", "[a][b]", "[a] [b]", "](", "![", "](/x)",
    "\\*", "\\_", "\\[", "\\]", "\\\\", "\\`", "\\a", "\\#", "\\>", "\\&", "  \n", " \n", "   \n", "\n",
    "\n字", "\n- a", "\n1. b", "\n# c", "\n> d", "\n---", "\n===\n", "\n- -", "\n|-|", "\n    e", "\n  f",
    "\n* * *\n",
)  # fmt: skip
BLOCKS = (
    "# heading", "## *a* b ##", "###### ", "#no blank", "# a\nb", "---", "***", "* * *", "_ _ _", "- a",
    "- a\n- b", "  * a", "+ a\n  b", "1. a", "2. a\n3. b", "1. a\n\n   b", "    code", "\tcode", "> quote",
    "> a\n> b", ">a\n>\n> b", "> - a", "> # a\n> b", "> > a", "a|b\n-|-\nc|d", "* a | b\n- |-", "a\n===",
    "a\n---", "```\na\n```", "```\na <b>&amp;\n\n# b\n    c\n\n[d]: e\n```", "```\n```", "```\n\n```", "```c\nd\n```",
    "````\n```\n````", "```\na\n```\nb", "```", "~~~", "<div>a</div>", "<b>a</b>", "<!-- a -->", "[a]: /b", "[^1]: note",
    "![](/a)\n![](/b)", "\u3000\u3000text", "\xa0", "\u3000", "   ", "      ", "- ", "1.", ">", "#",
    "***a***", "****",
)  # fmt: skip

inline = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(INLINE)), min_size=1, max_size=7).map(
    "".join
)
block = st.one_of(
    inline,
    st.sampled_from(BLOCKS),
    st.tuples(
        st.sampled_from(("# ", "## ", "- ", "* ", "  * ", "1. ", "7. ", "> ", ">", "    ", " ")), inline
    ).map("".join),
    st.tuples(st.sampled_from(BLOCKS), inline).map("".join),
)
separator = st.sampled_from(("\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\n \n", "\n\n  \n", "\n\xa0\n"))
documents = st.lists(st.tuples(block, separator).map("".join), min_size=1, max_size=6).map("".join)


def check(text: str) -> None:
    html, declined = convert(text)
    if declined < len(text) or not text:
        assert html == clean_html(text), repr(text)
    if not declined:
        # Nothing of it went through nh3, and it may be skipped only where it would change nothing.
        assert allowed(html) == html, repr(text)


@settings(
    max_examples=1500 * FACTOR,
    deadline=None,
    database=None,
    derandomize=FACTOR == 1,
    suppress_health_check=list(HealthCheck),
)
@given(documents.map(neutral))
def check_documents(text: str) -> None:
    check(text)


def test_equals_the_reference_on_documents_of_a_grammar(counted: Callable[[str, int], None]) -> None:
    check_documents()
    counted("documents of a grammar", 1500 * FACTOR)


def test_equals_the_reference_on_random_pieces(counted: Callable[[str, int], None]) -> None:
    random_pieces = random.Random(11 if FACTOR == 1 else None)
    pieces = WORDS + INLINE + BLOCKS + ("\n\n",) * 30 + ("\n",) * 8 + (" ",) * 8
    for _ in range(4000 * FACTOR):
        check(neutral("".join(random_pieces.choices(pieces, k=random_pieces.randint(1, 14)))))
    counted("texts of random pieces", 4000 * FACTOR)


@pytest.mark.parametrize(
    "text",
    [
        "a\n\n\u3000\n\nb",
        "- a\n\n\u3000\n\n- b",
        "> a\n>\n",
        ">\n> a",
        "> a  \n>",
        "    \n\na",
        "   \na",
        "    a\n\n\n\n    b\n\nc",
        "- a\n\n    b\n\nc",
        "- a\n\n- b\n- c\n\n- d",
        "1. a\n\n* b",
        "* **",
        "* a|b\n- |-",
        "# a | b\n-- | --",
        "*\xa0a*",
        "`a`  \n\xa0b",
        "&\\#65;",
        "[a\n\n](/b)",
        "[a] [b](/c)",
        "！[a](/b)",
        "\\![a](/b)",
        "[![a](/b)](/c) [![a](/b)]()",
        "１. a",
        "a <3@b> c",
        "***",
        "**a**b**",
        "a_b_ c",
        "1. a\n2. # b",
        "_a_a *a*b_a_c *a*",
        '![a"b*c_d](/i.png?a=1&b=2)',
        "![a](/i.png?a&#b)",
        "![](/i.png)\n\n![](/i.png) \n\n![]()\n\n\n![a](i.png)",
    ],
)
def test_equals_the_reference_where_it_is_hard(text: str) -> None:
    check(text)


def test_takes_what_news_is_made_of() -> None:
    text = (
        "## 标题\n\n第一段，**重点**，见[链接](https://example.com/a_b?c=1&d=2)。\n\n![图](https://example.com/i.png)\n\n"
        "> 引文 *强调*\n\n- 一\n- 二\n\n---\n\n1. one\n\n2. two `x < y` & three\n\n1\\. \\*"
    )
    html, declined = convert(text)
    assert declined == 0
    assert html == clean_html(text)


def corpus_bodies(name: str) -> Iterator[str]:
    for path in sorted((CORPORA / name).rglob("*")):
        if path.suffix in (".md", ".markdown", ".txt") and "LICENSE" not in path.name:
            text = path.read_text(encoding="utf-8", errors="replace").lstrip("\ufeff")
            yield text
            fence = text[:3]
            if fence in ("---", "+++"):
                yield text[3:].partition(f"\n{fence}")[2]


@pytest.mark.parametrize("name", ["seed", "wechat-text", "18f", "digitalgov", "rust-blog"])
def test_equals_the_reference_on_a_corpus(name: str) -> None:
    if not (CORPORA / name).is_dir():
        pytest.skip(f"the corpus {name} is not on this machine")
    for body in corpus_bodies(name):
        parts = split_parts(neutral(body))
        for text in (parts.lead, parts.main, parts.tail):
            check(text or "")


def test_equals_the_reference_on_the_examples_of_commonmark() -> None:
    spec = CORPORA / "hostile" / "commonmark-spec" / "spec.json"
    if not spec.is_file():
        pytest.skip("the examples of CommonMark are not on this machine")
    examples = [neutral(example["markdown"]) for example in json.loads(spec.read_text(encoding="utf-8"))]
    assert len(examples) > 600
    for at, text in enumerate(examples):
        check(text)
        check("\n\n".join(examples[at : at + 3]))
