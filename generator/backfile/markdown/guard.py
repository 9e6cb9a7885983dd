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
from backfile.model import LEAD, TAIL

_LEAD_LINE, _TAIL_LINE = (re.compile(rf"^[ \t]*{re.escape(m)}[ \t]*$", re.MULTILINE) for m in (LEAD, TAIL))
_NEWLINE = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_UNCLOSED_TAG = re.compile(r"<[A-Za-z/?][^<>]*(?=<|\Z)")
_SPLITTING_LINE = re.compile(r"^ {0,3}(?:[-=_* ]+|\[[^\]\n]*\]:.*)$", re.MULTILINE)
# A line that opens many quotes and lists at once, or a far indented list; Python-Markdown goes some calls deeper for each.
_MANY_MARKS = re.compile(r"\n[ \t]*[-+*>\d](?:[.)]?[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}\.(?=[ \t]))){60,}")
_FAR = re.compile(r"\n {120,}(?:[-+*]|\d{1,9}\.) ")


class Limit(msgspec.Struct, frozen=True):
    """A measure of a text and the greatest value that is still read as markdown; what names it in a report.

    bound is at least the measure and cheap; only a text beyond it is measured.
    """

    what: str
    most: int
    bound: Callable[[str], int]
    measure: Callable[[str], int] | None = None


def hostility(text: str) -> str:
    """Return why a text that neutral() returned is too hostile for markdown, in words, or "" when it is not."""
    for limit in LIMITS:
        value = limit.bound(text)
        if value > limit.most and limit.measure is not None:
            value = limit.measure(text)
        if value > limit.most:
            return f"{limit.what}: {value}, at most {limit.most}"
    return ""


def neutral(body: str) -> str:
    """Return a text without characters that hide, reorder or break text; every kind of line end becomes a newline."""
    if body.replace("\n", " ").isprintable():
        return body  # none of those characters is printable
    return CONTROL.sub("", _NEWLINE.sub("\n", body))


class Parts(msgspec.Struct, frozen=True):
    """A body's folded leader, its article and its folded tail; None for a part that is not marked."""

    lead: str | None
    main: str
    tail: str | None


def split_parts(body: str) -> Parts:
    """Return the parts of a body: a line that holds nothing but the mark of the leader ends that, the tail's begins that.

    The first line of each mark counts, and the leader's only before the tail's.
    """
    lead = tail = None
    if TAIL in body and (found := _TAIL_LINE.search(body, _line_start(body, TAIL))):
        body, tail = body[: found.start()], body[found.end() :]
    if LEAD in body and (found := _LEAD_LINE.search(body, _line_start(body, LEAD))):
        lead, body = body[: found.start()], body[found.end() :]
    return Parts(lead, body, tail)


def _line_start(text: str, mark: str) -> int:
    """Return where the first line with a mark begins: a pattern for lines is tried at every letter before it."""
    return text.rfind("\n", 0, text.find(mark)) + 1


def escaped(text: str) -> str:
    """Return a text as HTML paragraphs that show it character by character."""
    blocks = (escape(block.strip("\n"), quote=False) for block in _BLANK_LINES.split(text.strip()))
    return "\n".join("<p>" + block.replace("\n", "<br>\n") + "</p>" for block in blocks if block)


def _counter(string: str) -> Callable[[str], int]:
    return lambda text: text.count(string) if string in text else 0


def _squared(string: str) -> Callable[[str], int]:
    return lambda text: text.count(string) ** 2 if string in text else 0


def _squared_by_block(string: str) -> Callable[[str], int]:
    """Work that grows with the square of a count within one paragraph."""
    return lambda text: sum(block.count(string) ** 2 for block in _BLANK_LINES.split(text))


def _unclosed_tags(text: str) -> int:
    return sum(1 for _ in _UNCLOSED_TAG.finditer(text))


def _declarations(text: str) -> int:
    return text.count("<!") * text.count("<") if "<" in text else 0


def _fences(text: str) -> int:
    return sum(text.count(fence * 3) for fence in "`~" if fence in text) * len(text)


def _splits(text: str) -> int:
    """Work of taking headings, rules and definitions from a paragraph: each copies what is left of it."""
    return sum(
        len(block) * (block.count("\n#") + sum(1 for _ in _SPLITTING_LINE.finditer(block)))
        for block in _BLANK_LINES.split(text)
    )


def _splits_bound(text: str) -> int:
    return len(text) * text.count("\n")


def _cells(text: str) -> int:
    """Cells of the tables: every row gets as many as the first one has."""
    return sum(
        (block.partition("\n")[0].count("|") + 1) * (block.count("\n") + 1)
        for block in _BLANK_LINES.split(text)
        if "|" in block
    )


def _cells_bound(text: str) -> int:
    return text.count("|") * text.count("\n") if "|" in text else 0


def _deep_lines(text: str) -> int:
    text = "\n" + text.expandtabs(4) if "\t" in text else "\n" + text
    return len(_MANY_MARKS.findall(text)) + (len(_FAR.findall(text)) if " " * 120 in text else 0)


LIMITS = (
    Limit("characters", 1_000_000, len),
    Limit("lines", 40_000, _counter("\n")),
    Limit('"<"', 10_000, _counter("<")),
    Limit("tags without an end", 2_000, _counter("<"), _unclosed_tags),
    Limit('"<!" times "<"', 1_500_000, _declarations),
    Limit("footnote marks", 1_000, _counter("["), _counter("[^")),
    Limit('"[" squared in paragraphs', 1_500_000, _squared("["), _squared_by_block("[")),
    Limit('"`" squared in paragraphs', 20_000_000, _squared("`"), _squared_by_block("`")),
    Limit('"*" squared in paragraphs', 100_000_000, _squared("*"), _squared_by_block("*")),
    Limit('"_" squared in paragraphs', 100_000_000, _squared("_"), _squared_by_block("_")),
    Limit("fences times characters", 100_000_000, _fences),
    Limit("headings times characters in paragraphs", 50_000_000, _splits_bound, _splits),
    Limit("cells of tables", 100_000, _cells_bound, _cells),
    Limit("lines opening more than 60 quotes and lists, or lists indented by 120", 0, _deep_lines),
)
