"""The canonical form of article files: written by the tool, read back without a YAML parser."""

from __future__ import annotations

import re
from hashlib import sha256

import msgspec

from backfile.addresses import safe_permalink
from backfile.characters import clean_line
from backfile.model import Article, Capture

_LISTS = frozenset(("authors", "tags", "aliases"))
_FIELDS = tuple(f for f in Article.__struct_fields__ if f not in ("capture", "extra", "body"))
_CAPTURE = ("format", "file", "sha256", "added", "written", "tags")
# What YAML would not read back as it stands inside double quotes: controls, line breaks of any kind, byte order marks,
# noncharacters; DEL and C1 are escaped too, so that no editor hides them. JSON writes both kinds of escape the same way.
_ESCAPED = re.compile(
    '["\\\\\x00-\x1f\x7f-\xa0\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]'
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_WRITTEN = re.compile(r'^  written: "([0-9a-f]{64})"\n', re.MULTILINE)
_LINE = re.compile(r'^( {0,4})([a-z0-9_]+|"(?:[^"\\\n]|\\.)*"):(?: (["\[][^\n]*|[0-9]+))?$')
_ITEM = r'- "(?:[^"\\\n]|\\.)*"'
# Lists as most other programs write them, an item a line.
_LINE_LIST = re.compile(rf"^([a-z]+):((?:\n  {_ITEM})+|(?:\n{_ITEM})+)$", re.MULTILINE)
DATE = re.compile(
    r"(?:[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"(?:[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?)?)?)?)?\Z"
)
PERMALINK = re.compile(r"(?:(?!(?:con|prn|aux|nul)\b)[a-z0-9][a-z0-9_-]*(?:/|\Z))*\Z")
STATUSES = ("", "published", "draft", "withdrawn", "gone")


