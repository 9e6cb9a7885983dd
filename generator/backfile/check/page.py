"""What one HTML page says about itself: links, ids, metadata, and what is wrong inside it.

A tokenizer of its own instead of a parser: it reads HTML as the standard's tokenizer does for pages like ours, knows where
everything stands, and is five times as fast as html.parser. It does not repair: what needs repair is a problem.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import NamedTuple

from backfile.check.nesting import VOID, Nesting

# Possessive (`*+`, `++`) and never failing after a long run, so that hostile text costs linear time.
# A tag: end slash, name, attributes, and ">" or nothing when the text ends inside the tag.
_TOKEN = re.compile(
    r"<(?:(/?)([A-Za-z][^\s/>]*+)((?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+)(>?)|!--)",
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++)))?")
_CSS_URL = re.compile(
    r"url\(\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^()\s\"']*+))\s*+\)|@import\s++[\"']([^\"']*+)", re.IGNORECASE
)
_CSS_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?+")
_SRCSET = re.compile(r"[\s,]*+([^\s,]\S*+)([^,]*+)")
_SCRIPT_URL = re.compile(r"[\x00-\x20]*(?:javascript|vbscript|data:text)[\x00-\x20]*:?", re.IGNORECASE)
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.IGNORECASE)

_RAW = {
    name: re.compile(f"</{name}(?=[\\s/>])[^>]*+>", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title")
}
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
    """The facts of one page. canonical is None without one; redirect is the target of a redirect page or "" elsewhere."""

    references: tuple[Reference, ...]
    ids: frozenset[str]
    notes: tuple[Note, ...]
    canonical: Reference | None
    redirect: str


def read_page(text: str) -> Page:
    """Return the facts of one HTML page."""
    return _Reader(text).read()


def css_references(css: str, what: str, at: int = 0) -> list[Reference]:
    """Return the addresses that a stylesheet makes a browser ask for."""
    plain = _CSS_COMMENT.sub(lambda m: " " * len(m[0]), css) if "/*" in css else css
    return [
        Reference(at + match.start(), what, next((g for g in match.groups() if g), ""), True)
        for match in _CSS_URL.finditer(plain)
    ]


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.references: list[Reference] = []
        self.notes: list[Note] = []
        self.ids: set[str] = set()
        self.canonical: Reference | None = None
        self.redirect = ""
        self.headings = 0
        self.lang = ""
        self.nesting = Nesting()

    def read(self) -> Page:
        position: int | None = 0
        while position is not None:
            position = self._read_from(position)
        self._finish()
        return Page(
            tuple(self.references),
            frozenset(self.ids),
            tuple(self.notes),
            self.canonical,
            self.redirect,
        )

    def _read_from(self, position: int) -> int | None:
        """Read tags up to an element or comment whose content is no markup; return where that ends, None at the end."""
        nesting, opened = self.nesting, self.nesting.counts
        for match in _TOKEN.finditer(self.text, position):
            end, name, attributes, closed = match.groups()
            if name is None:
                found = self.text.find("-->", match.start() + 2)
                return found + 3 if found >= 0 else None
            if not closed:
                self._note(match.start(), f"the tag <{end}{name[:20]} is not finished")
                return None
            name = name.lower()
            if end:
                for wrong in nesting.leave(name):
                    self._note(match.start(), wrong)
                continue
            # What stands in a template is no part of the page until a script makes it one.
            if not opened["template"]:
                self.headings += name == "h1"
                if attributes:
                    self._attributes(name, attributes, match.start())
            if name in _RAW:
                return self._raw(name, attributes, match.end(), match.start())
            if name not in VOID and not (attributes[-1:] == "/" and (opened["svg"] or opened["math"])):
                nesting.enter(name)
        return None

    def _note(self, at: int, message: str, hint: str = "") -> None:
        self.notes.append(Note(at, message, hint))

    def _raw(self, name: str, attributes: str, start: int, at: int) -> int:
        """Pass over an element whose content is no markup; return where it ends."""
        found = _RAW[name].search(self.text, start)
        if found is None:
            self._note(at, f"<{name}> is not closed")
            return len(self.text)
        content = self.text[start : found.start()]
        if name == "style":
            self.references += css_references(content, "a style", start)
        elif name == "title" and not self.nesting.counts["svg"] and not content.strip():
            self._note(at, "the title is empty")
        elif name == "script" and "ld+json" in attributes:
            for wrong in _linked_data(content):
                self._note(at, wrong)
        return found.end()

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
                for wrong, hint in _image(values):
                    self._note(at, wrong, hint)
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
        elif values.get("property") in ("og:image", "og:url") or values.get("name") == "citation_public_url":
            self._refer(at, f"<meta {values.get('property') or values.get('name')}>", content, False)

    def _finish(self) -> None:
        if not self.lang.strip():
            self._note(-1, "<html> has no lang")
        if self.headings != 1:
            self._note(-1, f"the page has {self.headings} h1 instead of one")
        if not re.match(r"\s*<!doctype html", self.text[:200], re.IGNORECASE):
            self._note(-1, "the page does not begin with <!doctype html>")
        for wrong in self.nesting.left():
            self._note(-1, wrong)


def _linked_data(content: str) -> list[str]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        return [f"JSON-LD cannot be read: {error}"]
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict) or "@context" not in item or not ("@type" in item or "@graph" in item):
            return ["JSON-LD has no @context or no @type"]
    return []


def _image(values: dict[str, str]) -> list[tuple[str, str]]:
    wrong = []
    if "alt" not in values:
        wrong.append(("an image has no alt text", 'alt="" says that it is decoration'))
    for key in ("width", "height"):
        if not re.match(r"0*[1-9][0-9]*\Z", values.get(key, "")):
            wrong.append((f"an image has no {key}", "without it the page jumps while loading"))
    if not values.get("src"):
        wrong.append(("an image has no src", ""))
    return wrong


def _sources(srcset: str) -> list[str]:
    """Return the addresses of a srcset attribute; commas inside an address are part of it, as the standard says."""
    found, match = [], _SRCSET.match(srcset)
    while match:
        found.append(match[1].rstrip(","))
        match = _SRCSET.match(srcset, match.end(1) if match[1].endswith(",") else match.end())
    return found
