"""F0: the text dump of a WeChat article, a header of Chinese keys and a body made by html2text.

# title
(blank)
文章作者: account
发布时间: YYYY-MM-DD HH:MM
发布地: place
原文链接: URL
(blank)
封面图链接: URL
(blank)
body
"""

from __future__ import annotations

import re

from backfile.ingest.format import Format, section_of
from backfile.ingest.header import address_in, joined, plain_value, title_text
from backfile.ingest.name import date_and_title
from backfile.model import CaptureFile, Raw

_KEYS = {
    "文章作者": "source",
    "发布时间": "date",
    "发布地": "place",
    "原文链接": "original",
    "封面图链接": "cover",
}
_UNKNOWN = ("", "未知地区", "未知", "none", "null", "nan")
_LINE = re.compile(
    r"[ \t\u3000]*(?:[-*+][ \t]+)?[*_]{0,3}(文章作者|发布时间|发布地|原文链接|封面图链接)"
    r"[*_]{0,3}[ \t\u3000]*[:：][ \t\u3000]*[*_]{0,3}[ \t\u3000]*(.*?)[ \t\u3000\\]*\Z"
)
_ALONE = re.compile(r"\s*<?https?://\S+\s*\Z")
# The header of every dump seen has ten lines; a title of several lines and blank ones are the only reasons for more.
_HEADER_LINES = 30
_FEWEST_KEYS = 3


def _accepts(capture: CaptureFile, text: str) -> bool:
    head = text[:6000].lstrip("\ufeff \n\t")
    lines = head.split("\n")[:_HEADER_LINES]
    if not head.startswith("#") and not any(_LINE.match(line) for line in lines[:4]):
        return False
    keys = set()
    for line in lines:
        if match := _LINE.match(line):
            keys.add(match[1])
            if len(keys) >= _FEWEST_KEYS and ("发布时间" in keys or "原文链接" in keys):
                return True
    return False


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    lines = text.lstrip("\ufeff \n\t").split("\n")
    values: dict[str, str] = {}
    title: list[str] = []
    above: list[str] = []
    at = end = 0
    while at < min(_HEADER_LINES, len(lines)):
        line, match = lines[at], _LINE.match(lines[at])
        if match and _KEYS[match[1]] not in values:
            value = match[2]
            if not value and at + 1 < len(lines) and _ALONE.match(lines[at + 1]):
                at += 1
                value = lines[at].strip()
            values[_KEYS[match[1]]] = _value(_KEYS[match[1]], value)
        elif not title and line.strip() and (line.startswith("#") or not values):
            title.append(line)
        elif line.strip() and len(title) == at and not values:
            title.append(line)  # a title that runs over several lines
        elif line.strip() and not values:
            above.append(line)
        elif line.strip():
            break
        at += 1
        end = at if line.strip() else end
    _, name = date_and_title(capture.file)
    raw = Raw(
        format=FORMAT.name,
        dialect="html2text",
        file=capture.file,
        sha256=capture.sha256,
        title=title_text(re.sub(r"^#+\s*", "", joined(title))) or name,
        section=section_of(capture.file),
        body="\n\n".join(filter(None, ("\n".join(above), "\n".join(lines[end:]).strip("\n")))),
        source=values.get("source", ""),
        date=values.get("date", ""),
        place=values.get("place", ""),
        original=values.get("original", ""),
        cover=values.get("cover", ""),
    )
    return (raw,)


def _value(name: str, value: str) -> str:
    if name in ("original", "cover"):
        value = address_in(value) or value
    elif name == "date":
        value = plain_value(value)
    return "" if value.strip("<>").lower() in _UNKNOWN else value


FORMAT = Format(
    "wechat-text",
    "text dump of a WeChat article (html2text)",
    _accepts,
    _parse,
    before=("quoted-archive", "quoted-crawl", "quoted-line"),
)
