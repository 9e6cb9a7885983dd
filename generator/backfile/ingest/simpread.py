"""F9: what the reading extension 简悦 (SimpRead) saves: one quoted line that says so, then the text; no date.

> 本文由 [简悦 SimpRead](…) 转码， 原文地址 [host](URL)

The title stands before or behind that line as a heading, or only in the file's name.
"""

from __future__ import annotations

import re

from backfile.ingest.format import Format, section_of
from backfile.ingest.header import address_in, title_text
from backfile.ingest.name import date_and_title
from backfile.model import CaptureFile, Raw

_MARK = re.compile(
    r"^[> \t]*本文由[ \t]*(?:\[?简悦[^\]\n]*\]?(?:\([^)\n]*\))?)[ \t]*转码[，,、。]?[ \t]*(?:以提升阅读体验[，,]?[ \t]*)?"
    r"\\?\n?[> \t]*原文地址[:：]?(.*)$",
    re.MULTILINE,
)
_HEADING = re.compile(
    r"\s*(?:#[ \t]*([^\s#][^\n]{0,300}?)(?:[ \t]{1,9}#{1,6})?[ \t]{0,9}|([^\s#>][^\n]{0,300}?)[ \t]{0,9}\n=+[ \t]*)(?:\n|\Z)"
)
_TOP_HEADING = re.compile(r"^(?:#[ \t]+\S|=+[ \t]*$)", re.MULTILINE)


def _accepts(capture: CaptureFile, text: str) -> bool:
    match = _MARK.search(text[:6000])
    return match is not None and not _before(text, match).strip("\n -")


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    match = _MARK.search(text[:6000])
    date, name = date_and_title(capture.file)
    title, body, original = name, text.lstrip("\ufeff"), ""
    if match:
        original = address_in(match[1])
        body = text[match.end() :].lstrip("\n")
        above = _HEADING.match(text.lstrip("\ufeff")[: match.start()])
        below = _HEADING.match(body)
        # One heading of the first level is the title; where there are several they are sections.
        if above:
            title = above[1] or above[2]
        elif below and len(_TOP_HEADING.findall(body)) == 1:
            title, body = below[1] or below[2], body[below.end() :]
    raw = Raw(
        format=FORMAT.name,
        file=capture.file,
        sha256=capture.sha256,
        title=title_text(title) or name,
        date=date,
        section=section_of(capture.file),
        original=original,
        body=body.strip("\n"),
    )
    return (raw,)


def _before(text: str, match: re.Match[str]) -> str:
    """Return what stands above the mark but for a title: of this format's captures nothing."""
    above = text[: match.start()].lstrip("\ufeff")
    heading = _HEADING.match(above)
    return above[heading.end() :] if heading else above


FORMAT = Format("simpread", "markdown saved with 简悦 SimpRead", _accepts, _parse)
