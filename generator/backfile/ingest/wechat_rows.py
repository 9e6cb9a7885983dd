"""F3: rows of a WeChat account's articles as JSON, one article a row.

[{"title": …, "link": …, "cover": …, "digest": …, "create_time": …, "author_name": …, "_accountName": …, "content": "<p>…"}]

The rows stand in a list, in a list under one key of an object, alone, or one on a line.
Each Raw has the digest of its own row (keys sorted, no blanks) instead of that of the file: rows without a link need one
that tells them apart, and a row that is added to the file changes none of the others.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.ingest.format import Format, section_of
from backfile.ingest.markup import address, markdown_of, markdown_of_fragment, markdown_of_lines, parsed
from backfile.model import CaptureFile, Raw

_KEYS = {
    "title": ("title", "msg_title", "标题", "文章标题"),
    "date": (
        "create_time",
        "publish_time",
        "update_time",
        "datetime",
        "date",
        "pub_date",
        "发布时间",
        "createTime",
    ),
    "original": ("link", "url", "content_url", "链接", "原文链接", "文章链接"),
    "source": (
        "_accountName",
        "accountName",
        "account_name",
        "nickname",
        "nick_name",
        "mp_name",
        "公众号",
        "公众号名称",
    ),
    "authors": ("author_name", "author", "作者"),
    "cover": ("cover", "cover_url", "pic_cdn_url_16_9", "封面", "封面图"),
    "summary": ("digest", "desc", "摘要"),
    "body": ("content", "content_html", "content_noencode", "html", "markdown", "正文", "文章内容", "text"),
    "place": ("ip_wording", "province", "发布地"),
}
# How deep the rows may lie in objects: {"data": {"list": [...]}}.
_DEEPEST = 4
_DELETED = ("is_deleted", "_is_deleted", "是否已删除")
_TAG = re.compile(
    r"</?(?:p|div|section|span|br|img|a|h[1-6]|ul|ol|li|table|strong|em|figure|blockquote)\b[^>]*>", re.I
)
_START = re.compile(r"\s*[\[{]")

Row = dict[str, Any]


def _accepts(capture: CaptureFile, text: str) -> bool:
    rows = _rows(text)
    return any(_is_article(row) for row in rows) and all(
        _has(row, "title") or _has(row, "body") for row in rows
    )


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...] | Problem:
    source = f"content/{capture.file}"
    rows = _rows(text)
    if not rows:
        return Problem(
            source, 0, "the file has no rows of JSON", "give each article an object with title and content"
        )
    try:
        return tuple(_raw(capture, row) for row in rows)
    except (ValueError, RecursionError) as error:
        return Problem(
            source, 0, f"the text of a row cannot be read: {str(error)[:200]}", "export the rows again"
        )


def _rows(text: str) -> list[Row]:
    """Return the objects of a text, [] when it is anything else than rows."""
    if not _START.match(text):
        return []
    try:
        found = msgspec.json.decode(text.strip())
    except (msgspec.DecodeError, RecursionError):
        try:
            found = [msgspec.json.decode(line) for line in text.split("\n") if line.strip()]
        except (msgspec.DecodeError, RecursionError):
            return []
    rows = _list_in(found, _DEEPEST)
    return rows if all(isinstance(r, dict) for r in rows) else []


def _list_in(found: Any, depth: int) -> list[Any]:
    """Return the one list of objects that an object holds, an object that is a row itself as a list; [] for anything else."""
    if isinstance(found, list):
        return found
    if not isinstance(found, dict) or depth == 0:
        return []
    if _is_article(found):
        return [found]
    lists = [rows for v in found.values() if (rows := _list_in(v, depth - 1)) and isinstance(rows[0], dict)]
    return lists[0] if len(lists) == 1 else []


def _has(row: Row, name: str) -> bool:
    return any(key in row for key in _KEYS[name])


def _is_article(row: Row) -> bool:
    """Whether a row is an article: title, text and two more of the fields; rows without text are only a list of links."""
    known = [name for name in _KEYS if _has(row, name)]
    return "title" in known and "body" in known and len(known) >= 4


def _raw(capture: CaptureFile, row: Row) -> Raw:
    values = {name: next((v for k in keys if (v := _text(row.get(k)))), "") for name, keys in _KEYS.items()}
    content = values["body"]
    author = values["authors"]
    gone = any(row.get(key) in (True, 1, "1", "true", "True", "是") for key in _DELETED)
    return Raw(
        format=FORMAT.name,
        plain=True,
        file=capture.file,
        sha256=sha256_hex(msgspec.json.encode(row, order="deterministic")),
        title=" ".join(values["title"].split()),
        date=values["date"],
        authors=tuple(a for a in re.split(r"\s*[、,，;；]\s*", author) if a and a != values["source"]),
        source=values["source"],
        place=values["place"],
        section=section_of(capture.file),
        summary=" ".join(values["summary"].split()),
        cover=address(values["cover"]),
        original=address(values["original"]),
        status="gone" if gone else "",
        body=_body(content),
    )


def _body(content: str) -> str:
    if not _TAG.search(content):
        return markdown_of_lines(content)
    article = parsed(content).find(".//*[@id='js_content']") if "js_content" in content else None
    if article is None:
        return markdown_of_fragment(content)
    article.attrib.pop("style", None)
    return markdown_of(article)


def _text(value: object) -> str:
    if isinstance(value, bool) or value is None or value == 0:
        return ""
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "、".join(value)
    if isinstance(value, str | int | float):
        return str(value).strip()
    return ""


FORMAT = Format("wechat-rows", "JSON rows of WeChat articles with their HTML", _accepts, _parse)
