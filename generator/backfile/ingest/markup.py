"""HTML of articles to markdown: cleaned with lxml, written by html-to-markdown.

Whatever cannot be read raises ValueError.
Only structure survives: styles, scripts and attributes are gone, pictures that a script would load have their addresses, code is
text in lines.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from backfile.characters import CJK_PUNCTUATION, HAN, KANA, SHARED_PUNCTUATION

if TYPE_CHECKING:
    from html_to_markdown import ConversionOptions

_GONE = (
    *(
        "script",
        "style",
        "noscript",
        "template",
        "link",
        "meta",
        "title",
        "object",
        "embed",
        "canvas",
        "form",
    ),
    *("button", "input", "select", "textarea", "mp-style-type", "mpprofile", "mp-common-profile"),
)
_HIDDEN = re.compile(r"(?:^|;)\s*display\s*:\s*none", re.IGNORECASE)
_LOCAL = re.compile(r"(?![a-z][a-z0-9+.-]*:|[/#])\S", re.IGNORECASE)
_WEB = re.compile(r"(?:https?:)?//[^\s/]", re.IGNORECASE)
# Where the address of a picture stands: as shown, then as scripts load it.
_SOURCES = (
    "src",
    "data-src",
    "data-original",
    "data-croporisrc",
    "data-backsrc",
    "data-lazy-src",
    "data-actualsrc",
)
# What stands where a picture has no words of its own.
_NO_ALT = ("图片", "image", "img", "cover_image")
_LANGUAGE = re.compile(r"(?:language-)?([a-z][a-z0-9+#-]{0,15})\Z")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_CODE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
# Between wide characters a line end in the source is no blank (CSS Text Module Level 3, 4.1.3).
_WIDE = f"[{HAN}{KANA}{CJK_PUNCTUATION}{SHARED_PUNCTUATION}]"
_BROKEN = re.compile(rf"(?<={_WIDE})((?:\s|</?(?:span|font|strong|b|em|i|u|a)(?:\s[^<>]*)?>)+)(?={_WIDE})")
_LINE_END = re.compile(r"\s*\n\s*")
_TAG_OR_BLANK = re.compile(r"(<[^<>]*>)|\s+")
# Beyond this depth a page is no text but an attack on readers.
_DEEPEST = 200
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def parsed(text: str) -> Any:
    """Return the root element of a page or a fragment; a fragment stands in a body."""
    from lxml import html as lxml_html
    from lxml.etree import LxmlError

    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    data = _CONTROL.sub("", text).encode("utf-8", "replace")
    data = data if data.strip() else b"<p></p>"
    try:
        return lxml_html.document_fromstring(data, parser=parser, ensure_head_body=True)
    except LxmlError as error:
        raise ValueError(str(error)) from error


def markdown_of(element: Any) -> str:
    """Return what an element holds as markdown; the element is changed on the way."""
    from html_to_markdown import ConversionError, convert
    from lxml import etree

    _clean(element)
    written = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    parts = _CODE.split(written)
    parts[::2] = [_LINE_END.sub(" ", _BROKEN.sub(_joined, part)) for part in parts[::2]]
    try:
        return (convert("".join(parts), _options()).content or "").strip("\n")
    except ConversionError as error:
        raise ValueError(str(error)) from error


def markdown_of_fragment(text: str) -> str:
    """Return a fragment of HTML as markdown."""
    return markdown_of(parsed(f"<body>{text}</body>").find("body"))


def markdown_of_lines(text: str) -> str:
    """Return text of which every line end counts, and which may hold links, as markdown."""
    paragraphs = _PARAGRAPHS.split(text.strip())
    return markdown_of_fragment("".join(f"<p>{p.replace(chr(10), '<br>')}</p>" for p in paragraphs))


def plain_text(element: Any) -> str:
    """Return the text of an element on one line, "" for None."""
    return "" if element is None else " ".join(str(element.text_content()).split())


def address(value: str) -> str:
    """Return an address with its entities resolved and a scheme; "" for what is no web address."""
    url = html.unescape(html.unescape(value)).strip()
    if not _WEB.match(url):
        return ""
    return f"https:{url}" if url.startswith("//") else url


@cache
def _options() -> ConversionOptions:
    from html_to_markdown import ConversionOptions, PreprocessingOptions

    return ConversionOptions(
        bullets="-",
        list_indent_width=4,
        escape_asterisks=True,
        escape_underscores=True,
        escape_misc=True,
        autolinks=False,
        expand_abbreviations=False,
        include_blockquote_citations=False,
        highlight_style="none",
        extract_metadata=False,
        br_in_tables=False,
        hidden_content="all",
        max_depth=_DEEPEST,
        preprocessing=PreprocessingOptions(enabled=False),
    )


def _clean(root: Any) -> None:
    from lxml import etree

    hidden = [e for e in root.iterdescendants("*") if _HIDDEN.search(e.get("style") or "")]
    for element in [
        *root.iterdescendants(*_GONE),
        *hidden,
        *root.xpath(".//ul[contains(@class, 'line-index')]"),
    ]:
        if element.getparent() is not None:
            element.drop_tree()
    for drawing in list(root.iterdescendants("svg")):
        if drawing.getparent() is not None and drawing.find(".//img") is None:
            drawing.drop_tree()
    etree.strip_tags(root, "svg", "g", "foreignobject", "foreignObject")
    for code in list(root.iterdescendants("pre")):
        _code(code)
    for image in list(root.iterdescendants("img")):
        _image(image)
    for frame in list(root.iterdescendants("iframe", "video", "audio")):
        _frame(frame)
    for link in list(root.iterdescendants("a")):
        if not _WEB.match(link.get("href") or "") and not _LOCAL.match(link.get("href") or ""):
            link.drop_tag()
    for element in root.iter("*"):
        for name in list(element.attrib):
            if name not in ("src", "href", "alt", "class", "colspan", "rowspan", "start") or (
                name == "class" and element.tag != "code"
            ):
                del element.attrib[name]


def _joined(match: re.Match[str]) -> str:
    return _TAG_OR_BLANK.sub(r"\1", match[1]) if "\n" in match[1] else match[1]


def _image(image: Any) -> None:
    """Give a picture its real address: that of a file saved beside the page, else the one its script would load."""
    given = [(image.get(name) or "").strip() for name in _SOURCES]
    local = [u.replace("\\", "/") for u in given if _LOCAL.match(u)]
    shown = local[0] if local else next(filter(None, map(address, (*given[1:], given[0]))), "")
    if not shown:
        image.drop_tree()
        return
    image.set("src", shown.replace(" ", "%20"))
    alt = (image.get("alt") or "").strip()
    image.set("alt", "" if alt.lower() in _NO_ALT else alt)


def _frame(frame: Any) -> None:
    """Leave the address of a film or sound where it was played."""
    url = address(frame.get("data-src") or "") or address(frame.get("src") or "")
    for child in list(frame):
        frame.remove(child)
    if not url:
        frame.drop_tree()
        return
    frame.tag = "a"
    frame.text = url
    frame.attrib.clear()
    frame.set("href", url)


def _code(block: Any) -> None:
    """Make a block of code one text: its lines are elements of their own, or end in <br>."""
    for end in list(block.iterdescendants("br")):
        end.tail = "\n" + (end.tail or "")
    lines = [e for e in block if e.tag == "code"]
    text = "\n".join(str(e.text_content()) for e in lines) if len(lines) > 1 else str(block.text_content())
    classes = (lines[0].get("class") or "").split() if lines else []
    named = [block.get("data-lang") or "", *(c for c in classes if c.startswith("language-"))]
    match = next((m for n in named if (m := _LANGUAGE.match(n))), None)
    tail = block.tail
    block.clear()
    block.tail = tail
    code = block.makeelement("code", {"class": f"language-{match[1]}"} if match else {})
    code.text = text.replace("\u00a0", " ").strip("\n")
    block.append(code)
