"""Headers of `key: value` lines below a title, in a quotation or not, as several archivers write them.

Keys are known by what they mean, whatever their spelling, marks and order; a line of several fields has bars between them.
What stands in the same quotation and is no field belongs to the text.
"""

from __future__ import annotations

import re

import msgspec

from backfile.characters import CJK
from backfile.frontmatter.headings import heading
from backfile.ingest.format import section_of
from backfile.ingest.name import date_and_title
from backfile.model import CaptureFile, Raw

_KEYS = {
    "title": "标题 文章标题 title",
    "source": "公众号 微信公众号 公众号名称 公众号名 账号 发布账号 account mp_name 媒体",
    "came": "来源 文章来源 出处 source",
    "author": "作者 文章作者 原作者 撰文 author authors 原创",
    "date": "发布时间 发布日期 发表时间 发表日期 发布 发表于 发布于 时间 日期 date published publishtime pubdate 推送时间",
    "first_date": "原始发布时间 原始发布日期 原发布时间 原发布日期 原文发布时间",
    "updated": "更新时间 修改时间 updated",
    "place": "发布地 发布地点 地点 ip属地 ip归属地 location",
    "original": "原文链接 原文地址 原文 原链接 链接 文章链接 原始链接 源链接 来源链接 url link original originalurl sourceurl",
    "cover": "封面图链接 封面图 封面 封面链接 cover",
    "copied": "抓取时间 采集时间 爬取时间 保存时间 下载时间 剪藏时间 导出时间 抓取日期 采集日期 crawled saved clipped",
    "archived": "归档日期 归档时间 存档日期 存档时间 收录日期 收录时间 入库时间 archived",
    "section": "分类 栏目 category",
    "tags": "标签 关键词 tags keywords",
    "summary": "摘要 简介 summary digest",
}
_MEANING = {word: name for name, words in _KEYS.items() for word in words.split()}
_FIELD = re.compile(r"[^\w\s]*\s*([\w .]{1,16}?)\s*[*_`]*\s*[:：]\s*(?:[*_`]+(?=\s|\Z))?\s*(.*)\Z")
_QUOTE = re.compile(r"[ \t]*>[> \t]*")
_BULLET = re.compile(r"[-*+•·][ \t]+")
_BAR = re.compile(r"\s*(?<!\\)[|｜]\s*")
_LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?[^)]*\)")
_ADDRESS = re.compile(r"https?://[^\s<>）)\]]+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+.!|~&=-])")
_NOTHING = ("", "-", "无", "未知", "未知地区", "未知作者", "none", "null", "n/a", "nan", "undefined")
_RULE = re.compile(r"[ ]{0,3}(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,})\Z")
_WRAPPED = re.compile(r"(\*\*|__|\*|_|`)(.+)\1\Z")
_NAMES = re.compile(r"\s*[、,，;；]\s*")
_TAGS = re.compile(r"\s*[、,，;；]\s*|\s*#|\s+")
_KIND = re.compile(r"(?:微信)?公众号\s*[:：|｜]?\s*|微信\s*[:：]\s*")
_MENTION = re.compile(r"\s*[（(]\s*(?:原文|链接|原文链接|查看原文)\s*[）)]\s*\Z")
# A longer line is no field, whatever it looks like.
_LONGEST_LINE = 2000
# A header of more lines is part of the text.
_MOST_LINES = 24
_TITLE_LINES = 4
# An unknown key of a quoted line is one when it and its value are short; else the line is text.
_SHORT_KEY, _SHORT_VALUE = 6, 30


class Header(msgspec.Struct, frozen=True):
    """A title (with its escapes), the fields below it word for word, and the text after them; "" and () are what is not there.

    Fields are named by what they mean; others has short fields of unknown meaning under their own keys.
    """

    title: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    body: str = ""

    def has(self, *names: str) -> bool:
        """Return whether any of the fields is there, whatever its value."""
        return any(name in names for name, _ in self.fields)

    def value(self, *names: str) -> str:
        """Return the value of the first field that says anything, without markup and escapes; names in order of preference."""
        for wanted in names:
            for name, value in self.fields:
                plain = plain_value(value)
                if name == wanted and plain.lower() not in _NOTHING:
                    return plain
        return ""

    def address(self, *names: str) -> str:
        """Return the address in the value of the first field that has one, out of a link or bare."""
        for wanted in names:
            for name, value in self.fields:
                found = address_in(value) if name == wanted else ""
                if found:
                    return found
        return ""


def read_header(text: str) -> Header:
    """Return the header of a text: at most a title, then lines of fields. Without such lines there are no fields."""
    lines = text.lstrip("\ufeff \n\t").split("\n")
    title, at = _title(lines)
    fields: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    end = at
    while at < len(lines) and at - end < _MOST_LINES and end < _MOST_LINES * 2:
        line = lines[at].rstrip(" \t\\")
        if line.lstrip("> \t"):
            known, unknown = _fields(line, bool(fields))
            if not known and not unknown:
                break
            fields += known
            others += unknown
            end = at + 1
        elif not line.strip() and at > end and not fields:
            break
        at += 1
    if not fields:
        return Header(title)
    rest = lines[end:]
    while rest and not rest[0].strip("> \t\\"):
        del rest[0]
    if rest and _RULE.match(rest[0]):
        del rest[0]
    return Header(title, tuple(fields), tuple(others), "\n".join(rest).strip("\n").rstrip())


