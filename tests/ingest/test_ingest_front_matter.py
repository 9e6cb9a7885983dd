"""Front matter as it is met: keys, values that are no YAML, flags, encodings, dates and their zones."""

from __future__ import annotations

import pytest

from backfile.config import Site
from backfile.convert import convert
from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.ingest import read
from backfile.model import Article, CaptureFile, Raw


def one(text: str | bytes, file: str = "sources/a/words.md") -> Raw:
    data = text.encode() if isinstance(text, str) else text
    result = read(CaptureFile(file, sha256_hex(data), data))
    assert not isinstance(result, Problem), result
    (raw,) = result
    assert raw.format == "front-matter"
    return raw


def article(text: str | bytes, timezone: str = "Asia/Shanghai") -> Article:
    made = convert(one(text), Site(title="Archive", timezone=timezone))
    assert isinstance(made, Article), made
    return made


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: 阿里: 大模型", "阿里: 大模型"),
        ("title: @量子", "@量子"),
        ("title: *星", "*星"),
        ("title: %百分", "%百分"),
        ("title: `code`: x", "`code`: x"),
        ("title: !important", "!important"),
        ("title: &and: more", "&and: more"),
        ("title: | x: y", "| x: y"),
        ("title: > x: y", "> x: y"),
        ("title: [原创] 题: 目", "[原创] 题: 目"),
        ("title: {题}: 目", "{题}: 目"),
        ('title: "关于"桥"的说明"', '关于"桥"的说明'),
        ('title: "C:\\桥"', "C:\\桥"),
        ("title: 'it's here'", "it's here"),
        ('title: "A" and B', '"A" and B'),
        ("title:\t制表: 符", "制表: 符"),
        ("title：全角", "全角"),
        ("title : 前有空格", "前有空格"),
        ("title:无空格", "无空格"),
        ("Title: Upper", "Upper"),
        ("TITLE: Upper", "Upper"),
        ("标题: 题", "题"),
        ("title: #河", "#河"),
        ("title: 周刊 #90 - 一二", "周刊 #90 - 一二"),
        ("title: 12:30", "12:30"),
        ("title: 2024", "2024"),
        ("title: no", "no"),
        ("title: 1e3", "1e3"),
        ("title: 0x1F", "0x1F"),
        ("title: 2024-01-02", "2024-01-02"),
        ("title: <b>题</b>", "<b>题</b>"),
        ("title: 题 # a comment", "题"),
        ("title: |\n  两行\n  的题", "两行\n的题"),
        ("title: >-\n  two\n  lines", "two lines"),
        ("title: A long: title\n  that goes on", "A long: title that goes on"),
        ("title: A long: title\nthat goes on", "A long: title that goes on"),
    ],
)
def test_titles(line: str, title: str) -> None:
    raw = one(f"---\n{line}\ndate: 2024-07-28\n---\n正文")
    assert (raw.title, raw.date, raw.body) == (title, "2024-07-28", "正文")


def test_what_was_mended_is_counted() -> None:
    made = article("---\ntitle: 阿里: 大模型\nauthor: @名字\ndate: 2024-07-28\n---\n正文")
    assert dict(made.capture.repairs)["front_matter"] == 3
    assert "front_matter" not in dict(article("---\ntitle: 阿里\n---\n正文").capture.repairs)


def test_markup_in_a_title_goes() -> None:
    assert article("---\ntitle: <em>桥</em> &amp; 河\n---\n正文").title == "桥 & 河"


