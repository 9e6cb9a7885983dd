"""Who has which address: no two files of the output share a path on any file system, and pages of ours keep theirs."""

from __future__ import annotations

import re
import unicodedata

# The first piece of paths that are ours, whether or not this site has such a page today: an address must not move
# because a tag or a year came to exist.
_OURS = frozenset(
    "tags authors sources dates p images assets search feeds index.html feed.xml feed.json opensearch.xml 404.html "
    "robots.txt cname nojekyll favicon.ico".split()
)
_OURS_BY_START = re.compile(r"sitemap[^/]*\.xml\Z|\.")
_DATE_PAGE = re.compile(r"(?:\d{4}(?:/\d\d(?:/\d\d)?)?|undated)\Z")
# Names that Windows gives to devices, with any ending.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?\Z")
_DEEPEST = 8


def comparable(path: str) -> str:
    """Return a path as file systems compare it that ignore case and Unicode's normal forms."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


class Places:
    """The output paths that are taken."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def free_folder(self, wanted: str, mark: str) -> str:
        """Return the folder of an article's page, and take it: the one wanted, or one with `-` and a part of the mark.

        The mark goes to the piece that is in the way, so that what stands below stays as it is.
        """
        pieces = wanted.split("/")
        marks = iter((mark[:4], mark[:4], mark))
        while (at := self._in_the_way(pieces, "index.html")) >= 0 or len(pieces) > _DEEPEST:
            extra = next(marks, "")
            if len(pieces) > _DEEPEST or not extra:
                pieces = ["undated", f"{pieces[1]}-{mark}" if pieces[0] == "undated" else mark]
            else:
                pieces[at] += f"-{extra}"
        folder = "/".join(pieces)
        self._take(f"{folder}/index.html")
        return folder

    def take_file(self, path: str) -> bool:
        """Take the path of a redirect page if it is free, and return whether it was."""
        folder, _, name = path.rpartition("/")
        pieces = folder.split("/") if folder else []
        if not pieces and name == "index.html":
            return False
        if len(pieces) > _DEEPEST or self._in_the_way(pieces, name) >= 0:
            return False
        self._take(path)
        return True

    def _in_the_way(self, pieces: list[str], name: str) -> int:
        """Return which piece of a folder keeps a file from being there, -1 when it can be; name is the file's."""
        keys = comparable("/".join((*pieces, name))).split("/")
        if keys[0] in _OURS or _OURS_BY_START.match(keys[0]):
            return 0
        if keys[0] == "undated" and keys[1] == "p":
            return min(1, len(pieces) - 1)
        for at, key in enumerate(keys[:-1]):
            path = "/".join(keys[: at + 1])
            if key == "index.html" or _DEVICE.match(key) or path in self._files:
                return at
        path = "/".join(keys)
        folder = "/".join(keys[:-1])
        if (
            path in self._files
            or path in self._folders
            or (name == "index.html" and _DATE_PAGE.match(folder))
        ):
            return max(len(pieces) - 1, 0)
        return -1

    def _take(self, path: str) -> None:
        key = comparable(path)
        self._files.add(key)
        folder = key.rpartition("/")[0]
        while folder and folder not in self._folders:
            self._folders.add(folder)
            folder = folder.rpartition("/")[0]
