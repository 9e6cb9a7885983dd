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

_HTML = re.compile(r"\s*<(?:\?xml|!doctype\s+html|html|head|body|div|meta|title|!--)", re.IGNORECASE)
_PAGE = re.compile(r"""\bid=["']?(?:js_content|js_article)\b|window\.cgiDataNew\s*=""")
_NOTICE = re.compile(
    r"""\bclass=["'](?:[^"'<>]*\s)?(?:weui-msg|mesg-block|page_msg|msg_content|global_error_msg)\b"""
)
_WECHAT = re.compile(
    r"weixin|weui|mmbiz|wechat|微信|公众号|rich_media_|wx_wap_page|\bid=[\"']?(?:activity-name|js_name)\b|class=\"mesg-block\"",
    re.IGNORECASE,
)
# What a notice says of an article that will not come back by asking again.
_GONE = re.compile(
    r"删除|违规|违反|涉嫌|无法查看|停止访问|投诉|屏蔽|注销|封禁|迁移|侵权|过期|失效|冻结|停用"
    r"|deleted|unavailable|unable to view|violat|removed|expired",
    re.IGNORECASE,
)
_DAY = r"\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?"
_LONG_ADDRESS = "https://mp.weixin.qq.com/s?__biz={}&mid={}&idx={}&sn={}"
_SAVED = re.compile(r"saved (?:from url=\(\d+\)|with SingleFile\s+url:\s*)(https?://[^\s<>]+)", re.IGNORECASE)
_PLACE = re.compile(r"^(?:发表于|IP属地[:：]?|Posted on)\s*")
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
            return _notice(capture, page, text)
    except (ValueError, RecursionError) as error:
        cause = " ".join(str(error).split())[:200]
        return Problem(source, 0, f"the page cannot be read: {cause}", "capture the page again")
    date, name = date_and_title(capture.file)
    account = _account(page, text)
    author = (
        _meta(page, "author")
        or value(text, "author")
        or _shown(page, "js_author_name", "js_author_name_text")
    )
    author = " ".join(author.split())
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
        or value(text, "publish_time", _DAY)
        or _shown(page, "publish_time", "post-date")
        or date,
        authors=(author,) if author and author != account else (),
        source=account,
        place=value(text, "provinceName", r"[^<>{}\n]{1,20}")
        or value(text, "countryName", r"[^<>{}\n]{1,20}")
        or _PLACE.sub("", _shown(page, "js_ip_wording")),
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
    own = content is not None and "rich_media_content" in (content.get("class") or "")
    body = _content(content) if own else ""
    if body:
        return body
    written = value(text, "content_noencode")
    if written:
        tagged = re.match(r"\s*<(?:section|p|div|h[1-6]|figure)\b", written)
        body = markdown_of_fragment(written) if tagged else markdown_of_lines(written)
    pictures = [address(u) for u in values_in_list(text, "picture_page_info_list", "cdn_url")]
    found = "\n\n".join(filter(None, (*(f"![]({u})" for u in dict.fromkeys(pictures) if u), body)))
    # Some exporters take the class away.
    return found or ("" if content is None or own else _content(content))


def _content(element: Any) -> str:
    element.attrib.pop("style", None)
    return markdown_of(element)


def _notice(capture: CaptureFile, page: Any, text: str) -> tuple[Raw, ...] | Problem:
    """Return the record of an article that is gone, or the reason why the page has none."""
    found = page.xpath(
        "//*[contains(@class, 'weui-msg__title') or contains(@class, 'weui-msg__desc')]"
        " | //*[contains(@class, 'mesg-block') or contains(@class, 'msg_content')]"
        " | //*[contains(@class, 'global_error_msg')]"
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
        original=address(_meta(page, "og:url")) or _saved_from(text),
        status="gone",
        reason=said,
    )
    return (raw,)


def _title(page: Any, text: str) -> str:
    shown = _shown(page, "activity-name", "js_text_title")
    return shown or " ".join((_meta(page, "og:title") or value(text, "msg_title")).split())


def _shown(page: Any, *ids: str) -> str:
    """Return the text of the first of these elements that has any."""
    return next(filter(None, (plain_text(page.find(f".//*[@id='{one}']")) for one in ids)), "")


def _first_sentence(body: str) -> str:
    """Return the first words of a post that has no title; its pictures are none."""
    for line in body.split("\n"):
        match = None if line.startswith("![") else _FIRST_SENTENCE.match(line)
        if match:
            words = re.sub(r"\\(?=\W)|[*_]{1,2}|^#+\s", "", match[0]).strip()
            return words if len(words) <= _TITLE_LENGTH else words[: _TITLE_LENGTH - 1] + "…"
    return ""


def _account(page: Any, text: str) -> str:
    shown = _shown(page, "js_name", "post-user")
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
    return address(_meta(page, "og:url") or value(text, "msg_link", r"https?:.*")) or _saved_from(text)


def _saved_from(text: str) -> str:
    """Return the address that a browser wrote into a page when it saved it."""
    match = _SAVED.search(text[:4000])
    return address(match[1]) if match else ""


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
