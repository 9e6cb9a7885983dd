"""The near formats in other hands: made-up captures that differ from the golden ones as real files do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.ingest import read
from backfile.model import CaptureFile, Raw

GOLDEN = Path(__file__).parent / "golden"
CAPTURES = [p for p in sorted(GOLDEN.glob("*/*")) if p.suffix in (".md", ".txt", ".html")]
URL = "https://mp.weixin.qq.com/s?__biz=QQQ==&mid=12&idx=1&sn=ab#rd"
ESCAPED = r"https://mp.weixin.qq.com/s?\_\_biz=QQQ==&mid=12&idx=1&sn=ab\#rd"


def one(text: str, file: str = "sources/a/渡口.md") -> Raw:
    data = text.encode()
    result = read(CaptureFile(file, sha256_hex(data), data))
    assert not isinstance(result, Problem), result
    (raw,) = result
    return raw


def said(raw: Raw) -> dict[str, object]:
    """What a raw article says, without what is empty and what hangs on the file's bytes and place."""
    values = msgspec.structs.asdict(raw)
    return {k: v for k, v in values.items() if v and k not in ("sha256", "file", "dialect", "plain")}


F0 = f"""# 题
文章作者: 晚报
发布时间: 2024-07-28 12:39
发布地: 北京
原文链接: {URL}
封面图链接: https://img.example.org/0
正文。"""
F0_SAID = {
    "format": "wechat-text",
    "title": "题",
    "source": "晚报",
    "date": "2024-07-28 12:39",
    "place": "北京",
    "original": URL,
    "cover": "https://img.example.org/0",
    "body": "正文。",
}


def without(expected: Mapping[str, object], *names: str, **others: object) -> dict[str, object]:
    return {k: v for k, v in {**expected, **others}.items() if k not in names}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (F0, F0_SAID),
        (F0.replace("\n", "\n\n\n"), F0_SAID),
        (F0.replace("\n", "  \n"), F0_SAID),
        (F0.replace(": ", "："), F0_SAID),
        (F0.replace(": ", " : "), F0_SAID),
        (re.sub(r"^([一-鿿]+):", r"**\1**:", F0, flags=re.M), F0_SAID),
        (re.sub(r"^([一-鿿]+):", r"**\1:**", F0, flags=re.M), F0_SAID),
        (re.sub(r"^([一-鿿]+):", r"- \1:", F0, flags=re.M), F0_SAID),
        (F0.replace(URL, ESCAPED), F0_SAID),
        (F0.replace(URL, f"<{URL}>"), F0_SAID),
        (F0.replace(URL, f"[原文]({URL})"), F0_SAID),
        (F0.replace(f" {URL}", f"\n{URL}"), F0_SAID),
        (F0.replace("# 题", "# 题\n的下半"), without(F0_SAID, title="题的下半")),
        (F0.replace("# 题", "# 题 with\nmore"), without(F0_SAID, title="题 with more")),
        (F0.replace("# 题", "#   [题]「|」“”'\"🎉 "), without(F0_SAID, title="[题]「|」“”'\"🎉")),
        (F0.replace("# 题\n", ""), without(F0_SAID, title="渡口")),
        (F0.replace("# 题", "# "), without(F0_SAID, title="渡口")),
        (F0.replace("北京", "未知地区"), without(F0_SAID, "place")),
        (F0.replace("https://img.example.org/0", "None"), without(F0_SAID, "cover")),
        (F0.replace("封面图链接: https://img.example.org/0\n", ""), without(F0_SAID, "cover")),
        (F0.replace("文章作者: 晚报\n", ""), without(F0_SAID, "source")),
        (F0.replace("发布时间: 2024-07-28 12:39\n", ""), without(F0_SAID, "date")),
        (F0.removesuffix("正文。"), without(F0_SAID, "body")),
        (F0.replace("正文。", "![](https://img.example.org/1)"), without(F0_SAID, body="![](https://img.example.org/1)")),
        ("\n".join([*F0.split("\n")[:1], *F0.split("\n")[5:0:-1], "正文。"]), F0_SAID),
        ("\n".join([*F0.split("\n")[1:6], "# 题", "正文。"]), F0_SAID),
        (F0.replace("# 题\n", "# 题\n\n![](https://img.example.org/2)\n\n"),
         without(F0_SAID, body="![](https://img.example.org/2)\n\n正文。")),
        (F0 + "\n\n发布时间: 明天", without(F0_SAID, body="正文。\n\n发布时间: 明天")),
    ],
    ids=range(28),
)  # fmt: skip
def test_f0(text: str, expected: Mapping[str, object]) -> None:
    assert said(one(text)) == expected


