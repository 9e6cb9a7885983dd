"""A body's clean HTML into the page: marks become pictures, links go where they lead, leader and tail are folded.

What the markdown stage hands over passed nh3, so tags and quoted attributes are regular; no untrusted text is joined
in here but through the theme's own macros, which escape it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from typing import Protocol

from markupsafe import Markup

from backfile.addresses import is_web
from backfile.model import ArticlePage, Picture
from backfile.render.links import Links

_MARK = re.compile(
    r"<!--(figure|image) (\d{1,6})-->|<a((?:\s+[\w:-]+(?:=\"[^\"]*\")?)*)\s*>|<(/?)table>|<pre>|<!--(?:lead|tail)-->"
)
_LEAD, _TAIL = "<!--lead-->", "<!--tail-->"
_ATTRIBUTE = re.compile(r"([\w:-]+)=\"([^\"]*)\"")
# What capturing programs write where the original has no description.
_EMPTY_ALT = frozenset(
    {"", "image", "img", "picture", "photo", "图片", "圖片", "图像", "图", "alt", "null", "undefined"}
)
_CUT = 300


class Figures(Protocol):
    """The macros of figure.html that a theme may override."""

    def figure(self, link: Links, picture: Picture, number: int, total: int, alt: str, eager: bool) -> Markup:
        """A kept picture that stands alone."""

    def inline(self, link: Links, picture: Picture, number: int, total: int, alt: str, eager: bool) -> Markup:
        """A kept picture inside text."""

    def missing(self, picture: Picture, number: int, total: int, url: str) -> Markup:
        """The box that keeps the place of a picture that is lost, damaged or not yet asked for."""

    def missing_inline(self, picture: Picture, number: int, total: int, url: str) -> Markup:
        """The same inside text."""

    def scroll_start(self) -> Markup:
        """What stands before a table."""

    def scroll_end(self) -> Markup:
        """What stands after a table."""

    def fold_start(self, lead: bool) -> Markup:
        """What stands before the folded leader or the folded tail."""

    def fold_end(self) -> Markup:
        """What stands after either."""


def fill(figures: Figures, page: ArticlePage, body: str, link: Links) -> Markup:
    """Return a body for its page: no mark and no remote source is left, the first picture alone loads eagerly."""
    internal = dict(page.links)
    lead, leads, rest = body.partition(_LEAD)
    article, tails, tail = rest.partition(_TAIL) if leads else body.partition(_TAIL)
    first = first_shown(article, page.pictures)

    def replace(found: re.Match[str]) -> str:
        kind, number, attributes, closing = found.groups()
        if kind:
            return _picture(figures, page, kind, int(number), link, first)
        if attributes is not None:
            return _anchor(attributes, internal, link)
        if closing is not None:
            return f"</table>{figures.scroll_end()}" if closing else f"{figures.scroll_start()}<table>"
        return '<pre tabindex="0">' if found[0] == "<pre>" else ""

    def fold(part: str, *, is_lead: bool) -> str:
        return f"{figures.fold_start(is_lead)}{_MARK.sub(replace, part)}{figures.fold_end()}"

    return Markup(
        (fold(lead, is_lead=True) if leads else "")
        + _MARK.sub(replace, article)
        + (fold(tail, is_lead=False) if tails else "")
    )


def first_shown(body: str, pictures: tuple[Picture, ...]) -> int:
    """Return the number of the first picture of a body that can be shown, -1 when there is none."""
    for found in _MARK.finditer(body):
        number = found[2]
        if number is not None and int(number) < len(pictures) and shown(pictures[int(number)]):
            return int(number)
    return -1


def shown(picture: Picture) -> bool:
    """Return whether there is something to show."""
    return picture.state == "kept" and bool(picture.variants)


def _picture(figures: Figures, page: ArticlePage, kind: str, number: int, link: Links, first: int) -> str:
    if number >= len(page.pictures):
        return ""
    picture, total = page.pictures[number], len(page.pictures)
    alt = "" if picture.alt.strip().casefold() in _EMPTY_ALT else picture.alt
    macro: Callable[..., Markup]
    if shown(picture):
        macro = figures.figure if kind == "figure" else figures.inline
        return str(macro(link, picture, number + 1, total, alt, number == first))
    macro = figures.missing if kind == "figure" else figures.missing_inline
    url = picture.url if len(picture.url) <= _CUT else picture.url[:_CUT] + "…"
    return str(macro(picture, number + 1, total, url))


def _anchor(attributes: str, internal: Mapping[str, str], link: Links) -> str:
    values = dict(_ATTRIBUTE.findall(attributes))
    href = unescape(values.get("href", ""))
    title = f' title="{values["title"]}"' if values.get("title") else ""
    if href in internal:
        return f'<a href="{escape(link(internal[href]))}"{title}>'
    if is_web(href):
        return f'<a href="{values["href"]}"{title} rel="external noopener">'
    if href.startswith(("#", "mailto:")):
        return f'<a href="{values["href"]}"{title}>'
    # A relative or foreign address leads nowhere from here: the text stays, the link goes.
    return "<a>"
