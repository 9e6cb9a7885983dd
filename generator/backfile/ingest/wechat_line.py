"""F1: a title, then author, account and day on one line.

#  title
(blank)
原创 author  account   YYYY-MM-DD HH:MM
(blank)
body

原创 and the author may be missing; every line ends in two blanks.
"""

from __future__ import annotations

import re

from backfile.frontmatter.headings import heading
from backfile.ingest.format import Format, section_of
from backfile.ingest.header import joined, plain_value, title_text
from backfile.ingest.name import date_and_title
from backfile.model import CaptureFile, Raw

_DATE = r"(\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?:[ \t\u00a0T]+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?)"
_LINE = re.compile(
    rf"(?:(原创)[ \t\u00a0\u3000]+)?(\S[^\n]{{0,80}}?)[ \t\u00a0\u3000]+{_DATE}"
    r"(?:[ \t\u00a0]+(?:发表于[ \t]*)?(\w{1,12}))?\Z"
)
_GAP = re.compile(r"[ \t\u00a0\u3000]{2,}")
_BLANK = re.compile(r"[ \t\u00a0\u3000]+")
_SENTENCE = re.compile(r"[。！？!?，,：:；;>|(（]|\]\(")
_ORIGINAL = ("原创", "Original")
_HEADER_LINES = 10
_LONGEST_LINE = 300


def _accepts(capture: CaptureFile, text: str) -> bool:
    return _header(text) is not None


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    date, name = date_and_title(capture.file)
    title, line, body = _header(text) or ("", None, text)
    author, account = _names(line) if line else ("", "")
    raw = Raw(
        format=FORMAT.name,
        dialect="html2text",
        file=capture.file,
        sha256=capture.sha256,
        title=title_text(title) or name,
        date=line[3] if line else date,
        authors=(author,) if author and author != account else (),
        source=account,
        place=(line[4] or "") if line else "",
        section=section_of(capture.file),
        body=body.strip("\n "),
    )
    return (raw,)


def _header(text: str) -> tuple[str, re.Match[str] | None, str] | None:
    """Return the title, the line below it and the text after both; None when the first two lines are not these."""
    lines = text.lstrip("\ufeff \n\t").split("\n")
    title = heading(lines[0])
    if title is None:
        return None
    found = next((n for n, line in enumerate(lines[:_HEADER_LINES]) if n and _line(line)), 0)
    between = "\n".join(line.strip() for line in lines[1:found]).strip("\n")
    # A title may run over a few lines; a blank line between them is none of its own.
    if not found or "\n\n" in between or between.count("\n") > 2 or (between and not lines[1].strip()):
        return None
    return joined([title, *between.split("\n")]), _line(lines[found]), "\n".join(lines[found + 1 :])


def _line(line: str) -> re.Match[str] | None:
    match = _LINE.match(line.strip(" \t\u00a0\u3000\\")[:_LONGEST_LINE])
    if match is None or _SENTENCE.search(match[2]) or len(_GAP.split(match[2])) > 2:
        return None
    # With single blanks between words a sentence that ends in a day looks alike; names are few and short.
    return match if len(_BLANK.split(match[2])) <= 5 else None


def _names(line: re.Match[str]) -> tuple[str, str]:
    """Return author and account: what a wide gap parts, else what 原创 says is author and account."""
    names = [plain_value(n) for n in _GAP.split(line[2])]
    if len(names) == 1 and line[1]:
        names = line[2].split(maxsplit=1)
    if names[0] in _ORIGINAL and len(names) == 2:
        names = names[1].split(maxsplit=1)
    return (names[0], names[1]) if len(names) == 2 else ("", names[0])


FORMAT = Format(
    "wechat-line", "text dump of a WeChat article with author, account and day on one line", _accepts, _parse
)