F1 = "#  题   \n原创 林远  晚报   2024-03-09 07:30  \n  \n正文。  "
F1_SAID = {
    "format": "wechat-line",
    "title": "题",
    "authors": ("林远",),
    "source": "晚报",
    "date": "2024-03-09 07:30",
    "body": "正文。",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (F1, F1_SAID),
        (F1.replace("   \n", "   \n  \n  \n"), F1_SAID),
        (F1.replace("原创 ", ""), F1_SAID),
        (F1.replace("原创 ", "原创  "), F1_SAID),
        (F1.replace("林远  晚报   ", "林远 晚报 "), F1_SAID),
        (F1.replace("林远  晚报   ", "Ann City Weekly "), without(F1_SAID, authors=("Ann",), source="City Weekly")),
        (F1.replace("林远  ", ""), without(F1_SAID, "authors")),
        (F1.replace("原创 林远  ", ""), without(F1_SAID, "authors")),
        (F1.replace("晚报", "City Weekly"), without(F1_SAID, source="City Weekly")),
        (F1.replace("07:30", "07:30:12"), without(F1_SAID, date="2024-03-09 07:30:12")),
        (F1.replace("2024-03-09 07:30", "2024年3月9日 07:30"), without(F1_SAID, date="2024年3月9日 07:30")),
        (F1.replace("2024-03-09 07:30", "2024-03-09"), without(F1_SAID, date="2024-03-09")),
        (F1.replace("07:30  ", "07:30  北京  "), without(F1_SAID, place="北京")),
        (F1.replace("07:30  ", "07:30  发表于 北京"), without(F1_SAID, place="北京")),
        (F1.replace("题   \n", "题的上半  \n和下半   \n"), without(F1_SAID, title="题的上半和下半")),
        (F1.replace("#  题", "# "), without(F1_SAID, title="渡口")),
        (F1.replace("#  题", "#  学 C#"), without(F1_SAID, title="学 C#")),
        (F1.replace("#  题", "#  题 ##"), F1_SAID),
        (F1.replace("正文。", '![甲](https://img.example.org/1 "")'),
         without(F1_SAID, body='![甲](https://img.example.org/1 "")')),
        (F1.replace("\n  \n正文。  ", ""), without(F1_SAID, "body")),
    ],
    ids=range(20),
)  # fmt: skip
def test_f1(text: str, expected: Mapping[str, object]) -> None:
    assert said(one(text)) == expected


def test_a_sentence_with_a_day_is_no_f1() -> None:
    data = "# 题\n\n我们在河边，等到了  2024-03-09 07:30\n\n正文。".encode()
    assert isinstance(read(CaptureFile("sources/a.md", "0", data)), Problem)


F2 = "#  题\n\n原创  林远  [ 晚报 ](javascript:void\\(0\\);)\n\n__ _ _\n\n正文。"
F2_SAID = without(F1_SAID, format="wechat-cover", date="2024-07-05")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (F2, F2_SAID),
        ("![cover_image](https://img.example.org/0)\n\n" + F2, without(F2_SAID, cover="https://img.example.org/0")),
        ("![cover\\_image](<https://img.example.org/0>)\n" + F2, without(F2_SAID, cover="https://img.example.org/0")),
        ("![cover_image](None)\n\n" + F2, F2_SAID),
        (F2.replace("原创  林远  ", ""), without(F2_SAID, "authors")),
        (F2.replace("原创  ", ""), F2_SAID),
        (F2.replace("\\(0\\)", "(0)"), F2_SAID),
        (F2.replace("javascript:void\\(0\\);", "javascript:;"), F2_SAID),
        (F2.replace("__ _ _", "____"), F2_SAID),
        (F2.replace("__ _ _", "____\n\n_2022-05-17 10:46_ _发表于 湖北_"),
         without(F2_SAID, date="2022-05-17 10:46", place="湖北")),
        (F2.replace("__ _ _", "__ __2022年05月17日 10:46__ __湖北__"),
         without(F2_SAID, date="2022年05月17日 10:46", place="湖北")),
        (F2.replace("__ _ _", "____\n\n___发表于_"), F2_SAID),
        (F2.replace("__ _ _\n\n", ""), F2_SAID),
        (F2.replace("题", "题的上半\n和下半"), without(F2_SAID, title="题的上半和下半")),
        (F2.replace("#  题", "#"), without(F2_SAID, title="渡口")),
        (F2.replace("__ _ _", "**晚报** ![]()\n\n微信号 evening\n\n功能介绍 每天\n写一点。\n____\n\n_2022-05-17 10:46_"
                    "\n\n收录于合集\n\n#河 8 个\n\n#桥 2 个"),
         without(F2_SAID, date="2022-05-17 10:46", extra=(
             ("account_id", "evening"), ("account_about", "每天 写一点。"), ("collections", "河, 桥")))),
        ("![cover_image](https://img.example.org/0)\n\n# 题\n\n原创\n\n林远\n\n晚报\n\n正文。",
         without(F2_SAID, cover="https://img.example.org/0")),
        ("![cover_image](https://img.example.org/0)\n\n# 题\n\n林远\n\n[晚报](javascript:void(0);)\n\n正文。",
         without(F2_SAID, cover="https://img.example.org/0")),
        ("![cover\\_image](https://img.example.org/0)\n\n题\n=\n\n林远 [晚报](javascript:void\\(0\\);)\n\n正文。",
         without(F2_SAID, cover="https://img.example.org/0")),
        ("![cover_image](https://img.example.org/0)\n\n# 题\n\n正文。",
         without(F2_SAID, "authors", "source", cover="https://img.example.org/0")),
    ],
    ids=range(20),
)  # fmt: skip
@pytest.mark.parametrize(
    "file", ["20240705渡口.md", "2024-07-05 渡口.md", "[20240705]渡口.md", "2024_07_05_渡口.md"]
)
def test_f2(text: str, expected: Mapping[str, object], file: str) -> None:
    assert said(one(text, f"sources/a/{file}")) == expected


