"""Addresses inside text: where they end, what parted them, and how they are written."""

from __future__ import annotations

import re
from collections import Counter

# A target in round brackets; brackets within it come in pairs or behind a backslash. Possessive, for text that never
# closes its brackets must not be tried in every way.
TARGET = r"(?:[^()\s\\]|\\\S|\((?:[^()\s\\]|\\\S)*\))*+"
# The target of a link or an image that was wrapped after a hyphen, or before a dash of two.
_BROKEN_TARGET = re.compile(
    rf"(\]\({TARGET})(?:(?<=-)\n|\n(?=[ \t>]*--\w))(?:[ \t]*>)*[ \t]*(?=[^\s)])(?={TARGET}(?:\)|\n|\s\"))"
)
# Two stars end an address, for they are marks; so does the number of the next reference.
BARE_URL = re.compile(
    r"https?://(?:[A-Za-z0-9\-._~:/?#\]@!$&'()+,;=%]|\*(?!\*)|\[(?!\d+\]))*[A-Za-z0-9\-_~/#@$&+=%)\]]",
    re.IGNORECASE,
)
_BROKEN_URL = re.compile(
    r"(https?://[A-Za-z0-9\-._~:/?#@!$&'*+,;=%]{0,500})"
    r"(?:(?<=-)\n(?:> ?)*(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])\n(?:> ?)*(?=--[A-Za-z0-9]))",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[A-Za-z0-9])https?://", re.IGNORECASE)
_TARGET_ESCAPE = re.compile(r"\\([\\\[\]()])")


def join_broken_targets(text: str, counts: Counter[str]) -> str:
    """Join targets and bare addresses that were wrapped at a hyphen."""
    for pattern in (_BROKEN_TARGET, _BROKEN_URL):
        count = 1
        while count and ("-\n" in text or "--" in text):
            text, count = pattern.subn(r"\1", text)
            counts["broken_urls"] += count
    return text


def trim_url(url: str) -> str:
    """Return an address without what its pattern took along: brackets around it, another address glued to it."""
    if url.count("://") > 1 and (glued := _GLUED.search(url, 8)):
        url = url[: glued.start()]
    for opening, closing in ("()", "[]"):
        if url.count(closing) > url.count(opening):
            depth = 0
            for at, character in enumerate(url):
                depth += (character == opening) - (character == closing)
                if depth < 0:
                    url = url[:at].rstrip(".,;:!?'")
                    break
    return url


def plain_target(target: str) -> str:
    """Return a target without angle brackets and escapes, its blanks and odd brackets as percent codes."""
    if target[:1] == "<" and target[-1:] == ">":
        target = target[1:-1]
    if "\\" in target:
        target = _TARGET_ESCAPE.sub(r"\1", target).replace("\\", "%5C")
    if " " in target or "\n" in target:
        target = "%20".join(target.split())
    if "(" in target or ")" in target:
        depth = lowest = 0
        for character in target:
            depth += (character == "(") - (character == ")")
            lowest = min(lowest, depth)
        if depth or lowest:
            target = target.replace("(", "%28").replace(")", "%29")
    return target.replace("<", "%3C").replace(">", "%3E") if "<" in target or ">" in target else target
