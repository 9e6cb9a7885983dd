"""What the rest of the build needs to know of a body."""

from __future__ import annotations

import re

from backfile.characters import (
    CJK,
    CJK_RUNS,
    count_characters,
    count_letters,
    detect_language,
    reading_minutes,
)
from backfile.markdown.marks import Marked
from backfile.markdown.tokens import plain_text
from backfile.model import Facts

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_FOOTNOTE = re.compile(r'<sup id="[^"]*">.*?</sup>')
_HEADING_LIKE = re.compile(r"\s*<(?:strong|b)>((?:(?!</?(?:strong|b)>).)*)</(?:strong|b)>\s*\Z", re.DOTALL)
_BYLINE = re.compile(
    r"(?:作者|文|图|撰文|编辑|责编|责任编辑|来源|原创|记者|采写|编译|翻译|整理|校对|排版|出品|发自|转载自?|摄影|本报记者|"
    r"by|written by|posted by|author|authors|editor|source|photo|photos|published|updated)\s*(?:[:：/丨|｜]|(?<=[a-z])\s)|"
    r"[^。！？.!?]{0,20}\s发自\s|\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。！？!?…]+[”’」』）)\"]*|\.(?=\s|\Z)[”’\"]*")
# A deck has this many units; a CJK character takes _WIDE of them, any other character _NARROW.
_UNITS, _WIDE, _NARROW = 1320, 11, 6


def facts_of(marked: Marked, *, folded: bool) -> Facts:
    """Return the facts of a marked body; text and language are judged without what is folded."""
    text = plain_text(marked.main)
    letters = count_letters(text)
    return Facts(
        images=marked.images,
        folded_images=marked.folded_images,
        headings=marked.headings,
        links=marked.links,
        characters=letters.characters,
        minutes=reading_minutes(letters),
        deck=_deck(marked.main),
        lang=detect_language(letters, text),
        folded=folded,
    )


def _deck(html: str) -> str:
    parts: list[str] = []
    units = 0
    notes = html.find('<li id="fn') if "<li id=" in html else -1
    for found in _PARAGRAPH.finditer(html, 0, notes if notes >= 0 else len(html)):
        if _HEADING_LIKE.match(found[1]):
            continue
        inner = _FOOTNOTE.sub("", found[1]) if "<sup" in found[1] else found[1]
        text = " ".join(plain_text(inner).split())
        if not _is_prose(text):
            continue
        parts.append(text)
        units += _width(text[: _UNITS // _NARROW])
        if units > _UNITS // 2:
            break
    return _cut(" ".join(parts))


def _is_prose(text: str) -> bool:
    """Is it more than a number or an ornament, and no credit?"""
    if len(text) > 60:
        return sum(map(str.isalnum, text[:20])) >= 4 or count_characters(text) >= 4
    return count_characters(text) >= 4 and not _BYLINE.match(text)


def _width(text: str) -> int:
    others = CJK_RUNS.sub("", text)
    return len(text) * _WIDE - len(others) * (_WIDE - _NARROW)


def _cut(text: str) -> str:
    """Cut a text to a deck's length: after a sentence when the last one ends late enough, else after a word with "…"."""
    if len(text) * _WIDE <= _UNITS or (len(text) * _NARROW <= _UNITS and _width(text) <= _UNITS):
        return text
    units = length = 0
    for character in CJK.sub("\0", text[: _UNITS // _NARROW + 1]):
        units += _WIDE if character == "\0" else _NARROW
        if units > _UNITS:
            break
        length += 1
    piece = text[:length]
    ends = [found.end() for found in _SENTENCE_END.finditer(text[: length + 1]) if found.end() <= length]
    if ends and ends[-1] > length * 3 // 5:
        return piece[: ends[-1]]
    if text[length].isalnum() and not CJK.match(text[length]):
        word = re.search(r"[^\W_]+\Z", piece)
        if word and word.start() > length // 2 and not CJK.search(word[0]):
            piece = piece[: word.start()]
    return piece.rstrip(" ,;:，、；：。.—-(（“‘") + "…"