def test_f2_time_in_the_name() -> None:
    assert one(F2, "sources/a/[202604030825]渡口.md").date == "2026-04-03 08:25"
    assert one(F2, "sources/a/20260403_0825_渡口.md").date == "2026-04-03 08:25"


TAIL = f"发布时间: 2026-06-24 09:21\n> 原文链接: {URL}"
QUOTED_SAID = {
    "format": "quoted-line",
    "title": "题",
    "source": "晚报",
    "date": "2026-06-24 09:21",
    "original": URL,
    "body": "正文。",
}


@pytest.mark.parametrize(
    "header",
    [
        f"> 公众号: 晚报 | 发布时间: 2026-06-24 09:21 | 原文链接: {URL}",
        f"> 公众号：晚报 ｜ 发布时间：2026-06-24 09:21 ｜ 原文链接：{URL}",
        f"> 公众号 : 晚报 \\| 发布时间 : 2026-06-24 09:21 \\| 原文链接 : {ESCAPED}".replace("\\|", "|"),
        f"> 发布时间: 2026-06-24 09:21 | 原文链接: <{URL}> | 公众号: **晚报**",
        f"> **公众号**: 晚报  \n> **发布时间**: 2026-06-24 09:21  \n> **原文**: [查看原文]({URL})  ",
        f"> **公众号：** 晚报\\\n> **发布时间：** 2026-06-24 09:21\\\n> **原文链接：** {URL}",
        f"> 公众号: 晚报\n>\n> 发布时间: 2026-06-24 09:21\n>\n> 原文链接: {URL}",
        f"> 公众号: 晚报\n\n> 发布时间: 2026-06-24 09:21\n\n> 原文链接: {URL}",
        f">公众号:晚报|发布时间:2026-06-24 09:21|原文链接:{URL}",
        f"> - 公众号: 晚报\n> - 发布时间: 2026-06-24 09:21\n> - 原文链接: {URL}\n\n---",
        f"**公众号**: 晚报\n**发布时间**: 2026-06-24 09:21\n**原文链接**: {URL}\n\n* * *",
        f"- 公众号：晚报\n- 发布时间：2026-06-24 09:21\n- 链接：{URL}",
        f"公众号: 晚报\n发布时间: 2026-06-24 09:21\n原文链接: {URL}",
        f"> 📢 公众号: 晚报\n> 📅 发布时间: 2026-06-24 09:21\n> 🔗 原文链接: {URL}",
        f"> 来源: 晚报\n> 发布时间: 2026-06-24 09:21\n> 链接: {URL}",
        f"> 来源：微信公众号：晚报（[原文]({URL})）\n> 发布时间：2026-06-24 09:21",
    ],
    ids=range(16),
)
def test_f7(header: str) -> None:
    assert said(one(f"# 题\n\n{header}\n\n正文。")) == QUOTED_SAID
    assert said(one(f"\n\n# 题\n{header}\n\n正文。")) == QUOTED_SAID
    assert said(one(f"题\n===\n\n{header}\n\n正文。")) == QUOTED_SAID
    assert said(one(f"{header}\n\n正文。", "sources/a/题.md")) == QUOTED_SAID
    assert said(one(f"# [题]({URL})\n\n{header}\n\n正文。")) == QUOTED_SAID


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (f"> 发布时间: 2026-06-24 09:21 | 原文链接: {URL}", without(QUOTED_SAID, "source")),
        ("> 公众号: 晚报 | 发布时间: 2026-06-24 09:21", without(QUOTED_SAID, "original")),
        (f"> 公众号: 晚报 | 发布时间: 未知 | 原文链接: {URL}", without(QUOTED_SAID, "date")),
        (f"> 公众号: 晚报 | 作者: 林远、陈墨 | 发布时间: 2026-06-24 09:21 | 原文链接: {URL}",
         without(QUOTED_SAID, authors=("林远", "陈墨"))),
        (f"> 公众号: 晚报 | 早报 | 发布时间: 2026-06-24 09:21 | 原文链接: {URL}",
         without(QUOTED_SAID, source="晚报 | 早报")),
        (f"> 公众号: 晚报\n> {TAIL}\n> 阅读: 12", without(QUOTED_SAID, extra=(("阅读", "12"),))),
        (f"> 公众号: 晚报\n> {TAIL}\n>\n> 引文留在正文里。",
         without(QUOTED_SAID, body="> 引文留在正文里。\n\n正文。")),
        (f"> 公众号: 晚报\n> {TAIL}\n\n---\n\n> 编辑：他人写的一段很长的话，不是字段。",
         without(QUOTED_SAID, body="> 编辑：他人写的一段很长的话，不是字段。\n\n正文。")),
    ],
    ids=range(8),
)  # fmt: skip
def test_f7_parts(header: str, expected: Mapping[str, object]) -> None:
    assert said(one(f"# 题\n\n{header}\n\n正文。")) == expected


