"""What readers see of a body that somebody wrote as markdown, whatever generator it was written for.

Nothing here knows how markdown is repaired: it takes away what is markup in all dialects, so that two texts can be compared.
"""

from __future__ import annotations

import re

SHORTCODE = re.compile(r"\{\{[^{}]*+\}\}|\{%(?:[^{}%]|%(?!\}))*+%\}")
# What of a shortcode is text; attr is the credit of a figure.
_CAPTION = re.compile(r"\b(?:caption|title|attr)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|'([^'\n]*)')")
_REST = r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
_TARGET = rf"\(\s*<?(?:[^()\s]|\([^()\s]*\))*>?{_REST}"
_IMAGE = re.compile(rf"!\[[^\[\]]*\]{_TARGET}")
_LINK = re.compile(rf"\[((?:[^\[\]]|\[[^\[\]]*\])*+)\]{_TARGET}")
_TAG = re.compile(r"</?[A-Za-z](?:[^<>\n]|\n(?![ \t]*>))*+>")
_MARKS = re.compile(r"[*_\\]")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
# Numbers of lists are written by the browser; a quotation of markdown has no fences.
_FENCE = re.compile(r"^(?:[ \t]*>)*[ \t]*(?:`{3,}|~{3,})[^`<>\n]*$", re.MULTILINE)
_NUMBER = re.compile(r"^(?:[ \t]*>)*[ \t]*\d{1,9}[.)](?:[ \t]|$)", re.MULTILINE)
_NO_LETTERS = re.compile(r"[\W_]+")


def shown_letters(body: str) -> str:
    """Return the letters and digits of a body without markup, addresses and alternative texts."""
    text = _IMAGE.sub("", SHORTCODE.sub(_shown, _FENCE.sub("", without_comments(body))))
    for _ in range(2):
        text = _LINK.sub(r"\1", text)
    text = _MARKS.sub("", _TAG.sub("", text))
    return _NO_LETTERS.sub("", _ENTITY.sub("", _NUMBER.sub("", text)))


def without_comments(text: str) -> str:
    """Return a text without HTML comments; one that does not end stays."""
    out: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        out.append(text[at:start])
        at = end + 3
    return "".join((*out, text[at:]))


def _shown(shortcode: re.Match[str]) -> str:
    # A title that repeats the caption is shown once.
    return " ".join(dict.fromkeys((a or b).strip() for a, b in _CAPTION.findall(shortcode[0])))
