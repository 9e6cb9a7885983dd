"""F7: a title, then one quoted line of fields between bars.

# title
(blank)
> 公众号: account | 发布时间: 2026-06-24 09:21 | 原文链接: URL
(blank)
body
"""

from __future__ import annotations

from backfile.ingest.format import Format, section_of
from backfile.ingest.header import quoted_header
from backfile.ingest.name import date_and_title
from backfile.model import CaptureFile, Raw

_ACCOUNT = ("公众号", "微信公众号", "公众号名称")
_DATE = ("发布时间", "发布日期", "时间", "日期")
_ORIGINAL = ("原文链接", "原文地址", "原文", "链接")


def _accepts(capture: CaptureFile, text: str) -> bool:
    header = quoted_header(text)
    return bool(header.value(*_ACCOUNT)) and bool(header.value(*_DATE) or header.address(*_ORIGINAL))


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    header = quoted_header(text)
    date, name = date_and_title(capture.file)
    raw = Raw(
        format=FORMAT.name,
        file=capture.file,
        sha256=capture.sha256,
        title=header.title or name,
        date=header.value(*_DATE) or date,
        source=header.value(*_ACCOUNT),
        authors=tuple(filter(None, (header.value("作者"),))),
        place=header.value("发布地", "地点"),
        section=header.value("分类") or section_of(capture.file),
        original=header.address(*_ORIGINAL),
        body=header.body if header.fields else text,
    )
    return (raw,)


FORMAT = Format(
    "quoted-line", "markdown with 公众号 | 发布时间 | 原文链接 quoted below the title", _accepts, _parse
)
