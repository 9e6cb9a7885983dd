"""Names in Latin letters, in Chinese and in English text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from backfile.convert.tags.stopwords import LATIN_NOISE, LATIN_TAILS

# A word that can be a name: a capital, or capitals inside (iPhone, arXiv); joined pieces as in GPT-4o, H.264, AT&T, C++.
_WORD = r"(?:[A-ZÀ-Þ][A-Za-zÀ-ɏ0-9]*|[a-z]{1,12}[A-Z][A-Za-z0-9]*)(?:[.&'’-][A-Za-zÀ-ɏ0-9]{1,30}){0,4}(?:\+{1,2}|\#)?"
_NUMBER = r"[vV]?\d{1,4}(?:\.\d{1,4}){0,3}[A-Za-z]{0,2}(?![\w%％年月日亿万个次倍])"
_NAME = re.compile(
    rf"(?<![A-Za-z0-9@/_.\-])({_WORD}(?:[ \u00a0](?:(?:of (?:the )?)?{_WORD}|{_NUMBER})){{0,3}})(?![A-Za-z0-9_/@])"
)
_CAPITAL = re.compile(r"[A-ZÀ-Þ]")
_YEAR = re.compile(r"(?:(?<=[A-Za-z])[\s\-]?|(?<=\s))(?:19|20)\d\d$|(?<=[A-Za-z])['’]\d\d$")
_WHOLE_YEAR = re.compile(r"(?:19|20)\d\d")
# A word of every text is a name where an event is called by it and the year: NEXT2031.
_EVENT = re.compile(r"[A-Z]{4,12}20\d\d")
_NO_NAME = re.compile(r"[A-Z]?\d+[A-Za-z%]{0,2}|[vV]?\d[\d.]*[a-z]?|[A-Za-z]")
_SMALL = "abcdefghijklmnopqrstuvwxyz"
# One small letter more before a capital than a name has.
_MOST_SMALL = 13
_SENTENCE_END = frozenset(".!?:;。！？：；\n•|")

_SMALL_NAME = re.compile(r"(?<![A-Za-z0-9.\-])[a-z]\d(?![A-Za-z0-9.])")

_CONTRACTION = re.compile(r"[A-Za-z]+['’](?:m|ve|d|ll|re|t|s)", re.IGNORECASE)
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])+")


def names_in(line: str) -> Iterator[tuple[str, bool]]:
    """Yield the capitalised names of a line, and whether each is one plain word that begins a sentence:

    in English such a capital shows nothing.
    """
    for match in _matches(line):
        name, plain = _name_in(match.group(1))
        if name:
            before = line[: match.start()].rstrip()[-1:] if plain else ""
            yield name, plain and (not before or before in _SENTENCE_END)


def names_of_lines(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the capitalised names of Chinese lines, and the number of the line of each.

    What names_in() finds in each line, by one search: most lines have none.
    """
    ends = list(accumulate(len(line) + 1 for line in lines))
    for match in _matches("\n".join(lines)):
        name, _ = _name_in(match.group(1))
        if name:
            yield name, bisect_right(ends, match.start())


def small_names_in(title: str) -> frozenset[str]:
    """Return the names of a title that are a small letter and a digit: o1. In a text, such are symbols of formulas too."""
    return frozenset(_SMALL_NAME.findall(title))


def _matches(line: str) -> Iterator[re.Match[str]]:
    """Yield the matches of _NAME: looked for at capitals only, for few letters of a Chinese text are any."""
    capital = _CAPITAL.search(line)
    while capital:
        start = capital.start()
        if start and line[start - 1] in _SMALL:
            before = line[max(0, start - _MOST_SMALL) : start]
            start += len(before.rstrip(_SMALL)) - len(before)
        match = _NAME.match(line, start)
        if match:
            yield match
        capital = _CAPITAL.search(line, match.end() if match else capital.end())


@lru_cache(1 << 15)
def _name_in(whole: str) -> tuple[str, bool]:
    """Return the name in a match, "" for none, and whether it is one plain word that begins the match."""
    name = _trim(whole) or (whole if _EVENT.fullmatch(whole) else "")
    if not name or not _is_name(name):
        return "", False
    return name, " " not in name and name[1:].islower() and whole.startswith(name)


def _trim(name: str) -> str:
    """Drop years and words of every text at the edges; "" when nothing is left."""
    name = _YEAR.sub("", name.removesuffix("'s").removesuffix("’s")).strip(" -–'’.")
    words = name.split()
    if len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        words = words[:-1]  # "Draft U.S. Web Standards": the point ended the match inside a name
    while words and _is_noise(words[0]):
        words = words[1:]
    # "Latent World Model" is one name, but "Loom Model" is Loom.
    while len(words) > 1 and _is_loose_end(words[-1]) and not (len(words) > 2 and words[-1] == "Model"):
        words = words[:-1]
    return " ".join(words)


def _is_loose_end(word: str) -> bool:
    if word in _KEPT_LAST:
        return False
    return _is_noise(word) or word.lower() in LATIN_TAILS or bool(_WHOLE_YEAR.fullmatch(word))


def _is_noise(word: str) -> bool:
    return word.lower().replace("’", "'") in LATIN_NOISE or bool(_CONTRACTION.fullmatch(word))


_KEPT_LAST = frozenset(("Pro", "Plus", "Max", "Mini", "Ultra", "X", "AI", "Agent"))


def _is_name(name: str) -> bool:
    if len(name) < 2 or _NO_NAME.fullmatch(name):
        return False
    if len(name) == 2 and not name.isupper() and name != "Go":
        return False
    return any(c.isalpha() for c in name) and not all(map(_is_noise, name.split()))
