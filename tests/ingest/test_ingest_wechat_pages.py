"""WeChat pages: the real ones, broken ones, and pages of other kinds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.config import Site
from backfile.convert import convert
from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.ingest import read
from backfile.ingest.markup import markdown_of_fragment, parsed
from backfile.ingest.script import decoded, value, values_in_list
from backfile.markdown import plain_text
from backfile.markdown.reference import clean_html
from backfile.model import Article, CaptureFile, Raw

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpora" / "wechat-html"
SITE = Site(title="Archive", timezone="Asia/Shanghai")
_NO_TEXT = re.compile(r"[\s*_|`\\\u200b-\u200f\ufeff]")


def capture(text: str | bytes, file: str = "sources/pages/a.html") -> CaptureFile:
    data = text.encode() if isinstance(text, str) else text
    return CaptureFile(file, sha256_hex(data), data)


def page(script: str = "", body: str = "") -> str:
    return f'<html><body id="weixin"><div id="js_article">{body}</div><script>{script}</script></body></html>'


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of WeChat pages is not on this machine")
def test_every_real_page_is_an_article_or_gone() -> None:
    gone, articles = 0, 0
    for path in sorted(CORPUS.glob("*/*.html")):
        result = read(capture(path.read_bytes(), f"sources/pages/{path.parent.name}/{path.name}"))
        assert not isinstance(result, Problem), result
        (raw,) = result
        article = convert(raw, SITE)
        assert isinstance(article, Article), article
        if article.status == "gone":
            gone += 1
            assert article.reason and not article.body
            continue
        articles += 1
        assert article.title and article.source and article.place and len(article.date) == 25
        assert "__biz=" in article.original
        assert "data:" not in article.body and "javascript:" not in article.body
        assert len(article.body) > 500
    assert (articles, gone) == (4, 3)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of WeChat pages is not on this machine")
@pytest.mark.parametrize("kind", ["普通图文", "文章分享"])
def test_no_visible_character_of_a_real_page_is_lost(kind: str) -> None:
    text = (CORPUS / kind / "01.html").read_text(encoding="utf-8")
    content = parsed(text).find(".//*[@id='js_content']")
    for hidden in content.xpath(".//style|.//script|.//svg|.//*[contains(@class, 'line-index')]"):
        hidden.drop_tree()
    result = read(capture(text))
    assert not isinstance(result, Problem)
    shown = plain_text(clean_html(_article(result[0]).body))
    byline = _article(result[0]).byline
    assert len(_NO_TEXT.sub("", shown + byline)) == len(_NO_TEXT.sub("", content.text_content()))
    assert len(content.xpath(".//img")) == _article(result[0]).body.count("![")


def _article(raw: Raw) -> Article:
    article = convert(raw, SITE)
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (page("window.cgiDataNew = {content_noencode: JsDecode('')}"), "no article"),
        ('<html><div class="weui-msg"><h2 class="weui-msg__title">环境异常</h2></div></html>', "环境异常"),
        ("<html><body><article><h1>News</h1><p>Text</p></article></body></html>", "no format"),
        ("<p>wechat</p>", "no format"),
    ],
)
def test_what_is_no_article_says_why(text: str, word: str) -> None:
    result = read(capture(text))
    assert isinstance(result, Problem)
    assert word in result.message and result.hint


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="<>/\"'=&;!-[]{}()\\ \nabcdivpre#字", max_size=120))
def test_no_markup_raises(text: str) -> None:
    body = f'<div id="js_content" class="rich_media_content">{text}</div>'
    read(capture(page(f"window.cgiDataNew = {{content_noencode: '{text}'}}", body)), "wechat-page")


def test_deep_markup_does_not_raise() -> None:
    body = f'<div id="js_content" class="rich_media_content">{"<div>" * 5000}x</div>'
    read(capture(page("", body)), "wechat-page")


def test_values_of_scripts() -> None:
    script = r"""var biz = null; var ct = "" || "17"; x.nick = "no"; nick: JsDecode('a\x0ab\x27'), item_show_type === '0'"""
    assert value(script, "ct") == "17"
    assert value(script, "nick") == "a\nb'"
    assert (value(script, "biz"), value(script, "item_show_type"), value(script, "missing")) == ("", "", "")
    assert (
        decoded(
            r"'\u5b57\q\\n\
'"
        )
        == "字q\\n"
    )
    assert decoded(r"'\ud800x'") == "x"
    assert values_in_list("l = []; l: [{u: 'a', n: {u: 'b'}}, {u: 'c'}], u: 'd'", "l", "u") == ("a", "c")
    assert values_in_list("l: [{u: 'a'", "l", "u") == ("a",)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>一段\n  <span>话</span></p>", "一段话"),
        ("<p>two\n words</p>", "two words"),
        ("<pre>一\n二</pre>", "```\n一\n二\n```"),
        ("<p><img data-src='//img.example.org/a'></p>", "![](https://img.example.org/a)"),
        ("<p><img src='data:image/png;base64,AA=='>x</p>", "x"),
        ("<p><a href='javascript:;'>x</a></p>", "x"),
        ("", ""),
    ],
)
def test_fragments(html: str, expected: str) -> None:
    assert markdown_of_fragment(html) == expected
