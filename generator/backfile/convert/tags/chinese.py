"""Words, sequences and persons in Han text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Protocol

from backfile.characters import HAN
from backfile.convert.tags.findings import Findings
from backfile.convert.tags.names import ORGANISATIONS, SURNAMES, TOPICS
from backfile.convert.tags.stopwords import (
    BAD_FIRST,
    BAD_LAST,
    FUNCTION,
    GENERIC_HEADS,
    GENERIC_TAILS,
    NUMERALS,
    STOP_ZH,
)

RUN = re.compile(f"[{HAN}]{{1,400}}")
LONGEST_GRAM = 8
_GRAM_SEGMENTS = 4
# A general dictionary's frequency above which a noun is a word of every text.
_COMMON = 1500

_PROPER = {"nz": "nz", "nt": "nt", "ns": "ns", "nr": "nr", "nrt": "nz", "nrfg": "nz", "nw": "nz"}
_NOUNS = frozenset(
    ("n", "l", "j", "i", "an", "vn", "eng", "ng", "nz", "nt", "ns", "nr", "nrt", "nrfg", "x", "b", "g", "zg")
)
_NOT_FIRST = frozenset(
    ("d", "ad", "r", "p", "c", "u", "ul", "uj", "uv", "m", "q", "f", "t", "y", "e", "o", "k", "df")
)
_NOT_LAST = _NOT_FIRST | {"v", "a"}
_PREFIXES = frozenset("多无非零低高长大小全跨超半双单微云")

_PERSON_BEFORE_TITLE = re.compile(
    f"([{HAN}]{{2,3}})(?=教授|博士|院士|老师|等人|先生|女士|团队|坦言|告诉|指出|强调|回应)"
)
_TITLES = (
    "创始人|CEO|CTO|COO|CFO|总裁|董事长|总经理|首席科学家|教授|院士|导师|作者|负责人|校友|一作|博士生|博士|校长|院长|所长|主任|"
    "研究员|歌手|演员|作家|导演"
)
_PERSON_AFTER_TITLE = re.compile(rf"(?:{_TITLES})[（(：:、 ]?([{HAN}]{{2,3}})")
_DOTTED = re.compile(f"[{HAN}]{{1,5}}(?:[·•・‧][{HAN}]{{1,6}}){{1,3}}")


class _Segmenter(Protocol):
    def tag(self, text: str, hmm: bool = True) -> list[tuple[str, str]]: ...
    def add_word(self, word: str, freq: int | None, tag: str | None) -> int: ...
    def has_word(self, word: str) -> bool: ...
    def suggest_freq(self, segment: str) -> int: ...


Segments = list[tuple[str, str]]


@cache
def _segmenter() -> _Segmenter:
    # Imported late: loading the dictionary takes 0.1 s that English archives need not spend.
    import rjieba

    segmenter: Any = rjieba.Jieba()
    for word in sorted(ORGANISATIONS):
        segmenter.add_word(word, 5000, "nt")
    for word in sorted(TOPICS):
        segmenter.add_word(word, 5000, "nz")
    known: _Segmenter = segmenter
    return known


def segment(line: str) -> list[Segments]:
    """Return the runs of Han characters of a line as segments with their part of speech; no guessing of unknown words."""
    tag = _segmenter().tag
    return [tag(run, hmm=False) for run in RUN.findall(line)]


@cache
def part_of_speech(word: str) -> str:
    """Return what the dictionary calls a word, "" for one it does not have."""
    segmenter = _segmenter()
    if not segmenter.has_word(word):
        return ""
    found = segmenter.tag(word, hmm=False)
    return found[0][1] if len(found) == 1 else ""


def is_common(word: str) -> bool:
    """Tell whether a noun is of every text: by our lists, or by its frequency in the general dictionary."""
    return word in STOP_ZH or (
        word not in TOPICS and word not in ORGANISATIONS and _frequency(word) >= _COMMON
    )


@cache
def _frequency(word: str) -> int:
    return _segmenter().suggest_freq(word)


def find_words(runs: list[Segments], number: int, findings: Findings) -> None:
    """Add the dictionary's words that can be a tag."""
    for run in runs:
        for word, tag in run:
            if len(word) < 2:
                continue
            if word in ORGANISATIONS:
                findings.add(word, "organisation", number)
            elif word in TOPICS:
                findings.add(word, "topic", number)
            elif word not in STOP_ZH:
                kind = _PROPER.get(tag) or (
                    "n" if tag in ("n", "l", "j") else "v" if tag in ("vn", "v") else ""
                )
                if kind:
                    findings.add(word, kind, number)


