"""docs/template-context.md says of every template what its page holds: names, kinds and order follow the structs.

The meaning of a field is written by hand, in the table itself; it stays when the page is made again with UPDATE=1.
"""

from __future__ import annotations

import os
import re
import types
import typing
from collections.abc import Iterator
from pathlib import Path

import msgspec

from backfile.model import AnyPage, Card, TextPage
from backfile.model.cards import CardFacts
from backfile.model.pages import Page
from backfile.render import template_of

FILE = Path(__file__).parents[2] / "docs" / "template-context.md"
HEAD = """# What templates see

A template sees `page`, one of the values below; `site`, the settings of [configuration.md](configuration.md); for an article
`body`, the clean HTML of its text; and functions and filters, see [the default theme](../themes/default/README.md).
[theming.md](theming.md) says how to change a theme.

Names, kinds and order follow the program's own structs, and a test compares them.
An address is below the site's root and percent-encoded; `link(address)` makes an href of it.
What is not known is `""`, or none where the kind says so.
"""
WORDS = {str: "text", int: "whole number", bool: "yes or no", bytes: "bytes"}
ROW = re.compile(r"\| `(\w+)` \| .*? \| (.*?) ?\|$")


def test_every_field_is_there_with_its_meaning() -> None:
    old = FILE.read_text(encoding="utf-8")
    new = page_of(meanings(old))
    if os.environ.get("UPDATE"):
        FILE.write_text(new, encoding="utf-8")
        old = new
    assert old == new, "run the tests with UPDATE=1, and write what new fields mean"
    assert not [line for line in new.splitlines() if line.endswith("| |")], "a field has no meaning yet"


def test_a_field_that_is_not_described_is_found() -> None:
    known = meanings(FILE.read_text(encoding="utf-8"))
    del known["Pager", "older"]
    assert "| `older` | text | |\n" in page_of(known)


def meanings(text: str) -> dict[tuple[str, str], str]:
    """What a page of documentation says of each field, by the names of struct and field."""
    found, name = {}, ""
    for line in text.splitlines():
        if line.startswith("## "):
            name = line.removeprefix("## ")
        elif row := ROW.match(line):
            found[name, row[1]] = row[2]
    return found


def page_of(known: dict[tuple[str, str], str]) -> str:
    pages = [kind for kind in typing.get_args(AnyPage) if kind is not TextPage]
    parts = [HEAD, "| template | page |\n|---|---|\n"]
    parts[1] += "".join(f"| `{template_of(k)}` | {linked(k.__name__)} |\n" for k in pages)
    kinds: list[type[msgspec.Struct]] = [Page, *pages, *values_of(pages)]
    for kind in kinds:
        own = hints(kind)
        if kind is not Page and issubclass(kind, Page):
            own = {n: hint for n, hint in own.items() if n not in Page.__struct_fields__}
        name = "Card" if kind is CardFacts else kind.__name__
        rows = "".join(
            f"| `{field}` | {words(hint)} | {known.get((name, field), '')} |\n".replace("|  |", "| |")
            for field, hint in own.items()
        )
        first = (kind.__doc__ or "").split("\n\n")[0].strip()
        table = f"\n| name | kind | meaning |\n|---|---|---|\n{rows}" if rows else ""
        parts.append(f"## {name}\n\n{first}\n{table}")
    return "\n".join(parts)


def hints(kind: type[msgspec.Struct]) -> dict[str, object]:
    found = typing.get_type_hints(kind)
    return {name: found[name] for name in kind.__struct_fields__}


def values_of(pages: list[type[msgspec.Struct]]) -> list[type[msgspec.Struct]]:
    """The structs within pages, in the order in which they are met."""
    found: list[type[msgspec.Struct]] = []
    kinds: list[type[msgspec.Struct]] = [Page, *pages]
    waiting = [hint for kind in kinds for hint in hints(kind).values()]
    while waiting:
        for kind in structs_in(waiting.pop(0)):
            if kind not in found:
                found.append(kind)
                waiting += hints(kind).values()
    return found


def structs_in(hint: object) -> Iterator[type[msgspec.Struct]]:
    if hint is Card:
        yield CardFacts
    elif isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for inner in typing.get_args(hint):
        yield from structs_in(inner)


def words(hint: object) -> str:
    """A type in words."""
    inner = typing.get_args(hint)
    if isinstance(hint, types.UnionType):
        return " or ".join("none" if part is types.NoneType else words(part) for part in inner)
    if typing.get_origin(hint) is tuple:
        return f"list of {words(inner[0])}" if inner[-1] is ... else f"({', '.join(map(words, inner))})"
    return WORDS.get(typing.cast(type, hint)) or linked(typing.cast(type, hint).__name__)


def linked(name: str) -> str:
    return f"[{name}](#{name.lower()})"
