"""Footnotes that work although nh3 leaves no ids: new ids and links, made from the addresses of the old ones."""

from __future__ import annotations

import re

from backfile.markdown.tokens import Token, tokens

_TO_NOTE = re.compile(r"#fn:(.*)", re.DOTALL)
_TO_REFERENCE = re.compile(r"#fnref(\d{0,4}):(.*)", re.DOTALL)


def link_footnotes(html: str, prefix: str) -> str:
    """Give footnotes the ids ``fn1``, ``fn2`` ... and ``fnref1``, ``fnref1-2`` ... after a prefix, and link them.

    Other links to places within the page lose their target: no id of the text's own survives.
    """
    parts = list(tokens(html))
    notes = _notes(parts)
    numbers = {name: number for number, name in enumerate(notes, 1)}
    counts = dict.fromkeys(notes, 0)
    for at, token in enumerate(parts):
        if token.kind != "a" or not (target := token.attribute("href")).startswith("#"):
            continue
        found = _TO_NOTE.fullmatch(target)
        name = found[1] if found else ""
        if name in numbers and parts[at - 1].kind == "sup" and at:
            counts[name] += 1
            parts[at - 1].html = f'<sup id="{prefix}{_reference(numbers[name], counts[name])}">'
            token.html = f'<a href="#{prefix}fn{numbers[name]}">'
        elif not _TO_REFERENCE.fullmatch(target):
            token.html = "<a>"
    for name, at in notes.items():
        parts[at].html = f'<li id="{prefix}fn{numbers[name]}">'
    for token in parts:
        if token.kind == "a" and (back := _TO_REFERENCE.fullmatch(token.attribute("href"))):
            which = int(back[1] or 1)
            known = 1 <= which <= counts.get(back[2], 0)
            token.html = f'<a href="#{prefix}{_reference(numbers[back[2]], which)}">' if known else "<a>"
    return "".join(token.html for token in parts)


def _notes(parts: list[Token]) -> dict[str, int]:
    """Return the place of each footnote's list item by the footnote's name, in order."""
    notes: dict[str, int] = {}
    items: list[int] = []
    for at, token in enumerate(parts):
        if token.kind == "li":
            items.append(at)
        elif token.kind == "/li":
            items.pop()
        elif token.kind == "a" and items and (back := _TO_REFERENCE.fullmatch(token.attribute("href"))):
            notes.setdefault(back[2], items[-1])
    by_item = {at: name for name, at in reversed(notes.items())}  # one note an item, the first named
    return {name: at for name, at in notes.items() if by_item[at] == name}


def _reference(number: int, which: int) -> str:
    return f"fnref{number}" if which == 1 else f"fnref{number}-{which}"
