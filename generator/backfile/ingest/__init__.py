"""Capture bytes to raw articles: one file a source format, found by looking at the content.

A new format is one module here with a `FORMAT`, or an entry point of another distribution (see docs/formats.md);
the first whose `accepts` says yes reads the capture.
"""

from __future__ import annotations

from collections.abc import Sequence

from backfile.errors import Problem, suggestion
from backfile.ingest.encoding import decode
from backfile.ingest.format import Format
from backfile.ingest.kinds import kind_of
from backfile.ingest.listing import Listing, completed, read_listing
from backfile.ingest.registry import PluginError, registry
from backfile.model import CaptureFile, Raw

__all__ = ["Format", "Listing", "decode", "read", "read_listing", "registry", "unknown_format"]


def read(
    capture: CaptureFile, format: str = "", listings: Sequence[Listing] = ()
) -> tuple[Raw, ...] | Problem:
    """Return what a capture says, one Raw an article, or the reason why it says nothing.

    format names one of the registry; "" looks at the content.
    listings are the lists of articles that lie beside the capture or above, the nearest first: they tell what it does not.
    """
    source = f"content/{capture.file}"
    if not capture.data.strip():
        return Problem(source, 0, "the file is empty", "delete it, or capture the page again")
    found = _read(capture, source, format)
    return found if isinstance(found, Problem) else tuple(completed(raw, listings) for raw in found)


def unknown_format(name: str) -> str:
    """Return what to say of a format's name that there is not, "" when there is one."""
    known = [f.name for f in registry().formats]
    if name in known:
        return ""
    broken = "; ".join(str(p) for p in registry().problems)
    near = suggestion(name, known)
    return " ".join(filter(None, (near, "known are " + ", ".join(known), broken and f"({broken})")))


def _read(capture: CaptureFile, source: str, format: str) -> tuple[Raw, ...] | Problem:
    chosen = registry().formats
    if format:
        chosen = tuple(f for f in chosen if f.name == format)
        if not chosen:
            return Problem(source, 0, f"the format {format!r} is unknown", unknown_format(format))
    text = decode(capture.data)
    failed = ""
    for one in chosen:
        if text is None and not one.binary:
            continue
        try:
            accepted = format or one.accepts(capture, text or "")
        except PluginError as error:
            failed = failed or str(error)
            continue
        if accepted:
            return one.parse(capture, text or "")
    if failed:
        return Problem(source, 0, failed, "update the plugin, or name another format with --format")
    kind = kind_of(capture.data, text)
    if kind:
        hint = "put the text into a markdown file with `title:` and `date:`, or name the format with --format"
        return Problem(source, 0, f"this is {kind}, which no format reads", hint)
    if text is None:
        return Problem(source, 0, "the encoding is none of UTF-8, UTF-16 and GB18030", "save it as UTF-8")
    return Problem(
        source,
        0,
        "no format takes this file: it has neither front matter nor the header of a known kind of capture",
        "put `title:` and `date:` between two lines of `---` at its top, or name the format with --format",
    )
