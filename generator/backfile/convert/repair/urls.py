"""Addresses inside text: where they end, what parted them, and how they are written."""

from __future__ import annotations

import re
from collections import Counter

# A target in round brackets; brackets within it come in pairs or behind a backslash. Possessive, for text that never
# closes its brackets must not be tried in every way.
TARGET = r"(?:[^()\s\\]++|\\\S|\((?:[^()\s\\]++|\\\S)*\))*+"
# The target of a link or an image that was wrapped after a hyphen, or before a dash of two.
_BROKEN_TARGET = re.compile(
    rf"(\]\({TARGET})(?:(?<=-)\n|\n(?=--\w))(?:[ \t]*>)*[ \t]*(?=[^\s)])(?={TARGET}(?:\)|\n|\s\"))"
)
_IN_URL = r"[A-Za-z0-9\-._~:/?#@!$&'+,;=%]"
# Brackets belong to it in pairs. Two stars end it, for they are marks; so do the number of the next reference and another
# address that is glued to it.
BARE_URL = (
    rf"(?i:https?)://(?=[A-Za-z0-9])(?:(?!(?<=[A-Za-z0-9])https?://){_IN_URL}|\*(?!\*)"
    rf"|\({_IN_URL}*\)|\[(?!\d+\]){_IN_URL}*\])*+"
)
_BROKEN_URL = re.compile(
    r"([hH][tT][tT][pP][sS]?://[A-Za-z0-9\-._~:/?#@!$&'*+,;=%]{0,500})"
    r"(?:(?<=-)\n(?:> ?)*(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])\n(?=--[A-Za-z0-9]))"
)
_TARGET_ESCAPE = re.compile(r"\\([\\\[\]()])")


def join_broken_targets(text: str, counts: Counter[str]) -> str:
    """Join targets and bare addresses that were wrapped at a hyphen."""
    for pattern in (_BROKEN_TARGET, _BROKEN_URL):
        count = 1
        while count and _may_be_broken(text):
            text, count = pattern.subn(r"\1", text)
            counts["broken_urls"] += count
    return text


def _may_be_broken(text: str) -> bool:
    """Whether an address may go on behind a line's end: both patterns above are dear."""
    for end in ("-\n", "\n--"):
        at = text.find(end)
        while at >= 0:
            line = text[text.rfind("\n", 0, at) + 1 : at]
            if "](" in line or "://" in line:
                return True
            at = text.find(end, at + 1)
    return False


def trim_url(url: str) -> str:
    """Return an address without the punctuation of the sentence behind it."""
    return url.rstrip(".,;:!?'*")


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
