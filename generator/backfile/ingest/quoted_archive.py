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

from backfile.ingest.format import Format
from backfile.ingest.header import raw_of, read_header
from backfile.model import CaptureFile, Raw


def _accepts(capture: CaptureFile, text: str) -> bool:
    header = read_header(text)
    return header.has("came", "source") and header.has("first_date", "archived")


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    return (raw_of(read_header(text), capture, text, FORMAT.name),)


FORMAT = Format(
    "quoted-archive", "markdown with 来源, 原始发布时间 and 归档日期 below the title", _accepts, _parse
)