@pytest.mark.parametrize(
    ("lines", "tags"),
    [
        ("tags: 河, 桥", ("河", "桥")),
        ("tags: 河，桥", ("河", "桥")),
        ("tags: 河、桥", ("河", "桥")),
        ("tags: 河; 桥", ("河", "桥")),
        ("tags: [河, 桥]", ("河", "桥")),
        ("tags: [\"河\", '桥']", ("河", "桥")),
        ("tags:\n- 河\n- 桥", ("河", "桥")),
        ("tags:\n  - 河\n  - 桥", ("河", "桥")),
        ("tags: [#河, #桥]", ("河", "桥")),
        ("tags: [@河, *桥, a: b, %c]", ("@河", "*桥", "a: b", "%c")),
        ("tags: #河 #桥", ("河", "桥")),
        ("tags:\n- #河\n- 桥 # a comment", ("河", "桥")),
        ("tags: [no, on, 2024, 12:30, ~, 1.0]", ("no", "on", "2024", "12:30", "1.0")),
        ("Tags: 河", ("河",)),
        ("TAGS: 河", ("河",)),
        ("标签: 河, 桥", ("河", "桥")),
        ("tags:\n  - name: 河\n  - name: 桥", ("河", "桥")),
        ("tags:", ()),
        ("tags: []", ()),
        ("tags: null", ()),
    ],
)
def test_tags(lines: str, tags: tuple[str, ...]) -> None:
    assert one(f"---\ntitle: T\n{lines}\n---\n正文").tags == tags


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("date: 2024-07-28", "2024-07-28"),
        ("date: 2024-07-28 12:39", "2024-07-28T12:39:00+08:00"),
        ("date: 2024-07-28T12:39", "2024-07-28T12:39:00+08:00"),
        ("date: 2024-07-28 12:39:05", "2024-07-28T12:39:05+08:00"),
        ("date: 2024-07-28T12:39:05Z", "2024-07-28T12:39:05+00:00"),
        ("date: 2024-07-28T12:39:05.123456+09:00", "2024-07-28T12:39:05+09:00"),
        ("date: 2019-03-26 12:38:00 -0500", "2019-03-26T12:38:00-05:00"),
        ("date: 2019-03-26 12:38:00 +08", "2019-03-26T12:38:00+08:00"),
        ("date: '2024-07-28 12:39'", "2024-07-28T12:39:00+08:00"),
        ("date: 2021-02-08 16:30-:00+16:30", "2021-02-08"),
        ("pub_date: 2025年11月29日 07:00", "2025-11-29T07:00:00+08:00"),
        ("pubDate: Tue, 26 Mar 2019 12:38:00 GMT", "2019-03-26T12:38:00+00:00"),
        ("Date: 26 March 2019", "2019-03-26"),
        ("publish_date: 2024/7/28", "2024-07-28"),
        ("published: 2024-07-28", "2024-07-28"),
        ("Publish Date: 2024-07-28", "2024-07-28"),
        ("source_published: 2024-07-28", "2024-07-28"),
        ("date: 1722141540", "2024-07-28T12:39:00+08:00"),
        ("发布时间: 2024-07-28 12:39", "2024-07-28T12:39:00+08:00"),
        ("date:\npublished: 2024-07-28", "2024-07-28"),
        ("date: '{{ now }}'\npublish_time: 2024-07-28", "2024-07-28"),
        ("published: true", ""),
        ("date: null", ""),
        ("date: ''", ""),
        ("date: 0000-00-00", ""),
        ("date: 1970-01-01 08:00:00", ""),
        ("date: today", ""),
        ("fetch_date: 2025-10-04T11:08:15.071568", ""),
        ("ingested: 2026-07-11", ""),
        ("", ""),
    ],
)
def test_dates_become_one_moment_or_none(line: str, date: str) -> None:
    assert article(f"---\ntitle: T\n{line}\n---\n正文").date == date


def test_nothing_written_as_a_date_is_lost() -> None:
    made = article("---\ntitle: T\ndate: someday\n---\n正文")
    assert made.date == "" and ("date", "someday") in made.extra


ZONES = ["Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "written",
    [
        "2024-07-28",
        "2024-07-28 00:00",
        "2024-07-28 23:59:59",
        "2024-07-28T00:10:00+14:00",
        "2024-07-28T23:50:00-11:00",
        "2024-07-28T00:00:00Z",
        "Sun, 28 Jul 2024 23:59:00 -0800",
    ],
)
def test_a_zone_never_moves_an_article_to_another_day(zone: str, written: str) -> None:
    made = article(f"---\ntitle: T\ndate: {written}\n---\n正文", zone)
    assert made.permalink == "2024/07/28/words"
    assert made.date[:10] == "2024-07-28"


