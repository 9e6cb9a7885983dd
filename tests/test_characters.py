"""Scripts, reading time, language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile import characters


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("图书馆收藏了这份报纸的全部缩微胶片。", "zh-Hans"),
        ("圖書館收藏了這份報紙的全部縮微膠片，讀者們可以來這裡看。", "zh-Hant"),
        ("図書館はこの新聞のマイクロフィルムを所蔵しています。", "ja"),
        ("도서관은 이 신문의 마이크로필름을 소장하고 있다.", "ko"),
        ("The library holds every reel of this newspaper.", "en"),
        ("المكتبة تحتفظ بهذه الصحيفة", "ar"),
        ("הספרייה מחזיקה בעיתון הזה", "he"),
        ("Die Bibliothek verwahrt jede Rolle der Zeitung, und das ist nicht wenig.", "und"),
        ("La bibliothèque garde les bobines de ce journal, et ce n'est pas peu.", "und"),
        ("Weekly digest, seven new titles", "en"),
        ("GPT-4 发布 OpenAI 的最新模型支持图像输入", "zh-Hans"),
        ("12 ?", ""),
    ],
)
def test_language_by_script(text: str, language: str) -> None:
    assert characters.detect_language(characters.count_letters(text), text) == language


@pytest.mark.parametrize(
    ("text", "minutes"), [("", 1), ("字" * 450, 1), ("字" * 451, 2), ("word " * 440, 2), ("word " * 441, 3)]
)
def test_reading_time(text: str, minutes: int) -> None:
    assert characters.reading_minutes(characters.count_letters(text)) == minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("don't stop", 2),
        ("don’t stop", 2),
        ("GPT-4 是 3D 的", 3),
        ("un café noir", 3),
        ("ФИО и café", 3),
        ("' - _", 0),
    ],
)
def test_words_of_other_scripts_than_cjk(text: str, words: int) -> None:
    assert characters.count_letters(text).words == words


@given(st.text())
def test_letters_are_those_of_unicode(text: str) -> None:
    letters = characters.count_letters(text)
    assert letters.characters == characters.count_characters(text) == sum(map(str.isalnum, text))
    assert letters.cjk == len(characters.CJK_LETTER.findall(text))


def test_characters_are_letters_and_digits() -> None:
    assert characters.count_characters("报纸，3 pages!") == 8


def test_control_characters_leave_a_line() -> None:
    assert characters.clean_line("a\u202eb\x00 \n c\u200b") == "ab c"
