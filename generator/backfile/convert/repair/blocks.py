"""The blocks of a dumped text: paragraphs, headings, lists, quotations, tables, code."""

from __future__ import annotations

import re
from collections import Counter

from backfile.convert.repair.inline import repair_inline
from backfile.convert.repair.words import Words

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*)|[ \t]*)\Z")
_ITEM = re.compile(r"( {0,12})([*+-]|\d{1,9}\.)(?:[ \t]+(.*)|[ \t]*)\Z")
_BULLET_RUN = re.compile(r" {2,}\*(?: +\*)+ *\Z")
_QUOTE = re.compile(r" ?> ?")
_CODE = re.compile(r" {4}|\t")
_TABLE_RULE = re.compile(r"\|?[ :]*-{3,}[ :]*(?:\|[ :]*-{3,}[ :]*)*\|?\s*\Z")
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})\Z")
_HARD_BREAK = re.compile(r" {2,}\Z")
_CAPTION = re.compile(r"(?:\*\*|\s)*[△▲▵▴↑]")
_END_MARK = re.compile(r"(\W{1,3})(\*\*[^*\n]{1,6}\*\*)\1\Z")
_IMAGE_BLOCK = re.compile(r"\[?!\[")
_FENCE = re.compile(r"`{3,}")
# Quotations within quotations; what is deeper is text.
_DEEPEST = 10
_CELL = re.compile(r"(?<!\\)\|")


def repair_blocks(text: str, words: Words, counts: Counter[str]) -> list[str]:
    """Return the blocks of a text as canonical markdown, in order."""
    return _Blocks(words, counts).read(text.split("\n"))


