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
from backfile.ingest.markup import address, markdown_of_fragment, markdown_of_lines
from backfile.model import CaptureFile, Raw

_KEYS = {
    "title": ("title", "msg_title"),
    "date": ("create_time", "publish_time", "update_time", "datetime"),
    "original": ("link", "url", "content_url"),
    "source": ("_accountName", "accountName", "account_name", "nickname", "nick_name"),
    "authors": ("author_name", "author"),
    "cover": ("cover", "cover_url", "pic_cdn_url_16_9"),
    "summary": ("digest", "desc"),
    "body": ("content", "content_html"),
    "place": ("ip_wording", "province"),
}
_DELETED = ("is_deleted", "_is_deleted")
_TAG = re.compile(
    r"</?(?:p|div|section|span|br|img|a|h[1-6]|ul|ol|li|table|strong|em|figure|blockquote)\b[^>]*>", re.I
)
_START = re.compile(r"\s*[\[{]")

Row = dict[str, Any]


def _accepts(capture: CaptureFile, text: str) -> bool:
    rows = _rows(text)
    return bool(rows) and all(_is_article(row) for row in rows)


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
    if isinstance(found, dict) and not _is_article(found):
        lists = [
            v for v in found.values() if isinstance(v, list) and v and all(isinstance(r, dict) for r in v)
        ]
        found = lists[0] if len(lists) == 1 else []
    rows = [found] if isinstance(found, dict) else found
    return rows if isinstance(rows, list) and all(isinstance(r, dict) for r in rows) else []


def _is_article(row: Row) -> bool:
    """Whether a row is an article: title, text and two more of the fields; rows without text are only a list of links."""
    known = [name for name, keys in _KEYS.items() if any(key in row for key in keys)]
    return "title" in known and "body" in known and len(known) >= 4


def _raw(capture: CaptureFile, row: Row) -> Raw:
    values = {name: next((v for k in keys if (v := _text(row.get(k)))), "") for name, keys in _KEYS.items()}
    content = values["body"]
    body = markdown_of_fragment(content) if _TAG.search(content) else markdown_of_lines(content)
    author = values["authors"]
    gone = any(row.get(key) in (True, 1, "1", "true", "是") for key in _DELETED)
    return Raw(
        format=FORMAT.name,
        plain=True,
        file=capture.file,
        sha256=sha256_hex(msgspec.json.encode(row, order="deterministic")),
        title=" ".join(values["title"].split()),
        date=values["date"],
        authors=(author,) if author and author != values["source"] else (),
        source=values["source"],
        place=values["place"],
        section=section_of(capture.file),
        summary=" ".join(values["summary"].split()),
        cover=address(values["cover"]),
        original=address(values["original"]),
        status="gone" if gone else "",
        body=body,
    )


def _text(value: object) -> str:
    if isinstance(value, bool) or value is None or value == 0:
        return ""
    if isinstance(value, str | int | float):
        return str(value).strip()
    return ""


FORMAT = Format("wechat-rows", "JSON rows of WeChat articles with their HTML", _accepts, _parse)
