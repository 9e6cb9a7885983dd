"""From a request's path to a file of the output folder, and nothing else on this machine."""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote_to_bytes

import msgspec

_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "bib": "text/plain; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "xsl": "application/xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "webmanifest": "application/manifest+json; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "webp": "image/webp",
    "avif": "image/avif",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "ico": "image/x-icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "wasm": "application/wasm",
    "pdf": "application/pdf",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "zip": "application/zip",
    "gz": "application/gzip",
}


class Served(msgspec.Struct, frozen=True):
    """An open regular file: whoever gets it closes it."""

    file: BinaryIO
    size: int
    type: str


class Moved(msgspec.Struct, frozen=True):
    """The path is a folder (or the root) that has another address, percent-encoded."""

    location: str


def decode(target: str) -> str | None:
    """Return a request's path as NFC text, percent-decoded; None when it is no UTF-8."""
    try:
        text = unquote_to_bytes(target.encode("latin-1")).decode("utf-8")
    except UnicodeError:
        return None
    return unicodedata.normalize("NFC", text)


def normal_base(base_path: str) -> str:
    """Return a base path with one slash at each end, decoded, such as "/repo/" or "/"."""
    inner = "/".join(p for p in (decode(quote(base_path, safe="/%")) or "").split("/") if p)
    return f"/{inner}/" if inner else "/"


def find(output: Path, base: str, target: str) -> Served | Moved | None:
    """Return what a request's path names below the output folder, or None.

    While a build puts a new site in place, a path may be gone for a moment: it is looked for twice.
    """
    path = decode(target)
    if path is None:
        return None
    if not path.startswith(base):
        return Moved(quote(base)) if path == "/" or path + "/" == base else None
    return _look(output, base, path) or _look(output, base, path)


def open_inside(output: Path, below: str) -> Served | None:
    """Open a regular file below the output folder; None when there is none, or when a link leads out of the folder."""
    try:
        root = os.path.realpath(output)
        real = os.path.realpath(os.path.join(root, below))
        if not real.startswith(root.rstrip(os.sep) + os.sep):
            return None
        # Not blocking: a pipe without a writer must not hold up the server.
        handle = os.open(real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    except (OSError, ValueError):
        return None
    info = os.fstat(handle)
    if not stat.S_ISREG(info.st_mode):
        os.close(handle)
        return None
    suffix = os.path.splitext(below)[1][1:].lower()
    return Served(os.fdopen(handle, "rb"), info.st_size, _TYPES.get(suffix, "application/octet-stream"))


def _look(output: Path, base: str, path: str) -> Served | Moved | None:
    below = path[len(base) :]
    pieces = below.split("/")
    folder = pieces[-1] == ""
    names = pieces[:-1] if folder else pieces
    if not all(_plain(name) for name in names):
        return None
    if folder:
        return open_inside(output, "/".join([*names, "index.html"]))
    served = open_inside(output, below)
    if served is None:
        index = open_inside(output, f"{below}/index.html")
        if index is not None:
            index.file.close()
            return Moved(quote(path) + "/")
    return served


def _plain(name: str) -> bool:
    """Return whether a piece of a path may be looked for: no way up, no other separator, nothing hidden."""
    if not name or "\\" in name or "\0" in name or ":" in name:
        return False
    return not name.startswith(".") or name == ".well-known"
