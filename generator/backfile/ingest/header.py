"""Headers of `key: value` in a quotation below the title, as several archivers write them."""

from __future__ import annotations

import re

import msgspec

_TITLE = re.compile(r"#[ \t]+(\S.*?)[ \t#]*\Z")
_FIELD = re.compile(r"[*_]*([\w ]{2,12}?)[*_]*\s*[:：][*_]*\s*(.*)\Z")
_LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?[^)]*\)")
_ADDRESS = re.compile(r"https?://[^\s<>）)\]]+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+.!|~&=-])")
_NOTHING = ("", "-", "无", "未知", "None", "none", "null", "N/A")
_RULE = re.compile(r"[ ]{0,3}(?:-[ ]*){3,}\Z|[ ]{0,3}(?:\*[ ]*){3,}\Z")
# A quotation of more lines is part of the text.
_MOST_LINES = 20


class Header(msgspec.Struct, frozen=True):
    """A title (with its escapes), the fields below it word for word, and the text after them; "" and () are what is not there."""

    title: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    body: str = ""

    def has(self, *keys: str) -> bool:
        """Return whether all of the keys are there, whatever their values."""
        return {k for k, _ in self.fields}.issuperset(keys)

    def value(self, *keys: str) -> str:
        """Return the value of the first key that says anything, without markup and escapes."""
        for key, value in self.fields:
            plain = plain_value(value)
            if key in keys and plain not in _NOTHING:
                return plain
        return ""

    def address(self, *keys: str) -> str:
        """Return the address in the value of the first key that has one, out of a link or bare."""
        for key, value in self.fields:
            found = address_in(value) if key in keys else ""
            if found:
                return found
        return ""


def quoted_header(text: str) -> Header:
    """Return the header of a text: at most a title, then `> key: value` lines, or several on a line between bars.

    Without such lines there are no fields.
    """
    lines = text[:20_000].lstrip("\ufeff \n\t").split("\n")
    at, title = 0, ""
    if match := _TITLE.match(lines[0].rstrip()):
        title, at = match[1], 1
    while at < len(lines) and not lines[at].strip():
        at += 1
    fields: list[tuple[str, str]] = []
    first = at
    while at < len(lines) and lines[at].lstrip().startswith(">"):
        for part in re.split(r"\s*(?<!\\)[|｜]\s*", lines[at].lstrip().lstrip("> ").rstrip(" \\")):
            match = _FIELD.match(part.removeprefix("- "))
            if match:
                fields.append((match[1].strip(), match[2].strip()))
        at += 1
    if not fields or at - first > _MOST_LINES:
        return Header(title)
    rest = text.lstrip("\ufeff \n\t").split("\n")[at:]
    while rest and (not rest[0].strip() or _RULE.match(rest[0])):
        del rest[0]
    return Header(title, tuple(fields), "\n".join(rest).rstrip("\n "))


def plain_value(value: str) -> str:
    """Return a value without emphasis and escapes, a link as its text."""
    value = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", value)
    return _ESCAPE.sub(r"\1", value).strip("*_` <>")


def address_in(value: str) -> str:
    """Return the address that a value links to or is, without escapes; "" when there is none."""
    match = _LINK.search(value)
    if match is None or not _ADDRESS.match(match[1]):
        match = _ADDRESS.search(value)
        return _ESCAPE.sub(r"\1", match[0]) if match else ""
    return _ESCAPE.sub(r"\1", match[1])
