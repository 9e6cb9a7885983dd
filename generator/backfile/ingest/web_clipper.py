"""F10: a WeChat page as a web clipper sees it: an empty title, then account and day as the page shows them.

#
(blank)
Original 作者 账号
(blank)
 _2024年09月02日 08:18_ _北京_
(blank)
body

The title is in the file's name; pictures that were not loaded yet are 1x1 placeholders.
"""

from __future__ import annotations

import re

from backfile.ingest.format import Format, section_of
from backfile.ingest.name import date_and_title
from backfile.model import CaptureFile, Raw

_TITLE = re.compile(r"#(?:[ \t]+(\S.*?))?[ \t]*\Z")
_ORIGINAL = re.compile(r"(?:Original|原创)[ \t]+(\S.*?)[ \t]*\Z")
_DATE = re.compile(
    r"[ \t]*_(\d{4}年\d{1,2}月\d{1,2}日(?:[ \t]+\d{1,2}:\d{2})?)_(?:[ \t]*_([^_\n]{1,20})_)?[ \t]*\Z"
)
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")
# The header is at most a title, a line of names, and the line of the day.
_HEADER_LINES = 12


def _accepts(capture: CaptureFile, text: str) -> bool:
    lines = _lines(text)
    if not _TITLE.match(lines[0]):
        return False
    day = _day(lines)
    return day > 0 and sum(1 for line in lines[1:day] if line.strip()) <= 2


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    lines = _lines(text)
    date, name = date_and_title(capture.file)
    day = _day(lines)
    found = _DATE.match(lines[day]) if day else None
    heading = _TITLE.match(lines[0])
    author, account = "", ""
    for line in lines[1:day]:
        plain = _LINK.sub(r"\1", line).strip()
        original = _ORIGINAL.match(plain)
        names = (original[1] if original else plain).split()
        if names:
            author, account = (names[0] if len(names) > 1 and original else ""), names[-1]
            account = " ".join(names[1:]) if author else " ".join(names)
    raw = Raw(
        format=FORMAT.name,
        file=capture.file,
        sha256=capture.sha256,
        title=(heading[1] if heading and heading[1] else "") or name,
        date=found[1] if found else date,
        authors=(author,) if author else (),
        source=account,
        place=(found[2] or "") if found else "",
        section=section_of(capture.file),
        body="\n".join(lines[day + 1 :] if found else lines).strip("\n"),
    )
    return (raw,)


def _lines(text: str) -> list[str]:
    return text.lstrip("\ufeff \n\t").split("\n")


def _day(lines: list[str]) -> int:
    """Return the number of the line that has the day, 0 when there is none."""
    return next((at for at, line in enumerate(lines[:_HEADER_LINES]) if at and _DATE.match(line)), 0)


FORMAT = Format("web-clipper", "WeChat page saved with a web clipper", _accepts, _parse)
