"""Words and sequences of words in Han text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import compress
from operator import and_
from typing import Literal

from backfile.convert.tags.findings import Findings
from backfile.convert.tags.names import ORGANISATIONS, SURNAMES, TOPICS
from backfile.convert.tags.segmentation import LINE_END, RUN_END, part_of_speech
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
from backfile.convert.tags.values import Kind

LONGEST_GRAM = 8
_GRAM_SEGMENTS = 4

# Parts of speech of the dictionary -> kinds of evidence; its nr and nrt are unsure (达摩院, 西雅图).
_KINDS: Mapping[str, Kind] = {
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
# 低比特, 近室温: a degree of something says of what kind a subject is (低比特量化), and is none itself.
_DEGREES = frozenset("低高近")
_PREFIXES = frozenset("多无非零低高长大小全跨超半双单微云")
_LONG_TAILS = tuple(sorted(tail for tail in GENERIC_TAILS if len(tail) > 1))

# Letters of grammar that names end in too: 北交所, 基金会, 科学家.
_NAME_ENDS = frozenset("所会家")
_QUALITIES = frozenset("性化式型")

_BREAKS = FUNCTION | {RUN_END, LINE_END}


def find_words(
    words: Sequence[str], numbers: Sequence[int], counts: Mapping[str, int], findings: Findings
) -> None:
    """Add the dictionary's words that can be tags: names wherever they stand, nouns and verbs where the article dwells on them.

    words: a text as segments; numbers: that of the line of each; counts: how often each segment occurs.
    """
    found: dict[str, tuple[Kind, list[int]]] = {}
    for word, count in counts.items():
        if len(word) > 1:
            kind = _kind(word)
            if kind and (count > 1 or kind not in ("n", "v")):
                found[word] = kind, []
    for word, number in compress(zip(words, numbers, strict=True), map(found.__contains__, words)):
        found[word][1].append(number)
    for word, (kind, lines) in found.items():
        # Once in the title is not enough: the body of its own subject names it again.
        if kind != "v" or len(lines) > 2 or lines[0] == 0:
            findings.add(word, kind, lines)


@lru_cache(1 << 16)
def _kind(word: str) -> Kind | Literal[""]:
    if word in ORGANISATIONS:
        return "organisation"
    if word in TOPICS:
        return "topic"
    if word in SUBJECTS:
        return "n"
    kind = _KINDS.get(part_of_speech(word))
    if word in STOP_ZH or (kind in ("n", "v") and (word[-1] in _QUALITIES or word.endswith(_LONG_TAILS))):
        return ""
    return kind or ""


def find_grams(
    words: Sequence[str], numbers: Sequence[int], counts: Mapping[str, int], findings: Findings
) -> None:
    """Add the sequences of two to four segments that occur twice and are made like a name.

    None with a function word in it can be a word of its own. The same letters are one sequence however they are segmented.
    """
    once: dict[str, int] = {}
    again: list[tuple[str, int]] = []
    # What occurs once is no part of a sequence that occurs twice.
    parts_of_some = {word for word, count in counts.items() if count > 1} - _BREAKS
    free = [*map(parts_of_some.__contains__, words), False]
    # Only where two that may be parts stand together: that is at one segment of seven.
    for first in compress(range(len(words)), map(and_, free, free[1:])):
        gram = words[first]
        for at in range(first + 1, first + _GRAM_SEGMENTS):
            if not free[at]:
                break
            gram += words[at]
            if gram in once:
                again.append((gram, first))
            else:
                once[gram] = first
    found: dict[str, list[int]] = {}
    for gram, first in again:
        if gram in found:
            found[gram].append(numbers[first])
        elif len(gram) <= LONGEST_GRAM:
            found[gram] = [numbers[once[gram]], numbers[first]]
    for gram, lines in found.items():
        parts = _parts(words, once[gram], len(gram))
        if is_word_like(parts):
            commonest = max(counts[part] for part in parts)
            findings.add(gram, "gram", lines, min(100, 100 * len(lines) // max(1, commonest)))


def _parts(words: Sequence[str], at: int, length: int) -> tuple[str, ...]:
    end = at
    while length > 0:
        length -= len(words[end])
        end += 1
    return tuple(words[at:end])


@lru_cache(1 << 16)
def is_word_like(parts: tuple[str, ...]) -> bool:
    """Tell whether a sequence of segments can be a name: neither edge is grammar, a measure, a verb or a generic word."""
    first, last, joined = parts[0], parts[-1], "".join(parts)
    if len(joined) > LONGEST_GRAM or joined in STOP_ZH or first in BAD_FIRST or last in BAD_LAST:
        return False
    if first in GENERIC_HEADS or last in GENERIC_TAILS or joined.endswith(_LONG_TAILS):
        return False
    if (first in _DEGREES and len(parts) == 2 and len(last) > 1) or _is_institution_and_person(parts):
        return False
    if all(part in STOP_ZH for part in parts) or last in NUMERALS or (first in NUMERALS and len(parts) < 3):
        return False
    if first not in _PREFIXES and len(first) > 1 and part_of_speech(first) in _NOT_FIRST:
        return False
    return not (len(last) > 1 and part_of_speech(last) in _NOT_LAST)


def _is_institution_and_person(parts: tuple[str, ...]) -> bool:
    """北大罗青岚 is two names."""
    given = "".join(parts[2:])
    return parts[0] in ORGANISATIONS and parts[1] in SURNAMES and 1 <= len(given) <= 2


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
