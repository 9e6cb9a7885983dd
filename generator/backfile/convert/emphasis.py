"""Marks of bold type that other converters left where markdown does not read them; only what cannot be meant otherwise.

Editors that wrote ``<strong>`` leave blanks within the marks, empty pairs, and pairs that begin in one paragraph and end
in the next. Asterisks that may be the author's own (notes, ratings, hidden words, operators) stay what they are.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from backfile.convert.raw_html import TAG, closed_spans

# What every mark to be mended looks like, and many that are well.
_SUSPECT = re.compile(
    r"\*{4}|(?:\A|[\s\xa0])\*\*(?:\s|\Z)|[ \t\xa0]\*\*[^\w\s*]|\xa0\*\*|\*\*[\u200b\u2060\ufeff]"
)
_HIDDEN = "\ue000"  # in place of what is no text; neither a blank nor a letter
_NO_TEXT = re.compile(rf"{TAG}|\]\([^()\n]*\)")
_PARAGRAPH = re.compile(r"(?:^[ \t]*\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
# What begins a text of its own: list items, headings, quotations.
_MARKER = re.compile(r"[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+|#{1,6}[ \t]+|>[ \t]?)*")
_ITEM = re.compile(r"^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_CODE_OR_HTML = re.compile(r"(?:    |\t| {0,3}</?[a-z])", re.IGNORECASE)
_RUN = re.compile(r"(?<![\\*])\*+(?!\*)")
_ENDING = re.compile(r"\*\*(?:[ \t\xa0]+|\s*\Z)")
_UNSEEN = re.compile("[\u200b\u2060\ufeff]+")
# After these an empty pair is a leftover; after a letter, a blank or a colon it may stand for something.
_ENDS = frozenset(".,;!?)]’”…–—" + _HIDDEN)

Edit = tuple[int, int, str]


def mend_emphasis(text: str, counts: Counter[str]) -> str:
    """Return a text whose broken pairs of ``**`` are whole or gone; every letter stays where it is."""
    if "**" not in text or not _SUSPECT.search(text):
        return text
    masked = _masked(text)
    edits: list[Edit] = []
    opened: tuple[int, int] | None = None  # a pair still open, and the end of its paragraph
    for paragraph in _PARAGRAPH.finditer(masked):
        start, end = paragraph.span()
        end = start + len(masked[start:end].rstrip())
        closing = None if opened is None else _closing(masked, start, end)
        if opened and closing and (closing == end or not _is_note(masked, *opened)):
            alone = closing == end
            stop = start + len(paragraph[0].rstrip("\n")) if alone else closing
            edits += _joined(opened, start, stop, alone)
            counts["split_emphasis"] += 1
            opened = None
            if alone:
                continue
            start = closing
        opened = None
        cuts = [start, *(m.start() for m in _ITEM.finditer(masked, start, end) if m.start() > start), end]
        for begin, stop in pairwise(cuts):
            opened = None
            if begin == paragraph.start() and _CODE_OR_HTML.match(text, begin):
                continue
            unit = _Unit(masked, begin, stop)
            found, left_open = unit.edits()
            edits += found
            counts.update(unit.names)
            opened = None if left_open is None else (left_open, end)
    out: list[str] = []
    at = 0
    for begin, stop, written in sorted(edits):
        out += (text[at:begin], written)
        at = stop
    return "".join((*out, text[at:]))


def _masked(text: str) -> str:
    """Return a text of the same length without code, tags and addresses."""
    pieces: list[str] = []
    at = 0
    for start, end in closed_spans(text):
        pieces += (text[at:start], _HIDDEN * (end - start))
        at = end
    masked = "".join((*pieces, text[at:]))
    return _NO_TEXT.sub(lambda found: _HIDDEN * len(found[0]), masked)


def _closing(masked: str, start: int, end: int) -> int | None:
    """Return the end of the mark, and of the blanks after it, with which a paragraph ends the pair before it."""
    found = _ENDING.match(masked, start, end)
    return found.end() if found else None


def _is_note(masked: str, at: int, end: int) -> bool:
    """May a mark at the end of a paragraph refer to a note below? Not one that follows a sentence all in bold type."""
    return at + 2 >= end and not (masked[at - 2 : at] == "**" and masked[at - 3] in ".?!:")


def _joined(opened: tuple[int, int], start: int, closing: int, alone: bool) -> list[Edit]:
    """Return the edits that end a pair in the paragraph where it begins, or take away an empty one."""
    at, end = opened
    return [(at, at + 2, "") if at + 2 >= end else (end, end, "**"), (end if alone else start, closing, "")]


class _Unit:
    """A text in which pairs begin and end."""

    def __init__(self, masked: str, start: int, end: int) -> None:
        marker = _MARKER.match(masked, start, end)
        self._masked = masked
        self._start = marker.end() if marker else start
        self._end = start + len(masked[start:end].rstrip())
        self._edits: list[Edit] = []
        self._open: int | None = None
        self.names: Counter[str] = Counter()

    def edits(self) -> tuple[list[Edit], int | None]:
        """Return what is to be changed, and where a pair begins that has no end here; names counts the changes."""
        runs = [found.span() for found in _RUN.finditer(self._masked, self._start, self._end)]
        lengths = {end - start for start, end in runs}
        if not runs or not lengths <= {2, 4, 6}:
            return [], None
        if not self._whole(runs) and not all(self._step(*run) for run in runs):
            self.names.clear()
            return [], None
        return self._edits, self._open

    def _around(self, start: int, end: int) -> tuple[str, str]:
        before = self._masked[start - 1] if start > self._start else " "
        return before, self._masked[end] if end < self._end else " "

    def _whole(self, runs: list[tuple[int, int]]) -> bool:
        """Is all of the text between two marks, the first of them with a blank after it?"""
        if (
            len(runs) != 2
            or runs[0] != (self._start, self._start + 2)
            or runs[1] != (self._end - 2, self._end)
        ):
            return False
        inner = self._masked[self._start + 2 : self._end - 2]
        if not inner.strip() or not inner[0].isspace():
            return False
        begin = self._start + 2 + len(inner) - len(inner.lstrip())
        stop = self._start + 2 + len(inner.rstrip())
        self._edit("emphasis_spaces", (self._start + 2, begin, ""), (stop, self._end - 2, ""))
        return True

    def _edit(self, name: str, *edits: Edit) -> None:
        self._edits += [edit for edit in edits if edit[0] < edit[1] or edit[2]]
        self.names[name] += 1

    def _step(self, start: int, end: int) -> bool:
        """Take one more run of asterisks; False where nothing is certain any more."""
        before, after = self._around(start, end)
        length = end - start
        if self._open is None:
            return self._begin(start, end, before, after)
        if length == 2:
            return self._finish(start, end, before, after)
        if length == 6 and not before.isspace() and not after.isalnum():
            self._edit("empty_emphasis", (start + 2, end, ""))
            self._open = None
            return True
        if length == 4 and not before.isspace() and (end == self._end or not after.isspace()):
            self._open = start + 2
            return True
        return False

    def _begin(self, start: int, end: int, before: str, after: str) -> bool:
        if end - start == 2:
            self._open = start
            if end == self._end:
                return not before.isspace() or start == self._start
            return not after.isspace()
        first_word = self._masked[end : end + 2]
        leading = start == self._start and (
            after in "[“\"'" or (first_word[:1].isupper() and first_word[1:].islower())
        )
        if end - start == 4 and (leading or (before in _ENDS and not after.isalnum())):
            self._edit("empty_emphasis", (start, end, ""))
        return True

    def _finish(self, start: int, end: int, before: str, after: str) -> bool:
        opening = self._open or 0
        inner = self._masked[opening + 2 : start]
        self._open = None
        if _UNSEEN.fullmatch(inner):
            self._edit("empty_emphasis", (opening, end, ""))
        elif before.isspace():
            blanks = inner[len(inner.rstrip()) :]
            if not inner.strip() or "\n" in blanks or (after.isalnum() and before != "\xa0"):
                return False
            outside = "" if after.isspace() else blanks
            self._edit("emphasis_spaces", (start - len(blanks), end, f"**{outside}"))
        return True
