"""What is decided about a body's text before it is read as markdown.

Some texts take Python-Markdown or nh3 minutes or gigabytes. A clock would judge them differently on every machine, so
counts judge them: one table of measures, each with the limit below which every known hostile text ends in a second or so.
The limits lie an order of magnitude above what real articles need.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import msgspec

from backfile.characters import CONTROL

TAIL = "<!-- backfile:tail -->"
_TAIL_LINE = re.compile(rf"^[ \t]*{re.escape(TAIL)}[ \t]*$", re.MULTILINE)
_NEWLINE = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
# Short texts cannot be hostile, whatever they hold.
_HARMLESS = 500


class Limit(msgspec.Struct, frozen=True):
    """A measure of a text and the greatest value that is still read as markdown; what names it in a report."""

    what: str
    most: int
    measure: Callable[[str], int]


def hostility(body: str) -> str:
    """Return why a text is too hostile for markdown, in words, or "" when it is not."""
    if len(body) < _HARMLESS:
        return ""
    for limit in LIMITS:
        value = limit.measure(body)
        if value > limit.most:
            return f"{value} {limit.what}, {limit.most} at most"
    return ""


def neutral(body: str) -> str:
    """Return a text without characters that hide, reorder or break text; every kind of line end becomes a newline."""
    if _NEWLINE.search(body):
        body = _NEWLINE.sub("\n", body)
    return CONTROL.sub("", body)


def split_tail(body: str) -> tuple[str, str | None]:
    """Return the article and its folded tail, which begins after the first line that holds only the tail's mark."""
    if TAIL not in body:
        return body, None
    found = _TAIL_LINE.search(body)
    return (body, None) if found is None else (body[: found.start()], body[found.end() :])


def escaped(text: str) -> str:
    """Return a text as HTML paragraphs that show it character by character."""
    blocks = (escape(block.strip("\n"), quote=False) for block in _BLANK_LINES.split(text.strip()))
    return "\n".join("<p>" + block.replace("\n", "<br>\n") + "</p>" for block in blocks if block)


def _counter(string: str) -> Callable[[str], int]:
    return lambda text: text.count(string)


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n"))) if len(text) > 50_000 else 0


LIMITS = (
    Limit("characters", 1_000_000, len),
    Limit('"["', 3_000, _counter("[")),
    Limit('"<"', 10_000, _counter("<")),
    Limit('"<!"', 500, _counter("<!")),
    Limit('"*"', 10_000, _counter("*")),
    Limit('"_"', 10_000, _counter("_")),
    Limit('"`"', 10_000, _counter("`")),
    Limit('"|"', 20_000, _counter("|")),
    Limit("characters in one line", 50_000, _longest_line),
)
