"""What the page for a missing address looks in: articles by original URL, by the end of their address, and by title.

A browser computes the keys as this module does; assets/404.js of the default theme says the same in its own language:

- A URL: without scheme, name of a user, ``www.``, port 80 or 443, fragment and slashes at its end; ASCII letters of the host
  small; what is percent-encoded as UTF-8 decoded, path, names and values each for itself; parameters without tracking, sorted
  by UTF-16. WeChat: ``wechat:`` and the three numbers, or the short form's key.
  URLs with one identity (`addresses.identity`) have one key.
- The end of an address: ``slug:`` and its last piece in NFC, in small letters.
- A title: ``title:`` and its NFKC form in small letters, without blanks.

A key's number is the CRC-32 of its UTF-8. The lowest bits say in which file it is; there are as many files as the smallest power
of two that leaves at most 128 keys for each, so that one more article changes three of them, and seldom all.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from urllib.parse import unquote
from zlib import crc32

from backfile.addresses import TRACKING, WECHAT, WECHAT_NAMES
from backfile.index.holding import Item
from backfile.model import TextPage

ROOT = "search/lookup/"
_KEYS_A_FILE = 128
# Of articles with one key, such as those of one title, so many are offered, the oldest.
_SHOWN = 5
_URL = re.compile(r"https?://([^/?#]*)([^?#]*)(?:\?([^#]*))?", re.IGNORECASE)
_PORT = re.compile(r":(?:80|443)?\Z")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CAPITALS = {ord(c): ord(c) + 32 for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_TRACKING = re.compile(rf"(?:{TRACKING})\Z", re.ASCII)


def url_key(url: str) -> str:
    """Return the key of an original URL, "" for what is none or leads to no article."""
    found = _URL.match(url.strip())
    if found is None:
        return ""
    host = _PORT.sub("", found[1].rpartition("@")[2].translate(_CAPITALS)).removeprefix("www.")
    path = _plain(found[2])
    pieces = [piece.partition("=") for piece in (found[3] or "").replace("&amp;", "&").split("&") if piece]
    values = {_plain(name): _plain(value) for name, _, value in pieces}
    if host in WECHAT:
        numbers = {WECHAT_NAMES.get(name, name): value for name, value in values.items()}
        if numbers.get("__biz") and numbers.get("mid") and numbers.get("idx"):
            return f"wechat:{numbers['__biz']}/{numbers['mid']}/{numbers['idx']}"
        if path.startswith("/s/") and len(path) > 3:
            return "wechat:" + path[3:].strip("/")
    pairs = [
        f"{_plain(name)}={_plain(value)}" for name, _, value in pieces if not _TRACKING.match(_plain(name))
    ]
    pairs.sort(key=lambda pair: pair.encode("utf-16-be", "surrogatepass"))
    path = path.rstrip("/")
    if not host or not (path or pairs):
        return ""
    return host + path + ("?" + "&".join(pairs) if pairs else "")


def slug_key(piece: str) -> str:
    """Return the key of the last piece of an address."""
    return "slug:" + (piece if piece.isascii() else unicodedata.normalize("NFC", piece)).lower()


def title_key(title: str) -> str:
    """Return the key of a title."""
    plain = title if title.isascii() else unicodedata.normalize("NFKC", title)
    return "title:" + "".join(plain.lower().split())


def number_of(key: str) -> int:
    """Return the number of a key."""
    return crc32(key.encode("utf-8", "replace"))


def files_of(articles: int) -> int:
    """Return among how many files the keys of so many articles are shared out."""
    files = 1
    while files * _KEYS_A_FILE < articles * 3:
        files *= 2
    return files


def pages(items: Sequence[Item]) -> Iterator[TextPage]:
    """Yield every file; items are the articles from the oldest."""
    files = files_of(len(items))
    found: list[dict[str, list[tuple[str, str]]]] = [{} for _ in range(files)]
    for item in items:
        article = item.entry.article
        keys = (
            url_key(article.original),
            slug_key(item.folder.rpartition("/")[2]),
            title_key(article.title) if article.title else "",
        )
        for key in keys:
            if key:
                number = number_of(key)
                known = found[number % files].setdefault(f"{number:08x}", [])
                if len(known) < _SHOWN:
                    known.append((item.url, article.title))
    for at, own in enumerate(found):
        url = f"{ROOT}{files}/{at}.json"
        text = json.dumps(own, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        yield TextPage(path=url, url=url, text=text)


def _plain(text: str) -> str:
    if "%" not in text or _BAD_ESCAPE.search(text):
        return text
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text
