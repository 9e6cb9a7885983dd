r"""F6: a title, then a quotation that says where and when the page was copied.

# title
(blank)
> 原文链接: URL\#rd
> 抓取时间: 2026/2/2 23:48:01
(blank)
---
body

The day of the copy is not that of the publication, so the article has no date but for one that is given as such.
"""

from __future__ import annotations

from backfile.ingest.format import Format
from backfile.ingest.header import raw_of, read_header
from backfile.model import CaptureFile, Raw


def _accepts(capture: CaptureFile, text: str) -> bool:
    header = read_header(text)
    return bool(header.address("original", "came")) and header.has("copied") and not header.has("archived")


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    return (raw_of(read_header(text), capture, text, FORMAT.name),)


FORMAT = Format("quoted-crawl", "markdown with 原文链接 and 抓取时间 below the title", _accepts, _parse)
