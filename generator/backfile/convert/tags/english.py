"""Names and terms of English text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from backfile.convert.tags.findings import Findings
from backfile.convert.tags.latin import names_in
from backfile.convert.tags.stopwords import ENGLISH_STOP

_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9+#]*(?:[.'’-][A-Za-zÀ-ɏ0-9]+)*[+#]{0,2}")
_BREAK = re.compile(r"[.!?;:,()\"“”—–/|\[\]{}<>=]+(?=\s|$)|\s[—–|]\s|[\"“”()\[\]{}<>=]")
_INNER = frozenset(("of", "and", "for", "the", "in"))
_LONGEST_TERM = 3


def find_names_and_terms(lines: Sequence[str], kinds: str, findings: Findings) -> None:
    """Add the capitalised names of a text and its sequences of one to three words.

    A name needs an occurrence in running text, for titles and headings capitalise anything; one plain word must begin no
    sentence there, and must not be written small half as often.
    """
    terms = _Terms()
    names: dict[str, list[int]] = {}
    proven: set[str] = set()
    for number, line in enumerate(lines):
        terms.add(line, number)
        for name, begins_sentence in names_in(line):
            names.setdefault(name, []).append(number)
            if kinds[number] in "LB" and not begins_sentence:
                proven.add(name)
    terms.into(findings, kinds)
    for name, found in names.items():
        if name in proven and 2 * terms.small[name.lower()] <= len(found):
            findings.replace(name, "latin", found)


class _Terms:
    def __init__(self) -> None:
        self.small: Counter[str] = Counter()
        self._lines: dict[str, list[int]] = {}
        self._forms: dict[str, str] = {}

    def add(self, line: str, number: int) -> None:
        for piece in _BREAK.split(line):
            words = [_bare(word) for word in _WORD.findall(piece)]
            lower = [word.lower() for word in words]
            self.small.update(word for word in words if word.islower())
            for start, first in enumerate(lower):
                if first in ENGLISH_STOP:
                    continue
                for end in range(start + 1, min(start + _LONGEST_TERM, len(lower)) + 1):
                    if lower[end - 1] not in ENGLISH_STOP:
                        self._note(" ".join(lower[start:end]), words[start:end], number)
                    elif lower[end - 1] not in _INNER:
                        break

    def into(self, findings: Findings, kinds: str) -> None:
        for term, lines in self._lines.items():
            if len(lines) > 1 or kinds[lines[0]] in "TH":
                findings.add(self._forms[term], "term", lines)

    def _note(self, term: str, words: list[str], number: int) -> None:
        if term in self._lines:
            self._lines[term].append(number)
        elif len(term) > 2:
            self._lines[term] = [number]
        else:
            return
        form = " ".join(words)
        if form == term or term not in self._forms:
            self._forms[term] = form


def _bare(word: str) -> str:
    return word.strip("'’").removesuffix("'s").removesuffix("’s")
