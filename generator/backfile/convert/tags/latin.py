"""Names in Latin letters, in Chinese and in English text."""

from __future__ import annotations

import re

from backfile.convert.tags.findings import Findings
from backfile.convert.tags.keys import singular
from backfile.convert.tags.stopwords import ENGLISH_STOP, LATIN_NOISE, LATIN_TAILS

# A word that can be a name: a capital, or capitals inside (iPhone, arXiv); joined pieces as in GPT-4o, H.264, AT&T, C++.
_WORD = r"(?:[A-ZÀ-Þ][A-Za-zÀ-ɏ0-9]*|[a-z]{1,12}[A-Z][A-Za-z0-9]*)(?:[.&'’-][A-Za-zÀ-ɏ0-9]{1,30}){0,4}(?:\+{1,2}|\#)?"
_NUMBER = r"[vV]?\d{1,4}(?:\.\d{1,4}){0,3}[A-Za-z]{0,2}(?![\w%％年月日亿万个次倍])"
_NAME = re.compile(
    rf"(?<![A-Za-z0-9@/_.\-])({_WORD}(?:[ \u00a0](?:{_WORD}|{_NUMBER})){{0,3}})(?![A-Za-z0-9_/@])"
)
_YEAR = re.compile(r"(?:(?<=[A-Za-z])[\s\-]?|(?<=\s))(?:19|20)\d\d$|(?<=[A-Za-z])['’]\d\d$")
_NO_NAME = re.compile(r"[A-Z]?\d+[A-Za-z%]{0,2}|[vV]?\d[\d.]*[a-z]?|[A-Za-z]")
_SENTENCE_END = frozenset(".!?:;。！？：；\n•|")

_ENGLISH_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9+#]*(?:[.'’-][A-Za-zÀ-ɏ0-9]+)*[+#]{0,2}")
_BREAK = re.compile(r"[.!?;:,()\"“”—–/|\[\]{}<>=]+(?=\s|$)|\s[—–|]\s|[\"“”()\[\]{}<>=]")
_INNER = frozenset(("of", "and", "for", "the", "in"))


def find_names(line: str, number: int, findings: Findings, *, english: bool) -> None:
    """Add the capitalised names of a line. In English a single word that begins a sentence shows nothing by its capital."""
    for match in _NAME.finditer(line):
        name = _trim(match.group(1))
        if not name or not _is_name(name):
            continue
        if english and match.group(1).startswith(name) and " " not in name and name[1:].islower():
            before = line[: match.start()].rstrip()
            if not before or before[-1] in _SENTENCE_END or number == 0:
                continue
        findings.add(name, "latin", (number,))


def find_terms(line: str, number: int, findings: Findings) -> None:
    """Add sequences of one to three English words, of any case, that neither begin nor end with a word of every text."""
    for piece in _BREAK.split(line):
        words = [word.strip("'’") for word in _ENGLISH_WORD.findall(piece)]
        lower = [word.lower().removesuffix("'s").removesuffix("’s") for word in words]
        for start, first in enumerate(lower):
            if first in ENGLISH_STOP:
                continue
            for end in range(start + 1, min(start + 3, len(lower)) + 1):
                last = lower[end - 1]
                if last in ENGLISH_STOP:
                    if last in _INNER:
                        continue
                    break
                if end - start == 1 and len(first) < 3:
                    continue
                shown = [*words[start : end - 1], words[end - 1].removesuffix("'s").removesuffix("’s")]
                findings.add(" ".join(shown), "term", (number,))


def english_key_words(name: str) -> tuple[str, ...]:
    """Return the words of an English tag as they are compared: folded and singular."""
    return tuple(singular(word) for word in name.lower().replace("-", " ").split())


def _trim(name: str) -> str:
    """Drop years and words of every text at the edges; "" when nothing is left."""
    name = _YEAR.sub("", name.removesuffix("'s").removesuffix("’s")).strip(" -–'’.")
    words = name.split()
    while words and words[0].lower() in LATIN_NOISE and (len(words) == 1 or not words[1][0].isdigit()):
        words = words[1:]
    while len(words) > 1 and words[-1].lower() in LATIN_NOISE | LATIN_TAILS and words[-1] not in _KEPT_LAST:
        words = words[:-1]
    if len(words) == 1 and words[0].lower() in LATIN_NOISE:
        return ""
    return " ".join(words)


_KEPT_LAST = frozenset(("Pro", "Plus", "Max", "Mini", "Ultra", "X", "AI", "Agent"))


def _is_name(name: str) -> bool:
    if len(name) < 2 or _NO_NAME.fullmatch(name):
        return False
    if len(name) == 2 and not name.isupper() and name not in ("Go", "o1"):
        return False
    return any(c.isalpha() for c in name) and not all(word.lower() in LATIN_NOISE for word in name.split())
