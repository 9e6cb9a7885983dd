"""Text or nothing: never text in the wrong characters."""

from __future__ import annotations

import pytest

from backfile.ingest import decode

CHINESE = "图书馆昨天公布了新的开放时间，读者可以在周末借书。\r\n第二段。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_known_encodings(encoding: str) -> None:
    assert decode(CHINESE.encode(encoding)) == CHINESE.replace("\r\n", "\n")


def test_utf16_big_endian_with_mark() -> None:
    assert decode(b"\xfe\xff" + CHINESE.encode("utf-16-be")) == CHINESE.replace("\r\n", "\n")


@pytest.mark.parametrize(
    "data",
    [
        "圖書館昨天公布了新的開放時間，讀者可以在週末借書。".encode("big5"),
        "図書館は新しい開館時間を発表しました。".encode("shift_jis"),
        "図書館は新しい開館時間を発表しました。".encode("euc-jp"),
        "도서관은 어제 새로운 개관 시간을 발표했다.".encode("euc-kr"),
        "Библиотека объявила новые часы работы.".encode("cp1251"),
        "La bibliothèque a annoncé ses nouveaux horaires à l'été".encode("latin-1"),
        CHINESE.encode() + b"\xff\xfe broken",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        bytes(range(256)) * 4,
    ],
    ids=["big5", "sjis", "euc-jp", "euc-kr", "cp1251", "latin-1", "broken", "png", "bytes"],
)
def test_anything_else_is_no_text(data: bytes) -> None:
    assert decode(data) is None


def test_line_ends() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [CHINESE, "---\ntitle: A plain title\n---\n", "# 标题\n\n发布时间: 2024-07-28 12:39\n\n“一句话”……\n"],
)
def test_utf16_without_a_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text.replace("\r\n", "\n")
