"""Addresses inside text."""

from __future__ import annotations

import re
from collections import Counter

# The target of a link or an image that was wrapped after a hyphen.
_BROKEN_TARGET = re.compile(
    r"(\]\((?:[^()\s]|\([^()\s]*\))*-)\n(?:[ \t]*>)*[ \t]*(?=(?:[^()\s]|\([^()\s]*\))+(?:\)|\n))"
)
BARE_URL = re.compile(
    r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*[A-Za-z0-9\-_~/#@$&*+=%)\]]", re.IGNORECASE
)
_BROKEN_URL = re.compile(
    r"(https?://[A-Za-z0-9\-._~:/?#@!$&'*+,;=%]{0,500}-)\n(?=[A-Za-z0-9])", re.IGNORECASE
)


def join_broken_targets(text: str, counts: Counter[str]) -> str:
    """Join targets and bare addresses that were wrapped after a hyphen."""
    for pattern in (_BROKEN_TARGET, _BROKEN_URL):
        count = 1
        while count and "-\n" in text:
            text, count = pattern.subn(r"\1", text)
            counts["broken_urls"] += count
    return text


def trim_url(url: str) -> str:
    """Return an address without the brackets around it that its pattern took along."""
    for opening, closing in ("()", "[]"):
        while url.endswith(closing) and url.count(closing) > url.count(opening):
            url = url[:-1].rstrip(".,;:!?'")
    return url
