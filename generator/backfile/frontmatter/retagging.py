"""Other tags for an article file: of a file that a person edited nothing changes but the value of its tags.

A file that nobody edited is written anew in the canonical form and stays unedited (`capture.written` follows).
An edited file keeps its `capture.written`, and so stays edited; only the span of the tags' value is replaced in its text.
Whatever comes of it is read again: when anything but the tags differs, the file is left alone and a Problem says so.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from backfile.errors import Problem
from backfile.frontmatter.canonical import is_edited, write_article
from backfile.frontmatter.handlers import split_text
from backfile.frontmatter.spans import UnsafeChangeError, toml_with_tags, yaml_with_tags
from backfile.model import Article

_START = re.compile(r"\ufeff?\s*(---|\+\+\+)[ \t]*(?:\r\n|\r|\n)")
_NAMES = frozenset(("tags", "tag"))


def with_tags(
    path: str, data: bytes, before: Article, tags: tuple[str, ...], origin: str | None = None
) -> bytes | Problem:
    """Return an article file with other tags, or a Problem when that cannot be done without touching anything else.

    before: what read_article gives for the data; origin: what `capture.tags` is to say, None to leave it; an edited file
    keeps what it says there.
    """
    if tags == before.tags and origin in (None, before.capture.tags):
        return data
    text = data.decode("utf-8")
    if is_edited(_unix(text)):
        try:
            new = _edited(text, tags)
            _compare(path, text, new, replace(before, tags=tags))
        except UnsafeChangeError as error:
            hint = "write its tags by hand"
            return Problem(path, 0, f"its tags cannot be changed safely: {error}", hint, fatal=False)
        return new.encode("utf-8")
    capture = before.capture if origin is None else replace(before.capture, tags=origin)
    new = write_article(replace(before, tags=tags, capture=capture))
    end = "\r\n" if "\r\n" in text else "\r" if "\r" in text else "\n"
    return new.replace("\n", end).encode("utf-8")


def is_edited_file(data: bytes) -> bool:
    """Return whether a person changed the bytes of an article file in any way but its line ends."""
    return is_edited(_unix(data.decode("utf-8", "replace")))


def _edited(text: str, tags: tuple[str, ...]) -> str:
    start = _START.match(text)
    if start is None:
        raise UnsafeChangeError("it has no front matter")
    yaml = start[1] == "---"
    closing = r"^(?:---|\.\.\.)[ \t]*$" if yaml else r"^\+\+\+[ \t]*$"
    # In this mode a line ends at a line feed only; a carriage return before it, or alone, is looked for by hand.
    end = re.compile(closing.replace("^", r"(?:(?<=[\r\n])|\A)").replace("$", r"(?=[\r\n]|\Z)")).search(
        text, start.end()
    )
    if end is None:
        raise UnsafeChangeError("its front matter does not end")
    block = text[start.end() : end.start()]
    change = yaml_with_tags if yaml else toml_with_tags
    for padding in ("", " "):
        new = text[: start.end()] + change(block, _NAMES, tags, padding) + text[end.start() :]
        # By chance the change may bring back what the tool once wrote; an edited file is to stay one.
        if is_edited(_unix(new)):
            return new
    raise UnsafeChangeError("it would look as if nobody had edited it")


def _compare(path: str, old: str, new: str, wanted: Article) -> None:
    """Raise UnsafeChangeError when anything but the tags differs."""
    from backfile.frontmatter import read_article

    read = read_article(path, new.encode("utf-8"))
    if isinstance(read, Problem) or read[0] != wanted:
        raise UnsafeChangeError("more than the tags would change")
    before, after = split_text(_unix(old), path), split_text(_unix(new), path)
    if isinstance(before, Problem) or isinstance(after, Problem):
        raise UnsafeChangeError("it cannot be read")
    for metadata in (before[0], after[0]):
        for key in [key for key in metadata if key.strip().lower() in _NAMES]:
            metadata[key] = ""
    if before != after or list(before[0]) != list(after[0]):
        raise UnsafeChangeError("more than the tags would change")


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
