"""What a file's name says where the capture itself is silent: `20240705标题.md`, `[202604030825]标题.html`."""

from __future__ import annotations

import re

_DATE = re.compile(
    r"[\[【(（]?((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?:[-_ ]?([01]\d|2[0-3])[-_:]?([0-5]\d))?"
    r"(?:[0-5]\d)?(?!\d)[\]】)）]?[-_ ]*"
)


# Names that say nothing: such a file is called as its folder.
NAMELESS = frozenset(("index", "readme", "content", "article", "main", "page", "正文", "文章"))


def date_and_title(file: str) -> tuple[str, str]:
    """Return the date at the beginning of a capture's name and the words behind it; "" for what is not there.

    A file that has no name of its own (index.html) is called as its folder.
    """
    folders, _, name = file.rpartition("/")
    stem = name.rpartition(".")[0] or name
    if stem.lower() in NAMELESS:
        stem = folders.rpartition("/")[2] if folders.count("/") >= 2 else ""
    match = _DATE.match(stem)
    if match is None:
        return "", stem.strip()
    date = f"{match[1]}-{match[3]}-{match[4]}"
    return date + (f" {match[5]}:{match[6]}" if match[5] else ""), stem[match.end() :].strip()
