"""Tags, authors and sources from A to Z."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from backfile.characters import fold
from backfile.index.context import Context
from backfile.index.planned import Planned, planned
from backfile.index.sitemaps import OTHERS
from backfile.index.terms import KINDS, Terms
from backfile.model import IndexPage, LetterGroup, TermCount
from backfile.pinyin import pinyin

# An index of more names is split into a page a letter.
_WHOLE = 400
_TOP = 24
_OTHERS = "#"


def pages(context: Context) -> Iterator[Planned]:
    """Yield the index of tags, of authors and of sources, with a page a letter where there are many."""
    for kind in KINDS:
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
    order = sorted(letters, key=lambda letter: (letter == _OTHERS, letter))
    if len(keys) <= _WHOLE:
        groups = tuple(LetterGroup(x, "", tuple(letters[x]), len(letters[x])) for x in order)
        yield _page(terms.kind, "", len(keys), groups, top)
        return
    groups = tuple(LetterGroup(x, _letter_url(terms.kind, x), (), len(letters[x])) for x in order)
    yield _page(terms.kind, "", len(keys), groups, top)
    for letter in order:
        # A letter's page knows of the other letters only that they exist: their counts would change it.
        own = tuple(
            LetterGroup(x, _letter_url(terms.kind, x), tuple(letters[x]), len(letters[x]))
            if x == letter
            else LetterGroup(x, _letter_url(terms.kind, x), (), 0)
            for x in order
        )
        yield _page(terms.kind, letter, len(letters[letter]), own, ())


def _page(
    kind: str, letter: str, total: int, groups: tuple[LetterGroup, ...], top: tuple[TermCount, ...]
) -> IndexPage:
    url = _letter_url(kind, letter) if letter else f"{kind}/"
    return IndexPage(
        path=f"{url}index.html", url=url, kind=kind, letter=letter, total=total, groups=groups, top=top
    )


def _letter_url(kind: str, letter: str) -> str:
    return f"{kind}/p/{'other' if letter == _OTHERS else letter.lower()}/"
