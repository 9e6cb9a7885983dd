"""What one HTML page says about itself: links, ids, metadata, and what is wrong inside it.

A tokenizer of its own instead of a parser: it reads HTML as the standard's tokenizer does for pages like ours, knows where
everything stands, and is five times as fast as html.parser. It does not repair: what needs repair is a problem.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import NamedTuple

# Possessive (`*+`, `++`), so that hostile text costs linear time.
_TOKEN = re.compile(
    r"<(?:!--(?P<comment>.*?)--!?>|(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*+)"
    r"(?P<attributes>(?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+)>|(?P<other>[!?])[^>]*+>)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++)))?", re.DOTALL
)
CSS_URL = re.compile(
    r"url\(\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^)\s\"']*+))\s*+\)|@import\s++[\"']([^\"']*+)", re.IGNORECASE
)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_HANDLER = re.compile(r"(?:^|\s)on[a-z]+\s*=", re.IGNORECASE)
_SCRIPT_URL = re.compile(r"[\x00-\x20]*(?:javascript|vbscript|data:text)[\x00-\x20]*:?", re.IGNORECASE)
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.IGNORECASE)

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_OPTIONAL_END = frozenset(
    "html head body li dt dd p rt rp optgroup option colgroup caption thead tbody tfoot tr td th".split()
)
_RAW = frozenset(("script", "style", "textarea", "title"))
# Attributes that make a browser ask for something as soon as the page is shown, by element; links are followed by people.
_ASKS = {
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "input": ("src",),
    "form": ("action",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
}
_FOLLOWED = {"a": "href", "area": "href"}
# rel values of <link> that only say something; every other one makes a browser ask.
_QUIET_RELS = frozenset(
    "canonical alternate prev next original license author search me help first last up index".split()
)
_LOOKED_AT = frozenset((*_ASKS, *_FOLLOWED, "link", "meta", "html", "base"))


class Reference(NamedTuple):
    """An address on a page: where it stands (offset), what names it, whether a browser asks for it by itself."""

    at: int
    what: str
    url: str
    asks: bool


class Note(NamedTuple):
    """Something wrong inside a page; at is -1 when it has no place."""

    at: int
    message: str
    hint: str


class Page(NamedTuple):
    """The facts of one page. canonical is None without one; redirect is the target of a redirect page or ""."""

    references: tuple[Reference, ...]
    ids: frozenset[str]
    notes: tuple[Note, ...]
    canonical: Reference | None
    redirect: str
    hidden: bool


def read_page(text: str) -> Page:
    """Return the facts of one HTML page."""
    return _Reader(text).read()


def css_references(css: str, what: str, at: int = 0) -> list[Reference]:
    """Return the addresses that a stylesheet makes a browser ask for."""
    plain = _CSS_COMMENT.sub(lambda m: " " * len(m[0]), css) if "/*" in css else css
    return [
        Reference(at + match.start(), what, next((g for g in match.groups() if g), ""), True)
        for match in CSS_URL.finditer(plain)
    ]


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.references: list[Reference] = []
        self.notes: list[Note] = []
        self.ids: set[str] = set()
        self.canonical: Reference | None = None
        self.redirect = ""
        self.hidden = False
        self.headings = 0
        self.lang = ""
        self.stack: list[str] = []

    def read(self) -> Page:
        text, position, stack = self.text, 0, self.stack
        while match := _TOKEN.search(text, position):
            position = match.end()
            name = match["name"]
            if name is None:
                continue
            name = name.lower()
            if match["end"]:
                self._close(name, match.start())
                continue
            attributes = match["attributes"]
            if name == "h1":
                self.headings += 1
            # What stands in a template is no part of the page until a script makes it one.
            if attributes and "template" not in stack:
                self._attributes(name, attributes, match.start())
            if name in _RAW:
                position = self._raw(name, attributes, position, match.start())
            elif name not in _VOID and not (attributes.endswith("/") and ("svg" in stack or "math" in stack)):
                stack.append(name)
        self._finish()
        return Page(
            tuple(self.references),
            frozenset(self.ids),
            tuple(self.notes),
            self.canonical,
            self.redirect,
            self.hidden,
        )

    def _note(self, at: int, message: str, hint: str = "") -> None:
        self.notes.append(Note(at, message, hint))

    def _close(self, name: str, at: int) -> None:
        stack = self.stack
        if stack and stack[-1] == name:
            stack.pop()
            return
        if name not in stack:
            if name not in _OPTIONAL_END:
                self._note(at, f"</{name}> closes nothing")
            return
        while (inner := stack.pop()) != name:
            if inner not in _OPTIONAL_END:
                self._note(at, f"<{inner}> is not closed before </{name}>")

    def _raw(self, name: str, attributes: str, start: int, at: int) -> int:
        """Pass over an element whose content is no markup; return where it ends."""
        found = re.compile(f"</{name}(?=[\\s/>])[^>]*+>", re.IGNORECASE).search(self.text, start)
        if found is None:
            self._note(at, f"<{name}> is not closed")
            return len(self.text)
        content = self.text[start : found.start()]
        if name == "style":
            self.references += css_references(content, "a style", start)
        elif name == "title" and "svg" not in self.stack and not content.strip():
            self._note(at, "the title is empty")
        elif name == "script" and "ld+json" in attributes:
            self._linked_data(content, at)
        return found.end()

    def _linked_data(self, content: str, at: int) -> None:
        try:
            value = json.loads(content)
        except (ValueError, RecursionError) as error:
            self._note(at, f"JSON-LD cannot be read: {error}")
            return
        for item in value if isinstance(value, list) else [value]:
            if (
                not isinstance(item, dict)
                or "@context" not in item
                or not ("@type" in item or "@graph" in item)
            ):
                self._note(at, "JSON-LD has no @context or no @type")

    def _attributes(self, name: str, text: str, at: int) -> None:
        # Most tags have nothing to look at, and a look costs more than everything else.
        if name not in _LOOKED_AT and "id=" not in text and "style" not in text and "on" not in text:
            return
        values: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(text):
            key = match[1].lower()
            value = match[2] if match[2] is not None else match[3] if match[3] is not None else match[4] or ""
            if key in values:
                self._note(at, f"<{name}> has the attribute {key} twice")
                continue
            values[key] = unescape(value) if "&" in value else value
            if key.startswith("on") and len(key) > 2 and key.isalpha():
                self._note(at, f"<{name}> has a script in its attribute {key}")
        if "id" in values:
            self._id(values["id"], at)
        if "style" in values and "(" in values["style"]:
            self.references += [r._replace(at=at) for r in css_references(values["style"], "a style")]
        if name in _LOOKED_AT:
            self._element(name, values, at)

    def _id(self, value: str, at: int) -> None:
        if not value or value != "".join(value.split()):
            self._note(at, f"the id {value!r} is empty or has blanks")
        elif value in self.ids:
            self._note(at, f"the id {value} is there twice")
        self.ids.add(value)

    def _element(self, name: str, values: dict[str, str], at: int) -> None:
        if name in _FOLLOWED:
            if "href" in values:
                self._refer(at, "a link", values["href"], False)
            if name == "a" and values.get("name"):
                self.ids.add(values["name"])
        elif name in _ASKS:
            for key in _ASKS[name]:
                if key == "srcset" and key in values:
                    for url in _sources(values[key]):
                        self._refer(at, f"<{name} srcset>", url, True)
                elif key in values:
                    self._refer(at, f"<{name} {key}>", values[key], True)
            if name == "img":
                self._image(values, at)
        elif name == "link":
            self._link(values, at)
        elif name == "meta":
            self._meta(values, at)
        elif name == "html":
            self.lang = self.lang or values.get("lang", "")
        elif name == "base":
            self._note(at, "<base> changes what every link means", "take it out of the template")

    def _refer(self, at: int, what: str, url: str, asks: bool) -> None:
        if _SCRIPT_URL.match(url):
            self._note(at, f"{what} runs a script: {url[:40]}")
            return
        self.references.append(Reference(at, what, url, asks))

    def _image(self, values: dict[str, str], at: int) -> None:
        if "alt" not in values:
            self._note(at, "an image has no alt text", 'alt="" says that it is decoration')
        for key in ("width", "height"):
            if not values.get(key, "").isascii() or not values.get(key, "").strip("0").isdigit():
                self._note(at, f"an image has no {key}", "without it the page jumps while loading")
        if not values.get("src"):
            self._note(at, "an image has no src")

    def _link(self, values: dict[str, str], at: int) -> None:
        rels = values.get("rel", "").lower().split()
        reference = Reference(
            at, f"<link rel={' '.join(rels)}>", values.get("href", ""), not _QUIET_RELS.issuperset(rels)
        )
        if "canonical" in rels:
            if self.canonical is not None:
                self._note(at, "there are two canonical links")
            self.canonical = reference
        else:
            self.references.append(reference)

    def _meta(self, values: dict[str, str], at: int) -> None:
        content = values.get("content", "")
        if values.get("http-equiv", "").lower() == "refresh":
            match = _REFRESH.match(content)
            self.redirect = match[1].strip() if match else ""
            self._refer(at, "a redirect", self.redirect, False)
        elif values.get("name", "").lower() == "robots" and "noindex" in content:
            self.hidden = True
        elif values.get("property") in ("og:image", "og:url") or values.get("name") == "citation_public_url":
            self._refer(at, f"<meta {values.get('property') or values.get('name')}>", content, False)

    def _finish(self) -> None:
        if not self.lang.strip():
            self._note(-1, "<html> has no lang")
        if self.headings != 1:
            self._note(-1, f"the page has {self.headings} h1 instead of one")
        if not re.match(r"\s*<!doctype html", self.text[:200], re.IGNORECASE):
            self._note(-1, "the page does not begin with <!doctype html>")
        for name in self.stack:
            if name not in _OPTIONAL_END:
                self._note(-1, f"<{name}> is not closed")


def _sources(srcset: str) -> list[str]:
    """Return the addresses of a srcset attribute; commas inside an address are part of it, as the standard says."""
    found, position = [], 0
    for match in re.finditer(r"[\s,]*([^\s,]\S*)([^,]*)(?:,|\Z)", srcset):
        if match.start() < position:
            continue
        found.append(match[1].rstrip(","))
        position = match.end()
    return found
