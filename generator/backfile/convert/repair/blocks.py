"""The blocks of a dumped text: paragraphs, headings, lists, quotations, tables, code."""

from __future__ import annotations

import re
from collections import Counter

from backfile.convert.repair.code import code_lines
from backfile.convert.repair.inline import repair_inline
from backfile.convert.repair.tables import folded, has_hard_break, rule_of_table, table_blocks
from backfile.convert.repair.words import Words

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*)|[ \t]*)\Z")
_ITEM = re.compile(r"( {0,12})([*+-]|\d{1,9}\.)(?:[ \t]+(.*)|[ \t]*)\Z")
_BULLET_RUN = re.compile(r" {2,}\*(?: +\*)* *\Z")
# What code, a quotation and a mark alone on its line begin with.
_MARGINS = frozenset(" \t>*")
# What a heading, a rule or an item of a list begins with.
_MARKS = frozenset(" \t#*-_+0123456789")
_QUOTE = re.compile(r" ?> ?")
_CODE = re.compile(r" {4}|\t")
_DEEP_QUOTE = re.compile(r" ?>>")
_LONE_MARKS = re.compile(r"(?:\*\*)+\s*\Z")
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})\Z")
_CAPTION = re.compile(r"(?:\*\*|\s)*[△▲▵▴↑]")
_END_SIGNS = "—–―=~～·•●○◆◇■□★☆|/-"
_END_MARK = re.compile(rf"([{_END_SIGNS}]{{1,3}})(\*\*[^*\n]{{1,6}}\*\*)\1\Z")
_IMAGE_BLOCK = re.compile(r"\[?!\[")
_FENCE = re.compile(r"`{3,}")
# Quotations within quotations; what is deeper is text.
_DEEPEST = 10
_GUARD = re.compile(r"\A(\d{1,9})?\\([.+>-])")
_NO_PARAGRAPH = re.compile(r"\s|[#>|]|!?\[!?|[*+-] |\d+\.")


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
        self._code_lines = 0
        self._margins: list[int] = []

    def read(self, lines: list[str]) -> list[str]:
        """Return the blocks of lines."""
        at = strong_until = 0
        while at < len(lines):
            line = lines[at]
            if not line.strip():
                at += 1
                continue
            marked = line[0] in _MARGINS
            if (
                marked
                and line.startswith("**")
                and self._words.html2text
                and _LONE_MARKS.match(line)
                and not "".join(lines[at + 1 : at + 2]).strip()
            ):
                # Emphasis without text, or the mark before whole blocks, or after them.
                self._counts["stray_marks"] += 1
                strong_until = _end_of_strong(lines, at) if line.strip() == "**" and at >= strong_until else 0
                at += 1
            elif marked and _CODE.match(line) and not (self._in_list and _item(line, self._words)):
                at = self._code(lines, at)
            elif marked and _QUOTE.match(line) and self._depth < _DEEPEST:
                at = self._quote(lines, at)
            else:
                end = at + 1
                while end < len(lines) and lines[end].strip():
                    end += 1
                self._chunk(_strong(lines[at:end]) if at < strong_until else lines[at:end])
                at = end
        return self._out

    def _add(self, blocks: list[str]) -> None:
        self._in_list = self._captioned = False
        self._code_lines = 0
        self._out += blocks

    def _code(self, lines: list[str], at: int) -> int:
        """A block of lines indented by four: becomes fenced, so that nothing in it needs an escape.

        In a quotation it stays indented, for Python-Markdown knows no fences there.
        """
        end = at
        while end < len(lines) and (not lines[end].strip() or _CODE.match(lines[end])):
            end += 1
        code = code_lines(lines[at:end], self._code_lines, self._counts)
        self._counts["code_blocks"] += 1
        if self._depth:
            self._add(["\n".join(f"    {line}" if line else "" for line in code)])
            return end
        longest = max((len(f) for f in _FENCE.findall("\n".join(code))), default=0)
        fence = "`" * max(3, longest + 1)
        self._add([f"{fence}\n" + "\n".join(code) + f"\n{fence}"])
        return end

    def _quote(self, lines: list[str], at: int) -> int:
        end = at
        while end < len(lines) and (
            _QUOTE.match(lines[end]) or _goes_on(lines[end - 1], lines[end], self._depth)
        ):
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
        if len(lines) == 1 and first[0] not in _MARKS:
            # Most lines of news.
            self._add(self._with_end_mark(lines))
            return
        heading = _HEADING.match(first.lstrip(" "))
        if heading:
            self._heading(heading, lines)
        elif _BULLET_RUN.match(first) and len(lines) == 1:
            # The line numbers of a code box: a list without any text, one item a line.
            self._counts["code_line_numbers"] += 1
            self._code_lines = first.count("*")
        elif _RULE.match(first.rstrip()):
            self._add(["---"])
            if lines[1:]:
                self._chunk(lines[1:])
        elif _item(first, self._words):
            self._list(lines)
        elif len(lines) > 1 and (rule := rule_of_table(lines)):
            for block in table_blocks(lines, rule, self._words, self._counts):
                self._add([block])
        else:
            self._paragraph(lines)

    def _paragraph(self, lines: list[str]) -> None:
        for at, line in enumerate(lines):
            # A heading, or a wrap that begins with "#": only the former has a blank after it and text of its own.
            if at and _HEADING.match(line) and has_hard_break(lines[at - 1]):
                self._paragraph(lines[:at])
                self._chunk(lines[at:])
                return
        self._add(self._with_end_mark(lines))

    def _with_end_mark(self, lines: list[str]) -> list[str]:
        """Return paragraphs; the sign of an end keeps its blanks."""
        return [
            _END_MARK.sub(r"\1 \2 \1", b) if len(b) < 20 and b[-1:] in _END_SIGNS else b
            for b in self._inline(lines)
        ]

    def _inline(self, lines: list[str], *, plain: bool = False) -> list[str]:
        return repair_inline(folded(lines), self._words, self._counts, plain=plain)

    def _heading(self, match: re.Match[str], lines: list[str]) -> None:
        level = len(match[1])
        # Headings are wrapped like any text, so that what follows without a blank line belongs to them.
        own = [match[2] or "", *lines[1:]]
        text = " ".join(own).strip()
        if not text.strip("*_ "):
            self._counts["empty_headings"] += 1
            return
        several = any(map(has_hard_break, own[:-1]))
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
        """Items of one list or more; html2text keeps each item on one line."""
        if not self._in_list:
            self._margins = []
        items: list[tuple[int, str, list[str]]] = []
        for line in lines:
            match = _item(line, self._words)
            if match:
                items.append((_level(self._margins, len(match[1])), match[2], [match[3] or ""]))
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


