"""Pinyin: the same syllables as pypinyin's own."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT, RE_HANS
from pypinyin.core import Pinyin

from backfile.pinyin import CHINESE, pinyin

PHRASES = sorted(PHRASES_DICT)
LETTERS = [chr(code) for code in PINYIN_DICT]
_pypinyin = Pinyin()


def without_accents(text: str) -> str:
    """As slugs have them."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def expected(text: str) -> str:
    return without_accents(" ".join(s for word in _pypinyin.seg(text) for s in lazy_pinyin(word)))


# Beginnings and ends of phrases: what pypinyin's search for the longest phrase stumbles over.
PIECES = st.one_of(
    st.sampled_from(PHRASES),
    st.builds(
        lambda phrase, end: phrase[: end % len(phrase) + 1], st.sampled_from(PHRASES), st.integers(0, 9)
    ),
    st.builds(
        lambda phrase, start: phrase[start % len(phrase) :], st.sampled_from(PHRASES), st.integers(0, 9)
    ),
    st.sampled_from(LETTERS),
    st.sampled_from("々〇 aA9，。\n\ue820\ufa18\U0002d017é"),
)


@settings(deadline=None, max_examples=1000)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_syllables_are_those_of_pypinyin(text: str) -> None:
    assert without_accents(" ".join(pinyin(text))) == expected(text)


def test_each_letter_and_each_phrase_reads_as_in_pypinyin() -> None:
    for text in (*LETTERS, *PHRASES[::5]):
        assert without_accents(" ".join(pinyin(text))) == expected(text)


def test_the_same_characters_are_chinese_as_in_pypinyin() -> None:
    letters = [chr(code) for code in range(0x3000, 0x33000)]
    ours = re.compile(f"[{CHINESE}]")
    assert [c for c in letters if ours.match(c)] == [c for c in letters if RE_HANS.match(c)]


@pytest.mark.parametrize(
    ("text", "syllables"),
    [("银行行长", "yin hang hang zhang"), ("绿色", "lv se"), ("GPT来了", "GPT lai le"), ("", "")],
)
def test_phrases_decide_on_readings(text: str, syllables: str) -> None:
    assert " ".join(pinyin(text)) == syllables


@given(
    st.text(
        alphabet=st.sampled_from("重庆长城行长音乐朝阳AB1 ·ü") | st.characters(codec="utf-8"), max_size=12
    )
)
def test_the_whole_of_a_name_reads_as_in_pypinyin(name: str) -> None:
    assert without_accents(" ".join(pinyin(name))) == without_accents(" ".join(lazy_pinyin(name)))


def test_a_letter_without_a_reading_stays_as_it_is() -> None:
    letters = [
        chr(code)
        for code in range(0xF900, 0xFB00)
        if code not in PINYIN_DICT and re.match(f"[{CHINESE}]", chr(code))
    ]
    assert letters
    assert [list(pinyin(letter)) for letter in letters] == [[letter] for letter in letters]
