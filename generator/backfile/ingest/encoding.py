"""Bytes to text, or to nothing: never to text in the wrong characters."""

from __future__ import annotations

import re
from codecs import BOM_UTF8

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
# What any text consists of but for a few characters. UTF-16 read with its bytes the wrong way round falls elsewhere:
# blanks, digits, Latin letters and line ends become ideographs or unassigned characters.
_PLAUSIBLE = re.compile(
    "[\t\n\r\x20-\x7e\xa0-\xff\u2010-\u2027\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e\uffe5]"
)
_PLAIN = re.compile("[\t\n\r\x20-\x7e，。、：；？！“”（）《》]")
_DECLARED = re.compile(rb"""<meta[^>]{0,80}charset\s*=\s*["']?\s*gb(?:k|2312|18030)""", re.IGNORECASE)


def decode(data: bytes) -> str | None:
    """Return the text of a capture with "\\n" as line ends; None when the encoding cannot be told for sure.

    UTF-8 and UTF-16 with a byte order mark, UTF-8, UTF-16 without one when only one order of its bytes gives text, and
    GB18030 when a page declares it or it reads like Chinese: nine tenths of its characters are common ones, and an eighth
    are of the most frequent.
    """
    text = _decode(data)
    if text is not None and "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _decode(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16")
    # Not "utf-8-sig", which is Python's own code.
    text = _strict(data.removeprefix(BOM_UTF8), "utf-8")
    if text is not None and text.count("\0") * 20 <= len(text):
        return text
    wide = _utf16(data)
    if wide is not None or text is not None:
        return wide
    if _DECLARED.search(data[:4096]):
        return _strict(data, "gb18030")
    pairs = _PAIR.findall(data)
    if len(pairs) < _FEWEST_PAIRS:
        return None
    common = sum(1 for p in pairs if _COMMON_PAIR.fullmatch(p))
    text = _strict(data, "gb18030")
    if text is None or common * 10 < len(pairs) * 9 or "\0" in text:
        return None
    frequent = sum(1 for c in text if c in _FREQUENT)
    return text if frequent * 8 >= len(pairs) else None


def _utf16(data: bytes) -> str | None:
    """Return UTF-16 without a mark as text: nearly all characters plausible, and a tenth of them plain ones or frequent."""
    if len(data) < 16 or len(data) % 2:
        return None
    found = []
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _strict(data, encoding)
        if text is None:
            continue
        sure = len(_PLAIN.findall(text)) + sum(1 for c in text if c in _FREQUENT)
        if len(_PLAUSIBLE.findall(text)) * 50 >= len(text) * 49 and sure * 10 >= len(text):
            found.append(text)
    return found[0] if len(found) == 1 else None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
