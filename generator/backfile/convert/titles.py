"""Titles and summaries as one line of plain text."""

from __future__ import annotations

import html
import re

from backfile.characters import clean_line

_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|code|del|em|font|i|ins|mark|nobr|p|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?/?>",
    re.I,
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.I)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!~|<>-])")


def plain_line(text: str, plain: bool, name: str, repairs: dict[str, int]) -> str:
    """Return a title or summary as one line of plain text; markup that is meant as markup is taken away and counted.

    plain: the text is no markdown, so that a backslash in it is one.
    """
    times = 0
    if not plain and "\\" in text:
        text, times = _ESCAPE.subn(r"\1", text)
    line, count = _TAG.subn("", text)
    if _ENTITY.search(line):
        line, count = html.unescape(line), count + 1
    if times + count:
        repairs[name] = repairs.get(name, 0) + times + count
    return clean_line(line)
