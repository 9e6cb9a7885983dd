"""F7: a title, then fields of the publication, in one quoted line between bars or one a line.

# title
(blank)
> 公众号: account | 发布时间: 2026-06-24 09:21 | 原文链接: URL
(blank)
body
"""

from __future__ import annotations

from backfile.ingest.format import Format
from backfile.ingest.header import raw_of, read_header
from backfile.model import CaptureFile, Raw


def _accepts(capture: CaptureFile, text: str) -> bool:
    header = read_header(text)
    if header.has("copied", "archived", "first_date"):
        return False
    named, dated = bool(header.value("source", "came")), bool(header.value("date"))
    linked = bool(header.address("original", "came"))
    return named + dated + linked >= 2


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    return (raw_of(read_header(text), capture, text, FORMAT.name),)


FORMAT = Format(
    "quoted-line", "markdown with 公众号, 发布时间 and 原文链接 below the title", _accepts, _parse
)
