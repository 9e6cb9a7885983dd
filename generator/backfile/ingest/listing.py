"""Lists of articles that lie beside captures: what a capture does not say of itself, its row in such a list may.

A list is CSV or TSV whose first line names its columns, a title and an address among them:

title,url,time
渡口的最后一班船,https://mp.weixin.qq.com/s/…,2024-07-05 18:30

A row belongs to the capture that has its title or is named after it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

import msgspec

from backfile.addresses import is_web
from backfile.characters import fold
from backfile.digest import sha256_hex
from backfile.frontmatter.dates import parse_date
from backfile.ingest.encoding import decode
from backfile.ingest.name import date_and_title
from backfile.model import Raw

_COLUMNS = {
    "title": ("title", "标题", "文章标题", "name", "名称"),
    "original": ("url", "link", "链接", "原文链接", "文章链接", "地址", "文章地址", "原文地址", "content_url", "href"),
    "date": (
        *("time", "date", "发布时间", "发布日期", "时间", "日期", "publish_time", "publish_date", "pub_date"),
        *("create_time", "published", "datetime", "发表时间", "创建时间", "update_time"),
    ),
    "author": ("author", "作者", "author_name"),
    "source": ("account", "公众号", "公众号名称", "账号", "mp_name", "nickname", "_accountname", "source", "来源"),
    "cover": ("cover", "封面", "封面图", "封面图链接", "封面链接", "cover_url"),
    "summary": ("digest", "摘要", "summary", "description", "描述"),
    "file": ("file", "filename", "path", "文件", "文件名", "本地路径"),
}  # fmt: skip
_LETTERS = re.compile(r"[\W_]+")
# A list of more rows than any account has articles is data of another kind.
_MOST_ROWS = 500_000


class Listed(msgspec.Struct, frozen=True):
    """One row of a list, word for word; "" is what it does not say."""

    title: str = ""
    original: str = ""
    date: str = ""
    author: str = ""
    source: str = ""
    cover: str = ""
    summary: str = ""
    file: str = ""


# The rows of one list by the letters of their titles and file names.
Listing = Mapping[str, tuple[Listed, ...]]


def read_listing(data: bytes) -> Listing | None:
    """Return the rows of a list, None for a file that is none: no columns of titles and addresses, or not one address."""
    text = decode(data)
    if text is None:
        return None
    first = text.lstrip("\ufeff\n ").partition("\n")[0]
    mark = max(",\t;", key=first.count)
    found: dict[str, dict[Listed, None]] = {}
    try:
        rows = csv.reader(io.StringIO(text.lstrip("\ufeff\n "), newline=""), delimiter=mark)
        columns = _columns(next(rows, []))
        if "title" not in columns or "original" not in columns:
            return None
        for number, row in enumerate(rows):
            if number >= _MOST_ROWS:
                return None
            listed = Listed(**{name: row[at].strip() for name, at in columns.items() if at < len(row)})
            if not is_web(listed.original):
                listed = msgspec.structs.replace(listed, original="")
            for key in {_key(listed.title), _key(_stem(listed.file))} - {""}:
                found.setdefault(key, {})[listed] = None
    except csv.Error:
        return None
    if not any(row.original for rows in found.values() for row in rows):
        return None
    return {key: tuple(rows) for key, rows in found.items()}


def completed(raw: Raw, listings: Sequence[Listing]) -> Raw:
    """Return a raw article with what its row in the nearest list says and it does not.

    The row's time stands for a day that only the file's name told. What is taken from a row is part of the digest, so that a
    list that is corrected later refreshes the articles it tells of.
    """
    for listing in listings:
        row = _row(raw, listing)
        if row is not None:
            return _with(raw, row)
    return raw


def _with(raw: Raw, row: Listed) -> Raw:
    named, _ = date_and_title(raw.file)
    author = row.author if row.author != (raw.source or row.source) else ""
    new = msgspec.structs.replace(
        raw,
        original=raw.original or row.original,
        date=row.date if raw.date in ("", named) and parse_date(row.date) else raw.date,
        source=raw.source or row.source,
        authors=raw.authors or ((author,) if author else ()),
        cover=raw.cover or row.cover,
        summary=raw.summary or row.summary,
    )
    if new == raw:
        return raw
    told = msgspec.json.encode(
        [raw.sha256, new.original, new.date, new.source, new.authors, new.cover, new.summary]
    )
    return msgspec.structs.replace(new, sha256=sha256_hex(told))


def _row(raw: Raw, listing: Listing) -> Listed | None:
    """Return the row of an article; of several the one of its address or day, None when that does not tell them apart."""
    named, words = date_and_title(raw.file)
    keys = dict.fromkeys(_key(k) for k in (raw.title, words, _stem(raw.file)))
    rows = list(dict.fromkeys(row for key in keys if key for row in listing.get(key, ())))
    if raw.original:
        rows = [r for r in rows if r.original in ("", raw.original)] if len(rows) > 1 else rows
    day = parse_date(raw.date or named)[:10]
    if len(rows) > 1 and day:
        rows = [r for r in rows if parse_date(r.date)[:10] == day]
    return rows[0] if len(rows) == 1 else None


def _columns(names: Sequence[str]) -> dict[str, int]:
    known = {word: name for name, words in _COLUMNS.items() for word in words}
    found: dict[str, int] = {}
    for at, name in enumerate(names):
        field = known.get(name.strip().strip('"').lower(), "")
        if field:
            found.setdefault(field, at)
    return found


def _key(title: str) -> str:
    return _LETTERS.sub("", fold(title))


def _stem(file: str) -> str:
    name = file.replace("\\", "/").rpartition("/")[2]
    return name.rpartition(".")[0] or name
