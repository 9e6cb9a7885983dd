"""Bodies that other converters than html2text made."""

from __future__ import annotations

import pytest

from backfile.convert.text import body_of
from backfile.model import Raw


def converted(body: str) -> str:
    return body_of(Raw(format="simpread", file="sources/a.md", sha256="0", body=body)).body


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("头\n==\n\n节\n--\n\n文", "## 头\n\n## 节\n\n文"),
        (
            "文\n\n```python\ndef f():\n    *x*\n\n# y\n```\n\n文",
            "文\n\n```python\ndef f():\n    *x*\n\n# y\n```\n\n文",
        ),
        ("```\n没有结尾", "\\`\\`\\` 没有结尾"),
        ("an *em* word", "an *em* word"),
        ("字*斜*字", "字斜字"),
        ("2\\*3 a\\<b \\~c\\~ \\\\~", "2\\*3 a&lt;b ~c~ \\~"),
        ("| 1 | 2\\|3 |\n| --- | --- |\n| a | b |", "| 1 | 2\\|3 |\n|---|---|\n| a | b |"),
        ("- a\n- b\n  - c\n\n    d\n\n文", "- a\n- b\n    - c\n\nd\n\n文"),
        ("1. a\n   - b\n2. c", "1. a\n    - b\n2. c"),
        ("文\n\n![](data:image/svg+xml,%3Csvg a='(1, 2)'%3E%3C/svg%3E)\n\n文", "文\n\n文"),
        ("文：\n> 引", "文：\n\n> 引"),
        ("https://example.org/a\\_b.html", "<https://example.org/a_b.html>"),
        ("[C\\+\\+ \\_x\\_](https://example.org/)", "[C++ \\_x\\_](https://example.org/)"),
        ("**应****用**，好", "**应用**，好"),
    ],
)
def test_bodies(body: str, expected: str) -> None:
    assert converted(body) == expected


def test_html2text_is_not_touched() -> None:
    raw = Raw(format="wechat-text", file="sources/a.md", sha256="0", body="字*斜*字", dialect="html2text")
    assert body_of(raw).body == "字\\*斜\\*字"


def test_titles_of_markdown_lose_their_escapes() -> None:
    from backfile.convert.titles import plain_line

    assert plain_line("a\\_b", False, "t", {}) == "a_b"
    assert plain_line("a\\_b", True, "t", {}) == "a\\_b"
