"""Slugs and permalinks."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from backfile.characters import HAN

_LONGEST = 60
if TYPE_CHECKING:
    from pypinyin.core import Pinyin

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
        text = _pinyin(text[:40])
    text = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text).translate(_LETTERS))
    text = _OTHER.sub("-", "".join(c for c in text if not unicodedata.combining(c))).strip("-")
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


def _pinyin(text: str) -> str:
    return " ".join(syllable for word in _converter().seg(text) for syllable in _syllables(word))


@lru_cache(1 << 15)
def _syllables(word: str) -> tuple[str, ...]:
    # Words of news recur, and to convert one takes longer than to find it.
    return tuple(_converter().lazy_pinyin(word))


@cache
def _converter() -> Pinyin:
    from pypinyin.core import Pinyin

    return Pinyin()
