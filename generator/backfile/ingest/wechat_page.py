"""A WeChat page as the server sends it: HTML whose text waits for its scripts.

Ordinary articles have their text in `#js_content`, hidden, with pictures that have only `data-src`; posts of pictures and
of plain text have it in a script (`picture_page_info_list`, `content_noencode`).
A page that only says why there is no article becomes the record of one that is gone; a passing failure is a Problem.
"""

from __future__ import annotations

import re
from typing import Any

from backfile.errors import Problem
from backfile.ingest.format import Format, section_of
from backfile.ingest.markup import (
    address,
    markdown_of,
    markdown_of_fragment,
    markdown_of_lines,
    parsed,
    plain_text,
)
from backfile.ingest.name import date_and_title
from backfile.ingest.script import value, values_in_list
from backfile.model import CaptureFile, Raw

_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|div|meta|title|!--)", re.IGNORECASE)
_PAGE = re.compile(r"""\bid=["']?(?:js_content|js_article)\b|window\.cgiDataNew\s*=""")
_NOTICE = re.compile(r"""\bclass=["']?(?:weui-msg|mesg-block)\b""")
_WECHAT = re.compile(r"weixin|weui|mmbiz|wechat|class=\"mesg-block\"", re.IGNORECASE)
# What a notice says of an article that will not come back by asking again.
_GONE = re.compile(
    r"删除|违规|违反|涉嫌|无法查看|停止访问|投诉|屏蔽|注销|封禁|deleted|unavailable|violat", re.IGNORECASE
)
_DAY = r"\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?"
_LONG_ADDRESS = "https://mp.weixin.qq.com/s?__biz={}&mid={}&idx={}&sn={}"
_TITLE_LENGTH = 40
_FIRST_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")


def _accepts(capture: CaptureFile, text: str) -> bool:
    if not _HTML.match(text):
        return False
    return bool((_PAGE.search(text) or _NOTICE.search(text)) and _WECHAT.search(text))


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...] | Problem:
    source = f"content/{capture.file}"
    try:
        page = parsed(text)
        body = _body(page, text)
        if not body:
            return _notice(capture, page)
    except (ValueError, RecursionError) as error:
        cause = " ".join(str(error).split())[:200]
        return Problem(source, 0, f"the page cannot be read: {cause}", "capture the page again")
    date, name = date_and_title(capture.file)
    account = _account(page, text)
    author = " ".join((_meta(page, "author") or value(text, "author")).split())
    title = _title(page, text) or _first_sentence(body) or name
    summary = _meta(page, "og:description") or _meta(page, "description")
    raw = Raw(
        format=FORMAT.name,
        plain=True,
        file=capture.file,
        sha256=capture.sha256,
        title=title,
        # The moment itself is the same in every time zone, the day as shown only in China's.
        date=value(text, "ct", r"\d{10}")
        or value(text, "ori_create_time", r"\d{10}")
        or value(text, "createTime", _DAY)
        or value(text, "create_time", _DAY)
        or date,
        authors=(author,) if author and author != account else (),
        source=account,
        place=value(text, "provinceName", r"[^<>{}\n]{1,20}")
        or value(text, "countryName", r"[^<>{}\n]{1,20}"),
        section=section_of(capture.file),
        summary="" if _is_beginning(summary, body) else " ".join(summary.split()),
        cover=address(
            value(text, "msg_cdn_url") or value(text, "cdn_url", r"https?:.*") or _meta(page, "og:image")
        ),
        original=_original(page, text),
        body=body,
    )
    return (raw,)


def _body(page: Any, text: str) -> str:
    """Return the article of a page as markdown, "" when it has none."""
    content = page.find(".//*[@id='js_content']")
    if content is not None and "rich_media_content" in (content.get("class") or ""):
        content.attrib.pop("style", None)
        body = markdown_of(content)
        if body:
            return body
    written = value(text, "content_noencode")
    body = ""
    if written:
        tagged = re.match(r"\s*<(?:section|p|div|h[1-6]|figure)\b", written)
        body = markdown_of_fragment(written) if tagged else markdown_of_lines(written)
    pictures = [address(u) for u in values_in_list(text, "picture_page_info_list", "cdn_url")]
    return "\n\n".join(filter(None, (*(f"![]({u})" for u in dict.fromkeys(pictures) if u), body)))


def _notice(capture: CaptureFile, page: Any) -> tuple[Raw, ...] | Problem:
    """Return the record of an article that is gone, or the reason why the page has none."""
    found = page.xpath(
        "//*[contains(@class, 'weui-msg__title') or contains(@class, 'weui-msg__desc')]"
        " | //*[contains(@class, 'mesg-block')]"
    )
    said = "：".join(dict.fromkeys(t for t in map(plain_text, found) if t))
    if not said or not _GONE.search(said):
        cause = f"the page is only a notice: {said[:200]}" if said else "the page has no article"
        return Problem(f"content/{capture.file}", 0, cause, "capture the page again")
    date, name = date_and_title(capture.file)
    raw = Raw(
        format=FORMAT.name,
        plain=True,
        file=capture.file,
        sha256=capture.sha256,
        title=_title(page, "") or name,
        date=date,
        section=section_of(capture.file),
        original=_meta(page, "og:url"),
        status="gone",
        reason=said,
    )
    return (raw,)


def _title(page: Any, text: str) -> str:
    for name in ("activity-name", "js_text_title"):
        shown = plain_text(page.find(f".//*[@id='{name}']"))
        if shown:
            return shown
    return " ".join((_meta(page, "og:title") or value(text, "msg_title")).split())


def _first_sentence(body: str) -> str:
    """Return the first words of a post that has no title; its pictures are none."""
    for line in body.split("\n"):
        match = None if line.startswith("![") else _FIRST_SENTENCE.match(line)
        if match:
            words = re.sub(r"\\(?=\W)|[*_]{1,2}|^#+\s", "", match[0]).strip()
            return words if len(words) <= _TITLE_LENGTH else words[: _TITLE_LENGTH - 1] + "…"
    return ""


def _account(page: Any, text: str) -> str:
    shown = plain_text(page.find(".//*[@id='js_name']"))
    if shown:
        return shown
    followed = page.xpath("//*[contains(@class, 'wx_follow_nickname')]")
    named = plain_text(followed[0]) if followed else ""
    return named or value(text, "nickname") or value(text, "nick_name", r"(?!微信广告).*")


def _original(page: Any, text: str) -> str:
    """Return the address that says which article it is (and that other articles link to), else the short one."""
    parts = (
        value(text, "biz", r"[A-Za-z0-9+/]+=*"),
        value(text, "mid", r"\d+"),
        value(text, "idx", r"\d+"),
        value(text, "sn", r"[0-9a-f]{16,64}"),
    )
    if all(parts[:3]):
        return _LONG_ADDRESS.format(*parts).removesuffix("&sn=")
    return address(_meta(page, "og:url") or value(text, "msg_link", r"https?:.*"))


def _meta(page: Any, name: str) -> str:
    for attribute in ("property", "name"):
        element = page.find(f".//meta[@{attribute}='{name}']")
        content = "" if element is None else (element.get("content") or "").strip()
        if content:
            return content.replace("\\x0a", "\n").replace("\\x26", "&")
    return ""


def _is_beginning(summary: str, body: str) -> bool:
    """Whether a summary only repeats how the text begins."""
    words, text = (re.sub(r"[\W_]+|x0a", "", t[:2000]) for t in (summary, body))
    return not words or words[:40] in text


FORMAT = Format(
    "wechat-page", "WeChat page as HTML: articles, posts of pictures or text, notices", _accepts, _parse
)
