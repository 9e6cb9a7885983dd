"""python-frontmatter with handlers of our own: metadata that are strings only, with bounded work on hostile input."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from backfile.errors import Problem

# A block beyond this is no front matter anybody wrote; libyaml and tomllib both have inputs whose time grows quadratically.
_MOST_CHARACTERS = 200_000
_MOST_TOML_CHARACTERS = 50_000
_MOST_VALUES = 20_000
_MOST_DEPTH = 40
_NOTHING = frozenset(("~", "null", "Null", "NULL", ""))
# The first line of YAML that is meant as a mapping: a key, a comment, or the like.
_HASH = re.compile(r"[ \t]+(#[^\s#!].*?)[ \t]*\Z")
_KEY_LINE = re.compile(r"""(?:["'][^"'\n]{1,80}["']|[\w][\w .-]{0,60})[ \t]*:(?:[ \t]|$)""")


# tomllib's time grows with the square of a dotted key's length.
_LONG_TOML_KEY = re.compile(r"""(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){40}""")


class MetadataError(ValueError):
    """Front matter cannot be read; line counts from 1 within the block, 0 when unknown."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class _Boundary(BaseHandler):
    """A block between two lines that hold only the delimiter, at the very start of the text."""

    START = re.compile("")
    END = re.compile("")

    def __init__(self) -> None:
        super().__init__(fm_boundary=self.START)

    def split(self, text: str) -> tuple[str, str]:
        """Return the block and the text after it, untouched. Raises ValueError when there is no second delimiter."""
        start = self.START.match(text)
        end = self.END.search(text, start.end()) if start else None
        if start is None or end is None:
            raise ValueError("there is no second delimiter")
        return text[start.end() : end.start()], text[end.end() :]


class YAMLHandler(_Boundary):
    """`---` blocks, read with libyaml's parser; also closed by `...` as YAML allows."""

    START = re.compile(r"---[ \t]*\n")
    END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)

    def load(self, fm: str) -> Any:
        """Return the block's value with every scalar as the text that stands there. Raises MetadataError."""
        if len(fm) > _MOST_CHARACTERS:
            raise MetadataError("the front matter is too long")
        block = _readable(fm)
        loader = yaml.CSafeLoader(block)
        try:
            return _Builder(block).build(loader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "it is no YAML"
            raise MetadataError(str(reason), mark.line + 1 if mark else 0) from None
        finally:
            loader.dispose()


class TOMLHandler(_Boundary):
    """`+++` blocks, read with the standard library (python-frontmatter's own handler needs a package that may be absent)."""

    START = re.compile(r"\+\+\+[ \t]*\n")
    END = re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)

    def load(self, fm: str) -> Any:
        """Return the block's table with every scalar as text. Raises MetadataError."""
        if len(fm) > _MOST_TOML_CHARACTERS or _LONG_TOML_KEY.search(fm):
            raise MetadataError("the front matter is too long")
        try:
            return _as_text(tomllib.loads(fm, parse_float=str))
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"at line (\d+)", str(error))
            raise MetadataError(str(error), int(line[1]) if line else 0) from None
        except (ValueError, RecursionError):
            raise MetadataError("a value is too large or nested too deeply") from None


HANDLERS: tuple[tuple[str, _Boundary], ...] = (("yaml", YAMLHandler()), ("toml", TOMLHandler()))


def split_text(text: str, source: str) -> tuple[dict[str, object], str, str] | Problem:
    """Do what frontmatter.split promises."""
    text = text.removeprefix("\ufeff")
    # Blank lines before the block are an accident; without this the metadata would be shown as text.
    if text[:1] in "\n \t" and text.lstrip()[:3] in ("---", "+++"):
        text = text.lstrip()
    handler = frontmatter.detect_format(text, [h for _, h in HANDLERS])
    kind = next((k for k, h in HANDLERS if h is handler), "")
    if handler is None:
        return {}, text, ""
    try:
        block, body = handler.split(text)
    except ValueError:
        return {}, text, ""
    try:
        data = handler.load(block)
    except MetadataError as error:
        if kind == "yaml" and not _meant_as_mapping(block):
            return {}, text, ""
        hint = "put the value in double quotes" if kind == "yaml" else "mend the line, or the one before it"
        line = error.line + 1 if error.line else 1
        return Problem(source, line, f"the front matter cannot be read: {error}", hint)
    if data == {}:
        return {}, body, kind
    if not isinstance(data, dict):
        return ({}, text, "") if block.strip() else ({}, body, kind)
    return data, body, kind


