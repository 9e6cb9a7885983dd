"""Markdown of other converters in the shape that html2text writes it, so that one repair serves all of them.

Turndown, markdownify and html-to-markdown write code between fences, underlined headings, `*emphasis*`, lists without a margin
and more escapes; html2text writes none of these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^`\n]*\Z")
_ITEM = re.compile(r"( *)([*+-]|\d{1,9}\.)[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"(=+|-{2,})[ \t]*\Z")
_BLOCK_START = re.compile(r"\s*(?:#|>|\||[*+-]\s|\d{1,9}\.\s|!\[)")
# `\~`, `\<` and the like, not behind a backslash that is itself escaped.
_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\([~<=&$^\"':;,/?@%])")
_EMPHASIS = re.compile(r"(?<![*\\])\*(?=[^\s*])([^*\n`\[\]]{1,200}?)(?<=[^\s*\\])\*(?!\*)")
PLACEHOLDER = re.compile(
    r"!\[[^\]\n]*\]\(data:image/[^\n]*?(?:%3C/svg%3E|</svg>|;base64,[A-Za-z0-9+/=]*)[\"']?\s*(?:\"[^\"\n]*\")?\)",
    re.IGNORECASE,
)
_URL = re.compile(r"(?<![(<])https?://[!-;=?-~]+")
_URL_ESCAPE = re.compile(r"\\([_*~#+.!&=-])")
# A quotation right below a paragraph.
_GLUED_QUOTE = re.compile(r"^(?![ ]{0,3}>)(.*\S.*)\n(?=[ ]{0,3}>)", re.MULTILINE)
_AFTER_EMPHASIS = re.compile(r"[\s\])(}{.!?]|\Z")


def pieces(text: str, counts: Counter[str]) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a text in order: fenced code as it is (True), and what stands between in html2text's shape (False).

    Pictures that were still to be loaded when the page was copied are left out and counted.
    """
    lines = text.split("\n")
    at = start = 0
    while at < len(lines):
        match = _FENCE.match(lines[at])
        end = _fence_end(lines, at, match[1]) if match else at
        if end == at:
            at += 1
            continue
        yield False, _shaped(lines[start:at], counts)
        yield True, "\n".join(lines[at : end + 1])
        at = start = end + 1
    yield False, _shaped(lines[start:], counts)


def _fence_end(lines: list[str], at: int, fence: str) -> int:
    """Return the number of the line that closes a fence; that of its first line when none does."""
    closing = re.compile(rf" {{0,3}}{fence[0]}{{{len(fence)},}}\s*\Z")
    return next((n for n in range(at + 1, len(lines)) if closing.match(lines[n])), at)


def _shaped(lines: list[str], counts: Counter[str]) -> str:
    text, count = PLACEHOLDER.subn("", "\n".join(_indented(_headed(lines))))
    counts["placeholder_images"] += count
    text = _GLUED_QUOTE.sub(r"\1\n\n", text)
    text = _URL.sub(lambda match: _URL_ESCAPE.sub(r"\1", match[0]), text)
    return _EMPHASIS.sub(_emphasis, _ESCAPE.sub(r"\1\2", text))


def _headed(lines: list[str]) -> list[str]:
    """Return lines with underlined headings as headings with marks."""
    out: list[str] = []
    for line in lines:
        match = _UNDERLINE.match(line)
        alone = len(out) < 2 or not out[-2].strip()
        if match and out and alone and out[-1].strip() and not _BLOCK_START.match(out[-1]):
            out[-1] = ("# " if match[1][0] == "=" else "## ") + out[-1].strip()
            out.append("")
        else:
            out.append(line)
    return out


def _indented(lines: list[str]) -> list[str]:
    """Return lines with the items of lists indented by two blanks a level, and their further paragraphs by none."""
    margins = sorted({len(m[1]) for line in lines if (m := _ITEM.match(line))})
    unit = next((b - a for a, b in pairwise(margins) if b - a > 1), 4)
    out: list[str] = []
    in_list = False
    for line in lines:
        match = _ITEM.match(line)
        if match and (in_list or len(match[1]) < 4):
            in_list = True
            depth = (len(match[1]) - margins[0]) // unit
            line = "  " * (depth + 1) + f"{match[2]} {line[match.end() :]}"
        elif line.strip() and not line.startswith(" "):
            in_list = False
        elif in_list:
            line = line.lstrip(" ")
        out.append(line)
    return out


def _emphasis(match: re.Match[str]) -> str:
    """Return `_emphasis_` where readers take it for that, and its plain text within a word."""
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() :][:1]
    return match[1] if before.isalnum() or not _AFTER_EMPHASIS.match(after) else f"_{match[1]}_"
