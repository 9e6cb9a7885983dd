"""Slugs and permalinks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.addresses import safe_permalink
from backfile.convert import slug
from backfile.convert.slugs import permalink


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("图书馆延长开放时间", "tu-shu-guan-yan-chang-kai-fang-shi-jian"),
        ("GPT-4o来了！", "gpt-4o-lai-le"),
        ("Don't panic: it’s 42%", "dont-panic-its-42"),
        ("Émile & Straße", "emile-strasse"),
        ("../../etc/passwd", "etc-passwd"),
        ("ＡＢＣ　１２３", "abc-123"),
        ("🎉🎉", "id"),
        ("", "id"),
        ("これ", "id"),
    ],
)
def test_slug(title: str, expected: str) -> None:
    assert slug(title, "id") == expected


def test_long_slugs_end_with_a_word() -> None:
    result = slug("one two three four five six seven eight nine ten eleven twelve thirteen", "id")
    assert result == "one-two-three-four-five-six-seven-eight-nine-ten-eleven"
    assert len(slug("a" * 100, "id")) == 60


@settings(deadline=None)
@given(st.text(max_size=80))
def test_slugs_are_portable(title: str) -> None:
    result = slug(title, "id")
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", result)
    assert len(result) <= 60


def test_permalinks() -> None:
    assert permalink("2024-07-28T12:39:00+08:00", "x", "id") == "2024/07/28/x"
    assert permalink("2024-07", "x", "id") == "2024/07/x"
    assert permalink("2024", "x", "id") == "2024/x"
    assert permalink("", "x", "id") == "undated/x"


def test_permalinks_take_no_address_of_a_list() -> None:
    assert permalink("2024", "07", "id") == "2024/07-id"
    assert permalink("", "p", "id") == "undated/p-id"
    assert permalink("2024-07-28", "con", "id") == "2024/07/28/con-id"
    assert safe_permalink("2024/07/28/con-id") == "2024/07/28/con-id"
