"""Tags, authors and sources from A to Z."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from backfile.characters import fold
from backfile.index.context import Context
from backfile.index.planned import Planned, planned
from backfile.index.sitemaps import OTHERS
from backfile.index.terms import KINDS, Terms
from backfile.model import IndexPage, LetterGroup, Term, TermCount
from backfile.pinyin import pinyin

# An index of more names is split into a page a letter, and a letter of more names into parts: four nodes a name, of 1,500 a page.
_WHOLE = 300
# A part has at least so many names, and ends before a name whose digest says so: one of so many names does. A new name
# changes its own part, and seldom the next ones.
_PART_LEAST, _PART_ENDS = 100, 128
_TOP = 24
# So many names are told apart as new, in an index that is longer than what is told apart as frequent.
_NEW = 8
_OTHERS = "#"


def pages(context: Context) -> Iterator[Planned]:
    """Yield the index of tags, of authors and of sources, with a page a letter where there are many."""
    for kind in context.sections:
        if kind in KINDS:
            yield from (planned(page, OTHERS) for page in _index(context.terms[kind]))


def letter_of(name: str) -> str:
    """Return the letter a name stands under: A to Z by its first Latin letter or its pinyin, else #."""
    first = sound_of(name)[:1].upper()
    return first if "A" <= first <= "Z" else _OTHERS


@lru_cache(1 << 15)
def sound_of(name: str) -> str:
    """Return a name as it is sorted: pinyin for Han characters, Latin letters without accents, the rest folded."""
    key = fold(name)
    if key.isascii():
        return key
    plain = unicodedata.normalize("NFKD", " ".join(pinyin(key)))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _index(terms: Terms) -> Iterator[IndexPage]:
    keys = terms.paged()
    found = {key: terms.counted(key, len(terms.members[key])) for key in keys}
    letters: dict[str, list[TermCount]] = {}
    # Keys, not display names, decide the order: a new spelling moves nothing.
    for key in sorted(keys, key=lambda key: (sound_of(key), key)):
        letters.setdefault(letter_of(key), []).append(found[key])
    top = tuple(found[key] for key in sorted(keys, key=lambda key: (-found[key].count, key))[:_TOP])
    new = _newest(terms, keys) if len(keys) > _TOP else ()
    order = sorted(letters, key=lambda letter: (letter == _OTHERS, letter))
    if len(keys) <= _WHOLE:
        groups = tuple(LetterGroup(x, "", tuple(letters[x]), len(letters[x])) for x in order)
        yield _page(terms.kind, "", len(keys), groups, top, new)
        return
    groups = tuple(LetterGroup(x, _letter_url(terms.kind, x), (), len(letters[x])) for x in order)
    yield _page(terms.kind, "", len(keys), groups, top, new)
    for letter in order:
        # A letter's page knows of the other letters only that they exist: their counts would change it.
        parts = split_letter(letters[letter])
        urls = [_part_url(terms.kind, letter, number) for number in range(1, len(parts) + 1)]
        links = tuple(Term(part[0].name, url) for part, url in zip(parts, urls, strict=True))
        for part, url in zip(parts, urls, strict=True):
            own = tuple(
                LetterGroup(x, url, tuple(part), len(part))
                if x == letter
                else LetterGroup(x, _letter_url(terms.kind, x), (), 0)
                for x in order
            )
            yield _page(terms.kind, letter, len(part), own, (), (), url, links if len(links) > 1 else ())


def _newest(terms: Terms, keys: Sequence[str]) -> tuple[Term, ...]:
    """Return the terms whose pages came last: by the article that made them enough for one, the newest first."""
    found = sorted(keys, key=lambda key: (-terms.members[key][terms.least - 1], key))
    return tuple(Term(terms.names[key], terms.url(key)) for key in found[:_NEW])


def split_letter(found: Sequence[TermCount]) -> list[list[TermCount]]:
    """Return the names of one letter in parts of at most 300, whose borders depend on few names beside each of them."""
    if len(found) <= _WHOLE:
        return [list(found)]
    parts: list[list[TermCount]] = [[]]
    for one in found:
        # By the address, which is the term's key: another spelling moves no border.
        ends = len(parts[-1]) >= _PART_LEAST and crc32(one.url.encode()) % _PART_ENDS == 0
        if ends or len(parts[-1]) == _WHOLE:
            parts.append([])
        parts[-1].append(one)
    return parts


def _page(
    kind: str,
    letter: str,
    total: int,
    groups: tuple[LetterGroup, ...],
    top: tuple[TermCount, ...],
    new: tuple[Term, ...],
    url: str = "",
    parts: tuple[Term, ...] = (),
) -> IndexPage:
    url = url or f"{kind}/"
    return IndexPage(
        path=f"{url}index.html",
        url=url,
        kind=kind,
        letter=letter,
        total=total,
        groups=groups,
        top=top,
        new=new,
        parts=parts,
    )


def _letter_url(kind: str, letter: str) -> str:
    return f"{kind}/p/{'other' if letter == _OTHERS else letter.lower()}/"


def _part_url(kind: str, letter: str, number: int) -> str:
    url = _letter_url(kind, letter)
    return f"{url}{number}/" if number > 1 else url
