"""Collects the occurrences of possible tags while one article is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from backfile.convert.tags.keys import key, tidy
from backfile.convert.tags.values import KINDS, Evidence, Kind

MOST_OCCURRENCES = 64
_LONGEST = 60
_RANK = {kind: at for at, kind in enumerate(KINDS)}


class _Found(msgspec.Struct, gc=False):
    """What is known of one key."""

    kind: Kind
    forms: dict[str, int] = {}
    lines: list[int] = []
    bold: int = 0
    quoted: int = 0
    tight: int = 0


class Findings:
    """Mutable and private to one call; what leaves it is sorted by key, so that no order of discovery shows."""

    def __init__(self) -> None:
        self._found: dict[str, _Found] = {}

    def add(self, form: str, kind: Kind, lines: Sequence[int], tight: int = 100) -> None:
        """Note occurrences by line. A surer kind replaces a weaker one; occurrences beyond 64 are not counted."""
        name = _key(form)
        if len(name) < 2:
            return
        found = self._known(name, kind)
        found.lines += lines[: MOST_OCCURRENCES - len(found.lines)]
        found.forms[form] = found.forms.get(form, 0) + len(lines)
        found.tight = max(found.tight, tight)

    def replace(self, form: str, kind: Kind, lines: list[int]) -> None:
        """Set all occurrences of a name that was looked for in the whole text."""
        name = _key(form)
        if len(name) < 2 or not lines:
            return
        found = self._known(name, kind)
        if len(lines) >= len(found.lines):
            found.lines = lines[:MOST_OCCURRENCES]
        found.forms.setdefault(form, len(lines))
        found.tight = 100

    def set_off(self, form: str, *, bold: int = 0, quoted: int = 0) -> bool:
        """Note that a name is set off by bold or quotation marks; False when it is not known here."""
        found = self._found.get(_key(form))
        if found is None:
            return False
        found.bold += bold
        found.quoted += quoted
        return True

    def evidence(self, keep: Callable[[Evidence], bool]) -> tuple[Evidence, ...]:
        """Return what is worth keeping, by key."""
        return tuple(filter(keep, (_evidence(name, found) for name, found in sorted(self._found.items()))))

    def _known(self, name: str, kind: Kind) -> _Found:
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = _Found(kind)
        elif _RANK[kind] < _RANK[found.kind]:
            found.kind = kind
        return found


def _evidence(name: str, found: _Found) -> Evidence:
    forms = found.forms
    form = tidy(min(forms, key=lambda each: (-forms[each], each)) if len(forms) > 1 else next(iter(forms)))
    found.lines.sort()
    return Evidence(
        name,
        "" if form == name else form,
        found.kind,
        tuple(found.lines),
        found.bold,
        found.quoted,
        found.tight,
    )


def _key(form: str) -> str:
    """Return a form's key, "" for one too long to be a tag."""
    return key(form) if len(form) <= _LONGEST else ""
