"""Which characters belong to which script, and what is no text at all."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Han (with extensions and compatibility forms), kana, bopomofo; no punctuation.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3007\u3005"
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"
HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
CJK_PUNCTUATION = "\u3000-\u3004\u3008-\u3020\u3030\u303d\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufe30-\ufe4f"
# Quotes, dashes and dots that Chinese text uses at full width although their code points are shared with Latin text.
SHARED_PUNCTUATION = "‘’“”—…·"

CJK_LETTER = re.compile(f"[{HAN}{KANA}{HANGUL}]")
# Runs, where letters are counted: a search costs more for each match than for each letter.
CJK_LETTERS = re.compile(f"[{HAN}{KANA}{HANGUL}]+")
CJK = re.compile(f"[{HAN}{KANA}{HANGUL}{CJK_PUNCTUATION}]")
_HAN = re.compile(f"[{HAN}]+")
_KANA = re.compile(f"[{KANA}]+")
_HANGUL = re.compile(f"[{HANGUL}]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_RTL = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# Characters that only one of the two written forms of Chinese uses, by frequency.
_SIMPLIFIED = re.compile(
    "[们这国说时对会学过来为个还发开经样种问现门点间见长当东车马书动电话应关让给从进运远认头实师两无业产专条体]"
)
_TRADITIONAL = re.compile(
    "[們這國說時對會學過來為個還發開經樣種問現門點間見長當東車馬書動電話應關讓給從進運遠認頭實師兩無業產專條體]"
)

# C0 and C1 controls but tab and newline, zero-width space and marks that reorder or hide text, noncharacters, surrogates.
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def count_characters(text: str) -> int:
    """Return how many letters and digits of any script a text has: no blanks, no punctuation, no symbols."""
    return sum(map(str.isalnum, text))


def reading_minutes(text: str) -> int:
    """Return the reading time: CJK characters at 450 a minute plus other words at 220, rounded up, at least 1."""
    others, runs = CJK_LETTERS.subn(" ", text)
    cjk = len(text) - len(others) + runs
    words = len(_WORD.findall(others))
    return max(1, -(-(cjk * 220 + words * 450) // (450 * 220)))


def detect_language(text: str) -> str:
    """Return the BCP 47 tag that a text's script suggests: zh-Hans, zh-Hant, ja, ko, ar, he, en; "" for too little text.

    "en" stands for any Latin text here: telling Latin languages apart is not this function's claim.
    """
    others, runs = _HAN.subn(" ", text)
    han = len(text) - len(others) + runs
    kana, hangul, right_to_left = (sum(map(len, p.findall(others))) for p in (_KANA, _HANGUL, _RTL))
    latin = len(_LATIN.findall(others))
    if han + kana + hangul + latin + right_to_left < 4:
        return ""
    if right_to_left > han + kana + hangul and right_to_left > latin * 4:
        first = _RTL.search(text)
        return "he" if first and first[0] < "\u0600" else "ar"
    if (han + kana + hangul) * 2 <= latin:
        return "en"
    if hangul * 4 > han + kana + hangul:
        return "ko"
    if kana * 10 > han + kana:
        return "ja"
    simplified, traditional = len(_SIMPLIFIED.findall(text)), len(_TRADITIONAL.findall(text))
    return "zh-Hant" if traditional > simplified else "zh-Hans"


@lru_cache(1 << 15)
def fold(name: str) -> str:
    """Return the key under which spellings of a name are one: casefold(NFKC), blanks collapsed."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def clean_line(text: str) -> str:
    """Return a text as one line without control characters: for titles, names and the like."""
    return " ".join(CONTROL.sub("", text).split())
