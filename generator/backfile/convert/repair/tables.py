"""Tables, and the lines of a block as one text."""

from __future__ import annotations

import re
from collections import Counter

from backfile.convert.repair.inline import repair_inline
from backfile.convert.repair.words import Words

_RULE = re.compile(r"\|?[ :]*-{3,}[ :]*(?:\|[ :]*-{3,}[ :]*)*\|?\s*\Z")
_BAR = re.compile(r"(?<!\\)\|")
# html2text writes a blank after each bar; a bar without one is text.
_OWN_BAR = re.compile(r"(?<!\\)\|(?: |\n|\Z)")


def rule_of_table(lines: list[str]) -> int:
    """Return the number of the line that is a table's rule, 0 for none; a wrapped head takes several lines before it."""
    for at in range(1, min(len(lines), 9)):
        if "---" in lines[at] and _RULE.match(lines[at]):
            return at
    return 0


def table_blocks(lines: list[str], rule: int, words: Words, counts: Counter[str]) -> list[str]:
    """Return the table whose rule is the line of that number; one of a single column becomes its paragraphs."""
    bar = _OWN_BAR if words.html2text and not lines[0].startswith("|") else _BAR
    width = len(_BAR.split(lines[rule].strip().strip("|")))
    rows = [folded(lines[:rule]), *_rows(lines[rule + 1 :])]
    cells_of_rows = [bar.split(row.strip("| ")) for row in rows]
    most = max(map(len, cells_of_rows))
    if len(cells_of_rows[0]) == 1 and most > 1:
        width = most  # the first row is one cell across the table
    if width == 1 or most > width:
        # In markdown it would be a heading.
        counts["plain_tables"] += 1
        return [block for row in rows for block in repair_inline(row, words, counts)]
    counts["tables"] += 1
    written = []
    for cells in cells_of_rows:
        texts = (" ".join(repair_inline(cell, words, counts)) for cell in cells)
        row = [text.replace("  \n", " ").replace("|", "\\|") for text in texts]
        written.append("| " + " | ".join(row + [""] * (width - len(row))) + " |")
    written.insert(1, "|" + "---|" * width)
    return ["\n".join(written)]


def has_hard_break(line: str) -> bool:
    """Return whether a line's end was meant: html2text writes two blanks before such a one."""
    return line.endswith("  ")


def folded(lines: list[str]) -> str:
    """Return lines as one text: "\\r" for a line end that was meant, "\\n" for a wrap."""
    if len(lines) == 1:
        return lines[0].strip()
    out = []
    for line in lines:
        out.append(line.strip(" "))
        out.append("\r" if has_hard_break(line) else "\n")
    return "".join(out).strip("\r\n ")


def _rows(lines: list[str]) -> list[str]:
    """Return the rows of a table as folded() does: one that was wrapped goes on until its two trailing blanks."""
    rows: list[str] = []
    row: list[str] = []
    broken = any(map(has_hard_break, lines))
    for line in lines:
        row.append(line)
        # Strong text that is not closed goes on behind a line end within a cell.
        if (has_hard_break(line) or not broken) and (
            sum(r.count("**") for r in row) % 2 == 0 or len(row) > 8
        ):
            rows.append(folded(row))
            row = []
    return [*rows, folded(row)] if row else rows
