"""Chinese persons, and foreign ones written with dots."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import compress

from backfile.characters import HAN
from backfile.convert.tags.findings import Findings
from backfile.convert.tags.names import SURNAMES, WORD_LIKE_SURNAMES
from backfile.convert.tags.segmentation import RUN_END, is_common, part_of_speech, segment
from backfile.convert.tags.stopwords import BAD_LAST, FUNCTION, NUMERALS, STOP_ZH

_TITLE = re.compile(
    "教授|博士|院士|老师|等人|先生|女士|团队|坦言|告诉|指出|强调|回应|说|表示|认为|介绍|解释|提醒|透露"
)
_BEFORE_TITLE = re.compile(f"[{HAN}]{{2,3}}\\Z")
_TITLES = (
    "创始人|CEO|CTO|COO|CFO|总裁|董事长|总经理|首席科学家|教授|院士|导师|作者|负责人|校友|一作|博士生|博士|校长|院长|所长|主任|"
    "研究员|歌手|演员|作家|导演"
)
_AFTER_TITLE = re.compile(rf"(?:{_TITLES})[（(：:、 ]?([{HAN}]{{2,3}})")
_DOT = re.compile("[·•・‧]")
_DOTTED = re.compile(f"[{HAN}]{{1,5}}(?:[·•・‧][{HAN}]{{1,6}}){{1,3}}")
# Second parts that make a word of a surname (张图, 高层) and no person.
_NEVER_GIVEN = frozenset(
    "图片表车家店台校区市县省国型式版类层侧端面口门头尾机器人率值数量级字词句段文本书报刊号期年姐氏叔姨婶嫂某爷"
)
# 一张图, 这段话: after these a surname is a measure word.
_BEFORE_MEASURE = NUMERALS | frozenset("这那每几某首单多半第两")
# Of the letters that follow a whole name, none is nearly always the same one.
_MOST_SAME = 0.6
_ENDS_TITLE = frozenset("授士人师长家席裁者友作生员由和与是")
_BEGINS_TITLE = frozenset("团教博院老等先女说和与在是的表认介解提透")
# Function words that are given names too; trusted beside a title only.
_ALSO_GIVEN = frozenset("若如正可之以与为向来非因文年")
# A word counted more often by the dictionary is no given name (陈天桥 against 张图片).
_UNUSUAL = 300
# 华师 and 华南农 are what is left of universities.
_FIELDS_OF_SCHOOLS = frozenset("大师工理农林医科财电")
_MOST_NAMES = 400


def find_persons(lines: Sequence[str], words: Sequence[str], findings: Findings) -> None:
    """Add the persons of an article: a surname with unknown given names, beside a title or often enough; dotted names.

    words: the lines as segments.
    """
    text = "\n".join(lines)
    beside: set[str] = set()
    for name in (*_before_titles(text), *_AFTER_TITLE.findall(text)):
        beside.update((name, name[1:], name[:2]))
    candidates = set(_after_surnames(words))
    possible = sorted(name for name in beside | candidates if _can_be_name(name, beside=name in beside))[
        :_MOST_NAMES
    ]
    counts = {name: text.count(name) for name in possible}
    for name in possible:
        if counts[name] < 2 or (name not in beside and counts[name] < 3):
            continue
        longer = max((counts[other] for other in possible if name in other and other != name), default=0)
        shorter = max((counts[other] for other in possible if other in name and other != name), default=0)
        if longer >= 0.7 * counts[name] or counts[name] < 0.7 * shorter:
            continue
        if _stands_free(name, text, 1 if name in beside else 3):
            findings.replace(name, "person", occurrences(name, lines))
    for name in sorted(_dotted_names(text))[:_MOST_NAMES]:
        findings.replace(name, "person", occurrences(name, lines))


def _before_titles(text: str) -> list[str]:
    # Titles first: a pattern that begins with any letter of Chinese is tried at every one.
    found, end = [], 0
    for title in _TITLE.finditer(text):
        match = _BEFORE_TITLE.search(text[max(end, title.start() - 3) : title.start()])
        if match:
            found.append(match[0])
            end = title.end()
    return found


def occurrences(name: str, lines: Sequence[str]) -> list[int]:
    """Return the number of the line of each occurrence, at most 64 a line."""
    return [
        number for number, line in enumerate(lines) if name in line for _ in range(min(64, line.count(name)))
    ]


def _dotted_names(text: str) -> set[str]:
    """Return foreign names; where they begin and end among Han letters, repetition tells, else the dictionary."""
    by_head: dict[str, list[str]] = {}
    for found in _dotted(text):
        parts = _DOT.split(found)
        head, last = parts[0], parts[-1]
        middle = found[len(head) : len(found) - len(last)]
        by_head.setdefault(_name_at_end(head) + middle, []).append(last)
    names = set()
    for head, lasts in by_head.items():
        shared = _shared_start(lasts) if len(lasts) > 1 else ""
        end = _name_at_start(shared or lasts[0])
        if len(head) > 1 and end:
            names.add(head + end)
    return names


def _dotted(text: str) -> Iterator[str]:
    """Yield the matches of _DOTTED, looked for near dots only."""
    end = 0
    for dot in _DOT.finditer(text):
        if dot.start() >= end:
            # A name begins at most five letters before its first dot.
            match = _DOTTED.search(text, max(end, dot.start() - 5), dot.start() + 24)
            if match and match.start() < dot.start():
                yield match[0]
                end = match.end()


def _shared_start(texts: Sequence[str]) -> str:
    first, last = min(texts), max(texts)
    at = 0
    while at < min(len(first), len(last)) and first[at] == last[at]:
        at += 1
    return first[:at]


def _name_at_end(text: str) -> str:
    """Return the last word, or the last letters that make no word."""
    taken = ""
    for word in reversed(segment((text,))[:-2]):
        if len(word) > 1 and taken:
            break
        taken = word + taken
        if len(word) > 1 or len(taken) > 4:
            break
    return taken


def _name_at_start(text: str) -> str:
    taken = ""
    for word in segment((text,))[:-2]:
        if word in FUNCTION or (taken and len(word) > 1 and not part_of_speech(word).startswith("nr")):
            break
        taken += word
    return taken


def _after_surnames(words: Sequence[str]) -> list[str]:
    found = []
    for at in compress(range(len(words)), map(SURNAMES.__contains__, words)):
        word, given = words[at], words[at + 1]
        if given == RUN_END or (at and words[at - 1][-1] in _BEFORE_MEASURE):
            continue
        if len(given) == 1:
            found.append(word + given)
            if len(words[at + 2]) == 1 and words[at + 2] != RUN_END:
                found.append(word + given + words[at + 2])
        elif len(given) == 2 and (
            part_of_speech(given).startswith("nr")
            or not (word in WORD_LIKE_SURNAMES or is_common(given, _UNUSUAL))
        ):
            found.append(word + given)
    return found


def _can_be_name(name: str, *, beside: bool) -> bool:
    if not 2 <= len(name) <= 3 or name[0] not in SURNAMES:
        return False
    given = name[1:]
    if (
        any(c in NUMERALS or (c in FUNCTION and not (beside and c in _ALSO_GIVEN)) for c in given)
        or name[-1] in BAD_LAST
    ):
        return False
    if name in STOP_ZH or given in STOP_ZH:
        return False
    if given[-1] in _NEVER_GIVEN and not (beside and given[-1] in _ALSO_GIVEN):
        return False
    if len(name) == 2 and name[0] in WORD_LIKE_SURNAMES:
        return False
    if name[-1] in _FIELDS_OF_SCHOOLS and (len(name) == 2 or part_of_speech(name[:2]) == "ns"):
        return False
    tag = part_of_speech(name)
    if tag:
        return tag.startswith("nr") and not is_common(name)
    if len(name) == 3 and part_of_speech(name[:2]) == "ns" and not beside:
        return False  # 华南农 of 华南农业大学
    if len(name) == 2 or part_of_speech(given) in ("", "nr", "nz", "nrt"):
        return True
    if beside and name[0] not in WORD_LIKE_SURNAMES:
        return part_of_speech(given)[:1] in ("t", "a", "n")
    return (
        part_of_speech(given) in ("n", "ns")
        and name[0] not in WORD_LIKE_SURNAMES
        and not is_common(given, _UNUSUAL)
    )


def _stands_free(name: str, text: str, least: int) -> bool:
    """Tell whether a name has enough right neighbours and is no part of a longer word.

    A part has nearly always the same letter before it (普 before 林斯顿) or after it (道 after 李政).
    """
    after: Counter[str] = Counter()
    before: Counter[str] = Counter()
    total, at = 0, text.find(name)
    while at >= 0 and total < 64:
        letter = text[at + len(name) : at + len(name) + 1]
        after[letter if letter.isalpha() and letter not in _BEGINS_TITLE else f"edge {at}"] += 1
        letter = text[at - 1 : at]
        before[letter if letter.isalpha() and letter not in _ENDS_TITLE else f"edge {at}"] += 1
        total += 1
        at = text.find(name, at + 1)
    if total > 1 and total in (max(before.values()), max(after.values())):
        return False
    if total > 2 and max(before.values()) >= _MOST_SAME * total:
        return False
    if len(name) == 2 and total > 2 and max(after.values()) >= _MOST_SAME * total:
        return False
    return len(after) >= min(least, total)
