r"""F2: a WeChat page through html2text, header and all: cover, title, names, the icons that remain.

![cover_image](URL)
(blank)
#  title
(blank)
原创  author  [ account ](javascript:void\(0\);)
(blank)
__ _ _
(blank)
body

Day and address are not inside; the day may begin the file's name.
"""

from __future__ import annotations

import re

from backfile.ingest.format import Format, section_of
from backfile.ingest.name import date_and_title
from backfile.model import CaptureFile, Raw

_COVER = re.compile(r"!\[cover_image\]\(\s*([^\s)]*)[^)\n]*\)\s*\Z")
_TITLE = re.compile(r"#[ \t]+(\S.*?)[ \t]*\Z")
_ACCOUNT = re.compile(
    r"(?:(原创)\s+)?(?:(\S.{0,40}?)\s+)?\[\s*([^\]\n]{1,60}?)\s*\]\(javascript:void\\?\(0\\?\);?\)[ \t]*(.*)\Z"
)
_ICONS = re.compile(r"[_\s]+\Z|_(\d{4}[-年][^_\n]{4,20})_\s*(?:_([^_\n]{1,12})_)?\s*\Z")
_HEADER_LINES = 16


def _accepts(capture: CaptureFile, text: str) -> bool:
    lines = text.lstrip("\ufeff \n\t").split("\n")[:_HEADER_LINES]
    shown = [line.strip() for line in lines if line.strip()]
    covers = bool(shown) and _COVER.match(shown[0]) is not None
    titles = [at for at, line in enumerate(shown) if _TITLE.match(line)]
    named = [at for at, line in enumerate(shown) if _ACCOUNT.match(line)]
    return bool(titles and named) and titles[0] < named[0] <= 5 and (covers or titles[0] == 0)


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    lines = text.lstrip("\ufeff \n\t").split("\n")
    date, name = date_and_title(capture.file)
    values = {"title": name, "date": date, "cover": "", "source": "", "place": ""}
    authors: tuple[str, ...] = ()
    end = 0
    for at, line in enumerate(lines[:_HEADER_LINES]):
        line = line.strip()
        if match := _COVER.match(line):
            values["cover"] = "" if match[1] in ("None", "null") else match[1]
        elif (match := _TITLE.match(line)) and not values["source"]:
            values["title"] = match[1]
        elif match := _ACCOUNT.match(line):
            values["source"] = match[3]
            authors = (match[2],) if match[2] else ()
        elif match := _ICONS.match(line):
            values["date"], values["place"] = match[1] or values["date"], match[2] or ""
        elif line:
            break
        end = at + 1 if line else end
    raw = Raw(
        format=FORMAT.name,
        file=capture.file,
        sha256=capture.sha256,
        title=values["title"],
        date=values["date"],
        authors=authors,
        source=values["source"],
        place=values["place"],
        section=section_of(capture.file),
        cover=values["cover"],
        body="\n".join(lines[end:]).strip("\n"),
    )
    return (raw,)


FORMAT = Format(
    "wechat-cover", "WeChat page through html2text, cover first, day in the file's name", _accepts, _parse
)
