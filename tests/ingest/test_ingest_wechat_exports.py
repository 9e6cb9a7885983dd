"""WeChat pages and rows as exporters and browsers leave them: without scripts, with local pictures, nested, gone."""

from __future__ import annotations

import json

import pytest

from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.ingest import read
from backfile.ingest.format import section_of
from backfile.model import CaptureFile, Raw

EXPORTED = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>桥</title></head><body class="zh_CN wx_wap_page">
<div id="js_article"><h1 id="activity-name">桥</h1><span id="js_author_name">林远</span><a id="js_name">晚报</a>
<em id="publish_time">2024年07月05日 08:30</em><em id="js_ip_wording">发表于江苏</em>
<div id="js_content" {attributes}><p>正文。</p>{pictures}</div></div></body></html>"""


def every(data: str | bytes, file: str = "sources/a/桥/index.html") -> tuple[Raw, ...]:
    raw = data.encode() if isinstance(data, str) else data
    result = read(CaptureFile(file, sha256_hex(raw), raw))
    assert not isinstance(result, Problem), result
    return result


def exported(attributes: str = 'class="rich_media_content"', pictures: str = "") -> str:
    return EXPORTED.replace("{attributes}", attributes).replace("{pictures}", pictures)


@pytest.mark.parametrize("attributes", ['class="rich_media_content"', "", 'style="visibility: hidden"'])
def test_a_page_without_scripts(attributes: str) -> None:
    (raw,) = every(exported(attributes))
    assert (raw.title, raw.authors, raw.source) == ("桥", ("林远",), "晚报")
    assert (raw.date, raw.place, raw.body, raw.section) == ("2024年07月05日 08:30", "江苏", "正文。", "")


def test_an_old_page() -> None:
    text = (
        '<html><head><script src="//res.wx.qq.com/mmbizwap/a.js"></script></head><body><h2 id="activity-name"> 桥 </h2>'
        '<em id="post-date">2015-03-02</em><a id="post-user">晚报</a>'
        '<div class="rich_media_content" id="js_content"><p>正文。</p></div></body></html>'
    )
    (raw,) = every(text)
    assert (raw.title, raw.date, raw.source) == ("桥", "2015-03-02", "晚报")


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- saved from url=(0040)https://mp.weixin.qq.com/s/abc -->",
        "<!--\n Page saved with SingleFile \n url: https://mp.weixin.qq.com/s/abc \n saved date: x\n-->",
    ],
)
def test_a_page_that_a_browser_saved(comment: str) -> None:
    (raw,) = every(f"{comment}\n{exported()}")
    assert raw.original == "https://mp.weixin.qq.com/s/abc"


@pytest.mark.parametrize(
    ("picture", "address"),
    [
        ('<img src="./assets/1.png" data-src="https://mmbiz.qpic.cn/1">', "./assets/1.png"),
        ('<img src="assets\\1.png">', "assets/1.png"),
        ('<img data-src="assets/图 1.png" src="data:image/gif;base64,AA==">', "assets/%E5%9B%BE%201.png"),
        (
            '<img src="https://mmbiz.qpic.cn/small" data-src="https://mmbiz.qpic.cn/1">',
            "https://mmbiz.qpic.cn/1",
        ),
        ('<img data-lazy-src="//mmbiz.qpic.cn/1">', "https://mmbiz.qpic.cn/1"),
        ('<img src="http://mmbiz.qpic.cn/1?a=1&amp;b=2">', "http://mmbiz.qpic.cn/1?a=1&b=2"),
    ],
)
def test_pictures(picture: str, address: str) -> None:
    (raw,) = every(exported(pictures=f"<p>{picture}</p>"))
    assert raw.body == f"正文。\n\n![]({address})"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('<div class="weui-msg"><p class="weui-msg__title warn">该内容已被发布者删除</p></div>', "该内容已被发布者删除"),
        ("<div class='page_msg'><div class='msg_content'><p>此内容被投诉，无法查看。</p></div></div>",
         "此内容被投诉，无法查看。"),
        ('<div class="mesg-block"><p>该公众号已迁移</p></div>', "该公众号已迁移"),
        ('<div class="global_error_msg warn">此帐号已被屏蔽, 内容无法查看</div>', "此帐号已被屏蔽, 内容无法查看"),
        ('<div class="weui-msg"><h2 class="weui-msg__title">The content has been deleted by the author.</h2></div>',
         "The content has been deleted by the author."),
    ],
    ids=range(5),
)  # fmt: skip
def test_tombstones(body: str, reason: str) -> None:
    (raw,) = every(
        f'<html><head><title>微信公众平台</title></head><body id="weixin">{body}</body></html>',
        "sources/a/[202407050830]桥.html",
    )
    assert (raw.status, raw.reason, raw.title, raw.date, raw.body) == (
        "gone",
        reason,
        "桥",
        "2024-07-05 08:30",
        "",
    )


ROW = {
    "title": "桥",
    "link": "https://mp.weixin.qq.com/s/abc",
    "create_time": 1720141200,
    "content": "<p>正文。</p>",
}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([ROW]),
        json.dumps(ROW),
        json.dumps({"articles": [ROW]}),
        json.dumps({"code": 0, "data": {"total": 1, "list": [ROW]}}),
        json.dumps(ROW) + "\n" + "\n",
        json.dumps([{**ROW, "content": exported()}]),
        json.dumps([{"标题": "桥", "链接": ROW["link"], "发布时间": 1720141200, "正文": "正文。"}]),
        json.dumps([{**ROW, "create_time": "1720141200"}], indent=2, ensure_ascii=False),
    ],
    ids=range(8),
)
def test_rows(text: str) -> None:
    (raw,) = every(text, "sources/a/rows.json")
    assert (raw.format, raw.title, raw.original, raw.date, raw.body) == (
        "wechat-rows",
        "桥",
        "https://mp.weixin.qq.com/s/abc",
        "1720141200",
        "正文。",
    )


def test_a_row_without_its_text_does_not_cost_the_others() -> None:
    gone = {
        "title": "旧桥",
        "link": "https://mp.weixin.qq.com/s/old",
        "create_time": 1720141200,
        "is_deleted": True,
    }
    kept, lost = every(json.dumps([ROW, gone]), "sources/a/rows.json")
    assert (kept.status, kept.body, lost.status, lost.title) == ("", "正文。", "gone", "旧桥")


@pytest.mark.parametrize(
    "text", ['{"name": "x", "version": 1}', "[1, 2]", '[{"title": "x"}]', "[]", "{", '{"a": {"b": {}}}']
)
def test_other_json_is_no_row(text: str) -> None:
    assert isinstance(read(CaptureFile("sources/a.json", "0", text.encode())), Problem)


def test_a_folder_of_one_article_is_no_section() -> None:
    assert section_of("sources/dump/城市/a.md") == "城市"
    assert section_of("sources/dump/城市/桥/index.html") == "城市"
    assert section_of("sources/dump/桥/桥.md") == ""
    assert section_of("sources/a.md") == section_of("sources/dump/a.md") == ""
