"""The files of an output folder, and what an address on one of its pages leads to."""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HARMLESS = ("http:", "https:", "mailto:", "tel:")


class Target(NamedTuple):
    """Where an address leads: a file of the site, another host (outside), or nowhere, with the reason."""

    file: str = ""
    fragment: str = ""
    outside: bool = False
    wrong: str = ""


class Tree:
    """A finished site: every file below the folder, and the address it is made for."""

    def __init__(self, output: Path, base_url: str) -> None:
        self.output = output
        self.files: dict[str, str] = {}
        self._folders: set[str] = {""}
        self.links: list[str] = []
        self._walk(str(output), "")
        web = base_url if base_url.startswith(("http://", "https://")) else ""
        self.base_url = web + "/" if web and not web.endswith("/") else web
        self.base_path = unquote(urlsplit(self.base_url).path) if self.base_url else "/"

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the site."""
        return Path(self.files[path]).read_bytes()

    def resolve(self, source: str, url: str) -> Target:
        """Return what an address means on a page (or in a file) of the site."""
        url = url.strip(" \t\r\n")
        if self.base_url and (url.startswith(self.base_url) or url + "/" == self.base_url):
            return self._own("", url[len(self.base_url) :])
        scheme = _SCHEME.match(url)
        if scheme:
            if scheme[0].lower() in _HARMLESS:
                return Target(outside=True)
            return Target(wrong=f"leads to {url[:60]}, which a reader's browser cannot open")
        if url.startswith("//"):
            return Target(outside=True)
        if url.startswith("/"):
            path = unquote(url.partition("#")[0].partition("?")[0])
            if not path.startswith(self.base_path):
                return Target(
                    wrong=f"leads to {url[:100]}, which lies outside of the site's base {self.base_path}"
                )
            return self._own("", url[self._raw_length(url) :])
        return self._own(source, url)

    def url_of(self, path: str) -> str:
        """Return the decoded address below the root of a file: a folder's for its index.html."""
        return (
            path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
        )

    def _own(self, source: str, url: str) -> Target:
        path, _, fragment = url.partition("#")
        path = path.partition("?")[0]
        if "%" in path:
            try:
                path = unquote(path, errors="strict")
            except UnicodeDecodeError:
                return Target(wrong=f"leads to {url[:100]}, which is not percent-encoded UTF-8")
        if not path and source:
            return Target(source, fragment)
        folder = source.rpartition("/")[0]
        joined = posixpath.normpath(f"{folder}/{path}" if folder else path) if path else "."
        if joined.startswith(".."):
            return Target(wrong=f"leads to {url[:100]}, which lies above the site")
        joined = "" if joined == "." else unicodedata.normalize("NFC", joined)
        if not joined or path.endswith(("/", "/.", "/..")) or path in (".", ".."):
            joined = f"{joined}/index.html" if joined else "index.html"
            return Target(joined, fragment) if joined in self.files else Target(wrong=_missing(joined))
        if joined in self.files:
            return Target(joined, fragment)
        if joined in self._folders:
            return Target(wrong=f"leads to the folder {joined} without a slash at its end")
        return Target(wrong=_missing(joined))

    def _raw_length(self, url: str) -> int:
        """Return how many characters of a percent-encoded address are the base path."""
        for at in range(len(url) + 1):
            if unquote(url[:at]) == self.base_path and (at == len(url) or url[at - 1] == "/"):
                return at
        return len(self.base_path)

    def _walk(self, folder: str, below: str) -> None:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                path = unicodedata.normalize("NFC", below + entry.name)
                if entry.is_symlink():
                    self.links.append(path)
                elif entry.is_dir():
                    # What is hidden is not part of a site: .git of a deployment, say.
                    if not entry.name.startswith(".") or entry.name == ".well-known":
                        self._folders.add(path)
                        self._walk(entry.path, path + "/")
                elif entry.is_file():
                    self.files[path] = entry.path


def _missing(path: str) -> str:
    return f"leads to {path.removesuffix('index.html') if '/' in path else path}, which does not exist"
