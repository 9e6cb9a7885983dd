"""Every repair that a reader can be told of has its words in each language of the default theme."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STRINGS = sorted((ROOT / "themes" / "default" / "strings").glob("*.toml"))
WRITERS = [
    path
    for folder in ("ingest", "convert", "build")
    for path in sorted((ROOT / "generator" / "backfile" / folder).rglob("*.py"))
]
COUNTERS = {"counts", "_counts", "repairs"}


def texts(node: ast.expr | None) -> Iterator[str]:
    """The texts that an expression can be; of an f-string its beginning with a star."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (f"{text}*" for part in node.values[:1] for text in texts(part))


def is_counter(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name in COUNTERS


def written(path: Path) -> Iterator[str]:
    """The names under which a module counts repairs: counts["name"], repairs.update({"name": …}), and what it hands on."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Subscript) and is_counter(node.value):
            yield from texts(node.slice)
        elif isinstance(node, ast.keyword) and node.arg == "repairs":
            for inner in ast.walk(node.value):
                if isinstance(inner, ast.Tuple) and len(inner.elts) == 2:
                    yield from texts(inner.elts[0])
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "update" and isinstance(node.func, ast.Attribute) and is_counter(node.func.value):
                for inner in ast.walk(node.args[0]):
                    for key in inner.keys if isinstance(inner, ast.Dict) else ():
                        yield from texts(key)
            elif name == "plain_line":
                yield from (text for arg in node.args[2:3] for text in texts(arg))
            elif name == "_edit":
                yield from texts(node.args[0])


def names() -> set[str]:
    """The names of all repairs; those of dates are made of the fields' names."""
    found = {name for path in WRITERS for name in written(path)}
    if "unreadable_*" in found:
        found = found - {"unreadable_*"} | {"unreadable_date", "unreadable_updated"}
    return found


def test_the_names_are_found() -> None:
    assert {"joined_lines", "folded_tail", "title_markup", "front_matter", "empty_emphasis"} <= names()
    assert not [name for name in names() if not name.replace("_", "").isalpha()]


@pytest.mark.parametrize("file", STRINGS, ids=lambda p: p.stem)
def test_every_repair_has_its_words(file: Path) -> None:
    assert set(tomllib.loads(file.read_text(encoding="utf-8"))["repair"]) == names()
