"""Han text as segments of the general dictionary, and what that dictionary knows of a word."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Protocol

from backfile.characters import HAN
from backfile.convert.tags.names import ORGANISATIONS, TOPICS
from backfile.convert.tags.stopwords import STOP_ZH, SUBJECTS

# A longer run without punctuation is no prose; cut, so that the time of segmenting stays in proportion.
_RUN = re.compile(f"[{HAN}]{{1,400}}")
# A frequency in the general dictionary above which a noun is a word of every text.
_COMMON = 1500

Segments = list[tuple[str, str]]


def segment(line: str) -> list[Segments]:
    """Return the runs of Han characters of a line as segments with their part of speech; unknown words are not guessed."""
    tag = _segmenter().tag
    return [tag(run, hmm=False) for run in _RUN.findall(line)]


@cache
def part_of_speech(word: str) -> str:
    """Return what the dictionary calls a word (a tag of the ICTCLAS set), "" for one it does not have."""
    segmenter = _segmenter()
    if not segmenter.has_word(word):
        return ""
    found = segmenter.tag(word, hmm=False)
    return found[0][1] if len(found) == 1 else ""


@cache
def is_common(word: str, limit: int = _COMMON) -> bool:
    """Tell whether a word is of every text: by our lists, or because the dictionary counted it more often than the limit."""
    if word in STOP_ZH or word in SUBJECTS:
        return word not in SUBJECTS
    return word not in TOPICS and word not in ORGANISATIONS and _segmenter().suggest_freq(word) >= limit


class _Segmenter(Protocol):
    def tag(self, text: str, hmm: bool = True) -> Segments: ...
    def add_word(self, word: str, freq: int | None, tag: str | None) -> int: ...
    def has_word(self, word: str) -> bool: ...
    def suggest_freq(self, segment: str) -> int: ...


@cache
def _segmenter() -> _Segmenter:
    # Imported late: loading the dictionary takes 0.1 s that an English archive need not spend.
    import rjieba

    segmenter: Any = rjieba.Jieba()
    for words, kind in ((ORGANISATIONS, "nt"), (TOPICS, "nz")):
        for word in sorted(words):
            segmenter.add_word(word, 5000, kind)
    known: _Segmenter = segmenter
    return known