class Grams:
    """Counts sequences of two to four segments; only sequences without function words inside can be words."""

    def __init__(self) -> None:
        self.lines: dict[str, list[int]] = {}
        self._parts: dict[str, tuple[str, ...]] = {}
        self._single: Counter[str] = Counter()

    def add(self, runs: list[Segments], number: int) -> None:
        for run in runs:
            words = [word for word, _ in run]
            self._single.update(words)
            for start, first in enumerate(words):
                if first in FUNCTION or (first in NUMERALS and start and words[start - 1] in NUMERALS):
                    continue
                joined = first
                for end in range(start + 1, min(start + _GRAM_SEGMENTS, len(words))):
                    word = words[end]
                    joined += word
                    if len(joined) > LONGEST_GRAM or word in FUNCTION:
                        break
                    if word in NUMERALS and word != "万":
                        continue
                    if joined not in self._parts:
                        self._parts[joined] = tuple(words[start : end + 1])
                    self.lines.setdefault(joined, []).append(number)

    def into(self, findings: Findings, worth: Callable[[list[int]], bool]) -> None:
        """Hand over the sequences that the article dwells on and that are made like a name."""
        for joined, lines in self.lines.items():
            parts = self._parts[joined]
            if not worth(lines) or not is_word_like(parts):
                continue
            commonest = max(self._single[part] for part in parts)
            tight = min(100, 100 * len(lines) // max(1, commonest))
            for line in lines:
                findings.add(joined, "gram", line, tight)


@cache
def is_word_like(parts: tuple[str, ...]) -> bool:
    """Tell whether a sequence of segments can be a name: neither edge is grammar, a measure, a verb or a generic word."""
    first, last, joined = parts[0], parts[-1], "".join(parts)
    if len(joined) > LONGEST_GRAM or joined in STOP_ZH or joined[0] in BAD_FIRST or joined[-1] in BAD_LAST:
        return False
    if first in GENERIC_HEADS or last in GENERIC_TAILS or (first in NUMERALS and len(parts) < 3):
        return False
    if all(part in STOP_ZH for part in parts):
        return False
    tag_first, tag_last = part_of_speech(first), part_of_speech(last)
    if first not in _PREFIXES and len(first) > 1 and tag_first in _NOT_FIRST:
        return False
    return not (len(last) > 1 and tag_last in _NOT_LAST)


def find_persons(lines: Sequence[str], segmented: list[list[Segments]], findings: Findings) -> None:
    """Add the persons of an article: a surname with unknown given names often enough, or beside a title; dotted foreign names."""
    text = "\n".join(lines)
    beside = Counter(_PERSON_BEFORE_TITLE.findall(text))
    beside.update(_PERSON_AFTER_TITLE.findall(text))
    candidates = {name[at:] for name in beside for at in (0, 1)} | {name[:2] for name in beside}
    beside_title = set(candidates)
    for runs in segmented:
        for run in runs:
            candidates.update(_after_surname(run))
    names = {name for name in candidates if _can_be_name(name)}
    counts = {name: text.count(name) for name in names}
    for name in sorted(names):
        longer = max(
            (counts[other] for other in names if other != name and other.startswith(name)), default=0
        )
        shorter = counts.get(name[:2], 0) if len(name) == 3 else 0
        if (
            counts[name] < 2
            or longer >= 0.7 * counts[name]
            or (len(name) == 3 and counts[name] < 0.7 * shorter)
        ):
            continue
        if name in beside_title or (counts[name] >= 3 and _neighbours(name, text) >= 3):
            findings.replace(name, "person", _occurrences(name, lines))
    for name in sorted(set(_DOTTED.findall(text))):
        findings.replace(name, "person", _occurrences(name, lines))


def _after_surname(run: Segments) -> list[str]:
    found = []
    for at, (word, _) in enumerate(run[:-1]):
        if word not in SURNAMES or (at and run[at - 1][0][-1] in _BEFORE_MEASURE):
            continue
        given, tag = run[at + 1]
        if len(given) == 2 and tag.startswith("nr"):
            found.append(word + given)
        elif len(given) == 1:
            found.append(word + given)
            if at + 2 < len(run) and len(run[at + 2][0]) == 1:
                found.append(word + given + run[at + 2][0])
    return found


# 一张图, 这段话: after these a surname is a measure word.
_NEVER_GIVEN = frozenset(
    "图片表车家店台校区市县省国型式版类层侧端面口门头尾机器人率值数量级字词句段文本书报刊号期"
)
_BEFORE_MEASURE = NUMERALS | frozenset("这那每几某首单多半第两")


def _can_be_name(name: str) -> bool:
    if (
        not 2 <= len(name) <= 3
        or name[0] not in SURNAMES
        or any(c in FUNCTION or c in NUMERALS for c in name[1:])
    ):
        return False
    if name in STOP_ZH or name[-1] in BAD_LAST or name[1:] in STOP_ZH or name[1:] in _NEVER_GIVEN:
        return False
    tag = part_of_speech(name)
    if tag:
        return tag.startswith("nr") and not is_common(name)
    given = part_of_speech(name[1:]) if len(name) == 3 else ""
    return given in ("", "nr", "nz", "nrt")


def _neighbours(name: str, text: str) -> int:
    found: set[str] = set()
    at = text.find(name)
    while at >= 0 and len(found) < 3:
        after = text[at + len(name) : at + len(name) + 1]
        found.add(after if after.isalpha() else f"edge {at}")
        at = text.find(name, at + 1)
    return len(found)


def _occurrences(name: str, lines: Sequence[str]) -> list[int]:
    return [number for number, line in enumerate(lines) for _ in range(min(64, line.count(name)))]
