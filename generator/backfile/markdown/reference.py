"""Markdown to clean HTML by Python-Markdown and nh3: the reference for what any other path may produce."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from backfile.markdown.tokens import names

if TYPE_CHECKING:
    import nh3

    import markdown

_TAGS = names(
    "a abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6"
    " hr i img ins kbd li mark ol p pre q rp rt ruby s samp small strong sub summary sup table tbody td tfoot th"
    " thead time tr u ul var wbr"
    # These are kept here so that the texts they part stay apart; marks.py writes plain tags in their place.
    " acronym address article aside center footer header hgroup nav section strike tt"
)
_ATTRIBUTES = {
    "a": {"href"},
    "abbr": {"title"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
}
_SCHEMES = {"http", "https", "mailto"}
# Elements whose content is no text for readers.
_UNSEEN = ("script", "style", "template", "svg", "math")
_SPECIAL_TAG = re.compile(
    r"</?(?:script|style|template|svg|math|noscript|textarea|title|xmp|iframe|noembed|noframes|plaintext|select)\b",
    re.IGNORECASE,
)
_SWALLOWING_TAG = re.compile(
    r"</?(?:noscript|textarea|title|xmp|iframe|noembed|noframes|plaintext|select)\b[^>]*>?", re.IGNORECASE
)


def clean_html(text: str) -> str:
    """Return safe HTML of a markdown text: headings without ids, images and links as written, no comments."""
    converter, cleaner = _tools()
    try:
        html = converter.reset().convert(text)
    except BaseException:
        _tools.cache_clear()  # the parser's state is unknown now
        raise
    if "<" in text and _SPECIAL_TAG.search(html):
        html = _without_swallowing(html)
    html = cleaner.clean(html)
    # Nothing but marks.py may write a comment: some versions of nh3 leave "<" in attributes as it is.
    return html.replace("<!--", "&lt;!--") if "<!--" in html else html


def _without_swallowing(html: str) -> str:
    """Return HTML in which no element can swallow the text after it.

    HTML's parser takes everything up to a missing end tag as content of some elements, and nh3 drops the content of
    others. This only removes characters, and nh3 judges what is left.
    """
    html = _SWALLOWING_TAG.sub("", html)
    for name in _UNSEEN:
        html = _without_element(html, name)
    return html


def _without_element(html: str, name: str) -> str:
    start_tag = re.compile(rf"<{name}\b[^>]*>?", re.IGNORECASE)
    end_tag = re.compile(rf"</{name}\b[^>]*>?", re.IGNORECASE)
    pieces: list[str] = []
    at = 0
    while (start := start_tag.search(html, at)) is not None:
        pieces.append(html[at : start.start()])
        end = end_tag.search(html, start.end())
        at = start.end() if end is None else end.end()
        if end is None:
            pieces.append(start_tag.sub("", html[at:]))
            at = len(html)
    pieces.append(html[at:])
    return end_tag.sub("", "".join(pieces))


@cache
def _tools() -> tuple[markdown.Markdown, nh3.Cleaner]:
    import nh3

    import markdown

    converter = markdown.Markdown(
        extensions=["tables", "fenced_code", "footnotes", "sane_lists"],
    )
    cleaner = nh3.Cleaner(
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    return converter, cleaner
