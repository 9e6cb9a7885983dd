"""Marks of our own in clean HTML: images, heading ids and levels, footnotes.

It works on the tags that nh3 wrote, never on the text between them, and adds only strings made here.
"""

from __future__ import annotations

import re

import msgspec

from backfile.markdown.footnotes import link_footnotes
from backfile.markdown.tokens import BLOCK_TAGS, Token, decoded, names, plain_text, tokens
from backfile.model import Heading, ImageReference

# Tags that may stand around an image that fills its paragraph.
_TRANSPARENT = names("a abbr b bdi br cite del em i ins mark s small strong sub sup u wbr img")
# Where an image stays inside text, even alone.
_PHRASING = names("h1 h2 h3 h4 h5 h6 td th dt summary caption figcaption pre")
_RENAMED = {
    "acronym": "abbr",
    "strike": "s",
    "tt": "code",
    **dict.fromkeys(
        ("address", "article", "aside", "center", "footer", "header", "hgroup", "nav", "section"), "div"
    ),
}
_TO_RENAME = re.compile("</?(" + "|".join(_RENAMED) + ")>")
_HEADING_TAG = re.compile(r"<(/?)h([1-6])>")
_EMPTY_LINK = '<a href="">'
_LINK = re.compile(r'<a href="([^"#][^"]*)"')  # "#" are links of footnotes
_PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)
_PLAIN_FIGURE = re.compile(r'<p><img alt="([^"]*)" src="([^"\s]+)"></p>')
# In this order only where a link holds paragraphs.
_PARAGRAPH_IN_LINK = re.compile(r"</?a\b|</p>")
_IMAGE_ADDRESS = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|bmp|svg|tiff?)(?:[?#!@:]|\Z)|[?&]wx_fmt=", re.IGNORECASE
)


class Marked(msgspec.Struct, frozen=True):
    """The article, its tail and its leader with marks, and what the marks refer to.

    images: those of the article first; the last folded_images of them stand in the tail and in the leader.
    """

    main: str
    tail: str
    lead: str
    images: tuple[ImageReference, ...]
    folded_images: int
    headings: tuple[Heading, ...]
    links: tuple[str, ...]


def mark(main: str, tail: str, lead: str = "") -> Marked:
    """Put marks into the clean HTML of an article, of its folded tail and of its folded leader ("" when there is none).

    Headings begin at level 2: the page has a first-level one of its own. Those of folded parts get ids but are no facts.
    What is folded is numbered last, so that folding and unfolding it changes no number of the article's own.
    """
    shift = 1 if "<h1>" in main or "<h1>" in tail or "<h1>" in lead else 0
    images: list[ImageReference] = []
    headings: list[Heading] = []
    main = _number_headings(_mark_part(main, "", images), shift, headings)
    article_headings, own = tuple(headings), len(images)
    tail = _number_headings(_mark_part(tail, "t", images), shift, headings)
    lead = _number_headings(_mark_part(lead, "l", images), shift, headings)
    links = dict.fromkeys(decoded(href) for html in (main, tail, lead) for href in _LINK.findall(html))
    return Marked(main, tail, lead, tuple(images), len(images) - own, article_headings, tuple(links))


def _mark_part(html: str, prefix: str, images: list[ImageReference]) -> str:
    if _TO_RENAME.search(html):
        html = _TO_RENAME.sub(lambda found: found[0].replace(found[1], _RENAMED[found[1]]), html)
    if _EMPTY_LINK in html:
        html = html.replace(_EMPTY_LINK, "<a>")
    if 'href="#' in html:
        html = link_footnotes(html, prefix)
    return _mark_images(html, images) if "<img" in html else html


def _number_headings(html: str, shift: int, headings: list[Heading]) -> str:
    """Shift headings and give the outermost ones with text their ids; raw HTML can nest them in each other."""
    out: list[str] = []
    open_tags: list[re.Match[str]] = []
    at = opening = 0
    for tag in _HEADING_TAG.finditer(html):
        level = min(max(int(tag[2]) + shift, 2), 6)
        out.append(html[at : tag.start()])
        at = tag.end()
        if tag[1]:
            start = open_tags.pop()
            text = " ".join(plain_text(html[start.end() : tag.start()]).split())
            if not open_tags and text:
                headings.append(Heading(level, f"s{len(headings) + 1}", text))
                out[opening] = f'<h{level} id="s{len(headings)}">'
            out.append(f"</h{level}>")
        else:
            if not open_tags:
                opening = len(out)
            open_tags.append(tag)
            out.append(f"<h{level}>")
    out.append(html[at:])
    return "".join(out)


def _mark_images(html: str, images: list[ImageReference]) -> str:
    """Put marks in place of images; paragraph by paragraph where that is all there is to read."""
    before = len(images)
    if "</p></a" not in "".join(_PARAGRAPH_IN_LINK.findall(html)):
        marked = _PARAGRAPH.sub(lambda found: _mark_paragraph(found[0], images), html)
        if "<img" not in marked:
            return marked
        del images[before:]
    return _mark_runs(html, images)


def _mark_paragraph(html: str, images: list[ImageReference]) -> str:
    if "<img" not in html:
        return html
    if found := _PLAIN_FIGURE.fullmatch(html):
        images.append(ImageReference(decoded(found[2]), decoded(found[1])))
        return f"<!--figure {len(images) - 1}-->"
    return _mark_runs(html, images)


def _mark_runs(html: str, images: list[ImageReference]) -> str:
    """Put marks in place of images; what stands between two block tags is judged together."""
    out: list[str] = []
    run: list[Token] = []
    open_blocks: list[str] = []
    open_links = 0
    for token in (*tokens(html), Token("/", "")):
        name = token.kind.lstrip("/")
        if not token.kind or (name and name not in BLOCK_TAGS):
            run.append(token)
            continue
        closing = token.html
        if any(t.kind == "img" for t in run):
            inside = open_blocks[-1] if open_blocks else ""
            figures = inside not in _PHRASING and not open_links and _only_images(run)
            if figures and token.kind == "/p" and out and out[-1] == "<p>":
                out.pop()
                closing = ""
            out.append(_figures(run, images) if figures else _in_text(run, images))
        else:
            out.extend(t.html for t in run)
        open_links += sum((t.kind == "a") - (t.kind == "/a") for t in run)
        run.clear()
        out.append(closing)
        if token.kind[0] != "/":
            if token.kind != "hr":
                open_blocks.append(token.kind)
        elif open_blocks:
            open_blocks.pop()
    return "".join(out)


def _only_images(run: list[Token]) -> bool:
    """Are there nothing but images and blanks, and links at most to images?

    An image that is a link to something else stays in its link, for a figure links to itself.
    """
    sources = {t.attribute("src") for t in run if t.kind == "img"}
    depth = 0
    for token in run:
        name = token.kind.lstrip("/")
        if not name:
            if decoded(token.html).strip():
                return False
        elif name not in _TRANSPARENT:
            return False
        elif name not in ("img", "br", "wbr"):
            depth += -1 if token.kind[0] == "/" else 1
            if depth < 0:
                return False
        if token.kind == "a":
            target = token.attribute("href")
            if target and target not in sources and not _IMAGE_ADDRESS.search(target):
                return False
    return depth == 0


def _figures(run: list[Token], images: list[ImageReference]) -> str:
    return "\n".join(mark for t in run if t.kind == "img" and (mark := _add(t, "figure", images)))


def _in_text(run: list[Token], images: list[ImageReference]) -> str:
    return "".join(_add(t, "image", images) if t.kind == "img" else t.html for t in run)


def _add(token: Token, kind: str, images: list[ImageReference]) -> str:
    """Return the mark of one more image, "" for one whose address nh3 did not allow."""
    url = token.attribute("src").strip()
    if not url:
        return ""
    images.append(ImageReference(url, token.attribute("alt")))
    return f"<!--{kind} {len(images) - 1}-->"
