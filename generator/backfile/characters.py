"""Which characters belong to which script, and what is no text at all."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

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
CJK_RUNS = re.compile(f"[{HAN}{KANA}{HANGUL}{CJK_PUNCTUATION}]+")
_HAN = re.compile(f"[{HAN}]+")
# All but ASCII and nearly all Han there is, which lies in one range and of which every one is a letter to Unicode.
_UNCOMMON = re.compile("[^\x00-\x7f\u4e00-\u9fff]+")
# Of these all but the punctuation of Chinese.
_UNCOMMON_LETTER = re.compile(
    f"[^\x00-\x7f\u4e00-\u9fff{SHARED_PUNCTUATION}\u3001-\u3003\u3008-\u3011\uff01-\uff0f\uff1a-\uff20]"
)
# The first byte of a character in UTF-16 as "h" where that range is.
_ROWS = bytes(104 if 0x4E <= row <= 0x9F else 32 for row in range(256))
_KANA = re.compile(f"[{KANA}]+")
_HANGUL = re.compile(f"[{HANGUL}]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_RTL = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LETTER = re.compile(r"[^\W\d_]")
_NO_LETTERS = re.compile(r"[\W_]+")
# Every byte as the kind of character that it is in ASCII: letter, digit, or none of both.
_KINDS = bytes(
    97 if chr(b).isalpha() and b < 128 else 48 if chr(b).isdigit() and b < 128 else 32 for b in range(256)
)

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


# Small words that tell English from other languages of the Latin script; what is a word of both is in neither.
_ENGLISH = re.compile(r"\b(?:the|and|of|to|that|for|with|this|are|was|be|it|from|by|we|you)\b")
_FOREIGN = re.compile(
    r"\b(?:der|das|und|ist|nicht|ein|eine|für|von|mit|auf|le|la|les|des|est|une|dans|pour|que|du|de|et|el|los|las|una|con|para|"
    r"del|il|della|che|di|non|het|een|niet|van|voor|não|uma|os|och|att|det|som|nie|na|się|jest|ve|bir|için)\b"
)
_JUDGED = 3_000


class Letters(NamedTuple):
    """How many letters and words of which script a text has.

    characters are letters and digits of any script: no blanks, no punctuation, no symbols; cjk is what a reader reads one by
    one, that is han, kana and hangul together; words are all others, latin those of the Latin script.
    """

    characters: int
    words: int
    latin: int
    cjk: int
    han: int
    kana: int
    hangul: int
    right_to_left: int


def count_letters(text: str) -> Letters:
    """Return what letters a text has. ASCII, most of any Latin text, is counted as bytes, and only the rest as characters."""
    plain = text.replace("’", "'") if "’" in text else text
    kinds = b" " + plain.encode("ascii", "replace").translate(_KINDS, b"'")
    latin, numbers = kinds.count(b" a"), kinds.count(b" 0")
    characters = len(kinds) - kinds.count(b" ")
    if text.isascii():
        return Letters(characters, latin + numbers, latin, 0, 0, 0, 0, 0)
    # Of two bytes in UTF-16 the first tells; the halves of surrogates are none of Han.
    common = plain.encode("utf-16-be", "surrogatepass")[::2].translate(_ROWS).count(b"h")
    if _UNCOMMON_LETTER.search(plain) is None:
        return Letters(characters + common, latin + numbers, latin, common, common, 0, 0, 0)
    rest = "".join(_UNCOMMON.findall(plain))
    others = _HAN.sub("", rest)
    han = common + len(rest) - len(others)
    characters += common + count_characters(rest)
    kana, hangul, right_to_left = (sum(map(len, p.findall(others))) for p in (_KANA, _HANGUL, _RTL))
    words = latin + numbers
    if _LETTER.search(CJK_LETTERS.sub("", others)):  # letters that belong to one word with those of ASCII
        spaced = CJK_LETTERS.sub(" ", plain)
        words, latin = len(_WORD.findall(spaced)), len(_LATIN.findall(spaced))
    return Letters(characters, words, latin, han + kana + hangul, han, kana, hangul, right_to_left)


def count_characters(text: str) -> int:
    """Return how many letters and digits of any script a text has: no blanks, no punctuation, no symbols."""
    return len(_NO_LETTERS.sub("", text))


def reading_minutes(letters: Letters) -> int:
    """Return the reading time: CJK characters at 450 a minute plus other words at 220, rounded up, at least 1."""
    return max(1, -(-(letters.cjk * 220 + letters.words * 450) // (450 * 220)))


def detect_language(letters: Letters, text: str) -> str:
    """Return the BCP 47 tag that a text's script suggests: zh-Hans, zh-Hant, ja, ko, ar, he, en; "" for too little text.

    A Latin text with more small words of other languages than of English is "und": which one it is nobody claims here.
    """
    cjk, latin, right_to_left = letters.cjk, letters.latin, letters.right_to_left
    if cjk + latin + right_to_left < 4:
        return ""
    if right_to_left > cjk and right_to_left > latin * 4:
        first = _RTL.search(text)
        return "he" if first and first[0] < "\u0600" else "ar"
    if cjk * 2 <= latin:
        start = text[:_JUDGED].lower()
        return "und" if len(_FOREIGN.findall(start)) > len(_ENGLISH.findall(start)) else "en"
    if letters.hangul * 4 > cjk:
        return "ko"
    if letters.kana * 10 > letters.han + letters.kana:
        return "ja"
    if _TRADITIONAL.search(text) is None:
        return "zh-Hans"
    simplified, traditional = len(_SIMPLIFIED.findall(text)), len(_TRADITIONAL.findall(text))
    return "zh-Hant" if traditional > simplified else "zh-Hans"


@lru_cache(1 << 15)
def fold(name: str) -> str:
    """Return the key under which spellings of a name are one: casefold(NFKC), blanks collapsed."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def clean_line(text: str) -> str:
    """Return a text as one line without control characters: for titles, names and the like."""
    if text.isprintable() and "  " not in text and text == text.strip():
        return text  # no control character is printable, and of all blanks only the common one
    return " ".join(CONTROL.sub("", text).split())
