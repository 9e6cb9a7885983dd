"""Headings of markdown with marks, `# words`: read without patterns, whose time would grow with the square of a line's blanks."""

from __future__ import annotations


def first_heading(body: str) -> tuple[str, str] | None:
    """Return the words of a heading of level 1 that a text begins with, and the text after it; None when there is none."""
    line, _, rest = body.lstrip().partition("\n")
    words = heading(line)
    return (words, rest.lstrip("\n")) if words and not line.startswith("##") else None


def heading(line: str, tight: bool = False) -> str | None:
    """Return the text of a heading of level 1 or 2, "" for an empty one, None for any other line.

    tight: no blank is needed behind the mark.
    """
    text = line.lstrip("#")
    level = len(line) - len(text)
    if not 1 <= level <= 2 or (text.strip() and text[0] not in " \t\u3000\u00a0" and not tight):
        return None
    text = text.strip()
    core = text.rstrip("#")  # a closing row of marks stands behind a blank: "C#" has none
    return core.rstrip() if not core or core[-1] in " \t" else text
