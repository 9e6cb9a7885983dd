"""What a source format is to the registry."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from backfile.errors import Problem
from backfile.ingest.name import NAMELESS
from backfile.model import CaptureFile, Raw


class Format(msgspec.Struct, frozen=True):
    """One source format. text is the decoded capture with "\\n" as line ends, "" for bytes that are no text.

    name is what stands in front matter and on the command line; about says in a few words what it is;
    binary formats are also asked about captures that are no text;
    before names formats that are asked later than this one, for captures that they would take too.
    """

    name: str
    about: str
    accepts: Callable[[CaptureFile, str], bool]
    parse: Callable[[CaptureFile, str], tuple[Raw, ...] | Problem]
    binary: bool = False
    before: tuple[str, ...] = ()


def section_of(file: str) -> str:
    """Return the section that a capture's folder suggests: the innermost folder below sources/<name>/, or "".

    A folder that holds one article only (`title/index.html`, `title/title.md`) is no section.
    """
    folders, name = file.split("/")[2:-1], file.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    if folders and (stem.lower() in NAMELESS or stem == folders[-1]):
        del folders[-1]
    return folders[-1] if folders else ""
