"""Which elements are open at a place of a page, and which end tags do not fit."""

from __future__ import annotations

from collections import Counter

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_OPTIONAL_END = frozenset(
    "html head body li dt dd p rt rp optgroup option colgroup caption thead tbody tfoot tr td th".split()
)


class Nesting:
    """The open elements; `counts` says how many of each name, so that no question walks the whole stack."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._stack: list[str] = []

    def enter(self, name: str) -> None:
        """Open an element that is not void."""
        self._stack.append(name)
        self.counts[name] += 1

    def leave(self, name: str) -> list[str]:
        """Close an element; return what is wrong about it."""
        stack, counts = self._stack, self.counts
        if stack and stack[-1] == name:
            stack.pop()
            counts[name] -= 1
            return []
        if not counts[name]:
            return [] if name in _OPTIONAL_END else [f"</{name}> closes nothing"]
        wrong: list[str] = []
        while True:
            inner = stack.pop()
            counts[inner] -= 1
            if inner == name:
                return wrong
            if inner not in _OPTIONAL_END:
                wrong.append(f"<{inner}> is not closed before </{name}>")

    def left(self) -> list[str]:
        """Return what is wrong at the end of the page."""
        return [f"<{name}> is not closed" for name in self._stack if name not in _OPTIONAL_END]
