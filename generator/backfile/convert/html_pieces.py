"""HTML blocks of written markdown in pieces: tags, other HTML, and the paragraphs that CommonMark reads as markdown."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

import msgspec

from backfile.convert.raw_html import TAG

# With these Python-Markdown begins a raw block.
_RAW = (
    "address|article|aside|blockquote|body|canvas|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h[1-6]|header|hgroup|html|legend|li|main|menu|nav|noscript|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_BLOCK_TAG = rf"</?(?:{_RAW}|caption|col|colgroup|hr|iframe|optgroup|option|source|track)(?=[\s/>])"
_START = re.compile(rf"^ {{0,3}}<(?:{_RAW})(?=[\s/>])", re.MULTILINE | re.IGNORECASE)
_TAIL = re.compile(rf"[ \t]*<(?:{_RAW})(?=[\s/>])", re.IGNORECASE)
_HTML_LINE = re.compile(
    rf" {{0,3}}(?:{_BLOCK_TAG}|<!|<\?|<(?:pre|script|style|textarea)\b|{TAG}[ \t]*$)",
    re.MULTILINE | re.IGNORECASE,
)
_ONLY_TAGS = re.compile(rf"(?:[ \t]*{TAG})+[ \t]*$", re.MULTILINE)
_INDENTED = re.compile(r" {4}| {0,3}\t")
_BLANK = re.compile(r"[ \t]*(?:\n|\Z)")
_TOKEN = re.compile(rf"\n|(?P<tag>{TAG})")
# Where markdown in a block may end.
_STOP = re.compile(rf"\n(?=[ \t]*\n| {{0,3}}{_BLOCK_TAG})|(?P<tag>{TAG})", re.IGNORECASE)
_NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")
_BLOCK_NAME = re.compile(rf"{_RAW}", re.IGNORECASE)
_CODE_LINE = re.compile(
    rf"\n {{0,3}}(?=</?(?:{_RAW}|hr|pre|script|style|textarea|video|math|map|object)[\s/>]|<!|<\?)", re.I
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


class Piece(msgspec.Struct, frozen=True):
    """A piece of a block by its kind: "open" or "close" for a tag of that name, "html", "markdown".

    A tag that closes several elements comes as several pieces, all but the last without text.
    """

    kind: str
    text: str
    name: str = ""


def join_code(text: str, closed: Sequence[tuple[int, int]]) -> tuple[str, int]:
    """Return a text with no line in a span of code that Python-Markdown would take for a raw block, and how many had one.

    A newline in a span of code is a blank for every reader.
    """
    out: list[str] = []
    at = count = 0
    for start, end in closed:
        code = text[start:end]
        if code[0] == "`" and _CODE_LINE.search(code) and "```" not in code and "~~~" not in code:
            out += (text[at:start], _CODE_LINE.sub(" ", code))
            at = end
            count += 1
    return "".join((*out, text[at:])), count


def block_start(text: str, at: int, closed: Sequence[tuple[int, int]]) -> int | None:
    """Return where the next raw block begins that is in no closed span, None where there is none; a block ended at at."""
    if at and (tail := _TAIL.match(text, at)):
        return tail.start()
    while found := _START.search(text, at):
        index = bisect_left(closed, (found.start() + 1,)) - 1
        if index < 0 or closed[index][1] <= found.start():
            return found.start()
        at = closed[index][1]
    return None


def read_block(text: str, begin: int, closed: Sequence[tuple[int, int]]) -> tuple[list[Piece], int]:
    """Return the pieces of the block that begins there, and where it ends: the text's end where nothing closes it."""
    reader = _Reader(text, text.index("<", begin), closed)
    reader.read()
    return reader.pieces, reader.at


class _Reader:
    """Reads one block; a line after a blank one decides anew whether it is HTML."""

    def __init__(self, text: str, at: int, closed: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.at = at
        self.pieces: list[Piece] = []
        self._closed = closed
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()  # how many elements of a name are open
        self._in_html = True
        self._after_markdown = False

    def read(self) -> None:
        """Read up to the end of the block's first element."""
        text = self.text
        first = True
        while self.at < len(text) and (self._open or first):
            first = False
            if self._open and text[self.at - 1] == "\n":
                if blank := _BLANK.match(text, self.at):
                    self._add("html", blank.end())
                    self._in_html = False
                    continue
                if not self._in_html and self._is_markdown():
                    self._after_markdown = True
                    self._add("markdown", self._markdown_end())
                    self._in_html = True
                    continue
                self._in_html = True
            self._read_html()

    def _add(self, kind: str, end: int, name: str = "") -> None:
        self.pieces.append(Piece(kind, self.text[self.at : end], name))
        self.at = end

    def _next_closed(self, at: int) -> tuple[int, int]:
        index = bisect_left(self._closed, (at,))
        return self._closed[index] if index < len(self._closed) else (len(self.text), len(self.text))

    def _is_markdown(self) -> bool:
        if _INDENTED.match(self.text, self.at):
            return self._after_markdown and not _ONLY_TAGS.match(self.text, self.at)
        return _HTML_LINE.match(self.text, self.at) is None

    def _markdown_end(self) -> int:
        """Return where a paragraph, or a fence, ends: at a blank line, before a block, or where an open element is closed."""
        text, at = self.text, self.at
        inner: Counter[str] = Counter()
        while True:
            start, end = self._next_closed(at)
            stop = _STOP.search(text, at, start)
            if stop is None:
                if start == len(text):
                    return len(text)
                at = end
                continue
            at = stop.end()
            if not stop["tag"]:
                return at
            name, closing = _tag(stop["tag"])
            if closing and not inner[name] and self._counts[name] and _BLOCK_NAME.fullmatch(name):
                return stop.start()
            inner[name] += -1 if closing else 1

    def _read_html(self) -> None:
        start, end = self._next_closed(self.at)
        if start == self.at:
            self._in_html = not self._add_closed(end)
            return
        token = _TOKEN.search(self.text, self.at, start)
        limit = token.start() if token else start
        if limit > self.at:
            self._add("html", limit)
        elif token and token["tag"]:
            self._add_tag(token["tag"], token.end())
        else:
            self._add("html", self.at + 1)

    def _add_closed(self, end: int) -> bool:
        """Add what is closed to markdown; is it a fence, which is markdown wherever it stands?"""
        fence = _is_fence(self.text[self.at : end])
        self._add("markdown" if fence else "html", end)
        return fence

    def _add_tag(self, tag: str, end: int) -> None:
        name, closing = _tag(tag)
        if not closing and name not in _VOID and not tag.endswith("/>"):
            self._open.append(name)
            self._counts[name] += 1
            self._add("open", end, name)
        elif closing and self._counts[name]:
            while (inner := self._open.pop()) != name:
                self._counts[inner] -= 1
                self.pieces.append(Piece("close", "", inner))
            self._counts[name] -= 1
            self._add("close", end, name)
        else:
            self._add("html", end)


def _is_fence(closed: str) -> bool:
    line, newline, _ = closed.partition("\n")
    return bool(newline) and re.match(r"(`{3,}|~{3,})[^`]*\Z", line) is not None


def _tag(tag: str) -> tuple[str, bool]:
    found = _NAME.match(tag)
    return (found[1].lower() if found else ""), tag[1] == "/"