class _Blocks:
    """Reads the lines of one text or one quotation; `out` are the blocks so far."""

    def __init__(self, words: Words, counts: Counter[str], depth: int = 0) -> None:
        self._words = words
        self._counts = counts
        self._depth = depth
        self._out: list[str] = []
        self._in_list = False
        self._captioned = False

    def read(self, lines: list[str]) -> list[str]:
        """Return the blocks of lines."""
        at = 0
        while at < len(lines):
            line = lines[at]
            if not line.strip():
                at += 1
            elif _CODE.match(line) and not (self._in_list and _ITEM.match(line)):
                at = self._code(lines, at)
            elif _QUOTE.match(line) and self._depth < _DEEPEST:
                at = self._quote(lines, at)
            else:
                end = at + 1
                while end < len(lines) and lines[end].strip():
                    end += 1
                self._chunk(lines[at:end])
                at = end
        return self._out

    def _add(self, blocks: list[str]) -> None:
        self._in_list = self._captioned = False
        self._out += blocks

    def _code(self, lines: list[str], at: int) -> int:
        """A block of lines indented by four: becomes fenced, so that nothing in it needs an escape."""
        end = at
        while end < len(lines) and (not lines[end].strip() or _CODE.match(lines[end])):
            end += 1
        code = [re.sub(r"\A(?: {4}|\t)", "", line).rstrip() for line in lines[at:end]]
        while code and not code[-1]:
            code.pop()
        code[0] = code[0].lstrip()
        longest = max((len(f) for f in _FENCE.findall("\n".join(code))), default=0)
        fence = "`" * max(3, longest + 1)
        self._add([f"{fence}\n" + "\n".join(code) + f"\n{fence}"])
        self._counts["code_blocks"] += 1
        return end

    def _quote(self, lines: list[str], at: int) -> int:
        end = at
        while end < len(lines) and _QUOTE.match(lines[end]):
            end += 1
        inner = [_QUOTE.sub("", line, count=1) for line in lines[at:end]]
        blocks = _Blocks(self._words, self._counts, self._depth + 1).read(inner)
        if blocks:
            text = "\n\n".join(blocks)
            self._add(["\n".join(f"> {line}" if line else ">" for line in text.split("\n"))])
        return end

    def _chunk(self, lines: list[str]) -> None:
        """Lines without a blank line between them."""
        first = lines[0]
        heading = _HEADING.match(first.lstrip(" "))
        if heading:
            self._heading(heading, lines)
        elif _BULLET_RUN.match(first) and len(lines) == 1:
            # The line numbers of a code box: a list without any text.
            self._counts["code_line_numbers"] += 1
        elif _RULE.match(first.rstrip()):
            self._add(["---"])
            if lines[1:]:
                self._chunk(lines[1:])
        elif _ITEM.match(first):
            self._list(lines)
        elif len(lines) > 1 and _TABLE_RULE.match(lines[1]):
            self._table(lines)
        else:
            self._paragraph(lines)

    def _paragraph(self, lines: list[str]) -> None:
        for at, line in enumerate(lines):
            # A heading, or a wrap that begins with "#": only the former has a blank after it and text of its own.
            if at and _HEADING.match(line) and _HARD_BREAK.search(lines[at - 1]):
                self._paragraph(lines[:at])
                self._chunk(lines[at:])
                return
        # The sign of an end keeps its blanks.
        self._add([_END_MARK.sub(r"\1 \2 \1", b) if len(b) < 20 else b for b in self._inline(lines)])

    def _inline(self, lines: list[str], *, plain: bool = False) -> list[str]:
        return repair_inline(_folded(lines), self._words, self._counts, plain=plain)

    def _heading(self, match: re.Match[str], lines: list[str]) -> None:
        level = len(match[1])
        # Headings are wrapped like any text, so that what follows without a blank line belongs to them.
        own = [match[2] or "", *lines[1:]]
        text = " ".join(own).strip()
        if not text.strip("*_ "):
            self._counts["empty_headings"] += 1
            return
        several = any(_HARD_BREAK.search(line) for line in own[:-1])
        if _CAPTION.match(text) or (level == 6 and self._below_image()) or (level > 4 and several):
            # A small heading of several lines is a paragraph in small type, mostly the byline.
            self._counts["lowered_headings"] += not several
            self._add(self._inline(own))
            self._captioned = not several
            return
        if level == 1:
            self._counts["demoted_headings"] += 1
            level = 2
        for block in self._inline(own, plain=True):
            if _IMAGE_BLOCK.match(block):
                self._add([block])
            elif level > 4 and self._below_image():
                self._counts["lowered_headings"] += 1
                self._add([block])
                self._captioned = True
            else:
                self._add([f"{'#' * level} {_unguarded(block)}"])

    def _below_image(self) -> bool:
        """Whether the last block is an image or a line below one: then small type is a caption, not a heading."""
        return self._captioned or (bool(self._out) and _IMAGE_BLOCK.match(self._out[-1]) is not None)

    def _list(self, lines: list[str]) -> None:
        """Items of one list or more; html2text indents by two blanks a level and keeps each item on one line."""
        items: list[tuple[int, str, list[str]]] = []
        for line in lines:
            match = _ITEM.match(line)
            if match:
                items.append((max(0, len(match[1]) // 2 - 1), match[2], [match[3] or ""]))
            else:
                items[-1][2].append(line)
        written: list[str] = []
        for depth, mark, text in items:
            blocks = self._inline(text)
            if not blocks:
                self._counts["empty_items"] += 1
                continue
            bullet = "-" if mark in "*+-" else mark
            indent = "    " * (depth if written or self._in_list else 0)
            # Further blocks of an item (images) stand below it, indented as its text.
            inside = ("\n\n" + indent + "    ").join(b.replace("\n", f"\n{indent}    ") for b in blocks)
            written.append(f"{indent}{bullet} {inside}")
        if not written:
            return
        # Items with blocks of their own need blank lines between them.
        loose = any("\n\n" in w for w in written)
        if self._in_list and (
            written[0].startswith(" ") or _is_ordered(self._out[-1]) == _is_ordered(written[0])
        ):
            loose = loose or "\n\n" in self._out[-1]
            self._out[-1] += ("\n\n" if loose else "\n") + ("\n\n" if loose else "\n").join(written)
        else:
            self._add([("\n\n" if loose else "\n").join(written)])
        self._in_list = True

    def _table(self, lines: list[str]) -> None:
        rows = [_CELL.split(line.strip().strip("|")) for line in _rows([lines[0], *lines[2:]])]
        width = len(_CELL.split(lines[1].strip().strip("|")))
        if width == 1 or max(map(len, rows)) > width:
            # A table of one column is no table in markdown but a heading.
            self._counts["plain_tables"] += 1
            for line in _rows([lines[0], *lines[2:]]):
                self._add(self._inline([line]))
            return
        self._counts["tables"] += 1
        written = []
        for row in rows:
            cells = [" ".join(self._inline([cell.strip()])).replace("|", "\\|") for cell in row]
            cells += [""] * (width - len(cells))
            written.append("| " + " | ".join(cells) + " |")
        written.insert(1, "|" + "---|" * width)
        self._add(["\n".join(written)])


def _rows(lines: list[str]) -> list[str]:
    """Return the rows of a table: a row that was wrapped goes on until its two trailing blanks."""
    rows: list[str] = []
    done = True
    for line in lines:
        if done:
            rows.append(line.strip())
        else:
            rows[-1] += "\n" + line.strip()
        done = _HARD_BREAK.search(line) is not None or "|" in line
    return rows


def _folded(lines: list[str]) -> str:
    """Return lines as one text: "\\r" for a line end that was meant, "\\n" for a wrap."""
    if len(lines) == 1:
        return lines[0].strip()
    out = []
    for line in lines:
        out.append(line.strip(" "))
        out.append("\r" if _HARD_BREAK.search(line) else "\n")
    return "".join(out).strip("\r\n ")


def _is_ordered(text: str) -> bool:
    return text[:1].isdigit()


def _unguarded(line: str) -> str:
    """Return a line of a heading: behind "#" nothing begins a list."""
    return re.sub(r"\A(\d{1,9})\\\.", r"\1.", line)
