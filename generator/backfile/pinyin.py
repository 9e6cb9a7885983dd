"""Chinese to pinyin without tones: what pypinyin gives, by its dictionaries, without its import.

pypinyin goes through a text a character at a time, and its import keeps three copies of its dictionary of phrases, which
is much for each worker process. Its two files are read here instead, and of them only what tells readings apart is kept.
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
_RUN = re.compile(f"([{CHINESE}]+)")


class _Readings(msgspec.Struct, frozen=True):
    """Readings of single characters, and of phrases, () where the characters read as they do by themselves.

    longest: of the phrases that begin with a character; ordered: all phrases.
    """

    single: dict[str, str]
    phrases: dict[str, tuple[str, ...]]
    longest: dict[str, int]
    ordered: list[str]


def pinyin(text: str) -> Iterator[str]:
    """Yield the syllables of a text's Chinese, and what else stands between them, each run as it is."""
    for at, run in enumerate(_RUN.split(text)):
        if at % 2:
            yield from _syllables(run, _readings())
        elif run:
            yield run


def _syllables(run: str, readings: _Readings) -> Iterator[str]:
    single, phrases = readings.single, readings.phrases
    at, end = 0, len(run)
    while at < end:
        for length in range(min(readings.longest.get(run[at], 0), end - at), 1, -1):
            phrase = run[at : at + length]
            if phrase in phrases:
                yield from phrases[phrase] or map(single.__getitem__, phrase)
                at += length
                break
        else:
            if _begins_a_phrase(run[at:], readings.ordered):
                # pypinyin looks for no phrase in what is left when that is the beginning of one.
                yield from (single.get(letter, letter) for letter in run[at:])
                return
            yield single.get(run[at], run[at])
            at += 1


def _begins_a_phrase(text: str, ordered: list[str]) -> bool:
    place = bisect_left(ordered, text)
    return place < len(ordered) and ordered[place].startswith(text)


@cache
def _readings() -> _Readings:
    single = {
        chr(int(code)): _plain(readings.partition(",")[0])
        for code, readings in msgspec.json.decode(_file("pinyin_dict.json"), type=dict[str, str]).items()
    }
    phrases: dict[str, tuple[str, ...]] = {}
    longest: dict[str, int] = {}
    raw = msgspec.json.decode(_file("phrases_dict.json"), type=dict[str, msgspec.Raw])
    decode = msgspec.json.Decoder(tuple[tuple[str, ...], ...]).decode
    for phrase, packed in raw.items():
        syllables = tuple(_plain(readings[0]) for readings in decode(packed))
        phrases[phrase] = () if syllables == tuple(map(single.get, phrase)) else syllables
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return _Readings(single, phrases, longest, sorted(phrases))


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
