"""The value of one key in front matter, replaced in the text itself: what stands around it keeps every character."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from backfile.characters import clean_line
from backfile.frontmatter.canonical import quoted

_MOST_CHARACTERS = 200_000
_MOST_TAGS = 1000
_BREAK = r"(?:\r\n|\r|\n|\Z)"
_ITEM = re.compile(r"[ \t]*-[ \t]+")
_REST = re.compile(rf"[ \t]*(?:#[^\r\n]*)?{_BREAK}")
_PLAIN = (None, "", "'", '"')


class UnsafeChangeError(ValueError):
    """The text cannot be changed without touching what is not to be touched; the message says why."""


def yaml_with_tags(block: str, names: frozenset[str], tags: tuple[str, ...], padding: str) -> str:
    """Return a YAML mapping with another list under the one key of these names; raises UnsafeChangeError.

    A list in one line keeps its kept items as they are written; a list of lines loses, changes and gains lines.
    padding stands inside the brackets of a list in one line.
    """
    key, value = _yaml_value(block, names)
    first = value[0]
    if any(getattr(event, "anchor", None) or getattr(event, "tag", None) for event in value):
        raise UnsafeChangeError("its tags have anchors or types")
    if len(value) == 1:
        if type(first).__name__ != "ScalarEvent" or first.style not in _PLAIN or first.value == "":
            raise UnsafeChangeError("its tags are no list")
        return _put(block, first, first, _flow(map(quoted, tags), padding))
    items = value[1:-1]
    if type(first).__name__ != "SequenceStartEvent" or any(
        type(event).__name__ != "ScalarEvent" or event.style not in _PLAIN for event in items
    ):
        raise UnsafeChangeError("its tags are no list of words")
    if first.flow_style:
        return _flow_changed(block, value, tags, padding)
    return _lines_changed(block, key, items, tags)


def toml_with_tags(block: str, names: frozenset[str], tags: tuple[str, ...], padding: str) -> str:
    """Return a TOML table with another array under the one key of these names; raises UnsafeChangeError."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import Array, String

    del padding  # a block of TOML is never one that the tool wrote
    try:
        document, again = tomlkit.parse(block), tomlkit.parse(block)
        keys = [str(key) for key in document if str(key).strip().lower() in names]
        if len(keys) != 1 or document.as_string() != block:
            raise UnsafeChangeError("it has not exactly one key for tags")
        value = document[keys[0]]
        if isinstance(value, String):
            document[keys[0]] = list(tags)
        elif isinstance(value, Array) and all(isinstance(item, str) for item in value):
            for kind, i, new in _changes([clean_line(item) for item in value], tags):
                if kind == "put":
                    value[i] = new
                elif kind == "drop":
                    del value[i]
                else:
                    value.insert(i, new)
        else:
            raise UnsafeChangeError("its tags are no list of words")
        changed = document.as_string()
        blank = tomlkit.parse(changed)
        blank[keys[0]] = again[keys[0]] = []
        if blank.as_string() != again.as_string():
            raise UnsafeChangeError("more than the tags would change")
    except (TOMLKitError, ValueError, TypeError, IndexError) as error:
        if isinstance(error, UnsafeChangeError):
            raise
        raise UnsafeChangeError("its front matter is written in an unusual way") from None
    return changed


def _yaml_value(block: str, names: frozenset[str]) -> tuple[Any, list[Any]]:
    """Return the event of the key and the events of its value."""
    import yaml

    if len(block) > _MOST_CHARACTERS:
        raise UnsafeChangeError("its front matter is too long")
    found: list[tuple[Any, list[Any]]] = []
    depth, key, value = 0, None, []
    try:
        for event in yaml.parse(block, Loader=yaml.CSafeLoader):
            opens = isinstance(event, yaml.CollectionStartEvent)
            closes = isinstance(event, yaml.CollectionEndEvent)
            if not isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
                continue
            if depth == 0 or (depth == 1 and (closes or key is None)):
                key = event if depth == 1 and not closes else None
                depth += (depth == 0 and opens) - (depth == 1 and closes)
                if opens and key is not None:
                    raise UnsafeChangeError("a key is not a word")
                continue
            value.append(event)
            depth += opens - closes
            if depth == 1:
                found.append((key, value))
                key, value = None, []
    except yaml.YAMLError:
        raise UnsafeChangeError("its front matter is written in an unusual way") from None
    named = [(k, v) for k, v in found if str(getattr(k, "value", "")).strip().lower() in names]
    if len(named) != 1:
        raise UnsafeChangeError("it has not exactly one key for tags")
    return named[0]