@pytest.mark.parametrize(
    "header",
    [
        f"> 原文链接: {ESCAPED}\n> 抓取时间: 2026/2/2 23:48:01\n\n---",
        f"> 抓取时间：2026/2/2 23:48:01  \n> 原文链接：{URL}  \n\n* * *",
        f"> **原文链接**: [{URL}]({URL})\n>\n> **抓取时间**: 2026/2/2 23:48:01\n\n---",
        f"> 来源：{URL}\n> 抓取时间：2026/2/2 23:48:01",
    ],
)
def test_f6_has_no_date(header: str) -> None:
    assert said(one(f"# 题\n\n{header}\n\n正文。")) == {
        "format": "quoted-crawl",
        "title": "题",
        "original": URL,
        "body": "正文。",
        "extra": (("copied", "2026/2/2 23:48:01"),),
    }


@pytest.mark.parametrize(
    "header",
    [
        f"> 来源: 微信公众号：晚报（[原文]({URL})）\n> 作者: 林远\n> 原始发布时间: 2025-05-17\n"
        "> 归档日期: 2026-01-20\n> 分类: 城市",
        f"> 分类：城市\n> 来源：微信公众号：晚报 ([原文]({URL}))\n> 作者：林远\n"
        "> 归档日期：2026-01-20\n> 原始发布时间：2025-05-17\n>",
        f"> **来源**: 公众号：晚报\n> **原文链接**: {URL}\n> **作者**: 林远\n> **原始发布时间**: 2025-05-17\n"
        "> **归档日期**: 2026-01-20\n> **分类**: 城市\n\n---",
    ],
)
def test_f8(header: str) -> None:
    assert said(one(f"# 题\n\n{header}\n\n正文。")) == {
        "format": "quoted-archive",
        "title": "题",
        "source": "晚报",
        "authors": ("林远",),
        "date": "2025-05-17",
        "section": "城市",
        "original": URL,
        "body": "正文。",
        "extra": (("archived", "2026-01-20"),),
    }


def test_f8_keeps_the_quoted_summary() -> None:
    header = "> 来源: 微信公众号：晚报\n> 原始发布时间: 多篇合集\n> 归档日期: 2026-01-20"
    text = f"# 题\n\n{header}\n>\n> 一段提要，写在引文里。\n\n正文。"
    raw = one(text)
    assert (raw.date, raw.body) == ("多篇合集", "> 一段提要，写在引文里。\n\n正文。")


MARK = f"> 本文由 [简悦 SimpRead](http://ksria.com/simpread/) 转码， 原文地址 [mp.weixin.qq.com]({URL})"


