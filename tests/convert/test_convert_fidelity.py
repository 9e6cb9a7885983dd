"""What is lost between a capture and its article is found, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.convert.fidelity import compare, look_at
from backfile.model import Article, Capture, Facts, Look, Raw


def reason(dump: str, shown: str, *, images: int = 0, body: str = "", format: str = "wechat-text") -> str:
    dialect = "html2text" if format == "wechat-text" else "converted"
    raw = Raw(format=format, file="sources/a.md", sha256="", body=dump, dialect=dialect)
    return compare(raw, Article(body=body or shown), shown, images).reason


@pytest.mark.parametrize(
    ("dump", "shown"),
    [
        ("**报** 纸\n停刊。", "报纸停刊。"),
        ("见[这里](http://a.cn/b-\nc)和 http://a.cn/x_y", "见这里和 http://a.cn/x_y"),
        ("[](http://a.cn)\n\n### \n\n正文", "正文"),
        ("  1. 一\n  2. 二", "一\n二"),
        ("1\\. 一", "1. 一"),
        ("a&nbsp_place_holder;b &amp; c", "a b & c"),
        ('[![图](http://a.cn/1 "题")](http://a.cn)正文', "正文"),
        ("> 引\n> 文", "引文"),
        ("[账号](javascript:void\\(0\\);)", "账号"),
    ],
)
def test_marks_of_markdown_are_no_text(dump: str, shown: str) -> None:
    assert reason(dump, shown, images=dump.count("![")) == ""


def test_names_what_is_lost_put_in_or_moved() -> None:
    assert "'纸'" in reason("报纸停刊", "报停刊")
    assert "'已'" in reason("报纸停刊", "报纸已停刊")
    assert reason("报纸停刊。读者来信。", "读者来信。报纸停刊。")
    assert "'news'" in reason("The news today", "The today")


def test_a_lost_image_is_named_and_a_kept_one_is_not() -> None:
    dump = "![](http://a.cn/1) ![](http://a.cn/2)"
    assert reason(dump, "", images=2, body="x") == ""
    assert "1 images" in reason(dump, "", images=1, body="![](http://a.cn/1)")
    assert "http://a.cn/2" in reason(dump, "", images=1, body="![](http://a.cn/1)")


def test_pictures_that_were_not_loaded_are_none() -> None:
    svg = "![](data:image/svg+xml,%3Csvg xmlns='x' width='1px'%3E%3C/svg%3E)文"
    assert reason(svg, "文", format="web-clipper") == ""


def test_a_credit_that_moved_to_the_front_matter_is_not_lost() -> None:
    raw = Raw(format="wechat-text", file="a", sha256="", dialect="html2text", body="文 | 张三\n\n正文")
    assert compare(raw, Article(byline="文 | 张三", body="正文"), "正文", 0).reason == ""


def test_written_markdown_may_change_only_with_a_count() -> None:
    raw = Raw(format="front-matter", file="a", sha256="", body="a {% b %}", dialect="written")
    assert compare(raw, Article(body="a"), "a", 0).reason
    repaired = Article(body="a", capture=Capture(repairs=(("shortcodes", 1),)))
    assert compare(raw, repaired, "a", 0).reason == ""


def written_reason(before: str, after: str, *repairs: str, title: str = "") -> str:
    raw = Raw(format="front-matter", file="a", sha256="", dialect="written", body=before, title=title)
    capture = Capture(repairs=tuple((name, 1) for name in repairs))
    return compare(raw, Article(body=after, title=title, capture=capture), "", 0).reason


@pytest.mark.parametrize(
    ("before", "after", "repair"),
    [
        ("<div>\n\n**a** [b](/c)\n\n</div>", "**a** [b](/c)", "html_wrappers"),
        (
            "<td>![a](/b_c) [d](/e)</td>",
            '<td><img src="/b_c" alt="a"> <a href="/e">d</a></td>',
            "html_images",
        ),
        ("<td>![a](/b\\_c?d&amp;e)</td>", '<td><img src="/b_c?d&amp;e" alt="a"></td>', "html_images"),
        ("<blockquote>\n```py\na\n```\n1. b</blockquote>", ">     a\n> 1\\. b", "html_wrappers"),
        ('{{< figure src="/a.png" alt="b" caption="c d" >}}', "![b](/a.png)\nc d", "shortcodes"),
        ('{{< figure src="/a.png" title="c" caption="c" >}}', "![](/a.png)\nc", "shortcodes"),
        ('{{< figure src="/a.png" attr="By A" >}}', "![](/a.png)\nBy A", "shortcodes"),
        ('[a]({{ "/b" | url }} c', "[a](/b c", "shortcodes"),
        ("# A `title`\n\nbody", "body", "repeated_title"),
        ("**a **\n\n**", "**a**", "split_emphasis"),
    ],
)
def test_markup_of_written_markdown_may_change(before: str, after: str, repair: str) -> None:
    assert written_reason(before, after, repair, title="A title") == ""


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("<div>\n\nOne two\n\n</div>", "One", "'two'"),
        ("<div>\n\nOne two\n\n</div>", "two One", "'two'"),
        ("<div>\n\nOne\n\n</div>", "One two", "'two'"),
        ("<td>![a](/b) c</td>", "<td>c</td>", "/b"),
        ("# Another title\n\nbody", "body", "'Anothertitle'"),
    ],
)
def test_words_and_images_of_written_markdown_may_not(before: str, after: str, named: str) -> None:
    assert named in written_reason(before, after, "html_wrappers", "repeated_title", title="A title")


@given(st.text("报纸ab1 \n。", min_size=1, max_size=60), st.integers(0, 59))
def test_every_lost_letter_is_found(text: str, at: int) -> None:
    shown = text[: at % len(text)] + text[at % len(text) + 1 :]
    kept = [c for c in text if c.isalnum()] == [c for c in shown if c.isalnum()]
    lost = text[at % len(text)]
    assert (reason(text, shown) == "") == (kept or lost == "1")


def test_a_look_counts_what_should_not_be_there() -> None:
    html = "<p>字\n字 a\nb **x <code>**</code></p>\n<p><strong>字</strong>\n字 &amp;nbsp; ](</p><pre>![</pre>"
    assert look_at(html, 9, Facts(links=("/a",))) == Look(
        characters=9, links=1, soft_breaks=2, literal=(("**", 1), ("](", 1), ("&nbsp;", 1))
    )
