"""Bytes to text, or to nothing: never to text in the wrong characters."""

from __future__ import annotations

import re

# Two-byte characters of GB 2312's level 1 (the 3,755 most frequent) and its punctuation: what Chinese text is made of.
# Text in other encodings read as GB18030 falls mostly elsewhere.
_COMMON_PAIR = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]|[\xa1-\xa3][\xa1-\xfe]")
_PAIR = re.compile(rb"[\x81-\xfe](?:[\x30-\x39][\x81-\xfe][\x30-\x39]|[\x40-\x7e\x80-\xfe])")
_FEWEST_PAIRS = 4
# Characters of which any Chinese text is at least a third; Korean bytes read as Chinese are hardly ever among them.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学"
    "法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天"
)


def decode(data: bytes) -> str | None:
    """Return the text of a capture with "\\n" as line ends; None when the encoding cannot be told for sure.

    UTF-8 and UTF-16 with a byte order mark, UTF-8, and GB18030 when it reads like Chinese: nine tenths of its characters are
    common ones, and an eighth are of the most frequent.
    """
    text = _decode(data)
    if text is not None and "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _decode(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16")
    text = _strict(data, "utf-8-sig")
    if text is not None:
        # UTF-16 without a mark is valid UTF-8 when it is ASCII, with a NUL beside every character; so are some binary files.
        return None if text.count("\0") * 20 > len(text) else text
    pairs = _PAIR.findall(data)
    if len(pairs) < _FEWEST_PAIRS:
        return None
    common = sum(1 for p in pairs if _COMMON_PAIR.fullmatch(p))
    text = _strict(data, "gb18030")
    if text is None or common * 10 < len(pairs) * 9 or "\0" in text:
        return None
    frequent = sum(1 for c in text if c in _FREQUENT)
    return text if frequent * 8 >= len(pairs) else None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
