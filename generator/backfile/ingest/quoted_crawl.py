r"""F6: a title, then a quotation that says where and when the page was copied.

# title
(blank)
> 原文链接: URL\#rd
> 抓取时间: 2026/2/2 23:48:01
(blank)
---
body

The day of the copy is not that of the publication, so the article has no date.
"""

from __future__ import annotations

from backfile.ingest.format import Format, section_of
from backfile.ingest.header import quoted_header
from backfile.ingest.name import date_and_title
from backfile.model import CaptureFile, Raw

_COPIED = ("抓取时间", "采集时间", "爬取时间", "保存时间")
_ORIGINAL = ("原文链接", "原文地址", "原文")


def _accepts(capture: CaptureFile, text: str) -> bool:
    header = quoted_header(text)
    return bool(header.address(*_ORIGINAL)) and any(header.has(key) for key in _COPIED)


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    header = quoted_header(text)
    body = header.body if header.fields else text
    date, name = date_and_title(capture.file)
    copied = header.value(*_COPIED)
    raw = Raw(
        format=FORMAT.name,
        file=capture.file,
        sha256=capture.sha256,
        title=header.title or name,
        date=header.value("发布时间", "发布日期") or date,
        source=header.value("公众号", "来源"),
        authors=tuple(filter(None, (header.value("作者"),))),
        section=section_of(capture.file),
        original=header.address(*_ORIGINAL),
        body=body,
        extra=(("copied", copied),) if copied else (),
    )
    return (raw,)


FORMAT = Format(
    "quoted-crawl", "markdown with 原文链接 and 抓取时间 quoted below the title", _accepts, _parse
)
