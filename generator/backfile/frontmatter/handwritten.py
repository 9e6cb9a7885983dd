"""Article files that people wrote or changed: read through python-frontmatter, tolerant of habits."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from backfile.addresses import article_id, safe_permalink
from backfile.characters import clean_line
from backfile.errors import Problem
from backfile.frontmatter.canonical import STATUSES
from backfile.frontmatter.dates import parse_date
from backfile.frontmatter.handlers import split_text
from backfile.frontmatter.headings import first_heading
from backfile.model import Article, Capture

_TEXTS = (
    "id",
    "title",
    "byline",
    "source",
    "place",
    "section",
    "summary",
    "cover",
    "original",
    "lang",
    "permalink",
    "reason",
)
_LISTS = ("authors", "tags", "aliases")
_OTHER_NAMES = {"author": "authors", "tag": "tags", "alias": "aliases", "language": "lang"}
_SEPARATORS = re.compile(r"\s*[,，、;；]\s*")
_TRUE = frozenset(("true", "yes", "on", "1"))
_FALSE = frozenset(("false", "no", "off", "0"))


def read_handwritten(path: str, text: str) -> tuple[Article, tuple[Problem, ...]] | Problem:
    """Return the article of a file in any form, with what is odd about it; a Problem when its front matter is broken."""
    split = split_text(text, path)
    if isinstance(split, Problem):
        return split
    metadata, body, _ = split
    body = body.strip("\n")
    if not metadata and not body.strip():
        return Problem(path, 0, "the file is empty", "write something or delete it")
    notes: list[str] = []
    values: dict[str, Any] = {}
    extra: dict[str, str] = {}
    for key, value in metadata.items():
        _take(key, value, values, extra, notes)
    for key in ("date", "updated"):
        written = values.get(key, "")
        values[key] = parse_date(written)
        if written and not values[key]:
            extra[key] = written
            notes.append(f"the {key} {written[:40]!r} is not understood; write it as 2024-07-28")
    if not values.get("title"):
        values["title"], body = _title(path, body)
    if values.get("permalink"):
        values["permalink"] = safe_permalink(values["permalink"])
    if not values.get("id"):
        values["id"] = article_id(f"file:{path}")
    article = Article(**values, extra=tuple(extra.items()), body=body)
    return article, tuple(Problem(path, 0, note, "", fatal=False) for note in notes)


def _take(key: str, value: object, values: dict[str, Any], extra: dict[str, str], notes: list[str]) -> None:
    name = key.strip().lower()
    name = _OTHER_NAMES.get(name, name)
    if name in _TEXTS and isinstance(value, str):
        values.setdefault(name, clean_line(value))
    elif name in ("date", "updated") and isinstance(value, str):
        values.setdefault(name, value)
    elif name in _LISTS and (found := as_list(value)) is not None:
        values[name] = (*values.get(name, ()), *(v for v in found if v not in values.get(name, ())))
    elif name == "status" and isinstance(value, str):
        status = value.strip().lower()
        if status in STATUSES:
            values["status"] = status
        else:
            # Better unseen than published by mistake.
            values["status"] = "draft"
            notes.append(f"the status {value[:40]!r} is unknown and taken for draft")
    elif (
        name in ("draft", "published") and isinstance(value, str) and value.strip().lower() in _TRUE | _FALSE
    ):
        if (value.strip().lower() in _TRUE) == (name == "draft"):
            values["status"] = "draft"
    elif name == "capture" and isinstance(value, dict):
        values["capture"] = _capture(value)
    elif name == "extra" and isinstance(value, dict):
        extra.update((str(k), as_text(v)) for k, v in value.items())
    else:
        extra[key] = as_text(value)
        notes.append(f"the key {key[:40]!r} is unknown and kept as it is")


def as_list(value: object) -> tuple[str, ...] | None:
    """Return names given as a list or as one text with commas; None for anything else."""
    if isinstance(value, str):
        items = _SEPARATORS.split(value)
    elif isinstance(value, list) and all(isinstance(v, str) for v in value):
        items = value
    else:
        return None
    return tuple(dict.fromkeys(i for i in map(clean_line, items) if i))


def as_text(value: object) -> str:
    """Return a metadata value as one text: strings as they are, anything else as JSON."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _capture(value: dict[str, object]) -> Capture:
    texts = {
        k: v
        for k, v in value.items()
        if isinstance(v, str) and k in Capture.__struct_fields__ and k != "repairs"
    }
    repairs = value.get("repairs")
    counts = (
        tuple((k, int(v)) for k, v in repairs.items() if isinstance(v, str) and re.fullmatch("[0-9]{1,9}", v))
        if isinstance(repairs, dict)
        else ()
    )
    return Capture(**texts, repairs=counts)


def _title(path: str, body: str) -> tuple[str, str]:
    """Return a title for a text without one: its first heading, which then leaves the body, or the file's name."""
    found = first_heading(body)
    if found:
        return clean_line(found[0]), found[1]
    return path.rpartition("/")[2].rpartition(".")[0], body
