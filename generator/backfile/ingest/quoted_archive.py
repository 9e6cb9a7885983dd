"""F8: a title, then a quotation of fields, one a line, with the day it was archived.

# title
(blank)
> 来源: 微信公众号：account（[原文](URL)）
> 作者: name
> 原始发布时间: 2024-07-28
> 归档日期: 2026-02-02
> 分类: section
(blank)
body
"""

from __future__ import annotations

import re

from backfile.ingest.format import Format, section_of
from backfile.ingest.header import quoted_header
from backfile.ingest.name import date_and_title
from backfile.model import CaptureFile, Raw

_DATE = ("原始发布时间", "原发布时间", "发布时间", "原始发布日期")
_ARCHIVED = ("归档日期", "归档时间", "存档日期", "收录日期")
_KIND = re.compile(r"(?:微信)?公众号\s*[:：]\s*")
_LINK = re.compile(r"\s*[（(]\s*(?:原文|链接|原文链接)\s*[）)]\s*\Z")


def _accepts(capture: CaptureFile, text: str) -> bool:
    header = quoted_header(text)
    return bool(header.value("来源")) and any(header.has(key) for key in (_DATE[0], *_ARCHIVED))


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    header = quoted_header(text)
    date, name = date_and_title(capture.file)
    archived = header.value(*_ARCHIVED)
    raw = Raw(
        format=FORMAT.name,
        file=capture.file,
        sha256=capture.sha256,
        title=header.title or name,
        date=header.value(*_DATE) or date,
        source=_KIND.sub("", _LINK.sub("", header.value("来源")), count=1),
        authors=tuple(n for n in re.split(r"\s*[、,，;；]\s*", header.value("作者")) if n),
        section=header.value("分类") or section_of(capture.file),
        tags=tuple(n for n in re.split(r"\s*[、,，;；]\s*|\s*#", header.value("标签")) if n),
        original=header.address("来源", "原文链接", "原文", "链接"),
        body=header.body if header.fields else text,
        extra=(("archived", archived),) if archived else (),
    )
    return (raw,)


FORMAT = Format(
    "quoted-archive", "markdown with 来源, 原始发布时间 and 归档日期 quoted below the title", _accepts, _parse
)
