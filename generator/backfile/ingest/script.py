"""Values in the scripts of a page, read by their shape; no script is ever run."""

from __future__ import annotations

import re
from collections.abc import Iterator

_STRING = r"'(?:[^'\\\n]|\\.)*+'|\"(?:[^\"\\\n]|\\.)*+\""
_STRINGS = re.compile(_STRING)
_CALL = r"(?:(?:JsDecode|htmlDecode|decodeURIComponent)\(\s*)?"
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(\n)|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": ""}
_TOKEN = re.compile(rf"{_STRING}|(?P<open>[\[{{])|(?P<close>[\]}}])|(?P<key>\b[A-Za-z_]\w*)\s*:")


def values(text: str, name: str) -> Iterator[str]:
    """Yield what a name is given, if not "": `var name = "x"`, `name = "" || "x"`, `name: JsDecode('x')`."""
    for match in _given(text, name, rf"((?:{_CALL}(?:{_STRING})\)?\s*(?:\|\|\s*)?)+)"):
        for literal in _STRINGS.findall(match[1]):
            value = decoded(literal)
            if value:
                yield value


def value(text: str, name: str, form: str = "") -> str:
    """Return the first value of a name that has a form (a pattern for the whole of it), "" when there is none."""
    fits = re.compile(form, re.DOTALL) if form else None
    return next((v for v in values(text, name) if fits is None or fits.fullmatch(v)), "")


def values_in_list(text: str, name: str, key: str) -> tuple[str, ...]:
    """Return what each object of the list of a name has under a key; not what objects within these have.

    Of several lists of that name the first that has such values.
    """
    for start in _given(text, name, r"(?=\[)"):
        found = tuple(_own_values(text, start.end(), key))
        if found:
            return found
    return ()


def decoded(literal: str) -> str:
    """Return the text of a string literal with its escapes resolved."""
    return _ESCAPE.sub(_character, literal[1:-1]).encode("utf-8", "ignore").decode("utf-8")


def _given(text: str, name: str, form: str) -> Iterator[re.Match[str]]:
    """Yield where a name, no part of another and of no object but the window, is given something of a form.

    The pattern begins with the name itself, for pages have megabytes of script.
    """
    for match in re.finditer(rf"{re.escape(name)}\s*[:=]\s*{form}", text):
        before = text[max(0, match.start() - 8) : match.start()]
        if not re.search(r"[\w.$]\Z", before) or re.search(r"(?<![\w.$])window\.\Z", before):
            yield match


def _own_values(text: str, at: int, key: str) -> Iterator[str]:
    depth, wanted = 0, False
    for token in _TOKEN.finditer(text, at):
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth -= 1
            if depth <= 0:
                return
        elif token["key"]:
            wanted = depth == 2 and token["key"] == key
            continue
        elif wanted and len(token[0]) > 2:
            yield decoded(token[0])
        wanted = False


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16))
    return "" if match[3] else _LETTERS.get(match[4], match[4])
