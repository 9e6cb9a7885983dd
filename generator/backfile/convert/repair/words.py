"""Whether two pieces of text that a blank or a line end parts belong together."""

from __future__ import annotations

import re

from backfile.characters import CJK_PUNCTUATION, HAN, HANGUL, KANA, SHARED_PUNCTUATION

_LETTER = f"{HAN}{KANA}"
_IS_LETTER = re.compile(f"[{_LETTER}]").match
_IS_PUNCTUATION = re.compile(f"[{CJK_PUNCTUATION}]").match
_IS_HANGUL = re.compile(f"[{HANGUL}]").match
_PLAIN = re.compile(r"!?\[[^\]]*\]\([^)]*\)|https?://\S+|\*\*\s?")
_SPACED = re.compile(f"[{_LETTER}] [A-Za-z0-9]|[A-Za-z0-9] [{_LETTER}]")
_UNSPACED = re.compile(f"[{_LETTER}][A-Za-z0-9]|[A-Za-z0-9][{_LETTER}]")

LATIN, LETTER, PUNCTUATION, SHARED = range(4)


class Words:
    """How an article writes: spaced says whether it parts Latin words from Chinese ones by blanks."""

    def __init__(self, text: str) -> None:
        sample = _PLAIN.sub("", text[:6000])
        self.spaced = len(_SPACED.findall(sample)) > len(_UNSPACED.findall(sample))

    def between(self, left: str, right: str, *, stood: bool) -> str:
        """Return "" or " " for what belongs between two characters.

        stood: a blank was really there, not only made up by the converter that dumped the page.
        """
        if not left or not right:
            return ""
        a, b = kind(left), kind(right)
        if PUNCTUATION in (a, b) or (a == SHARED and b != LATIN) or (b == SHARED and a != LATIN):
            return ""
        if a == LETTER and b == LETTER:
            return ""
        if LETTER in (a, b):
            return " " if stood or self.spaced else ""
        return " "


def kind(character: str) -> int:
    """Return LETTER or PUNCTUATION for Chinese and Japanese, SHARED for marks that they share with Latin, else LATIN.

    Korean parts its words by blanks, as Latin does.
    """
    if character < "\u00b7":
        return LATIN
    if character in SHARED_PUNCTUATION:
        return SHARED
    if _IS_LETTER(character):
        return LETTER
    return PUNCTUATION if _IS_PUNCTUATION(character) and not _IS_HANGUL(character) else LATIN
