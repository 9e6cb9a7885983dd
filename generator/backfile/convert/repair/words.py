"""Whether two pieces of text that a blank or a line end parts belong together."""

from __future__ import annotations

import re

from backfile.characters import CJK_PUNCTUATION, HAN, HANGUL, KANA, SHARED_PUNCTUATION

_LETTER = f"{HAN}{KANA}"
_IS_LETTER = re.compile(f"[{_LETTER}]").match
_IS_PUNCTUATION = re.compile(f"[{CJK_PUNCTUATION}]").match
_IS_HANGUL = re.compile(f"[{HANGUL}]").match
# Every alternative begins with a letter of its own, so that the search skips the others.
_PLAIN = re.compile(r"!\[[^\]]*\]\([^)]*\)|\[[^\]]*\]\([^)]*\)|https?://\S+|\*\*\s?")
# Latin characters beside Chinese ones, with a blank between and without.
_SPACED = re.compile(f"[A-Za-z0-9](?:(?= [{_LETTER}])|(?<=[{_LETTER}] .))")
_UNSPACED = re.compile(f"[A-Za-z0-9](?:(?=[{_LETTER}])|(?<=[{_LETTER}].))")
# A blank after a closing mark where nobody types one, and one before an opening mark. What stands before the mark is looked
# at behind it, for a pattern that begins with a look behind is tried at every letter.
_BLANK_AFTER = re.compile(
    rf"\*\*(?<=[^\s*]\*\*)[ \n](?:[，。、；：！？）]|(?<=[{_LETTER}]\*\*.)[{_LETTER}])", re.DOTALL
)
_BLANK_BEFORE = re.compile(rf" \*\*(?<=[{_LETTER}，。、；：] \*\*)(?=[^\s*])")
_NONE_BEFORE = re.compile(rf"\*\*(?<=[{_LETTER}，。、；：]\*\*)[^\s*\])(}}{{.!?]")
# Where textwrap breaks a word at its hyphen: after two letters, or between single ones.
_HYPHENATED = re.compile(r"(?:[^\W\d_]{2}|[^\W\d_]-[^\W\d_])-\Z")
# What goes on after a hyphen that is left open: "pre- and post-war".
_AFTER_OPEN_HYPHEN = re.compile(r"(?:and|or|to|und|oder|bis|et|ou)\b")

LATIN, LETTER, PUNCTUATION, SHARED = range(4)


class Words:
    """How an article writes, and how the converter that dumped it wrote marks.

    html2text: the dump is html2text's own, so that its rules tell text from markup.
    spaced: Latin words are parted from Chinese ones by blanks.
    blank_after: a blank that nobody typed stands after each closing mark, before a letter.
    blank_before: one stands before each opening mark too, as early releases of html2text had it.
    """

    def __init__(self, text: str, *, html2text: bool = True) -> None:
        sample = _PLAIN.sub("", text[:6000])
        self.spaced = len(_SPACED.findall(sample)) > len(_UNSPACED.findall(sample))
        self.html2text = html2text
        marked = html2text and "**" in text
        self.blank_after = marked and _BLANK_AFTER.search(text) is not None
        self.blank_before = (
            self.blank_after and _BLANK_BEFORE.search(text) is not None and _NONE_BEFORE.search(text) is None
        )

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


def wrapped_at_hyphen(left: str, right: str) -> bool:
    """Whether a line was broken within a word, at its hyphen or at a dash of two, so that no blank stood there."""
    if left.endswith("--") or right.startswith("--"):
        return left[-3:-2].isalnum() and right[:1].isalnum() if left.endswith("--") else left[-1:].isalnum()
    return (
        right[:1].isalpha()
        and _HYPHENATED.search(left) is not None
        and _AFTER_OPEN_HYPHEN.match(right) is None
    )