@pytest.mark.parametrize(
    "text",
    [
        f"{MARK}\n\n正文。",
        f"{MARK}  \n\n正文。",
        f"{MARK.replace('http:', 'https:').replace('， ', '，')}\n\n正文。",
        f"> 本文由 [简悦 SimpRead](http://ksria.com/simpread/) 转码， 原文地址 {URL}\n\n正文。",
        f"> 本文由 简悦 SimpRead 转码，原文地址 {URL}\n\n正文。",
        f"# 题\n\n{MARK}\n\n正文。",
        f"#题\n\n{MARK}\n\n正文。",
        f"题\n===\n\n{MARK}\n\n正文。",
        f"{MARK}\n\n题\n===\n\n正文。",
    ],
    ids=range(9),
)
def test_f9(text: str) -> None:
    expected = {"format": "simpread", "title": "题", "original": URL, "body": "正文。"}
    assert said(one(text, "sources/a/题.md")) == expected


F10 = "# \n\nOriginal 林远 晚报\n\n _2024年09月02日 08:18_ _北京_\n\n正文。"
F10_SAID = {
    "format": "web-clipper",
    "title": "渡口",
    "authors": ("林远",),
    "source": "晚报",
    "date": "2024年09月02日 08:18",
    "place": "北京",
    "body": "正文。",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (F10, F10_SAID),
        (F10.replace("# ", "#"), F10_SAID),
        (F10.replace("# ", "# 题"), without(F10_SAID, title="题")),
        (F10.replace("Original", "原创"), F10_SAID),
        (F10.replace("林远 晚报", "[林远](javascript:void\\(0\\);) [晚报](javascript:void(0);)"), F10_SAID),
        (F10.replace("林远 晚报", "林远  晚报"), F10_SAID),
        (F10.replace("Original 林远 晚报", "Original\n\n林远\n\n晚报"), F10_SAID),
        (F10.replace("Original 林远 晚报", "[晚报](javascript:void(0);)"), without(F10_SAID, "authors")),
        (F10.replace("Original 林远 ", "Original "), without(F10_SAID, "authors")),
        (F10.replace("林远 晚报", "林远 City Weekly"), without(F10_SAID, source="City Weekly")),
        (F10.replace(" _北京_", ""), without(F10_SAID, "place")),
        (F10.replace("_", "*"), F10_SAID),
        (F10.replace(" _2024年09月02日 08:18_ _北京_", "2024年09月02日 08:18 北京"), F10_SAID),
        (F10.replace("_北京_", "_发表于 北京_"), F10_SAID),
        (F10.replace("晚报\n\n _", "晚报 _"), F10_SAID),
        (F10.replace("2024年09月02日", "2024-09-02"), without(F10_SAID, date="2024-09-02 08:18")),
        (F10.removesuffix("\n\n正文。"), without(F10_SAID, "body")),
        (F10.removeprefix("# \n\n"), F10_SAID),
        (F10.replace("# ", "题\n=="), without(F10_SAID, title="题")),
    ],
    ids=range(19),
)  # fmt: skip
def test_f10(text: str, expected: Mapping[str, object]) -> None:
    assert said(one(text)) == expected


@pytest.mark.parametrize("path", CAPTURES, ids=lambda p: f"{p.parent.name}/{p.stem}")
@pytest.mark.parametrize(
    "change", ["crlf", "cr", "mixed", "mark", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "above"]
)
def test_bytes_in_other_hands(path: Path, change: str) -> None:
    text = path.read_text("utf-8")
    # Too little Chinese to tell GB18030 for sure is made more.
    text += (
        "\n\n那是我们在这里的时候，他们也来了。\n" * 3 if change == "gb18030" and path.suffix == ".md" else ""
    )
    if change == "gb18030" and path.suffix == ".html":
        text = '<meta charset="gbk">' + text.replace('charset="utf-8"', "")
    file = f"sources/{path.parent.name}/{path.name}"
    data = {
        "crlf": text.replace("\n", "\r\n").encode(),
        "cr": text.replace("\n", "\r").encode(),
        "mixed": text.replace("\n", "\r\n", text.count("\n") // 2).encode(),
        "mark": b"\xef\xbb\xbf" + text.encode(),
        "above": b"\n\n" + text.encode(),
    }.get(change) or text.encode(change)
    result = read(CaptureFile(file, sha256_hex(data), data))
    assert not isinstance(result, Problem), result
    assert said(result[0]) == said(one(text, file))