class _Capture(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    format: str = ""
    file: str = ""
    sha256: str = ""
    added: str = ""
    written: str = ""
    tags: str = ""
    repairs: dict[str, int] = {}


class _Front(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    id: str = ""
    title: str = ""
    date: str = ""
    updated: str = ""
    authors: tuple[str, ...] = ()
    byline: str = ""
    source: str = ""
    place: str = ""
    section: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    cover: str = ""
    original: str = ""
    lang: str = ""
    permalink: str = ""
    aliases: tuple[str, ...] = ()
    status: str = ""
    reason: str = ""
    capture: _Capture = _Capture()
    extra: dict[str, str] = {}


_decode = msgspec.json.Decoder(_Front).decode


def quoted(text: str) -> str:
    """Return a text as a double-quoted scalar that YAML and JSON read back the same; lone surrogates become U+FFFD."""
    if not text.isprintable() or '"' in text or "\\" in text:
        text = _ESCAPED.sub(_escape, _SURROGATE.sub("\ufffd", text))
    return f'"{text}"'


def write_article(article: Article) -> str:
    """Return the canonical form of an article file.

    The body loses blank lines at its ends and gets one line feed at its end. When the article has a capture,
    `capture.written` is set to the sha256 of the form without that line, whatever the article says there.
    """
    lines = ["---"]
    for name in _FIELDS:
        value = getattr(article, name)
        if not value:
            continue
        if name in _LISTS:
            lines.append(f"{name}: [{', '.join(map(quoted, value))}]")
        else:
            lines.append(f"{name}: {quoted(value)}")
    capture = article.capture
    at = 0
    if capture != Capture():
        lines.append("capture:")
        for name in _CAPTURE:
            if name == "written":
                at = len(lines)
            elif value := getattr(capture, name):
                lines.append(f"  {name}: {quoted(value)}")
        if capture.repairs:
            lines.append("  repairs:")
            lines += [f"    {_key(name)}: {times}" for name, times in capture.repairs]
    if article.extra:
        lines.append("extra:")
        lines += [f"  {_key(name)}: {quoted(value)}" for name, value in article.extra]
    lines.append("---\n")
    body = _clean_body(article.body)
    if body:
        lines.append(f"{body}\n")
    if capture.format:
        written = sha256("\n".join(lines).encode()).hexdigest()
        lines.insert(at, f'  written: "{written}"')
    elif capture.written:
        lines.insert(at, f"  written: {quoted(capture.written)}")
    return "\n".join(lines)


def is_edited(article_text: str) -> bool:
    """Return whether a person changed an article file after the tool wrote it, in any way but its line ends.

    True also for a file that the tool never wrote. The file's text without its `written` line must have the sha256 that
    the line gives; so any added, removed or moved character is noticed.
    """
    text = article_text.replace("\r\n", "\n")
    end = text.find("\n---\n")
    match = _WRITTEN.search(text, 0, max(end, 0) + 1)
    if match is None:
        return True
    rest = text[: match.start()] + text[match.end() :]
    return sha256(rest.encode("utf-8", "surrogatepass")).hexdigest() != match[1]


def read_canonical(text: str) -> Article | None:
    """Return the article of a file in (about) the canonical form, None when it needs a reader of hand-written files."""
    end = text.find("\n---\n", 3)
    if not text.startswith("---\n") or end < 0:
        return None
    block = text[4 : end + 1]
    lines = "\n  - " in block or "\n- " in block
    document = _json(_LINE_LIST.sub(_flow, block) if lines else block)
    if not document:
        return None
    try:
        front = _decode(document)
    except (msgspec.MsgspecError, UnicodeEncodeError):
        return None
    if (
        not (DATE.match(front.date) and DATE.match(front.updated) and front.title)
        or front.status not in STATUSES
        or (lines and not _is_tidy(front))
    ):
        return None
    values = {name: getattr(front, name) for name in _FIELDS}
    if not PERMALINK.match(front.permalink):
        values["permalink"] = safe_permalink(front.permalink)
    read = front.capture
    capture = Capture(
        format=read.format,
        file=read.file,
        sha256=read.sha256,
        added=read.added,
        written=read.written,
        tags=read.tags,
        repairs=tuple(read.repairs.items()),
    )
    return Article(
        **values,
        capture=capture,
        extra=tuple(front.extra.items()),
        body=text[end + 5 :].strip("\n"),
    )


def _json(block: str) -> str:
    """Return front matter in the canonical form as one JSON object, "" when a line is not of that form."""
    out: list[str] = []
    depth = 0
    opened = True
    for line in block.split("\n"):
        if not line:
            continue
        match = _LINE.match(line)
        if match is None:
            return ""
        indent, name, value = match.groups()
        level = len(indent) >> 1
        if len(indent) & 1 or level > depth or (level < depth and opened):
            return ""
        if level < depth:
            out.append("}" * (depth - level))
            depth = level
        if not opened:
            out.append(",")
        out.append(name if name[0] == '"' else f'"{name}"')
        if value is None:
            out.append(":{")
            depth += 1
            opened = True
        else:
            out.append(f":{value}")
            opened = False
    return "" if opened else "{" + "".join(out) + "}" * (depth + 1)


def _flow(found: re.Match[str]) -> str:
    items = (line.lstrip(" ")[2:] for line in found[2][1:].split("\n"))
    return f"{found[1]}: [{', '.join(items)}]"


def _is_tidy(front: _Front) -> bool:
    """Is there nothing that the reader of hand-written files would tidy up?"""
    lists = (front.authors, front.tags, front.aliases)
    texts = (value for name in _FIELDS if isinstance(value := getattr(front, name), str))
    names = (value for values in lists for value in values)
    return all(len(frozenset(values)) == len(values) and "" not in values for values in lists) and all(
        text == clean_line(text) for text in (*texts, *names)
    )


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _SHORT.get(character) or f"\\u{ord(character):04x}"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[a-z][a-z0-9_]*", name) and name not in _YAML_WORDS else quoted(name)


# Plain keys that some YAML reader takes for a boolean or for nothing.
_YAML_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def _clean_body(body: str) -> str:
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", body).strip("\n")
