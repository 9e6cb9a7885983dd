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

from backfile.ingest.format import Format, section_of
from backfile.model import CaptureFile, Raw

_TITLE = re.compile(r"#[ \t]+(\S.*?)[ \t]*\Z")
_LINE = re.compile(
    r"[ \t]*(?:原创[ \t]+)?(\S[^\n]{0,80}?)[ \t]{2,}(\d{4}-\d{1,2}-\d{1,2}[ \t]+\d{1,2}:\d{2}(?::\d{2})?)"
    r"(?:[ \t]+(\S{1,12}))?[ \t]*\Z"
)
_GAP = re.compile(r"[ \t]{2,}")


def _accepts(capture: CaptureFile, text: str) -> bool:
    return _header(text) is not None


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    title, line, body = _header(text) or ("", None, text)
    names = _GAP.split(line[1]) if line else [""]
    raw = Raw(
        format=FORMAT.name,
        file=capture.file,
        sha256=capture.sha256,
        title=title,
        date=line[2] if line else "",
        authors=tuple(names[:-1]),
        source=names[-1],
        place=(line[3] or "") if line else "",
        section=section_of(capture.file),
        body=body.strip("\n "),
    )
    return (raw,)


def _header(text: str) -> tuple[str, re.Match[str] | None, str] | None:
    """Return the title, the line below it and the text after both; None when the first two lines are not these."""
    lines = text.lstrip("\ufeff \n\t").split("\n")
    found = [at for at, line in enumerate(lines[:8]) if line.strip()][:2]
    if len(found) < 2:
        return None
    title, line = _TITLE.match(lines[found[0]]), _LINE.match(lines[found[1]])
    if title is None or line is None or len(_GAP.split(line[1])) > 2:
        return None
    return title[1], line, "\n".join(lines[found[1] + 1 :])


FORMAT = Format(
    "wechat-line", "text dump of a WeChat article with author, account and day on one line", _accepts, _parse
)
