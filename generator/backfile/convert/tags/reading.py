"""One article to its candidates."""

from __future__ import annotations

import operator
import re
from collections import Counter
from itertools import accumulate, repeat

from backfile.characters import CJK_LETTER, CJK_LETTERS
from backfile.config import TagSettings
from backfile.convert.tags.chinese import find_grams, find_words, is_word_like
from backfile.convert.tags.cleaning import Text, clean
from backfile.convert.tags.english import find_names_and_terms
from backfile.convert.tags.findings import Findings
from backfile.convert.tags.keys import key, tidy
from backfile.convert.tags.latin import names_of_lines, small_names_in
from backfile.convert.tags.persons import find_persons, occurrences
from backfile.convert.tags.segmentation import LINE_END, RUN_END, segment
from backfile.convert.tags.stopwords import BAD_LAST, FUNCTION, STOP_ZH
from backfile.convert.tags.values import Candidates, Evidence, Kind
from backfile.model import Article

_SAMPLE_CHARACTERS = 1500
# Those who make a thing sign news about it by its name: LoomNet.
_MADE_UP = re.compile(r"(?=.+[A-Z])(?=.*[a-z])[A-Z][A-Za-z0-9-]{3,}")
_LATIN_LETTERS = re.compile(r"[A-Za-zÀ-ɏ]+")
_SHORT = re.compile(r"[^\s，。！？,.!?；;：:][^，。！？!?；;：:]{0,15}")


def candidates(article: Article, settings: TagSettings) -> Candidates:
    """Return what an article offers as tags. Never raises, and takes time in proportion to at most 200,000 characters."""
    text = clean(article)
    findings = Findings()
    chinese_text = _is_chinese("".join(text.lines))
    sample = ""
    if chinese_text:
        sample = _read_chinese(text, findings)
    else:
        find_names_and_terms(text.lines, text.kinds, findings)
    _read_set_off(text, findings, chinese_text=chinese_text)
    wanted = sorted({*settings.force, *settings.aliases})
    _read_wanted(text, wanted, frozenset(map(key, settings.force)), findings)
    return Candidates(
        chinese=chinese_text,
        own=tuple(
            key(name)
            for name in (article.source, *sorted(article.authors))
            if not (chinese_text and name != article.source and _MADE_UP.fullmatch(name))
        ),
        tags=tuple(dict.fromkeys(tidy(tag) for tag in article.tags if tidy(tag))),
        kinds=text.kinds,
        digests=text.digests,
        evidence=findings.evidence(lambda each: _worth(each, text.kinds)),
        sample=sample,
    )


def _is_chinese(text: str) -> bool:
    """Tell whether a text has more letters of Chinese than half of its Latin words."""
    # Latin words are at most half as many as characters, so that of most Chinese texts the first half is enough.
    if 2 * _letters(text[: len(text) // 2]) > (len(text) + 1) // 2:
        return True
    return 2 * _letters(text) > len(_LATIN_LETTERS.findall(text))


def _letters(text: str) -> int:
    return sum(map(len, CJK_LETTERS.findall(text)))


def _read_chinese(text: Text, findings: Findings) -> str:
    for name, number in names_of_lines(text.lines):
        findings.add(name, "latin", (number,))
    for name in small_names_in(text.lines[0]):
        findings.replace(name, "latin", occurrences(name, text.lines))
    words = segment(text.lines)
    # The number of a segment's line is how many lines ended before it.
    numbers = list(accumulate(map(operator.eq, words, repeat(LINE_END)), initial=0))[:-1]
    counts = Counter(words)
    find_words(words, numbers, counts, findings)
    find_grams(words, numbers, counts, findings)
    find_persons(text.lines, words, findings)
    return _sample(text, words)


def _sample(text: Text, words: list[str]) -> str:
    """Return the beginning of a text and its headings as rows of a line's number and its segments."""
    rows, taken, start = [], 0, 0
    for number, line in enumerate(text.lines):
        end = words.index(LINE_END, start)
        if taken < _SAMPLE_CHARACTERS or text.kinds[number] == "H":
            taken += len(line)
            runs = " ".join(words[start:end]).replace(f" {RUN_END} ", "|").removesuffix(f" {RUN_END}")
            rows.append(f"{number}:{runs}")
        start = end + 1
    return "\n".join(rows)


def _read_set_off(text: Text, findings: Findings, *, chinese_text: bool) -> None:
    """Bold and quoted names: those known gain weight, others become candidates themselves."""
    groups: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("work", text.works),
        ("span", text.quoted),
        ("span", text.bold),
    )
    for kind, found in groups:
        for name, times in sorted(Counter(tidy(each) for each in found).items()):
            bold, quoted = (times, 0) if found is text.bold else (0, times)
            if not 2 <= len(name) <= 30 or not _SHORT.fullmatch(name):
                continue
            if kind == "work" and len(name) <= 16:
                findings.replace(name, "work", occurrences(name, text.lines))
            if findings.set_off(name, bold=bold, quoted=quoted) or not chinese_text:
                continue
            if len(name) <= 12 and _can_stand_alone(name):
                findings.replace(name, kind, occurrences(name, text.lines))
                findings.set_off(name, bold=bold, quoted=quoted)


def _can_stand_alone(name: str) -> bool:
    if (
        name in STOP_ZH
        or any(c in FUNCTION for c in name)
        or name[-1] in BAD_LAST
        or not CJK_LETTER.search(name)
    ):
        return False
    words = segment((name,))
    parts = tuple(words[:-2])
    return words.count(RUN_END) == 1 and (len(parts) == 1 or is_word_like(parts))


def _read_wanted(text: Text, names: list[str], forced: frozenset[str], findings: Findings) -> None:
    """Look for the names of the settings themselves: the text may hold them where no rule of ours sees a word."""
    for name in names:
        pattern = re.escape(tidy(name))
        if not pattern:
            continue
        edge = (
            r"(?<![A-Za-z0-9])" if pattern[0].isascii() else "",
            r"(?![A-Za-z0-9])" if pattern[-1].isascii() else "",
        )
        finder = re.compile(edge[0] + pattern + edge[1], re.IGNORECASE)
        lines = [number for number, line in enumerate(text.lines) for _ in finder.finditer(line)]
        findings.replace(name, "force" if key(name) in forced else "term", lines)


def _worth(each: Evidence, kinds: str) -> bool:
    """What an article mentions once, in its body, says nothing about it."""
    if each.kind == "force":
        return True
    first = kinds[each.lines[0]]
    if len(each.lines) >= 2:
        return True
    return first in "TH" or (
        each.kind not in ("term", "gram", "n", "v") and (first == "L" or each.bold + each.quoted > 0)
    )
