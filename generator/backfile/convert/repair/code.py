"""Code boxes: the lines that a dump glued, as far as it still tells where they ended."""

from __future__ import annotations

import re
from collections import Counter

# Two blanks or more within a line: what is left of a line end and the margin of the next line.
_MARGIN = re.compile(r"(?<=\S)(?= {2,}\S)")
_CLOSING = re.compile(r"\S *[)\]}]\Z")


def code_lines(lines: list[str], numbered: int, counts: Counter[str]) -> list[str]:
    """Return the lines of an indented block of code without the block's own margin.

    numbered: how many lines the box numbered, 0 where nothing tells. Pages that set each line in an element of its own lose
    their line ends in a dump, but for empty lines. Margins show most of them; they are believed only when the number agrees.
    """
    code = [line.rstrip() for line in lines]
    while not code[-1]:
        code.pop()
    emptied = [line.endswith("  ") for line in lines]
    margin = min(len(line) - len(line.lstrip()) for line in code if line)
    code = [line[margin:] for line in code]
    if numbered > len(code):
        restored = _restored(code, emptied, numbered)
        if restored:
            counts["code_line_ends"] += len(restored) - len(code)
            return restored
    return code


def _restored(code: list[str], emptied: list[bool], numbered: int) -> list[str]:
    pieces = [_MARGIN.split(line) for line in code]
    dense = [piece for line in pieces for piece in line]
    # A line end that is left is often that of an empty line.
    spread = [
        p for line, empty in zip(pieces, emptied, strict=False) for p in ((*line, "") if empty else line)
    ]
    if not spread[-1]:
        spread.pop()
    for found in (dense, spread):
        if len(found) == numbered:
            return found
        if len(found) == numbered - 1 and found[0][-1:] in "([{" and _CLOSING.search(found[-1]):
            # One is missing: the bracket that closes the first line's, which has no margin.
            return [*found[:-1], found[-1][:-1], found[-1][-1]]
    return []