def raw_of(header: Header, capture: CaptureFile, text: str, format: str) -> Raw:
    """Return what a header and the text below it say; the file's name stands in for title and day."""
    date, name = date_and_title(capture.file)
    source = header.value("source") or _MENTION.sub("", header.value("came"))
    source = (
        "" if _ADDRESS.match(source) else (_KIND.sub("", source, count=1) if _KIND.match(source) else source)
    )
    authors = tuple(n for n in _NAMES.split(header.value("author")) if n and n != source)
    copied = [(name, header.value(name)) for name in ("copied", "archived")]
    cover = header.address("cover") or header.value("cover")
    return Raw(
        format=format,
        file=capture.file,
        sha256=capture.sha256,
        title=title_text(header.title) or header.value("title") or name,
        date=header.value("first_date", "date") or date,
        updated=header.value("updated"),
        authors=authors,
        source=source,
        place=header.value("place"),
        section=header.value("section") or section_of(capture.file),
        summary=header.value("summary"),
        tags=tuple(n for n in _TAGS.split(header.value("tags")) if n),
        cover=cover,
        original=header.address("original", "came") or address_in(header.title),
        body=header.body if header.fields else text.lstrip("\ufeff").strip("\n"),
        extra=tuple((k, v) for k, v in (*copied, *header.others) if v),
    )


def title_text(heading: str) -> str:
    """Return a heading without a link or emphasis around the whole of it; its escapes stay."""
    text = re.sub(r"\A\[(.+)\]\(\s*(?:https?:|/)[^\s()]*(?:\s+\"[^\"]*\")?\s*\)\Z", r"\1", heading.strip())
    match = _WRAPPED.match(text)
    return match[2].strip() if match and match[1] not in match[2] else text


def plain_value(value: str) -> str:
    """Return a value without emphasis and escapes, a link as its text."""
    value = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", value).strip()
    match = _WRAPPED.match(value)
    return _ESCAPE.sub(r"\1", match[2] if match else value).strip("*` <>")


def address_in(value: str) -> str:
    """Return the address that a value links to or is, without escapes; "" when there is none."""
    match = _LINK.search(value)
    if match is None or not _ADDRESS.match(match[1]):
        match = _ADDRESS.search(value)
        return _ESCAPE.sub(r"\1", match[0]) if match else ""
    return _ESCAPE.sub(r"\1", match[1])


def joined(parts: list[str]) -> str:
    """Return the lines of a wrapped text as one: nothing between two wide characters, else a blank."""
    text = ""
    for part in filter(None, (p.strip() for p in parts)):
        glued = not text or (CJK.match(text[-1]) and CJK.match(part[0]))
        text += part if glued else f" {part}"
    return text


def lines_of(text: str, header: int) -> list[str]:
    """Return the lines of a text without blank ones at its top; an underlined title within its header has a mark instead."""
    lines = text.lstrip("\ufeff \n\t").split("\n")
    for at in range(1, min(header, len(lines))):
        if re.match(r"=+[ \t]*\Z", lines[at]) and lines[at - 1].strip():
            return [*lines[: at - 1], f"# {lines[at - 1].strip()}", *lines[at + 1 :]]
    return lines


def wrapped_title(lines: list[str], at: int, first: str) -> tuple[str, int]:
    """Return a title with the lines that it runs on to, and the number of the line after it.

    A line goes on with the title when a blank line or a header's field follows right after at most three such lines.
    """
    parts = [first]
    for number in range(at, min(at + _TITLE_LINES, len(lines))):
        line = lines[number].strip()
        if not line or _starts_something(line):
            return joined(parts), number
        parts.append(line)
    return first, at


def _title(lines: list[str]) -> tuple[str, int]:
    """Return the title at the top and the number of the line after it."""
    first = heading(lines[0], tight=True)
    if first:
        return wrapped_title(lines, 1, first)
    under = len(lines) > 1 and re.match(r"=+[ \t]*\Z", lines[1])
    if under and lines[0].strip() and not _fields(lines[0], False)[0]:
        return lines[0].strip(), 2
    return "", int(first == "")


def _starts_something(line: str) -> bool:
    return bool(re.match(r"[>#|!]|[-*+•][ \t]|(?:---|===|\*\*\*)", line)) or bool(_fields(line, False)[0])


def _fields(line: str, quoted_on: bool) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the fields of a line, of known and of unknown meaning; none of either when the line is text.

    quoted_on: fields came before, so that a short unknown one may stand among them.
    """
    if len(line) > _LONGEST_LINE:
        return [], []
    quoted = _QUOTE.match(line)
    plain = _BULLET.sub("", line[quoted.end() :] if quoted else line.strip(), count=1).strip()
    known: list[tuple[str, str]] = []
    unknown: list[tuple[str, str]] = []
    last = known
    for part in _BAR.split(plain.strip("|｜ ")):
        match = _FIELD.match(part)
        name = _MEANING.get(re.sub(r"[\s.]+", "", match[1]).lower(), "") if match else ""
        if match and name:
            known.append((name, match[2].strip()))
            last = known
        elif match and quoted and _is_short(match):
            unknown.append((match[1].strip(), plain_value(match[2])))
            last = unknown
        elif last:
            last[-1] = (last[-1][0], f"{last[-1][1]} | {part}")
        else:
            return [], []
    return (known, unknown) if known or quoted_on else ([], [])


def _is_short(match: re.Match[str]) -> bool:
    return len(match[1]) <= _SHORT_KEY and 0 < len(match[2]) <= _SHORT_VALUE
