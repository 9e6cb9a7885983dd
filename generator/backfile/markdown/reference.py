"""Markdown to clean HTML by Python-Markdown and nh3: the reference for what any other path may produce."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from backfile.markdown.guard import escaped, neutral
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
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # nh3's own default lets some through
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
_UNSEEN = {
    name: (re.compile(rf"<{name}\b", re.IGNORECASE), re.compile(rf"</{name}\b[^>]*>?", re.IGNORECASE))
    for name in ("script", "style", "template", "svg", "math")
}
_ANY_TAG = re.compile(r"""</?([a-z][^\s/>]*)(?:"[^"]*"|'[^']*'|[^<>"'])*>?""", re.IGNORECASE)


def clean_html(text: str) -> str:
    """Return safe HTML of a markdown text: headings without ids, images and links as written, no comments.

    The text has no control characters but newlines and tabs.
    """
    html = converted(text)
    if html is None:
        html = _converted(text, emphasis=False)
    return escaped(text) if html is None else html


def converted(text: str) -> str | None:
    """Return clean_html() of a text that Python-Markdown gets right, None when it leaves its own marks in the HTML.

    It numbers what it has read in a whole text and forgets to put some of it back: odd emphasis around an escape, images
    within images.
    """
    return _converted(text, emphasis=True)


def allowed(html: str) -> str:
    """Return what nh3 leaves of HTML by the rules for bodies."""
    return _tools(emphasis=True)[1].clean(html)


def _converted(text: str, *, emphasis: bool) -> str | None:
    converter, cleaner = _tools(emphasis)
    try:
        html = converter.reset().convert(text)
    except BaseException:
        _tools.cache_clear()  # the parser's state is unknown now
        raise
    if "\x02" in html or "\x03" in html:
        return None
    if "<" in text:
        html = _without_other_tags(html)
    html = cleaner.clean(html)
    if "&" in text:
        html = neutral(html)  # character references can stand for what neutral() took away
    # Nothing but marks.py may write a comment: some versions of nh3 leave "<" in attributes as it is.
    return html.replace("<!--", "&lt;!--") if "<!--" in html else html


def _without_other_tags(html: str) -> str:
    """Return HTML with no tags but those that bodies may have, and with the content of all others but a few.

    nh3 would do it, yet the text after a tag would go with it where HTML's parser takes everything up to a missing end
    tag as content, and where a name belongs to SVG or MathML. This only removes characters; nh3 judges what is left.
    """
    for start_tag, end_tag in _UNSEEN.values():
        html = _without_element(html, start_tag, end_tag)
    return _ANY_TAG.sub(lambda found: found[0] if found[1].lower() in _TAGS else "", html)


def _without_element(html: str, start_tag: re.Pattern[str], end_tag: re.Pattern[str]) -> str:
    pieces: list[str] = []
    at = 0
    while (start := start_tag.search(html, at)) and (end := end_tag.search(html, start.end())):
        pieces.append(html[at : start.start()])
        at = end.end()
    return "".join((*pieces, html[at:]))


@cache
def _tools(emphasis: bool) -> tuple[markdown.Markdown, nh3.Cleaner]:
    import nh3

    import markdown

    converter = markdown.Markdown(
        extensions=["tables", "fenced_code", "footnotes", "sane_lists"],
    )
    if not emphasis:
        converter.inlinePatterns.deregister("em_strong")
    cleaner = nh3.Cleaner(
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    return converter, cleaner