class _Builder:
    """Builds strings, lists and dicts from libyaml's events, without recursion and without following aliases twice.

    An alias may only stand for a scalar: whoever nests anchored collections writes a bomb, not metadata.
    `#word` is text here and no comment: people write tags and numbers so (`tags: #河`, `title: Weekly #90`).
    """

    def __init__(self, block: str) -> None:
        self._lines = block.split("\n")
        self._stack: list[tuple[Any, list[str]]] = []
        self._anchors: dict[str, str] = {}
        self._root: Any = None
        self._count = 0

    def build(self, loader: Any) -> Any:
        """Return the value of the first document; further documents are an error."""
        documents = 0
        while True:
            event: Any = loader.get_event()
            kind: type[yaml.Event] = type(event)
            if event is None or kind is yaml.StreamEndEvent:
                return self._root
            if kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise MetadataError("there is more than one document", event.start_mark.line + 1)
            else:
                self._take(kind, event)

    def _take(self, kind: type[yaml.Event], event: Any) -> None:
        if kind is yaml.ScalarEvent:
            plain = event.style in (None, "")
            value = "" if plain and event.value in _NOTHING else event.value
            if plain and event.tag and not value:
                value = self._lines[event.start_mark.line][
                    event.start_mark.column :
                ].strip()  # no tag but a word
            elif plain and (said := self._behind(event.end_mark)):
                value = f"{value} {said}".strip()
            if event.anchor:
                self._anchors[event.anchor] = value
            self._add(value, event)
        elif kind is yaml.AliasEvent:
            value = self._anchors.get(event.anchor)
            if value is None or len(value) > 1000:
                raise MetadataError(f"the alias *{event.anchor} is not supported", event.start_mark.line + 1)
            self._add(value, event)
        elif kind is yaml.MappingStartEvent:
            self._open({}, event)
        elif kind is yaml.SequenceStartEvent:
            self._open([], event)
        elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            self._stack.pop()

    def _behind(self, mark: Any) -> str:
        """Return what stands behind a plain value on its line, if it is a word that begins with `#`."""
        match = _HASH.match(self._lines[mark.line], mark.column) if mark.line < len(self._lines) else None
        return match[1] if match else ""

    def _open(self, value: Any, event: Any) -> None:
        self._add(value, event)
        self._stack.append((value, []))
        if len(self._stack) > _MOST_DEPTH:
            raise MetadataError("it is nested too deeply", event.start_mark.line + 1)

    def _add(self, value: Any, event: Any) -> None:
        self._count += 1
        if self._count > _MOST_VALUES:
            raise MetadataError("it has too many values", event.start_mark.line + 1)
        if not self._stack:
            self._root = value
            return
        container, key = self._stack[-1]
        if isinstance(container, list):
            container.append(value)
        elif not key:
            if not isinstance(value, str):
                raise MetadataError("a key is not a word", event.start_mark.line + 1)
            key.append(value)
        else:
            container[key.pop()] = value


def _meant_as_mapping(block: str) -> bool:
    """Return whether a block that is no YAML was meant as metadata: its first line that says anything is a key."""
    for line in block.split("\n"):
        if line.strip() and not line.startswith("#"):
            return _KEY_LINE.match(line) is not None
    return False


# Characters that make libyaml refuse a text although they mean nothing.
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def _readable(block: str) -> str:
    return _UNREADABLE.sub("", block)


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _as_text(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_as_text(v) for v in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