@pytest.mark.parametrize(
    ("zone", "date"),
    list(
        zip(
            ZONES,
            ["2024-07-28T12:39:00+08:00", "2024-07-27T21:39:00-07:00", "2024-07-28T18:39:00+14:00"],
            strict=True,
        )
    ),
)
def test_a_moment_without_a_written_day_is_that_of_the_site(zone: str, date: str) -> None:
    assert article("---\ntitle: T\ndate: 1722141540\n---\n正文", zone).date == date


TEXT = "---\ntitle: 那是我们的桥\ndate: 2024-07-28\n---\n\n他们在这里的时候，我们也来了。\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-16-be mark"]
)
def test_encodings(encoding: str, end: str) -> None:
    data = TEXT.replace("\n", end).encode(encoding.partition(" ")[0])
    raw = one((b"\xfe\xff" if encoding.endswith("mark") else b"") + data)
    assert (raw.title, raw.date, raw.body) == ("那是我们的桥", "2024-07-28", "他们在这里的时候，我们也来了。")


def test_a_paragraph_as_a_key_is_kept() -> None:
    key = "一整段话，写在了键的地方" * 8
    raw = one(f"---\ntitle: T\n{key}: x\n---\n正文")
    assert dict(raw.extra) == {key: "x"}


@pytest.mark.parametrize(
    "text",
    ["---\n只是一段话\n---\n正文", "---\n一段话: 与另一段\n---\n正文", "---\n- a\n---\n正文", "***\n正文"],
)
def test_a_text_between_rules_is_no_front_matter(text: str) -> None:
    assert isinstance(read(CaptureFile("sources/a.md", "0", text.encode())), Problem)


def test_keys_of_wechat_exports() -> None:
    raw = one(
        '---\n标题: "题 | \\"旧\\"桥"\n公众号名称: "晚报"\n作者: "晚报"\n发布时间: "2023-04-07 17:30:00"\n'
        '原文链接: "https://mp.weixin.qq.com/s/abc"\n是否已删除: "False"\n阅读量: "12"\n文章详情_投票ID: "[]"\n'
        '文章详情_封面图片: "https://img.example.org/0?wx_fmt=jpeg"\n---\n\n正文'
    )
    assert (raw.title, raw.source, raw.authors, raw.status) == ('题 | "旧"桥', "晚报", (), "")
    assert (raw.date, raw.cover) == ("2023-04-07 17:30:00", "https://img.example.org/0?wx_fmt=jpeg")
    assert raw.extra == (("阅读量", "12"), ("文章详情_投票ID", "[]"))


def test_english_keys_of_wechat_exports() -> None:
    raw = one(
        "---\ntitle: T\nsource: wechat\nurl: https://mp.weixin.qq.com/s?__biz=Q==&mid=1&idx=1&sn=a\n"
        "author: 林远\npub_date: 2025年11月29日 07:00\ncreated: 2025-12-01\ntags:\n  - 河\n---\n正文"
    )
    assert (raw.source, raw.authors, raw.date) == ("", ("林远",), "2025年11月29日 07:00")
    assert raw.original == "https://mp.weixin.qq.com/s?__biz=Q==&mid=1&idx=1&sn=a"
    assert raw.extra == (("source", "wechat"), ("created", "2025-12-01"))
    raw = one(
        "---\nsource: wechat\nsource_url: https://mp.weixin.qq.com/s/abc\nfeed_name: 晚报\npublish_date: 2026-07-11\n"
        "ingested: 2026-07-12\n---\n\n# 题\n\n正文"
    )
    assert (raw.title, raw.source, raw.date, raw.original) == (
        "题",
        "晚报",
        "2026-07-11",
        "https://mp.weixin.qq.com/s/abc",
    )
    assert dict(raw.extra) == {"source": "wechat", "ingested": "2026-07-12"}


def test_a_post_that_only_closes_its_block() -> None:
    raw = one("title: T\ndate: 2016-01-02 03:04:05\ntags:\n- 河\n- 桥\n---\n正文")
    assert (raw.title, raw.tags, raw.body) == ("T", ("河", "桥"), "正文")
