"""Raw captures to articles: identity, dates, address, status, and that nothing is invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from backfile.addresses import article_id
from backfile.config import Site, TagSettings
from backfile.convert import convert
from backfile.errors import Problem
from backfile.frontmatter import is_edited, read_article, write_article
from backfile.model import Article, Raw

SITE = Site(title="Archive", timezone="Asia/Shanghai")
RAW = Raw(
    format="front-matter",
    file="sources/a/b.md",
    sha256="ab" * 32,
    title="Some words",
    date="2024-07-28",
    body="Text.",
    dialect="written",
    plain=True,
)


def article(**values: object) -> Article:
    result = convert(replace(RAW, **values), SITE)
    assert not isinstance(result, Problem), result
    return result


def test_only_what_the_capture_says() -> None:
    made = article()
    assert made == Article(
        id=article_id("sha256:" + "ab" * 32),
        title="Some words",
        date="2024-07-28",
        permalink="2024/07/28/some-words",
        capture=replace(made.capture, format="front-matter", file="sources/a/b.md", sha256="ab" * 32),
        body="Text.",
    )
    assert (made.capture.added, made.capture.written, made.capture.tags, made.capture.repairs) == (
        "",
        "",
        "",
        (),
    )


def test_identity_is_the_original_without_tracking() -> None:
    url = "http://mp.weixin.qq.com/s?__biz=A&mid=1&idx=2&sn=x&chksm=y#rd"
    assert article(original=url).id == article_id("wechat:A/1/2")
    assert article(original=url + "&scene=2").id == article_id("wechat:A/1/2")
    assert article(original="https://example.org/").id == article().id


@pytest.mark.parametrize(
    ("date", "iso", "permalink"),
    [
        ("2024-07-28 23:59", "2024-07-28T23:59:00+08:00", "2024/07/28/some-words"),
        ("2024-07-28T23:59:00-10:00", "2024-07-28T23:59:00-10:00", "2024/07/28/some-words"),
        ("2024-07", "2024-07", "2024/07/some-words"),
        ("2024", "2024", "2024/some-words"),
        ("", "", "undated/some-words"),
    ],
)
def test_dates(date: str, iso: str, permalink: str) -> None:
    made = article(date=date)
    assert (made.date, made.permalink, made.extra) == (iso, permalink, ())


def test_nonsense_is_undated_and_kept() -> None:
    made = article(date="the day before", updated="2024-99-99")
    assert (made.date, made.updated, made.permalink) == ("", "", "undated/some-words")
    assert made.extra == (("date", "the day before"), ("updated", "2024-99-99"))
    assert made.capture.repairs == (("unreadable_date", 1), ("unreadable_updated", 1))


def test_slug_of_the_capture_wins() -> None:
    assert article(slug="Other-Name_1").permalink == "2024/07/28/other-name-1"


def test_former_addresses() -> None:
    made = article(
        permalink="/blog/x/",
        aliases=(
            "https://example.org/old/y.html",
            "2024/07/28/some-words",
            "../../z",
            "/2024/07/28/Some-Words/",
            "javascript:x",
        ),
    )
    assert made.aliases == ("blog/x", "old/y.html", "z", "javascript-x")


def test_status() -> None:
    assert article(status="draft").status == "draft"
    assert article(status="hidden").status == "draft"
    assert article().status == ""


def test_titles_are_plain() -> None:
    made = article(title="A <em>good</em> &amp; <b>bold</b>\u202e day", summary="&#8220;x&#8221;")
    assert (made.title, made.summary) == ("A good & bold day", "“x”")
    assert dict(made.capture.repairs) == {"title_markup": 5, "summary_markup": 1}
    assert article(title="1 < 2 > 0, Vec<T>").title == "1 < 2 > 0, Vec<T>"


def test_a_heading_that_repeats_the_title_goes() -> None:
    made = article(body="# Some  words\n\nText.\n\n# Some words\n")
    assert made.body == "Text.\n\n# Some words\n"
    assert made.capture.repairs == (("repeated_title", 1),)
    assert article(body="# Other words\n\nText.").body == "# Other words\n\nText."


def test_what_is_no_address_or_language_is_kept_apart() -> None:
    made = article(original="javascript:alert(1)", lang="the English tongue")
    assert (made.original, made.lang) == ("", "")
    assert made.extra == (("original", "javascript:alert(1)"), ("lang", "the English tongue"))
    assert article(lang="es_PR").lang == "es-PR"


def test_nothing_to_convert() -> None:
    assert isinstance(convert(replace(RAW, title="", body=" \n"), SITE), Problem)
    assert article(title="").title == article().id


def test_tags_are_kept() -> None:
    assert article(tags=("a", " b ", "a")).tags == ("a", "b")


def test_tags_of_the_capture_follow_the_sites_aliases() -> None:
    aliases = {"LLMs": "LLM", "LLM": "大语言模型", "openai": "OpenAI", "x": "y", "y": "x"}
    site = replace(SITE, tags=TagSettings(aliases=aliases))
    result = convert(replace(RAW, tags=("llms", "纸", "LLM", "OPENAI", "x")), site)
    assert isinstance(result, Article) and result.tags == ("大语言模型", "纸", "OpenAI", "x")


def test_the_tail_is_marked_once() -> None:
    raw = replace(
        RAW,
        format="wechat-text",
        dialect="html2text",
        body="正文。\n\n正文。\n\n— **完** —\n\n一键三连「分享」\n",
    )
    made = convert(raw, SITE)
    assert not isinstance(made, Problem)
    assert made.body == "正文。\n\n正文。\n\n<!-- backfile:tail -->\n\n— **完** —\n\n一键三连「分享」"
    assert dict(made.capture.repairs)["folded_tail"] == 1


def test_a_text_cannot_mark_its_own_tail() -> None:
    raw = replace(
        RAW, format="wechat-text", dialect="html2text", body="正文。\n\n<!-- backfile:tail -->\n\n更多正文。"
    )
    made = convert(raw, SITE)
    assert not isinstance(made, Problem)
    assert "\n<!-- backfile:tail -->" not in made.body


@settings(deadline=None)
@given(
    st.fixed_dictionaries(
        {
            name: st.text(max_size=40)
            for name in (
                "title",
                "date",
                "source",
                "original",
                "slug",
                "permalink",
                "status",
                "body",
                "summary",
                "lang",
            )
        }
    ),
    st.lists(st.text(max_size=20), max_size=3).map(tuple),
    st.sampled_from(("front-matter", "wechat-text")),
)
def test_anything_becomes_an_article_file(
    values: dict[str, str], names: tuple[str, ...], format: str
) -> None:
    made = convert(replace(RAW, **values, authors=names, tags=names, aliases=names, format=format), SITE)
    if isinstance(made, Problem):
        return
    text = write_article(made)
    assert not is_edited(text)
    again = read_article("content/articles/x.md", text.encode())
    assert not isinstance(again, Problem)
    assert again[1] == ()
    assert replace(again[0], capture=made.capture) == replace(made, body=again[0].body)
    assert again[0].body == made.body.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    assert made.permalink
    assert ".." not in made.permalink.split("/")
