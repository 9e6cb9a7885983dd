"""Chinese to pinyin without tones: what pypinyin gives, by its dictionaries, without its import.

pypinyin goes through a text a character at a time, and its import keeps three copies of its dictionary of phrases, which
is much for each worker process. Its two files are read here instead.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec

# What pypinyin takes for a Chinese character; a phrase never goes beyond a run of them.
CHINESE = (
    "\u3007\ue815-\ue864\ufa18\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a703-\U0002b73f"
    "\U0002b740-\U0002b81d\U0002b825-\U0002bf6e\U0002c029-\U0002ce93\U0002d016\U0002d11b-\U0002ebd9"
    "\U0002f80a-\U0002fa1f\U00030000-\U0003134a\U00031350-\U00032389"
)
_decode_phrase = msgspec.json.Decoder(tuple[tuple[str, ...], ...]).decode
_RUN = re.compile(f"([{CHINESE}]+)")


class _Readings:
    """Readings of single characters and of phrases, each made plain when it is first asked for: names need few of them.

    longest: length of the longest phrase that begins with a character; ordered: all phrases.
    """

    def __init__(self, singles: dict[str, str], phrases: dict[str, msgspec.Raw]) -> None:
        self._singles, self._phrases = singles, phrases
        self._known: dict[str, str] = {}
        self.longest: dict[str, int] = {}
        self.ordered = sorted(phrases)
        for phrase in self.ordered:
            if len(phrase) > self.longest.get(phrase[0], 0):
                self.longest[phrase[0]] = len(phrase)

    def single(self, letter: str) -> str:
        """Return the first reading of a character, the character itself when it has none."""
        known = self._known.get(letter)
        if known is None:
            readings = self._singles.get(str(ord(letter)))
            known = self._known[letter] = letter if readings is None else _plain(readings.partition(",")[0])
        return known

    def phrase(self, text: str) -> tuple[str, ...]:
        """Return the syllables of a phrase, () when the text is none."""
        packed = self._phrases.get(text)
        return () if packed is None else tuple(_plain(readings[0]) for readings in _decode_phrase(packed))


def pinyin(text: str) -> Iterator[str]:
    """Yield the syllables of a text's Chinese, and what else stands between them, each run as it is."""
    for at, run in enumerate(_RUN.split(text)):
        if at % 2:
            yield from _syllables(run, _readings())
        elif run:
            yield run


def _syllables(run: str, readings: _Readings) -> Iterator[str]:
    at, end = 0, len(run)
    while at < end:
        for length in range(min(readings.longest.get(run[at], 0), end - at), 1, -1):
            if syllables := readings.phrase(run[at : at + length]):
                yield from syllables
                at += length
                break
        else:
            if _begins_a_phrase(run[at:], readings.ordered):
                # pypinyin looks for no phrase in what is left when that is the beginning of one.
                yield from map(readings.single, run[at:])
                return
            yield readings.single(run[at])
            at += 1


def _begins_a_phrase(text: str, ordered: list[str]) -> bool:
    place = bisect_left(ordered, text)
    return place < len(ordered) and ordered[place].startswith(text)


@cache
def _readings() -> _Readings:
    singles = msgspec.json.decode(_file("pinyin_dict.json"), type=dict[str, str])
    return _Readings(singles, msgspec.json.decode(_file("phrases_dict.json"), type=dict[str, msgspec.Raw]))


def _file(name: str) -> bytes:
    # The package itself is not imported: that is what takes the memory.
    spec = find_spec("pypinyin")
    folders = (spec and spec.submodule_search_locations) or ()
    return next(path for folder in folders if (path := Path(folder) / name).is_file()).read_bytes()


@cache
def _plain(reading: str) -> str:
    """Return a reading in ASCII: without its tone, and with v for ü."""
    parts = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(part for part in parts if not unicodedata.combining(part))
