"""Tags, authors and sources: which articles have them, which have a page, and how they are spelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from backfile.addresses import term_segment, term_url
from backfile.characters import fold
from backfile.digest import encode
from backfile.model import Term, TermCount

KINDS = ("tags", "authors", "sources")


class Terms:
    """The terms of one kind; keys are folded names, positions count articles from the oldest.

    members: key -> positions, ascending; keys: of each article, in its own order, each once; names: key -> the name
    that pages about the whole archive show; least: from so many articles on a term has a page.
    """

    def __init__(self, kind: str, names: Sequence[tuple[str, ...]], least: int) -> None:
        self.kind = kind
        self.members: dict[str, list[int]] = {}
        self.keys: list[tuple[str, ...]] = []
        self._names = names
        self._folded: dict[str, str] = {}
        self._urls: dict[str, str] = {}
        self._states: dict[str, bytes] = {}
        spellings: dict[str, dict[str, int]] = {}
        for at, own in enumerate(names):
            keys = tuple(filter(None, dict.fromkeys(map(self._fold, own))))
            self.keys.append(keys)
            for key in keys:
                self.members.setdefault(key, []).append(at)
            for name in own:
                counts = spellings.setdefault(self._fold(name), {})
                counts[name] = counts.get(name, 0) + 1
        self.least = least
        self._paged = {key for key, members in self.members.items() if len(members) >= least}
        self.names = {key: _most_frequent(counts) for key, counts in spellings.items()}
        self._terms: dict[str, Term] = {}

    def paged(self) -> list[str]:
        """Return the keys of terms that have a page, sorted."""
        return sorted(self._paged)

    def has_page(self, key: str) -> bool:
        """Return whether a term has a page: tags do from two articles on."""
        return key in self._paged

    def url(self, key: str) -> str:
        """Return the address of a term's list."""
        url = self._urls.get(key)
        if url is None:
            url = self._urls[key] = term_url(self.kind, key)
        return url

    def folder(self, key: str) -> str:
        """Return the output folder of a term's list, without a slash at its end."""
        return f"{self.kind}/{term_segment(key)}"

    def term(self, name: str) -> Term:
        """Return a term as an article shows it: in the article's own spelling, with a link when it has a page."""
        term = self._terms.get(name)
        if term is None:
            key = self._fold(name)
            term = self._terms[name] = Term(name, self.url(key) if self.has_page(key) else "")
        return term

    def state(self, key: str) -> bytes:
        """Return what stands for all that a list shows of a term because an article has it."""
        state = self._states.get(key)
        if state is None:
            state = self._states[key] = encode((self.names[key], self.url(key) if self.has_page(key) else ""))
        return state

    def spelled(self, key: str, positions: Iterable[int]) -> str:
        """Return the name that most of the given articles write."""
        counts: dict[str, int] = {}
        for at in positions:
            for name in self._names[at]:
                if self._fold(name) == key:
                    counts[name] = counts.get(name, 0) + 1
        return _most_frequent(counts)

    def shared(self, at: int, other: int) -> tuple[str, ...]:
        """Return the terms that an article has in common with another one, as it writes them itself."""
        theirs = self.keys[other]
        own = {self._fold(name): name for name in reversed(self._names[at])}
        return tuple(own[key] for key in self.keys[at] if key in theirs)

    def counted(self, key: str, count: int) -> TermCount:
        """Return a term with a number of articles."""
        return TermCount(self.names[key], self.url(key), count)

    def most(
        self, positions: Iterable[int], size: int, *, least: int = 1, but: str = ""
    ) -> tuple[TermCount, ...]:
        """Return the terms with pages that most of the given articles have, at least so many of them, but one."""
        found = Counter(chain.from_iterable(map(self.keys.__getitem__, positions)))
        enough = [(-n, key) for key, n in found.items() if n >= least and key in self._paged and key != but]
        return tuple(self.counted(key, -n) for n, key in sorted(enough)[:size])

    def _fold(self, name: str) -> str:
        key = self._folded.get(name)
        if key is None:
            key = self._folded[name] = fold(name)
        return key


def _most_frequent(counts: dict[str, int]) -> str:
    return min(counts, key=lambda name: (-counts[name], name))
