"""Scripts, reading time, language."""

from __future__ import annotations

import pytest

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
        ("GPT-4 发布 OpenAI 的最新模型支持图像输入", "zh-Hans"),
        ("12 ?", ""),
    ],
)
def test_language_by_script(text: str, language: str) -> None:
    assert characters.detect_language(text) == language


def test_reading_time() -> None:
    assert characters.reading_minutes("") == 1
    assert characters.reading_minutes("字" * 450) == 1
    assert characters.reading_minutes("字" * 451) == 2
    assert characters.reading_minutes("word " * 440) == 2


def test_characters_are_letters_and_digits() -> None:
    assert characters.count_characters("报纸，3 pages!") == 8


def test_control_characters_leave_a_line() -> None:
    assert characters.clean_line("a\u202eb\x00 \n c\u200b") == "ab c"
