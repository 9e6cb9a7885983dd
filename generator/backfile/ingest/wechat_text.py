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
from backfile.model import CaptureFile, Raw

_KEYS = {
    "文章作者": "source",
    "发布时间": "date",
    "发布地": "place",
    "原文链接": "original",
    "封面图链接": "cover",
}
_UNKNOWN = {
    "place": ("未知地区", "未知", "None"),
    "cover": ("None", "none", "null"),
    "original": ("None", "none"),
}
_LINE = re.compile(r"(文章作者|发布时间|发布地|原文链接|封面图链接)[ \t]*[:：][ \t]*(.*)")
# The header of every dump seen has ten lines; a title of several lines is the only reason for more.
_HEADER_LINES = 20


def _accepts(capture: CaptureFile, text: str) -> bool:
    head = text[:4000].lstrip("\ufeff \n\t")
    if not head.startswith("#") and not _LINE.match(head):
        return False
    keys = {m[1] for line in head.split("\n")[:_HEADER_LINES] if (m := _LINE.match(line))}
    return len(keys) >= 3 and ("发布时间" in keys or "原文链接" in keys)


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    lines = text.lstrip("\ufeff \n\t").split("\n")
    values: dict[str, str] = {}
    title: list[str] = []
    end = 0
    for at, line in enumerate(lines[:_HEADER_LINES]):
        match = _LINE.match(line)
        if match and _KEYS[match[1]] not in values:
            name, value = _KEYS[match[1]], match[2].strip()
            values[name] = "" if value in _UNKNOWN.get(name, ()) else value
            end = at + 1
        elif not values:
            title.append(line)
        elif line.strip():
            break
    heading = " ".join(" ".join(title).split())
    raw = Raw(
        format=FORMAT.name,
        file=capture.file,
        sha256=capture.sha256,
        title=re.sub(r"^#+\s*", "", heading),
        section=section_of(capture.file),
        source=values.get("source", ""),
        date=values.get("date", ""),
        place=values.get("place", ""),
        original=values.get("original", ""),
        cover=values.get("cover", ""),
        body="\n".join(lines[end:]).strip("\n"),
    )
    return (raw,)


FORMAT = Format("wechat-text", "text dump of a WeChat article (html2text)", _accepts, _parse)
