"""The tags of HTML as nh3 writes it: lower case, well nested, attributes in double quotes, no comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec


def names(text: str) -> frozenset[str]:
    """Return the words of a text as a set of tag names."""
    return frozenset(text.split())


_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z:-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z:-]+)="([^"]*)"')
_MARKUP = re.compile(r'<(?:!--[^>]*--|(/?[a-z][a-z0-9]*)(?:"[^"]*"|[^<>"]++)*+)>')
BLOCK_TAGS = names(
    "blockquote caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary table tbody td"
    " tfoot th thead tr ul address article aside center footer header hgroup nav section"
)
_BREAKING = frozenset({"br", *BLOCK_TAGS, *("/" + tag for tag in BLOCK_TAGS)})


class Token(msgspec.Struct, gc=False):
    """A start tag ("a"), an end tag ("/a") or text (""); html is what is written, attributes as in the source."""

    kind: str
    html: str
    attributes: str = ""

    def attribute(self, name: str) -> str:
        """Return the decoded value of an attribute, "" when there is none."""
        for found, value in _ATTRIBUTE.findall(self.attributes):
            if found == name:
                return decoded(value)
        return ""


def tokens(html: str) -> Iterator[Token]:
    """Split HTML into tags and the texts between them; joined again they are the HTML."""
    at = 0
    for found in _TAG.finditer(html):
        if found.start() > at:
            yield Token("", html[at : found.start()])
        yield Token(found[1] + found[2], found[0], found[3])
        at = found.end()
    if at < len(html):
        yield Token("", html[at:])


def plain_text(html: str) -> str:
    """Return the visible text of clean HTML: blocks and line breaks end lines, marks and tags are gone."""
    if "<" not in html:
        return decoded(html).strip()
    parts = _MARKUP.split(html)
    parts[1::2] = ["\n" if name in _BREAKING else "" for name in parts[1::2]]
    return decoded("".join(parts)).strip()


def decoded(text: str) -> str:
    """Return text with the character references that nh3 writes as the characters they stand for."""
    if "&" not in text:
        return text
    text = text.replace("&nbsp;", "\u00a0").replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    return text.replace("&amp;", "&")
