"""Captures to raw articles: which format takes what, and what each reads in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.ingest import read, registry
from backfile.model import CaptureFile, Raw

DUMP = """# 市图书馆延长开放时间

文章作者: 城市晚报
发布时间: 2024-07-28 12:39
发布地: 未知地区
原文链接: http://mp.weixin.qq.com/s?__biz=AAA&mid=1&idx=2&sn=b&chksm=c#rd

封面图链接: None

正文。
"""


def capture(text: str | bytes, file: str = "sources/papers/城市/a.md") -> CaptureFile:
    data = text.encode() if isinstance(text, str) else text
    return CaptureFile(file, sha256_hex(data), data)


def one(text: str, file: str = "sources/papers/城市/a.md") -> Raw:
    result = read(capture(text, file))
    assert not isinstance(result, Problem), result
    (raw,) = result
    return raw


def test_names_are_unique() -> None:
    assert len({f.name for f in registry().formats}) == len(registry().formats)
    assert all(f.about for f in registry().formats)


def test_wechat_text() -> None:
    raw = one(DUMP)
    assert raw == Raw(
        format="wechat-text",
        file="sources/papers/城市/a.md",
        sha256=sha256_hex(DUMP.encode()),
        dialect="html2text",
        title="市图书馆延长开放时间",
        date="2024-07-28 12:39",
        source="城市晚报",
        section="城市",
        original="http://mp.weixin.qq.com/s?__biz=AAA&mid=1&idx=2&sn=b&chksm=c#rd",
        body="正文。",
    )


def test_wechat_text_in_other_hands() -> None:
    assert one(DUMP.replace("\n", "\r\n")).body == "正文。"
    assert one("\ufeff" + DUMP).title == "市图书馆延长开放时间"
    assert one(DUMP.replace("未知地区", "北京")).place == "北京"
    assert one(DUMP.replace("# 市", "#  市")).title == "市图书馆延长开放时间"
    assert one(DUMP, "sources/papers/a.md").section == ""


def test_a_dump_with_half_a_header_is_still_one() -> None:
    raw = one("# 题\n\n文章作者: 甲\n发布时间: 2024-07-28 12:39\n发布地: 北京\n\n正文\n\n第二段")
    assert (raw.title, raw.original, raw.body) == ("题", "", "正文\n\n第二段")


def test_yaml_with_date_in_the_name() -> None:
    raw = one(
        "---\ntitle: T\ntags: [a, b]\nauthor: Ann, Bob\n---\nBody",
        "sources/x/_posts/2024-07-05-some-words.md",
    )
    assert (raw.format, raw.title, raw.date, raw.slug) == ("front-matter", "T", "2024-07-05", "some-words")
    assert (raw.tags, raw.authors, raw.section, raw.body) == (("a", "b"), ("Ann", "Bob"), "", "Body")


def test_folder_of_one_post() -> None:
    raw = one("---\ntitle: T\n---\n", "sources/x/2024-07-05-some-words/index.md")
    assert (raw.date, raw.slug) == ("2024-07-05", "some-words")


def test_zola_path_gives_the_date() -> None:
    text = (
        '+++\npath = "2025/06/26/x-y"\ntitle = "T"\naliases = ["old/x"]\n[extra]\nteam = "Core"\n+++\n\nBody'
    )
    raw = one(text, "sources/z/content/2025-post.md")
    assert (raw.date, raw.slug, raw.permalink) == ("2025-06-26", "x-y", "2025/06/26/x-y")
    assert (raw.aliases, raw.extra, raw.section) == (("old/x",), (("team", "Core"),), "")


def test_tables_and_paths_of_terms() -> None:
    raw = one('+++\ntitle = "T"\n[taxonomies]\ntags = ["a"]\nauthors = ["Ann"]\n+++\n')
    assert (raw.tags, raw.authors, raw.extra) == (("a",), ("Ann",), ())
    raw = one("---\ntitle: T\ncategories:\n- [News, City]\n- Other\n---\n")
    assert raw.tags == ("News", "City", "Other")


def test_chinese_keys() -> None:
    raw = one(
        "---\n标题: 题\n公众号名称: 晚报\n作者: 林远\n发布时间: 2024-07-28 12:39\n原文链接: https://example.org/a\n"
        "文章详情_封面图片: https://img.example.org/a.png\n是否已删除: 是\n---\n正文"
    )
    assert (raw.title, raw.source, raw.authors, raw.date) == ("题", "晚报", ("林远",), "2024-07-28 12:39")
    assert (raw.original, raw.cover, raw.status) == (
        "https://example.org/a",
        "https://img.example.org/a.png",
        "gone",
    )
    assert raw.extra == ()


def test_the_day_of_a_copy_is_no_date() -> None:
    assert one("---\ntitle: T\ncreated: 2024-01-02\n---\n").date == "2024-01-02"
    raw = one(
        "---\ntitle: T\ncreated: 2024-01-02\nurl: https://example.org/a\nsource: wechat\nmp_name: 晚报\n---\n"
    )
    assert (raw.date, raw.source, raw.original) == ("", "晚报", "https://example.org/a")
    assert dict(raw.extra)["created"] == "2024-01-02"


def test_hugo_habits() -> None:
    raw = one(
        "---\nTitle: T\ndraft: true\nweight: 3\nfeatured_image: {src: /i/a.png, alt: x}\nlastmod: 2024-01-02\n"
        "categories: [News]\ntopics: [t1]\ndescription: D\nurl: /p/q/\n---\nBody"
    )
    assert (raw.status, raw.cover, raw.updated, raw.section) == ("draft", "/i/a.png", "2024-01-02", "News")
    assert (raw.tags, raw.summary, raw.permalink, raw.slug) == (("t1",), "D", "/p/q/", "q")
    assert raw.extra == (("weight", "3"),)


def test_flags() -> None:
    assert one("---\ntitle: T\npublished: false\n---\n").status == "draft"
    assert one("---\ntitle: T\npublished: true\ndraft: false\n---\n").status == ""
    assert one("---\ntitle: T\npublished: 2024-01-02\n---\n").status == ""
    assert one("---\ntitle: T\nstatus: withdrawn\n---\n").status == "withdrawn"
    assert one("---\ntitle: T\nstatus: private\n---\n").status == "draft"


def test_a_name_in_an_image_service_is_no_cover() -> None:
    raw = one("---\ntitle: T\nprimary_image: some-id\n---\n")
    assert (raw.cover, raw.extra) == ("", (("primary_image", "some-id"),))


def test_authors_as_tables() -> None:
    assert one("---\ntitle: T\nauthors:\n- name: Ann\n  url: x\n- name: Bob\n---\n").authors == ("Ann", "Bob")


def test_title_from_the_text_or_the_name() -> None:
    assert one("---\ndate: 2024-01-02\n---\n# Heading\n\nBody").title == "Heading"
    assert one("---\ndate: 2024-01-02\n---\nBody", "sources/x/some-words.md").title == "some words"


def test_pelican() -> None:
    raw = one("Title: My post\nDate: 2010-12-03 10:20\nTags: a, b\nSlug: my-post\n\nBody: text\n")
    assert (raw.title, raw.date, raw.tags, raw.slug, raw.body) == (
        "My post",
        "2010-12-03 10:20",
        ("a", "b"),
        "my-post",
        "Body: text",
    )


def test_values_that_are_no_yaml_but_plain() -> None:
    raw = one(
        "---\ntitle: 阿婆: 大书 'x'\nauthor: @名字\nplace: %百\ntags:\n  - *星\n  - a: b: c\nsource: \"A\" and B\n---\nBody"
    )
    assert (raw.title, raw.authors, raw.place, raw.source) == (
        "阿婆: 大书 'x'",
        ("@名字",),
        "%百",
        '"A" and B',
    )
    assert raw.body == "Body"


@pytest.mark.parametrize(
    ("text", "file", "word"),
    [
        ("", "sources/a.md", "empty"),
        (" \n\n", "sources/a.md", "empty"),
        ("# Title\n\nText", "sources/a.md", "no format"),
        ("---\ntitle: S\n---\n", "sources/blog/_index.md", "index page"),
        ("+++\ntitle = a\n+++\nx", "sources/a.md", "front matter"),
        ("---\nfoo: bar\n---\nx", "sources/a.md", "no format"),
        ("été".encode("latin-1"), "sources/a.md", "encoding"),
        ("<?xml version='1.0'?>\n<rss version='2.0'></rss>", "sources/a.xml", "a feed"),
        ("<!DOCTYPE html>\n<html></html>", "sources/a.html", "an HTML page"),
        ('{"a": 1}', "sources/a.json", "JSON"),
        (b"WARC/1.0\r\n\xff\xfe", "sources/a.warc", "a web archive"),
        (b"%PDF-1.7 \xff", "sources/a.pdf", "a PDF"),
        (b"PK\x03\x04\xff\xfe\x00", "sources/list.xlsx", "office document"),
    ],
)
def test_what_is_set_aside_says_why(text: str | bytes, file: str, word: str) -> None:
    result = read(capture(text, file))
    assert isinstance(result, Problem)
    assert word in result.message
    assert result.source == f"content/{file}"
    assert result.fatal
    assert result.hint


def test_format_by_name() -> None:
    assert not isinstance(read(capture("# T\n\nx"), "wechat-text"), Problem)
    result = read(capture("# T"), "wechat-txt")
    assert isinstance(result, Problem)
    assert "wechat-text" in result.hint and "known are" in result.hint


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_nothing_raises(data: bytes) -> None:
    for format in ("", *(f.name for f in registry().formats)):
        result = read(CaptureFile("sources/a/b.md", "0" * 64, data), format)
        assert isinstance(result, Problem) or len(result) == 1


@settings(deadline=None)
@given(st.text(alphabet="---+\n:ab [],{}\"'#&*!|>%@`\t", max_size=80))
def test_no_front_matter_raises(text: str) -> None:
    for mark in ("---", "+++"):
        read(capture(f"{mark}\n{text}\n{mark}\nbody"))
