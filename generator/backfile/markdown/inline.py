"""Inline markdown of the few kinds that news is made of, as Python-Markdown and nh3 would write it.

Everything here answers with HTML that equals the reference's or with None, which leaves the text to the reference.
A construct is taken only in the plainest form; what looks like one in any other form is declined.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

# One backtick on either side; longer runs pair by rules of their own.
_CODE = re.compile("(?<!`)`([^`\n\\\\\x01]+)`(?!`)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+.!|-])")
_ENTITY = re.compile("&(amp|lt|gt|quot);")
# What is or may become an entity: escapes are undone before Python-Markdown looks for entities a last time.
_ENTITY_LIKE = re.compile("&#|&[-.0-9A-Za-z]+;|&[-.0-9A-Za-z]*\x01")
# Hosts that nh3 passes as they are: it takes away addresses whose port, number or punycode is not valid.
_HOST = r"https?://(?:(?!xn--)[A-Za-z0-9][A-Za-z0-9-]{0,60}\.)+[A-Za-z]{2,20}"
# No ";" for the sake of entities.
_URL = rf"(?:{_HOST}(?=[/)])|(?=/[^/)])|(?=[A-Za-z0-9._-]{{1,80}}[/)]))[A-Za-z0-9/._~%?=&#,:@+$-]+|(?=\))"
_IMAGE = re.compile("!\\[([^\\[\\]`\\\\\n&<>\xa0\x01]*)\\]\\((" + _URL + ")\\)")
# An image by itself: most pictures of news.
_LONE_IMAGE = re.compile(_IMAGE.pattern + r"\Z")
_LINK = re.compile("\\[(?<!!\\[)([^\\[\\]\n]+)\\]\\((" + _URL + ")\\)")
_NUMBER = r"(?:1\d\d|[1-9]\d|\d)"
_AFTER_AUTOLINK = rf"((?:{_HOST}|https?://{_NUMBER}(?:\.{_NUMBER}){{3}})(?::[1-9]\d{{0,3}})?(?:/[A-Za-z0-9/._~%?=&#,:@()+$-]*)?)>"
_AUTOLINKS = re.compile(f"<{_AFTER_AUTOLINK}")
# "<" that may open a tag: neither an address nor what is text because a blank, a number or the like follows.
RAW_HTML = re.compile(rf"<(?!{_AFTER_AUTOLINK})(?![ 0-9=\x80-\U0010ffff])")
_LITERAL_BRACKETS = re.compile(r"(?<!!)\[(?!\^)[^\[\]]*\](?![\[(:])(?!\s\[)")
_EMPHASIS = re.compile(r"(?<!\*)(\*\*?)([^\s*](?:[^*]*[^\s*])?)\1(?!\*)")
# Underscores between letters are letters; a single run of others has nothing to pair with.
_DELIMITING_UNDERSCORES = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_ODD_BREAK = re.compile(r" {3,}\n|  \n(?=\s)")
_HELD = re.compile("\x01(\\d+)\x02")


def inline_html(text: str) -> str | None:
    """Return the HTML of a paragraph's text, or None when it holds more than this module knows.

    The text has no control characters but newlines, no blank lines, and no RAW_HTML.
    """
    if is_literal(text) and "  \n" not in text:
        return text
    held: list[str] = []
    held_text = _hold(text, held)
    if held_text is None:
        return None
    html = _finished(held_text)
    if html is None or not held:
        return html
    # A link holds what stood in its text, so that it takes a second round.
    while "\x01" in html:
        html = _HELD.sub(lambda found: held[int(found[1])], html)
    return html


def is_literal(text: str) -> bool:
    """Return whether a text of one line holds nothing that is written otherwise in HTML, or may be.

    One look for each character costs far less than one pattern with all of them.
    """
    return not (
        "*" in text
        or "_" in text
        or "[" in text
        or "<" in text
        or "&" in text
        or ">" in text
        or "`" in text
        or "\\" in text
        or "\xa0" in text
    )


def lone_image(text: str) -> str | None:
    """Return what inline_html() does for a text that is an image and nothing else, None for any other; much faster."""
    found = _LONE_IMAGE.match(text)
    # What may be the beginning of an entity is the business of inline_html().
    return _image(found) if found and "&#" not in text else None


def escaped(text: str) -> str:
    """Return text as HTML that shows it character by character."""
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


def _hold(text: str, held: list[str]) -> str | None:
    """Return the text with code, escapes, entities, images and links replaced by numbers of what they become."""

    def hold(html: str) -> str:
        held.append(html)
        return f"\x01{len(held) - 1}\x02"

    if "`" in text:
        if "\\" in text:
            return None
        text = _CODE.sub(lambda found: hold(f"<code>{escaped(found[1].strip())}</code>"), text)
        if "`" in text:
            return None
    if "\\" in text:
        text = _ESCAPE.sub(lambda found: hold(escaped(found[1])), text)
        if "\\" in text:
            return None
    if "&" in text:
        text = _ENTITY.sub(lambda found: hold('"' if found[1] == "quot" else found[0]), text)
        if _ENTITY_LIKE.search(text):
            return None
    held_text = _hold_links(text, hold) if "[" in text else text
    if held_text is not None and "<" in held_text:
        held_text = _AUTOLINKS.sub(lambda found: hold(_autolink(found[1])), held_text)
        if "<" in held_text and "@" in held_text:
            return None  # an address of mail
    return held_text


def _autolink(url: str) -> str:
    return f'<a href="{_attribute(url)}">{_attribute(url)}</a>'


def _hold_links(text: str, hold: Callable[[str], str]) -> str | None:
    declined = False

    def link(found: re.Match[str]) -> str:
        nonlocal declined
        inner = _finished(found[1]) if found[1].strip() and "<http" not in found[1] else None
        declined = declined or inner is None
        return hold(f'<a href="{_attribute(found[2])}">{inner}</a>')

    if "](" in text:
        text = _IMAGE.sub(lambda found: hold(_image(found)), text)
        text = _LINK.sub(link, text)
        if declined or "](" in text:
            return None
    if "[" in text and text.count("[") != len(_LITERAL_BRACKETS.findall(text)):
        return None
    return text


def _finished(text: str) -> str | None:
    """Return the HTML of a text whose links and the like are held."""
    if (
        "_" in text
        and (runs := len(_DELIMITING_UNDERSCORES.findall(text)))
        and runs + text.count("*") // 2 > 1
    ):
        return None
    if "&" in text or "<" in text or ">" in text:
        text = escape(text, quote=False)
    if text.count("*") > 1:  # a single one has nothing to pair with
        bold = text.split("**") if text.count("*") == 2 * text.count("**") else []
        # Nearly always there is nothing but bold text; other emphasis takes a search from letter to letter.
        text = _bold(bold) if _is_bold(bold) else _EMPHASIS.sub(_emphasis, text)
        if "*" in text:
            return None
    if "  \n" in text:
        if _ODD_BREAK.search(text):
            return None
        text = text.replace("  \n", "<br>\n")
    return text.replace("\xa0", "&nbsp;")  # not before, for it counts as a blank


def _is_bold(parts: list[str]) -> bool:
    """Is every second part of a text between double asterisks what these can stand around?"""
    return len(parts) % 2 == 1 and all(
        part and not part[0].isspace() and not part[-1].isspace() for part in parts[1::2]
    )


def _bold(parts: list[str]) -> str:
    parts[1::2] = [f"<strong>{part}</strong>" for part in parts[1::2]]
    return "".join(parts)


def _emphasis(found: re.Match[str]) -> str:
    tag = "em" if found[1] == "*" else "strong"
    return f"<{tag}>{found[2]}</{tag}>"


def _image(found: re.Match[str]) -> str:
    return f'<img alt="{_attribute(found[1])}" src="{_attribute(found[2])}">'


def _attribute(text: str) -> str:
    """Return an attribute's value that has no angle brackets."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    return text.replace('"', "&quot;") if '"' in text else text
