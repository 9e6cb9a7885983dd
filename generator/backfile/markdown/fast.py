"""Markdown to clean HTML block by block: what the reference would write, in a fraction of the time.

``fast_html(text) == clean_html(text)`` for every text. A block is taken here only when it is of a kind whose HTML is
known exactly; blocks that are declined go to the reference, contiguous ones together, because only neighbours can change
each other's meaning. A text in which distant places may belong together (raw HTML, fences, definitions) goes whole.
tests/markdown/test_fast_path.py compares both on random texts and on all corpora.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from backfile.markdown.inline import RAW_HTML, escaped, inline_html, is_literal, lone_image
from backfile.markdown.reference import clean_html, converted

# These open definitions and fences.
_WHOLE = ("]:", "```", "~~~")
# Fenced code in its plainest form, a block of its own: it is out of reach of all other rules.
_FENCE = re.compile(r"(?:(?<=\n\n)|\A)```\n((?:(?:(?!```).)*?\n)?)```(?=\n\n)", re.DOTALL)
_FENCED = re.compile("\x02(\\d+)\x03")
_BLANK_LINE = re.compile(r"(?<=\n) +\n")
_BETWEEN = re.compile(r"(\n{2,})")
# Starts that are no paragraph's: a blank of any script, a heading, a quote, a list.
_NO_PARAGRAPH = re.compile(r"[\s#>]|[*+-] |\d+\.(?: |\Z)")
# A line further down that ends a paragraph or makes it something else: indented, heading, quote, rule, underline.
_ENDING_LINE = re.compile(r"\n(?:[ #>]|[-_*=|:][-_*=|: ]*(?:\n|\Z))")
# What a plain paragraph may begin with besides a letter.
_OPENING = frozenset("“‘\"'《「『（(【〔")
_RULE_LIKE = re.compile(r"[-_*= ]+(?:\n|\Z)")
_RULE = re.compile(r"-{3,40}|\*{3,40}|_{3,40}|\* \* \*|- - -")
_HEADING = re.compile(r"(#{1,6}) ?([^#\\\n]+)#*\Z")
_UNORDERED = re.compile(r" {0,3}([*+-]) +(\S.*)\Z")
_ORDERED = re.compile(r" {0,3}([0-9]{1,9})\. +(\S.*)\Z")
_TABLE_LINE = re.compile(r"\n[|:\- ]+(?:\n|\Z)")
_LIST_LIKE = re.compile(r"^(?: |[*+-] |\d+\. )| {4}", re.MULTILINE)
_QUOTE_LIKE = re.compile(r"^ {0,3}>", re.MULTILINE)


class _Block(NamedTuple):
    """HTML of a block that is taken; kind is "p", "q" for quotes, "ul" or "ol".

    Quotes beside each other become one, and so do lists: items holds the items of a list, opening its start tag.
    """

    kind: str
    html: str = ""
    opening: str = ""
    items: tuple[str, ...] = ()


def fast_html(text: str) -> str:
    """Return clean_html(text) of a text without control characters."""
    return convert(text)[0]


def convert(text: str) -> tuple[str, int]:
    """Return clean_html(text), and how many characters of it the reference had to read."""
    plain = text.expandtabs(4) if "\t" in text else text
    lines = plain + "\n\n"
    if "\n " in lines:
        lines = _BLANK_LINE.sub("\n", lines)
    lines = lines.lstrip("\n")
    fences: list[str] = []
    if "```" in lines:
        lines = _FENCE.sub(lambda found: _hold_fence(found[1], fences), lines)
    if any(mark in lines for mark in _WHOLE) or ("<" in lines and RAW_HTML.search(lines)):
        return clean_html(text), len(text)
    pieces = _pieces(lines.rstrip("\n"))
    if not all(map(str.strip, pieces[::2])):  # what is blank to Python ends no list and no quote
        return clean_html(text), len(text)
    blocks = [_held_or_block(source, fences) for source in pieces[::2]]
    _merge(blocks, pieces)
    return _joined(blocks, pieces) or (clean_html(text), len(text))


def _pieces(lines: str) -> list[str]:
    """Return blocks, and between them their distances."""
    if "\n\n\n" in lines:
        return _BETWEEN.split(lines)
    pieces = ["\n\n"] * (2 * lines.count("\n\n") + 1)
    pieces[::2] = lines.split("\n\n")
    return pieces


def _hold_fence(code: str, fences: list[str]) -> str:
    fences.append(f"<pre><code>{escaped(code)}</code></pre>")
    return f"\x02{len(fences) - 1}\x03"


def _held_or_block(source: str, fences: list[str]) -> _Block | None:
    # Most paragraphs are one line without any mark.
    first = source[0]
    if (first.isalpha() or first in _OPENING) and "\n" not in source and is_literal(source):
        return _Block("p", f"<p>{source}</p>")
    if first == "!" and (image := lone_image(source)):
        return _Block("p", f"<p>{image}</p>")
    held = _FENCED.fullmatch(source) if first == "\x02" else None
    return _Block("p", fences[int(held[1])]) if held else _block(source)


def _joined(blocks: list[_Block | None], pieces: list[str]) -> tuple[str, int] | None:
    if None not in blocks:
        return "\n".join([block.html for block in blocks if block and block.html]), 0
    out: list[str] = []
    declined = 0
    start = -1
    for at in range(len(blocks) + 1):
        block = blocks[at] if at < len(blocks) else None
        if block is None and at < len(blocks):
            start = at if start < 0 else start
            continue
        if start >= 0:
            run = "".join(pieces[2 * start : 2 * at - 1])
            declined += len(run)
            html = converted(run)
            if html is None:
                return None
            if html:
                out.append(html)
            start = -1
        if block is not None and block.html:
            out.append(block.html)
    return "\n".join(out), declined


def _merge(blocks: list[_Block | None], pieces: list[str]) -> None:
    """Join lists of a kind that follow each other; decline lists and quotes beside others that could join them."""
    at = 0
    while at < len(blocks):
        block = blocks[at]
        end = at + 1
        if block is not None and block.kind != "p":
            while block.items and end < len(blocks) and (other := blocks[end]) and other.kind == block.kind:
                end += 1
            joins = _may_join_list if block.items else _may_join_quote
            beside = (other for other in (at - 1, end) if 0 <= other < len(blocks))
            if any(joins(pieces[2 * other]) for other in beside):
                blocks[at:end] = [None] * (end - at)
            elif block.items:
                lists = [other.items for other in blocks[at:end] if other is not None]
                empty = _Block("p")
                blocks[at:end] = [_Block("p", _list_html(block, lists)), *[empty] * (end - at - 1)]
        at = end


def _may_join_list(source: str) -> bool:
    if "\n" not in source:
        return "    " in source or _LIST_LIKE.match(source) is not None
    return _LIST_LIKE.search(source) is not None


def _may_join_quote(source: str) -> bool:
    return ">" in source and _QUOTE_LIKE.search(source) is not None


def _list_html(first: _Block, lists: list[tuple[str, ...]]) -> str:
    """Return the HTML of lists with blank lines between them: the items beside a blank line become paragraphs."""
    html = [first.opening]
    for number, items in enumerate(lists):
        for place, item in enumerate(items):
            loose = (place == 0 and number > 0) or (place == len(items) - 1 and number < len(lists) - 1)
            html.append(f"<li>\n<p>{item}</p>\n</li>" if loose else f"<li>{item}</li>")
    return "\n".join((*html, f"</{first.kind}>"))


def _block(source: str) -> _Block | None:
    first = source[0]
    if first == "#":
        return _heading(source)
    if first == ">":
        return _quote(source)
    if _NO_PARAGRAPH.match(source):
        if _RULE.fullmatch(source):
            return _Block("p", "<hr>")
        return _list(source)
    if _RULE_LIKE.match(source):
        return _Block("p", "<hr>") if _RULE.fullmatch(source) else None
    if "\n" in source and _ENDING_LINE.search(source):
        return None
    html = inline_html(source)
    return None if html is None else _Block("p", f"<p>{html}</p>")


def _heading(source: str) -> _Block | None:
    line, newline, rest = source.partition("\n")
    found = _HEADING.match(line)
    text = found[2].strip() if found else ""
    html = inline_html(text) if text else None
    if found is None or html is None or (newline and _ENDING_LINE.search(source)):
        return None
    heading = f"<h{len(found[1])}>{html}</h{len(found[1])}>"
    if not newline:
        return _Block("p", heading)
    after = _block(rest)
    return None if after is None or after.kind != "p" else _Block("p", f"{heading}\n{after.html}")


def _list(source: str) -> _Block | None:
    kind = "ol" if source.lstrip(" ")[:1].isdecimal() else "ul"
    pattern = _ORDERED if kind == "ol" else _UNORDERED
    items: list[str] = []
    opening = "<ul>"
    if "\n" in source and _TABLE_LINE.search(source):
        return None
    for line in source.split("\n"):
        found = pattern.match(line)
        if found is None:
            return None
        text = found[2]
        if _NO_PARAGRAPH.match(text) or _RULE_LIKE.match(text):
            return None
        html = inline_html(text)
        if html is None:
            return None
        if kind == "ol" and not items:
            opening = "<ol>" if found[1] == "1" else f'<ol start="{found[1]}">'
        items.append(html)
    return _Block(kind, opening=opening, items=tuple(items))


def _quote(source: str) -> _Block | None:
    lines: list[str] = []
    for line in source.split("\n"):
        if line[0] != ">":
            return None
        lines.append("" if line.strip() == ">" else line[2:] if line[1:2] == " " else line[1:])
    if not lines[-1]:
        return None  # the last paragraph would keep its newline
    inner = [_block(block) for block in _BETWEEN.split("\n".join(lines).lstrip("\n"))[::2]]
    html = [block.html for block in inner if block is not None and block.kind == "p"]
    if len(html) < len(inner) or not html:
        return None
    return _Block("q", "<blockquote>\n" + "\n".join(html) + "\n</blockquote>")
