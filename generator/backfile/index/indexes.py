"""Tags, authors and sources from A to Z."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from backfile.characters import CJK_LETTER
from backfile.index.context import KINDS, Context, Terms
from backfile.model import AnyPage, IndexPage, LetterGroup, TermCount

# An index of more names is split into a page a letter.
_WHOLE = 400
_TOP = 24
_OTHERS = "#"


def pages(context: Context) -> Iterator[AnyPage]:
    """Yield the index of tags, of authors and of sources, with a page a letter where there are many."""
    for kind in KINDS:
        yield from _index(context.terms[kind])


def letter_of(name: str) -> str:
    """Return the letter a name stands under: A to Z by its Latin letters or its pinyin, else #."""
    first = unicodedata.normalize("NFKD", name.strip())[:1].upper()
    if "A" <= first <= "Z":
        return first
    sound = _sound(name[:1])[:1].upper()
    return sound if "A" <= sound <= "Z" else _OTHERS


def _index(terms: Terms) -> Iterator[AnyPage]:
    found = [terms.count(key, len(members)) for key, members in terms.members.items() if terms.has_page(key)]
    letters: dict[str, list[TermCount]] = {}
    for term in sorted(found, key=lambda t: (_sort_key(t.name), t.url)):
        letters.setdefault(letter_of(term.name), []).append(term)
    split = len(found) > _WHOLE
    order = sorted(letters, key=lambda letter: (letter == _OTHERS, letter))
    top = tuple(sorted(found, key=lambda t: (-t.count, t.url))[:_TOP])
    groups = tuple(
        LetterGroup(
            letter,
            _letter_url(terms.kind, letter) if split else "",
            () if split else tuple(letters[letter]),
            len(letters[letter]),
        )
        for letter in order
    )
    yield _page(terms.kind, "", len(found), groups, top)
    if split:
        for group in groups:
            own = LetterGroup(group.letter, group.url, tuple(letters[group.letter]), group.count)
            others = tuple(own if g.letter == group.letter else g for g in groups)
            yield _page(terms.kind, group.letter, len(found), others, ())


def _page(
    kind: str, letter: str, total: int, groups: tuple[LetterGroup, ...], top: tuple[TermCount, ...]
) -> IndexPage:
    url = _letter_url(kind, letter) if letter else f"{kind}/"
    return IndexPage(
        path=f"{url}index.html", url=url, kind=kind, letter=letter, total=total, groups=groups, top=top
    )


def _letter_url(kind: str, letter: str) -> str:
    return f"{kind}/p/{'other' if letter == _OTHERS else letter.lower()}/"


def _sort_key(name: str) -> str:
    return " ".join(_sound(c) if CJK_LETTER.match(c) else c.casefold() for c in name[:12])


def _sound(character: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return (
        "".join(lazy_pinyin(character, style=Style.NORMAL))
        if character and not character.isascii()
        else character
    )
