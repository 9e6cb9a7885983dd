"""Markdown within HTML blocks: Python-Markdown takes a block up to its end tag as it is, other generators do not.

For CommonMark an HTML block ends at a blank line, and what follows is markdown again; kramdown has ``markdown="1"``. Where
an element holds markdown that way, the tags around it are taken away: a quotation becomes one of markdown, a summary
a line in bold type, a caption a paragraph. Tables, lists and blocks without a blank line stay HTML, in which images,
links and bold text become tags. HTML that holds no markdown is left exactly as it is.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from itertools import groupby

from backfile.convert.html_pieces import Piece, block_start, join_code, read_block
from backfile.convert.raw_html import TAG, closed_spans, mark_up
from backfile.convert.written import without_comments

_WRAPPERS = frozenset(
    "address article aside blockquote body center details div fieldset figcaption figure footer header hgroup html main"
    " nav noscript p section summary".split()
)
# Blocks that only HTML can say, or that would have to be written anew.
_KEPT = frozenset(
    "canvas dd dl dt form h1 h2 h3 h4 h5 h6 iframe legend li menu object ol pre script select style svg table tbody td"
    " textarea tfoot th thead tr ul video audio map".split()
)
# What a text has that is more than a paragraph of words.
_MARK = re.compile(
    r"\]\(|\]\[|\*\*|__|`|<https?://|(?<![\w*])\*[^\s*]|(?<!\w)_[^\s_]|^[ \t]*(?:[-*+>]|\d+[.)]|#{1,6})[ \t]|^[ \t]*\|"
    r"|^ {0,3}\[[^\]\n]+\]:",
    re.MULTILINE,
)
_FENCE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n`]*\n(?P<code>.*?)^(?P=fence)[`~]*[ \t]*$", re.DOTALL | re.MULTILINE
)
_LIST = re.compile(r"^ {0,3}(?:[-*+]|\d+[.)])[ \t]", re.MULTILINE)
_IMAGES = re.compile(r"(?:\[?!\[[^\[\]]*\]\([^()\n]*\)(?:\]\([^()\n]*\))?\s*)+\Z")
_UNSEEN_TAG = re.compile(rf"(?!<img\b){TAG}", re.IGNORECASE)
_RULE = re.compile(r"<hr\b", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t]*\n*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SPECIAL = re.compile(rf"({TAG})|([\\`*_\[\]])|^[ \t]*([#>+-]|\d+[.)](?=\s))", re.MULTILINE)


def replace_wrappers(text: str, counts: Counter[str]) -> str:
    """Return a text in which no HTML block hides markdown."""
    if "<" not in text or block_start(text, 0, ()) is None:
        return text
    closed = closed_spans(text)
    text, joined = join_code(text, closed)
    if joined:
        counts["code_lines"] += joined
        closed = closed_spans(text)
    out: list[str] = []
    at = 0
    begin = block_start(text, 0, closed)
    while begin is not None:
        pieces, end = read_block(text, begin, closed)
        out.append(text[at:begin])
        written = _Unwrapper(counts).unwrapped(pieces)
        if written is None:
            out.append(mark_up(text[begin:end], counts))
        else:
            counts["html_wrappers"] += 1
            out += (_gap_after("".join(out[-2:])), written, _gap_before(text, end))
        at = end
        begin = block_start(text, end, closed)
    out.append(text[at:])
    return "".join(out)


class _Unwrapper:
    """Writes a block anew, piece by piece, without the tags around its markdown."""

    def __init__(self, counts: Counter[str]) -> None:
        self._counts = counts
        self._blocks: list[tuple[int, str]] = []  # in how many quotations, what
        self._loose: list[str] = []
        self._depth = 0
        self._kept = 0  # how many elements of a block that is kept are open
        self._marked = self._paragraphs = 0

    def unwrapped(self, pieces: list[Piece]) -> str | None:
        """Return the block's text, None for a block that is to stay as it is."""
        if not _holds_markdown(pieces):
            return None
        for piece in pieces:
            self._take(piece)
        self._end_loose()
        groups = groupby(self._blocks, key=lambda block: block[0])
        return "\n\n".join(_quoted("\n\n".join(text for _, text in group), depth) for depth, group in groups)

    def _take(self, piece: Piece) -> None:
        step = (piece.kind == "open") - (piece.kind == "close")
        if self._kept:
            self._loose.append(piece.text)
            self._kept += step
            if not self._kept:
                self._end_kept()
        elif step and piece.name in _WRAPPERS:
            self._end_loose(bold=step < 0 and piece.name == "summary")
            self._depth += step if piece.name == "blockquote" else 0
        elif step > 0 and piece.name in _KEPT:
            self._end_loose()
            self._kept = 1
            self._loose.append(piece.text)
        elif piece.kind == "markdown":
            self._end_loose()
            self._add_markdown(piece.text)
        elif _RULE.match(piece.text):
            self._end_loose()
            self._blocks.append((self._depth, "---"))
        else:
            self._loose.append(piece.text)

    def _add_markdown(self, text: str) -> None:
        text = textwrap.dedent(text).strip("\n")
        if not self._depth or not _FENCE.search(text):
            self._blocks.append((self._depth, text))
            return
        at = 0
        for fence in _FENCE.finditer(text):
            self._add_quoted(text[at : fence.start()])
            if self._blocks and self._blocks[-1][0] == self._depth and _LIST.search(self._blocks[-1][1]):
                self._blocks.append((0, fence[0]))  # after a list, indented text is no code
            else:
                self._blocks.append((self._depth, textwrap.indent(fence["code"].rstrip("\n"), "    ")))
            at = fence.end()
        self._add_quoted(text[at:])

    def _add_quoted(self, text: str) -> None:
        if text.strip():
            self._blocks.append((self._depth, text.strip("\n")))

    def _end_kept(self) -> None:
        # Within a quotation of markdown there are no HTML blocks.
        self._blocks.append((0, mark_up("".join(self._loose).strip(), self._counts)))
        self._loose.clear()

    def _end_loose(self, *, bold: bool = False) -> None:
        """Write what stood between two tags of blocks as a paragraph of HTML, for it is not markdown."""
        text = "".join(self._loose).strip()
        self._loose.clear()
        if not _UNSEEN_TAG.sub("", without_comments(text)).strip():
            self._blocks += [] if self._depth else [(0, comment) for comment in _COMMENT.findall(text)]
            return
        text = mark_up(text, self._counts)
        simple = not _SPECIAL.search(_UNSEEN_TAG.sub("", without_comments(text))) and "\n" not in text
        if bold and simple:
            text = f"**{text}**"
        elif bold:
            text = f"<strong>{text}</strong>"
        if self._depth:
            text = text if simple else _SPECIAL.sub(_escaped, text)
            self._blocks.append(
                (self._depth, "\n".join(line.strip() for line in text.splitlines() if line.strip()))
            )
        else:
            self._blocks.append((0, text if bold and simple else f"<p>{text}</p>"))


