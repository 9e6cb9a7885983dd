"""Slugs and permalinks."""

from __future__ import annotations

import re
import unicodedata

from backfile.characters import HAN
from backfile.pinyin import pinyin

_LONGEST = 60
_HAN = re.compile(f"[{HAN}]")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_OTHER = re.compile(r"[^a-z0-9]+")
# Names that are no good for a folder on some system, or that lists use for their parts.
_RESERVED = re.compile(r"(?:p|index|con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")
# Letters that lose no accent by decomposition.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)


def slug(title: str, fallback: str) -> str:
    """Return a title as lower-case ASCII words joined by "-", at most 60 characters; fallback when nothing is left.

    Chinese is written in pinyin, a syllable a word. What has no ASCII form is left out.
    """
    text = unicodedata.normalize("NFKC", title[:400]).casefold()
    if _HAN.search(text):
        # A slug's 60 characters hold at most 30 syllables; a few more let phrases end where they should.
        text = " ".join(pinyin(text[:40]))
    text = _APOSTROPHE.sub("", text).translate(_LETTERS)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = _OTHER.sub("-", text).strip("-")
    if len(text) > _LONGEST:
        cut = text[: _LONGEST + 1].rpartition("-")[0]
        text = cut if len(cut) >= _LONGEST // 2 else text[:_LONGEST].strip("-")
    return text or fallback


def permalink(date: str, name: str, number: str) -> str:
    """Return YYYY/MM/DD/slug as far as the date is known, or undated/slug.

    A slug that would take the address of a list's part, of a month or of a day gets the article's id.
    """
    folders = date[:10].split("-") if date else ["undated"]
    if _RESERVED.match(name) or (len(folders) < 3 and name.isdigit()):
        name = f"{name}-{number}"
    return "/".join((*folders, name))
