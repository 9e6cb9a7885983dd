"""Raw HTML in written markdown: where nothing is markdown, and what marks of markdown within it stand for.

Python-Markdown shows marks within raw HTML as text. An image or a link is unmistakable, and so is bold text with both its
marks at words; anything else may be the author's own text and is left as it is, as is code.
"""

from __future__ import annotations

import re
from collections import Counter

# No "<" within quotes: a search for the end of a tag ends at the next one, and the time stays linear.
TAG = r"</?[A-Za-z](?:\"[^\"<]*\"|'[^'<]*'|[^<>\"'])*+>"

# What may begin something that is closed to markdown, and what ends it there.
_OPENING = re.compile(
    r"<!--"
    r"|<(?P<name>pre|code|kbd|samp|script|style|textarea|svg|math|template)\b[^<>]*>"
    r"|^(?P<quote>[ \t>]*)(?P<fence>`{3,}|~{3,})[^\n`]*$"
    r"|(?<!\\)(?P<ticks>`+)",
    re.MULTILINE | re.IGNORECASE,
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_GLYPH = r"(?:[^\[\]\\\n]|\\[^\n]|\n(?![ \t]*\n))"
_TARGET = (
    r"\([ \t]*(?:<(?P<quoted>[^<>\n]*)>|(?P<plain>(?:[^()\s<>]|\([^()\s<>]*\))++))"
    r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
)
_IMAGE = re.compile(rf"{TAG}|(?<!\\)!\[(?P<text>(?:{_GLYPH}|\[{_GLYPH}*+\])*+)\]{_TARGET}")
_LINK = re.compile(rf"(?P<tag>{TAG})|(?<![\\!])\[(?P<text>(?:{TAG}|{_GLYPH})++)\]{_TARGET}")
_STRONG = re.compile(
    rf"{TAG}|(?<![*\w\\])\*\*(?=[^\s*])(?P<text>(?:{TAG}|[^*\n]|\n(?![ \t]*\n))++)(?<=[^\s*])\*\*(?![*\w])"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def closed_spans(text: str) -> list[tuple[int, int]]:
    """Return where comments, code and elements without text for readers begin and end, in their order."""
    spans = []
    endless: set[str] = set()  # what has no end is looked for once
    at = 0
    while opening := _OPENING.search(text, at):
        at = opening.end()
        key, pattern = _ending(opening)
        if key in endless:
            continue
        end = pattern.search(text, at)
        if end is None:
            endless.add(key)
        elif not (opening["ticks"] and _BLANK_LINE.search(text, at, end.start())):
            spans.append((opening.start(), end.end()))
            at = end.end()
    return spans


def mark_up(html: str, counts: Counter[str]) -> str:
    """Return raw HTML with tags in place of the images, links and bold text that are written in markdown."""
    if "](" not in html and "**" not in html:
        return html
    out: list[str] = []
    at = 0
    writer = _Writer(counts)
    for start, end in closed_spans(html):
        out += (writer.marked_up(html[at:start]), html[start:end])
        at = end
    out.append(writer.marked_up(html[at:]))
    return "".join(out)


class _Writer:
    """Writes tags; whether a link is open lasts from a piece of text to the next, for there is none within another."""

    def __init__(self, counts: Counter[str]) -> None:
        self._counts = counts
        self._in_link = False

    def marked_up(self, html: str) -> str:
        html = _IMAGE.sub(self._image, html)
        html = _LINK.sub(self._link, html)
        return _STRONG.sub(self._strong, html)

    def _image(self, match: re.Match[str]) -> str:
        if match["text"] is None:
            return match[0]
        self._counts["html_images"] += 1
        alt = " ".join(_ESCAPED.sub(r"\1", match["text"]).split())
        return f'<img src="{_address(match)}" alt="{_attribute(alt)}">'

    def _link(self, match: re.Match[str]) -> str:
        tag = match["tag"]
        if tag:
            if re.match(r"</?a\b", tag, re.IGNORECASE):
                self._in_link = tag[1] != "/"
            return match[0]
        address, text = _address(match), match["text"]
        inner = re.search(r"<a\b", text, re.IGNORECASE) is not None
        if self._in_link or (
            inner and not re.fullmatch(rf"<a href=\"{re.escape(address)}\">[^<]*</a>", text)
        ):
            return match[0]
        self._counts["html_links"] += 1
        return text if inner else f'<a href="{address}">{text}</a>'

    def _strong(self, match: re.Match[str]) -> str:
        if match["text"] is None:
            return match[0]
        self._counts["html_emphasis"] += 1
        return f"<strong>{match['text']}</strong>"


def _ending(opening: re.Match[str]) -> tuple[str, re.Pattern[str]]:
    """Return a key for what a match of _OPENING opens, and the pattern of its end."""
    if name := opening["name"]:
        return name.lower(), re.compile(rf"</{name}\s*>", re.IGNORECASE)
    if fence := opening["fence"]:
        return fence, re.compile(rf"^[ \t>]*{fence}{fence[0]}*[ \t]*$", re.MULTILINE)
    if ticks := opening["ticks"]:
        return ticks, re.compile(rf"(?<!`){ticks}(?!`)")
    return "comment", re.compile("-->")


def _address(match: re.Match[str]) -> str:
    return _attribute(_ESCAPED.sub(r"\1", match["quoted"] or match["plain"] or ""))


def _attribute(text: str) -> str:
    return text.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
