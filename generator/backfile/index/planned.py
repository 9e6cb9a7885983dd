"""Pages before they are made: most builds change few of them, and to tell which takes less than to make them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from backfile.model import AnyPage


class Planned(NamedTuple):
    """A page that is to be: its output path and address, what it is made of, and how it is made.

    As long as inputs are the same, and so are the site's settings and this program, make() gives an equal page; b"" when nobody
    can tell before it is made. part is where a sitemap lists it, "" for nowhere, with the day of its last change or "".
    """

    kind: type[AnyPage]
    path: str
    url: str
    make: Callable[[], AnyPage]
    inputs: bytes = b""
    part: str = ""
    changed: str = ""


def planned(page: AnyPage, part: str = "") -> Planned:
    """Return a page that is made already as a planned one."""
    return Planned(type(page), page.path, page.url, lambda: page, part=part)
