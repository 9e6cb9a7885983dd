"""Words and sequences of words in Han text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from backfile.convert.tags.findings import Findings
from backfile.convert.tags.names import ORGANISATIONS, TOPICS
from backfile.convert.tags.segmentation import Segments, part_of_speech
from backfile.convert.tags.stopwords import (
    BAD_FIRST,
    BAD_LAST,
    FUNCTION,
    GENERIC_HEADS,
    GENERIC_TAILS,
    NUMERALS,
    STOP_ZH,
    SUBJECTS,
)

LONGEST_GRAM = 8
_GRAM_SEGMENTS = 4

# Parts of speech of the dictionary -> kinds of evidence; its nr and nrt are unsure (达摩院, 西雅图).
_KINDS = {
    "nz": "nz",
    "nt": "nt",
    "ns": "ns",
    "nr": "nr",
    "nrt": "nz",
    "nrfg": "nz",
    "nw": "nz",
    "n": "n",
    "l": "n",
    "j": "n",
    "vn": "v",
    "v": "v",
}
_NOT_FIRST = frozenset(
    ("d", "ad", "r", "p", "c", "u", "ul", "uj", "uv", "m", "q", "f", "t", "y", "e", "o", "k", "df")
)
_NOT_LAST = _NOT_FIRST | {"v", "a"}
_PREFIXES = frozenset("多无非零低高长大小全跨超半双单微云")
_LONG_TAILS = tuple(sorted(tail for tail in GENERIC_TAILS if len(tail) > 1))

# Letters of grammar that names end in too: 北交所, 基金会, 科学家.
_NAME_ENDS = frozenset("所会家")
_QUALITIES = frozenset("性化式型")

Worth = Callable[[Sequence[int], int], bool]


class Words:
    """The dictionary's words of an article, with the numbers of the lines where each occurs."""

    def __init__(self) -> None:
        self._lines: dict[str, list[int]] = {}
        self._tags: dict[str, str] = {}

    def add(self, runs: list[Segments], number: int) -> None:
        lines = self._lines
        for run in runs:
            for word, tag in run:
                if len(word) > 1:
                    if word in lines:
                        lines[word].append(number)
                    else:
                        lines[word] = [number]
                        self._tags[word] = tag

    def into(self, findings: Findings, worth: Worth) -> None:
        """Hand over what can be a tag: names wherever they stand, nouns and verbs where the article dwells on them."""
        for word, lines in self._lines.items():
            kind = _kind(word, self._tags[word])
            if kind and (kind not in ("n", "v") or worth(lines, 2 if kind == "n" else 3)):
                findings.add(word, kind, lines)


@cache
def _kind(word: str, tag: str) -> str:
    if word in ORGANISATIONS:
        return "organisation"
    if word in TOPICS:
        return "topic"
    if word in SUBJECTS:
        return "n"
    kind = _KINDS.get(tag, "")
    if word in STOP_ZH or (kind in ("n", "v") and (word[-1] in _QUALITIES or word.endswith(_LONG_TAILS))):
        return ""
    return kind


class Grams:
    """Sequences of two to four segments; none with a function word in it can be a word of its own."""

    def __init__(self) -> None:
        self._lines: dict[str, list[int]] = {}
        self._parts: dict[str, tuple[str, ...]] = {}
        self._single: Counter[str] = Counter()

    def add(self, runs: list[Segments], number: int) -> None:
        for run in runs:
            words = [word for word, _ in run]
            self._single.update(words)
            start = 0
            for at, word in enumerate(words):
                if word in FUNCTION:
                    if at - start > 1:
                        self._add_piece(words[start:at], number)
                    start = at + 1
            if len(words) - start > 1:
                self._add_piece(words[start:], number)

    def into(self, findings: Findings, worth: Worth) -> None:
        """Hand over the sequences that the article dwells on and that are made like a name."""
        for joined, lines in self._lines.items():
            if worth(lines, 2):
                parts = self._parts[joined]
                if is_word_like(parts):
                    commonest = max(self._single[part] for part in parts)
                    findings.add(joined, "gram", lines, min(100, 100 * len(lines) // max(1, commonest)))

    def _add_piece(self, words: list[str], number: int) -> None:
        lines = self._lines
        for start, first in enumerate(words):
            joined = first
            for end in range(start + 1, min(start + _GRAM_SEGMENTS, len(words))):
                joined += words[end]
                if len(joined) > LONGEST_GRAM:
                    break
                if joined in lines:
                    lines[joined].append(number)
                else:
                    lines[joined] = [number]
                    self._parts[joined] = tuple(words[start : end + 1])


@cache
def is_word_like(parts: tuple[str, ...]) -> bool:
    """Tell whether a sequence of segments can be a name: neither edge is grammar, a measure, a verb or a generic word."""
    first, last, joined = parts[0], parts[-1], "".join(parts)
    if len(joined) > LONGEST_GRAM or joined in STOP_ZH or first in BAD_FIRST or last in BAD_LAST:
        return False
    if first in GENERIC_HEADS or last in GENERIC_TAILS or joined.endswith(_LONG_TAILS):
        return False
    if all(part in STOP_ZH for part in parts) or last in NUMERALS or (first in NUMERALS and len(parts) < 3):
        return False
    if first not in _PREFIXES and len(first) > 1 and part_of_speech(first) in _NOT_FIRST:
        return False
    return not (len(last) > 1 and part_of_speech(last) in _NOT_LAST)


def can_extend(word: str, *, after: bool) -> bool:
    """Tell whether a word beside a name can be the rest of it: 华晨 + 精密, 北交 + 所; not 的, 三, 公司, 宣布."""
    if after and word in _NAME_ENDS:
        return True
    if word in FUNCTION or word in NUMERALS or word in STOP_ZH or (word in GENERIC_TAILS and after):
        return False
    if word in (BAD_LAST if after else BAD_FIRST) or (word in GENERIC_HEADS and not after):
        return False
    tag = part_of_speech(word)
    return tag not in _NOT_FIRST and (after or not tag.startswith("v"))