def _holds_markdown(pieces: list[Piece]) -> bool:
    """Is there markdown, or more than one paragraph, that is not in a block to be kept?"""
    kept = 0
    found = []
    for piece in pieces:
        step = (piece.kind == "open") - (piece.kind == "close")
        if kept or (step > 0 and piece.name in _KEPT):
            kept += step
        elif piece.kind == "markdown" and _FENCE.sub("", piece.text).strip():
            found.append(piece.text)
    if pieces[0].name == "figure" and all(_IMAGES.match(text) for text in found):
        return False  # a figure is worth keeping
    return len(found) > 1 or any(map(_MARK.search, found))


def _quoted(text: str, depth: int) -> str:
    mark = "> " * depth
    return "\n".join((mark + line).rstrip() for line in text.split("\n")) if depth else text


def _escaped(match: re.Match[str]) -> str:
    if match[1]:
        return match[0]
    return match[0][:-1] + "\\" + match[0][-1]


def _gap_after(before: str) -> str:
    stripped = before.rstrip(" \t")
    return "\n\n"[: 2 - (len(stripped) - len(stripped.rstrip("\n")))] if stripped else ""


def _gap_before(text: str, at: int) -> str:
    blank = _BLANKS.match(text, at)
    if blank is None or blank.end() == len(text):
        return ""
    return "\n\n"[: 2 - min(blank[0].count("\n"), 2)]