def _item(line: str, words: Words) -> re.Match[str] | None:
    """Return the match of a list item's line; html2text indents items, so that a star without a margin is text."""
    match = _ITEM.match(line)
    return None if match and match[2] == "*" and not match[1] and words.html2text else match


def _level(margins: list[int], margin: int) -> int:
    """Return the level of a list's item, whose margins so far are given; html2text adds two blanks or three a level."""
    while margins and margin < margins[-1]:
        margins.pop()
    if not margins or margin > margins[-1]:
        margins.append(margin)
    return len(margins) - 1


def _goes_on(last: str, line: str, depth: int) -> bool:
    """Whether a line without a mark goes on a quotation in a quotation: html2text wraps those without marks."""
    return bool(line.strip()) and (depth > 0 or _DEEP_QUOTE.match(last) is not None)


def _end_of_strong(lines: list[str], at: int) -> int:
    """Return the number of the lone mark that ends what one at a line begins; 0 where marks stand between."""
    for end in range(at + 1, min(at + 100, len(lines))):
        if "**" in lines[end]:
            return end if lines[end].strip() == "**" else 0
    return 0


def _strong(lines: list[str]) -> list[str]:
    """Return the lines of a paragraph in marks of strong text, those of anything else as they are."""
    if _NO_PARAGRAPH.match(lines[0]):
        return lines
    lines = ["**" + lines[0], *lines[1:]]
    return [*lines[:-1], lines[-1].rstrip() + "**"]


def _is_ordered(text: str) -> bool:
    return text[:1].isdigit()


def _unguarded(line: str) -> str:
    """Return a line of a heading: behind "#" nothing begins a list or a quotation."""
    return _GUARD.sub(r"\1\2", line, count=1) if "\\" in line else line
