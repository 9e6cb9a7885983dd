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

from backfile.frontmatter.headings import heading
from backfile.ingest.format import Format, section_of
from backfile.ingest.header import lines_of, plain_value, title_text
from backfile.ingest.name import date_and_title
from backfile.model import CaptureFile, Raw

_ORIGINAL = re.compile(r"(?:Original|原创|Reposted|转载)(?:[ \t\u00a0]+(\S.*?))?[ \t]*\Z")
_DAY = (
    r"\d{4}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})(?:[ \t\u00a0]+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
)
# Day and place in emphasis, or the line of the day alone; names may stand before them on the same line.
_DATE = re.compile(
    rf"(?P<names>[^_*\d\n]{{0,80}}?)[ \t\u00a0]*[_*]+[ \t]*(?P<day>{_DAY})[ \t]*[_*]+"
    r"(?:[ \t\u00a0]*[_*]+(?:发表于|Posted on)?[ \t]*(?P<place>[^_*\n]{1,20}?)[_*]+)?[ \t]*\Z"
    rf"|(?P<plain>{_DAY})(?:[ \t\u00a0]+(?:发表于[ \t]*)?(?P<where>\w{{1,12}}))?[ \t]*\Z"
)
_LINK = re.compile(r"\[\s*([^\]\n]*?)\s*\]\([^()\n\\]*(?:\\?\([^()\n]*\)[^()\n]*)*\)")
_ICONS = re.compile(r"[_*\s]+\Z")
# The header is at most a title, lines of names, and the line of the day.
_HEADER_LINES = 16
_MOST_NAMES = 4
_LONGEST_LINE = 2000


def _accepts(capture: CaptureFile, text: str) -> bool:
    lines = _lines(text)
    day = _day(lines)
    if not day or not _is_day(lines[day]):
        return False
    titled = heading(lines[0]) is not None
    named = [line for line in lines[int(titled) : day] if _says(line)]
    if titled and lines[0].strip("# \t") and any("](javascript" in line for line in named):
        return False  # the whole page through html2text
    if not titled and not (named and _ORIGINAL.match(_plain(named[0]))):
        return False
    return len(named) <= _MOST_NAMES and all(len(_plain(line)) <= 60 for line in named)


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    lines = _lines(text)
    date, name = date_and_title(capture.file)
    day = _day(lines)
    found = _DATE.match(lines[day].strip()) if day else None
    title = heading(lines[0])
    names = [_plain(line) for line in lines[int(title is not None) : day] if _says(line)]
    names += [found["names"]] if found and (found["names"] or "").strip() else []
    author, account = _names(names)
    raw = Raw(
        format=FORMAT.name,
        file=capture.file,
        sha256=capture.sha256,
        title=title_text(title or "") or name,
        date=(found["day"] or found["plain"]) if found else date,
        authors=(author,) if author and author != account else (),
        source=account,
        place=(found["place"] or found["where"] or "").strip() if found else "",
        section=section_of(capture.file),
        body="\n".join(lines[day + 1 :] if found else lines).strip("\n").rstrip(),
    )
    return (raw,)


def _names(lines: list[str]) -> tuple[str, str]:
    """Return author and account of lines of names; "Original" says that an author stands before the account."""
    original, words = False, []
    for line in lines:
        match = _ORIGINAL.match(line)
        original = original or match is not None
        words += [plain_value(w) for w in (match[1] or "" if match else line).split("  ") if w.strip()]
    if original and len(words) == 1:
        words = words[0].split(maxsplit=1)
    # The account is shown twice where its name is also a link.
    words = list(dict.fromkeys(words))
    if not words:
        return "", ""
    return (words[0], words[1]) if original and len(words) > 1 else ("", words[-1])


def _plain(line: str) -> str:
    return _LINK.sub(r"\1", line[:_LONGEST_LINE]).strip(" \t\u00a0\\")


def _says(line: str) -> bool:
    return bool(line.strip()) and not _ICONS.match(line)


def _is_day(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and _DATE.match(line.strip()) is not None


def _lines(text: str) -> list[str]:
    return lines_of(text, 4)


def _day(lines: list[str]) -> int:
    """Return the number of the line that has the day, 0 when there is none."""
    return next((at for at, line in enumerate(lines[:_HEADER_LINES]) if at and _is_day(line)), 0)


FORMAT = Format("web-clipper", "WeChat page saved with a web clipper", _accepts, _parse)