def _flow_changed(block: str, value: list[Any], tags: tuple[str, ...], padding: str) -> str:
    items = value[1:-1]
    ends = [value[0], *items, value[-1]]
    gaps = [block[a.end_mark.index : b.start_mark.index] for a, b in pairwise(ends)]
    if any("#" in gap for gap in gaps):
        raise UnsafeChangeError("there are comments inside its list of tags")
    written = {clean_line(item.value): _source(block, item) for item in reversed(items)}
    return _put(block, value[0], value[-1], _flow((written.get(t) or quoted(t) for t in tags), padding))


def _lines_changed(block: str, key: Any, items: list[Any], tags: tuple[str, ...]) -> str:
    """Change a list of one line an item, from its end, so that positions before the change stay what they are."""
    lines = [_line_of(block, item) for item in items]
    if not tags:
        return _without_lines(block, key, lines)
    prefix = block[lines[0][0] : items[0].start_mark.index]
    end = "\r\n" if block[: lines[0][1]].endswith("\r\n") else block[lines[0][1] - 1]
    for kind, i, new in _changes([clean_line(item.value) for item in items], tags):
        if kind == "put":
            block = _put(block, items[i], items[i], quoted(new))
        elif kind == "drop":
            block = block[: lines[i][0]] + block[lines[i][1] :]
        else:
            at = lines[i - 1][1] if i else lines[0][0]
            block = block[:at] + prefix + quoted(new) + end + block[at:]
    return block


def _without_lines(block: str, key: Any, lines: list[tuple[int, int]]) -> str:
    for start, end in reversed(lines):
        block = block[:start] + block[end:]
    at = key.end_mark.index
    colon = re.compile(r"[ \t]*:").match(block, at)
    if colon is None or not _REST.match(block, colon.end()):
        raise UnsafeChangeError("its tags are written in an unusual way")
    return f"{block[: colon.end()]} []{block[colon.end() :]}"


def _line_of(block: str, item: Any) -> tuple[int, int]:
    """Return where the line of a list's item begins and ends; raises UnsafeChangeError when it holds anything else."""
    start, end = item.start_mark.index, item.end_mark.index
    line = max(block.rfind("\n", 0, start), block.rfind("\r", 0, start)) + 1
    rest = _REST.match(block, end)
    if item.start_mark.line != item.end_mark.line or rest is None or rest.end() == end:
        raise UnsafeChangeError("its tags are written in an unusual way")
    if not _ITEM.fullmatch(block, line, start):
        raise UnsafeChangeError("its tags are written in an unusual way")
    return line, rest.end()


def _changes(old: list[str], new: tuple[str, ...]) -> list[tuple[str, int, str]]:
    """Return what makes the new list of the old one, last first: put (at i), drop (i), insert (before i)."""
    if len(old) + len(new) > _MOST_TAGS:
        raise UnsafeChangeError("it has too many tags")
    found: list[tuple[str, int, str]] = []
    for _, i1, i2, j1, j2 in reversed(SequenceMatcher(None, old, list(new), autojunk=False).get_opcodes()):
        if old[i1:i2] == list(new[j1:j2]):
            continue
        both = min(i2 - i1, j2 - j1)
        found += [("insert", i1 + both, new[j]) for j in reversed(range(j1 + both, j2))]
        found += [("drop", i, "") for i in reversed(range(i1 + both, i2))]
        found += [("put", i1 + n, new[j1 + n]) for n in reversed(range(both))]
    return found


def _flow(items: Any, padding: str) -> str:
    return f"[{padding}{', '.join(items)}{padding}]"


def _source(block: str, event: Any) -> str:
    return block[event.start_mark.index : event.end_mark.index]


def _put(block: str, first: Any, last: Any, text: str) -> str:
    return block[: first.start_mark.index] + text + block[last.end_mark.index :]
