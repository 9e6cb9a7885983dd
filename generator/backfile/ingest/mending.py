"""Front matter that is no YAML although what it means is plain: `title: Paris: a guide`, `- @name`, `标题：题`."""

from __future__ import annotations

import re
from collections.abc import Container

_KEY = re.compile(
    r"([ \t\u00a0\u3000]*)([\w][\w .-]{0,40}?)[ \t\u00a0\u3000]*([:：])([ \t\u00a0\u3000]*)(.*)\Z"
)
_ITEM = re.compile(r"([ \t]*-[ \t]+)(.*)\Z")
_MARKS = re.compile(r"[\s_-]+")
# Values that stand as they are: a whole quoted one, a block, a table in one line.
_SOUND = re.compile(r"""(?:"(?:[^"\\]|\\["\\/nrtbf0xuU])*"|'(?:[^']|'')*'|[|>][+-]?\d?|\{.*\}|)\Z""")
_LIST = re.compile(r"\[(.*)\]\Z")
_PART = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,，]*)\s*(?:[,，]|\Z)""")
_LONGEST = 100_000
# A post of old Hexo begins with keys and has the closing line only.
_OPENED = re.compile(
    r"(?:[A-Za-z][\w-]{0,30}:(?:[ \t].*)?\n(?:[ \t]*+-[ \t].*\n|[ \t]++(?!-[ \t])\S.*\n)*+){1,40}+---[ \t]*(?:\n|\Z)"
)


def opened_block(text: str) -> str:
    """Return a text whose metadata only end in `---` with that line before them, "" for any other text."""
    match = _OPENED.match(text)
    return "---\n" + text if match and re.search(r"^title:", match[0], re.MULTILINE | re.IGNORECASE) else ""


def mended_block(text: str, known: Container[str]) -> tuple[str, int]:
    """Return a text with the lines of its YAML block mended, and how many were; known are keys that a block may hold.

    Plain values are put in quotes, quotes within quotes are escaped, and a colon of full width or without a blank behind it
    is one after a known key. A line that is neither key nor item goes on with the one before.
    """
    head, mark, rest = text.lstrip("\ufeff\n \t").removeprefix("---").partition("\n---")
    if not mark or len(head) > _LONGEST or not head.startswith(("\n", " ", "\t")):
        return text, 0
    lines: list[str] = []
    count = 0
    in_block = False
    for line in head.split("\n")[1:]:
        if in_block and (not line.strip() or line[0] in " \t"):
            lines.append(line)
            continue
        mended, goes_on = _line(line.rstrip(), known)
        in_block = bool(re.search(r":[ \t]*[|>][+-]?\d?[ \t]*\Z", line))
        if goes_on and lines and lines[-1].endswith('"'):
            lines[-1] = f'{lines[-1][:-1]} {_escaped(line.strip())}"'
            count += 1
        else:
            lines.append(mended)
            count += mended != line.rstrip()
    return "---\n" + "\n".join(lines) + mark + rest, count


def _line(line: str, known: Container[str]) -> tuple[str, bool]:
    """Return a line mended, and whether it only goes on with the one before."""
    item = _ITEM.match(line)
    if item:
        return item[1].expandtabs(2) + _value(item[2]), False
    key = _KEY.match(line)
    sound = key is not None and key[3] == ":" and bool(key[4] or not key[5])
    if key is None or not (sound or _MARKS.sub("", key[2].lower()) in known):
        return line, bool(line.strip()) and not line.lstrip().startswith("#")
    return f"{key[1].expandtabs(2)}{key[2]}: {_value(key[5])}".rstrip(), False


def _value(value: str) -> str:
    if _SOUND.match(value):
        return value
    listed = _LIST.match(value)
    if listed:
        parts = [m[1].strip() for m in _PART.finditer(listed[1]) if m[1].strip()]
        return "[" + ", ".join(p if p[0] in "\"'" and _SOUND.match(p) else _quoted(p) for p in parts) + "]"
    return _quoted(value)


def _quoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return f'"{_escaped(value)}"'


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\t", " ")
