"""References without a host: files beside a capture or an article, or in the folders of ``[images] local``."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

SITE, LOCAL = "site:", "local:"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


class Found(msgspec.Struct, frozen=True):
    """A file a reference means. key: its name in the ledger, ``site:`` or ``local:`` and a POSIX path in NFC;

    path: where it is. A ``local:`` file is outside content/ and has to be copied into the store.
    """

    key: str
    path: Path


def resolve(reference: str, *, content: Path, beside: str, local: tuple[Path, ...]) -> Found | None:
    """Return the file that a reference of an article means, or None when there is none or it leads outside.

    content: the site's content folder; beside: POSIX folder below it, of the capture or the article;
    local: folders in which paths that begin with a slash are looked up, in their order, before content/ itself.
    Links of the file system are followed only as long as they stay inside.
    """
    if not reference or _SCHEME.match(reference):
        return None
    for text in _readings(reference):
        if text.startswith("/"):
            for folder in (*local, content):
                path = _inside(folder, _normal(text.lstrip("/")))
                if path is not None:
                    return _found(path, content, LOCAL + _nfc(_normal(text.lstrip("/"))))
        else:
            path = _inside(content, _normal(posixpath.join(beside, text)))
            if path is not None:
                return _found(path, content, "")
    return None


def mirrored(url: str, local: tuple[Path, ...]) -> Path | None:
    """Return the copy of a web image in a mirror of its host in one of the folders, None when there is none.

    Looked up as programs that mirror sites lay them out: ``host/path``, ``host/path?query``, and the path alone, for the
    files of a site's own server; never by the last name alone, which says nothing.
    """
    parts = urlsplit(url)
    path = _normal(unquote(parts.path).lstrip("/"))
    if not path or "\0" in path or "\\" in path:
        return None
    host = (parts.hostname or "").lower()
    query = f"{path}?{parts.query}"
    names = (
        *((f"{host}/{query}",) if parts.query else ()),
        f"{host}/{path}",
        *((path,) if "/" in path else ()),
    )
    for folder in local:
        for name in names:
            found = _inside(folder, name)
            if found is not None:
                return found
    return None


def key_of(reference: str) -> str:
    """Return the ledger key that a reference with a leading slash has, whether its file is still there or not."""
    return LOCAL + _nfc(_normal((_readings(reference) or (reference,))[0].lstrip("/")))


def _readings(reference: str) -> tuple[str, ...]:
    """The file names a reference may mean: percent-decoded without query and fragment, else as it is written."""
    bare = re.split(r"[?#]", reference, maxsplit=1)[0]
    texts = (unquote(bare), bare, unquote(reference), reference)
    return tuple(dict.fromkeys(text for text in texts if text and "\0" not in text and "\\" not in text))


def _normal(path: str) -> str:
    return posixpath.normpath(path) if path else ""


def _inside(folder: Path, relative: str) -> Path | None:
    if not relative or relative in (".", "..") or relative.startswith(("../", "/")):
        return None
    for spelling in dict.fromkeys((relative, _nfc(relative), unicodedata.normalize("NFD", relative))):
        path = folder / spelling
        try:
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return path
        except (OSError, ValueError, RuntimeError):  # too long a name, a loop of links
            continue
    return None


def _found(path: Path, content: Path, key: str) -> Found:
    try:
        return Found(SITE + _nfc(path.relative_to(content).as_posix()), path)
    except ValueError:
        return Found(key, path)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
