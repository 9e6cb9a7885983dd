"""Han text as segments of the general dictionary, and what that dictionary knows of a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, Protocol

from backfile.characters import HAN
from backfile.convert.tags.names import ORGANISATIONS, TOPICS
from backfile.convert.tags.stopwords import STOP_ZH, SUBJECTS

# A longer run without punctuation is no prose; cut, so that the time of segmenting stays in proportion.
_RUN = re.compile(f"[{HAN}]{{1,400}}")
# A frequency in the general dictionary above which a noun is a word of every text.
_COMMON = 1500

# What stands in a row of segments after each run of Han characters, and after each line.
RUN_END = "\n"
LINE_END = "\t"


def segment(lines: Iterable[str]) -> list[str]:
    """Return the runs of Han characters of lines as segments, RUN_END after each run and LINE_END after each line.

    Unknown words are not guessed. One row for a whole text, since the segmenter takes longer to be called than to segment.
    """
    runs = (f"{RUN_END.join((*_RUN.findall(line), ''))}{LINE_END}" for line in lines)
    return _segmenter().cut("".join(runs), hmm=False)


@lru_cache(1 << 16)
def part_of_speech(word: str) -> str:
    """Return what the dictionary calls a word (a tag of the ICTCLAS set), "" for one it does not have."""
    segmenter = _segmenter()
    if not segmenter.has_word(word):
        return ""
    found = segmenter.tag(word, hmm=False)
    return found[0][1] if len(found) == 1 else ""


@lru_cache(1 << 16)
def is_common(word: str, limit: int = _COMMON) -> bool:
    """Tell whether a word is of every text: by our lists, or because the dictionary counted it more often than the limit."""
    if word in STOP_ZH or word in SUBJECTS:
        return word not in SUBJECTS
    return word not in TOPICS and word not in ORGANISATIONS and _segmenter().suggest_freq(word) >= limit


class _Segmenter(Protocol):
    def cut(self, text: str, hmm: bool = True) -> list[str]: ...
    def tag(self, text: str, hmm: bool = True) -> list[tuple[str, str]]: ...
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
