"""Which marks of emphasis belong together, and which are characters of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

AS_TEXT = -1
# What a reading of marks costs: a run taken for text, one with a mark to spare, one that closes where none can.
_TEXT, _SPARE, _FORBIDDEN = 4, 2, 10
_DEEPEST = 3
# What may stand right after a closing mark; before anything else html2text writes a blank.
_AFTER_CLOSING = frozenset(" \n\r][(){}.!?*_`<")
# What parts the text between two marks into pieces: then the blank follows the first piece.
_PIECES = re.compile(r"[ \n\r\[\](){}.!?`_*]")


def paired_stars(text: str, runs: list[tuple[int, int]], *, strict: bool) -> list[int]:
    """Return for each run of stars whether it begins or ends strong text (1) or not (0, 2), or AS_TEXT.

    strict: a closing mark is followed by a blank wherever html2text writes one; a mark that is not is no closing mark.
    """
    toggles = [0] * len(runs)
    opened = -1
    for at, (start, end) in enumerate(runs):
        if toggles[at]:
            continue  # the end of strong text within strong text
        if opened < 0 and _is_doubled(text, runs, at):
            toggles[at] = toggles[at + 1] = 1
        elif (end - start) // 2 % 2 == 0:
            toggles[at] = AS_TEXT if opened < 0 and _is_mask(text, start, end) else 2
        elif opened < 0:
            opened = at
        elif strict and not _may_close(text, runs[opened][1], start, end):
            return _nested(text, runs, strict)
        else:
            toggles[opened] = toggles[at] = 1
            opened = -1
    return toggles if opened < 0 else _nested(text, runs, strict)


def _is_doubled(text: str, runs: list[tuple[int, int]], at: int) -> bool:
    """Whether a run and the next one enclose strong text within strong text, and nothing else: ****A****."""
    if at + 1 == len(runs) or any(end - start != 4 for start, end in runs[at : at + 2]):
        return False
    before, after = text[: runs[at][0]][-1:], text[runs[at + 1][1] :][:1]
    inner = text[runs[at][1] : runs[at + 1][0]]
    # Between two strong texts four stars stand without a blank; html2text writes one behind the last mark.
    masks = before.isascii() and before.isalnum()  # 138****5678
    return inner == inner.strip() != "" and not masks and (not after or after in _AFTER_CLOSING)


class _Reading(NamedTuple):
    """One way to read the runs so far: its cost, where the strong texts that are open begin, and the steps to it."""

    cost: int
    openings: tuple[int, ...]
    steps: tuple[_Reading, int] | None


def _nested(text: str, runs: list[tuple[int, int]], strict: bool) -> list[int]:
    """Return what paired_stars() does for marks that lie within each other, or that are not all marks.

    Of all readings that close what they open the cheapest is taken; the best one for each depth is kept on the way.
    """
    best = {0: _Reading(0, (), None)}
    for start, end in runs:
        found: dict[int, _Reading] = {}
        for depth, reading in best.items():
            for change, cost in _changes(text, start, end, reading, strict):
                openings = reading.openings[:change] if change < 0 else reading.openings + (end,) * change
                toggle = (
                    AS_TEXT if change == 0 and cost == _TEXT else int((depth == 0) != (depth + change == 0))
                )
                total = reading.cost + cost
                if depth + change not in found or total < found[depth + change].cost:
                    found[depth + change] = _Reading(total, openings, (reading, toggle))
        best = found
    toggles: list[int] = []
    steps = best[0].steps
    while steps is not None:
        toggles.append(steps[1])
        steps = steps[0].steps
    return toggles[::-1]


def _changes(text: str, start: int, end: int, reading: _Reading, strict: bool) -> Iterator[tuple[int, int]]:
    """Yield what a run may do to the depth, with the cost of that; 0 at the cost _TEXT means that it is text."""
    marks, depth = (end - start) // 2, len(reading.openings)
    yield 0, _TEXT
    for used in (marks, marks - 1) if marks > 1 else (marks,):
        spare = 0 if used == marks else _SPARE
        for change in range(-min(used, depth), min(used, _DEEPEST - depth) + 1):
            if (used - change) % 2:
                continue
            allowed = True
            if change < 0:
                allowed = not strict or _may_close(text, reading.openings[change], start, end)
            elif change > 0:
                # Before other emphasis html2text writes a blank itself.
                allowed = text[end : end + 1] not in ("", " ", "\n") or text[end + 1 : end + 2] == "_"
            nested = max(0, change + depth - 1) if change > 0 else 0
            yield change, spare + nested + (0 if allowed else _FORBIDDEN)


def paired_underscores(text: str, places: list[int], *, strict: bool) -> set[int]:
    """Return the places of underscores that open or close emphasis."""
    if len(places) % 2 == 0 and _closes(text, places[-1]) and all(_opens(text, at) for at in places[::2]):
        return set(places)
    found: set[int] = set()
    opened = -1
    for at in places:
        if (
            0 <= opened < at - 1
            and _closes(text, at)
            and (not strict or _may_close(text, opened + 1, at, at + 1))
        ):
            found |= {opened, at}
            opened = -1
            continue
        if _opens(text, at):
            opened = at
    return found


def _is_mask(text: str, start: int, end: int) -> bool:
    """Whether stars stand for characters that were hidden, as in numbers and addresses."""
    after = text[end : end + 1]
    return after == "@" or (after.isdigit() and text[start - 1 : start].isdigit())


def _may_close(text: str, opened: int, start: int, end: int) -> bool:
    """Whether html2text can have written a closing mark: it adds a blank, but not behind emphasis without text."""
    return (
        end - start > 3
        or end == len(text)
        or text[end] in _AFTER_CLOSING
        or _PIECES.search(text, opened, start) is not None
    )


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return not (before.isalnum() or before in ("_", "\\")) and after not in ("", " ", "\n", "\r", "_")


def _closes(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before in (" ", "\n", "\r"):  # left by a blank at the end of a later piece of the emphasis
        return not after.isalnum() and after != "_"
    return before != "_" and after != "_" and not (after.isalnum() and after.isascii())
