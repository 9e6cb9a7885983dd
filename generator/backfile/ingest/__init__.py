"""Capture bytes to raw articles: one file a source format, found by looking at the content.

A new format is one module with a `Format` in `FORMATS`; the first whose `accepts` says yes reads the capture.
"""

from __future__ import annotations

from backfile.errors import Problem, suggestion
from backfile.ingest import (
    front_matter,
    quoted_archive,
    quoted_crawl,
    quoted_line,
    simpread,
    web_clipper,
    wechat_cover,
    wechat_line,
    wechat_page,
    wechat_rows,
    wechat_text,
)
from backfile.ingest.encoding import decode
from backfile.ingest.format import Format
from backfile.model import CaptureFile, Raw

__all__ = ["FORMATS", "Format", "decode", "read"]

FORMATS: tuple[Format, ...] = (
    wechat_text.FORMAT,
    front_matter.FORMAT,
    wechat_page.FORMAT,
    wechat_rows.FORMAT,
    wechat_cover.FORMAT,
    wechat_line.FORMAT,
    quoted_archive.FORMAT,
    quoted_line.FORMAT,
    quoted_crawl.FORMAT,
    simpread.FORMAT,
    web_clipper.FORMAT,
)


def read(capture: CaptureFile, format: str = "") -> tuple[Raw, ...] | Problem:
    """Return what a capture says, one Raw an article, or the reason why it says nothing.

    format names one of FORMATS; "" looks at the content.
    """
    source = f"content/{capture.file}"
    if not capture.data.strip():
        return Problem(source, 0, "the file is empty", "delete it, or capture the page again")
    chosen = FORMATS
    if format:
        chosen = tuple(f for f in FORMATS if f.name == format)
        if not chosen:
            known = [f.name for f in FORMATS]
            hint = suggestion(format, known) or "known are " + ", ".join(known)
            return Problem(source, 0, f"the format {format!r} is unknown", hint)
    text = decode(capture.data)
    for one in chosen:
        if (text is not None or one.binary) and (format or one.accepts(capture, text or "")):
            return one.parse(capture, text or "")
    if text is None:
        return Problem(source, 0, "the encoding is none of UTF-8, UTF-16 and GB18030", "save it as UTF-8")
    return Problem(
        source,
        0,
        "no format takes this file: it has neither front matter nor the header of a known kind of capture",
        "put `title:` and `date:` between two lines of `---` at its top, or name the format with --format",
    )
