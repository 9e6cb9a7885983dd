"""Collects the occurrences of possible tags while one article is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backfile.convert.tags.keys import key, tidy
from backfile.convert.tags.values import KINDS, Evidence

MOST_OCCURRENCES = 64
_LONGEST = 60
_RANK = {kind: at for at, kind in enumerate(KINDS)}


class Findings:
    """Mutable and private to one call; what leaves it is sorted by key, so that no order of discovery shows."""

    def __init__(self) -> None:
        self._forms: dict[str, dict[str, int]] = {}
        self._kinds: dict[str, str] = {}
        self._lines: dict[str, list[int]] = {}
        self._bold: dict[str, int] = {}
        self._quoted: dict[str, int] = {}
        self._tight: dict[str, int] = {}
        self._keys: dict[str, str] = {}

    def add(self, form: str, kind: str, lines: Sequence[int], tight: int = 100) -> None:
        """Note occurrences by line. A surer kind replaces a weaker one; occurrences beyond 64 are not counted."""
        found = self._key(form)
        if len(found) < 2:
            return
        known = self._lines.setdefault(found, [])
        known.extend(lines[: MOST_OCCURRENCES - len(known)])
        forms = self._forms.setdefault(found, {})
        forms[form] = forms.get(form, 0) + len(lines)
        self._raise_kind(found, kind)
        self._tight[found] = max(self._tight.get(found, 0), tight)

    def replace(self, form: str, kind: str, lines: list[int]) -> None:
        """Set all occurrences of a name that was looked for in the whole text."""
        found = self._key(form)
        if len(found) < 2 or not lines:
            return
        if len(lines) >= len(self._lines.get(found, ())):
            self._lines[found] = lines[:MOST_OCCURRENCES]
        self._forms.setdefault(found, {}).setdefault(form, len(lines))
        self._raise_kind(found, kind)
        self._tight[found] = 100

    def set_off(self, form: str, *, bold: int = 0, quoted: int = 0) -> bool:
        """Note that a name is set off by bold or quotation marks; False when it is not known here."""
        found = self._key(form)
        if found not in self._lines:
            return False
        self._bold[found] = self._bold.get(found, 0) + bold
        self._quoted[found] = self._quoted.get(found, 0) + quoted
        return True

    def evidence(self, keep: Callable[[Evidence], bool]) -> tuple[Evidence, ...]:
        """Return what is worth keeping, by key."""
        found = (self._evidence(name) for name in sorted(self._lines))
        return tuple(each for each in found if keep(each))

    def _evidence(self, name: str) -> Evidence:
        forms = self._forms[name]
        form = tidy(min(forms, key=lambda each: (-forms[each], each)))
        lines = tuple(sorted(self._lines[name]))
        bold, quoted = self._bold.get(name, 0), self._quoted.get(name, 0)
        return Evidence(
            name, "" if form == name else form, self._kinds[name], lines, bold, quoted, self._tight[name]
        )

    def _raise_kind(self, found: str, kind: str) -> None:
        known = self._kinds.get(found)
        if known is None or _RANK[kind] < _RANK[known]:
            self._kinds[found] = kind

    def _key(self, form: str) -> str:
        """Return a form's key, "" for one too long to be a tag."""
        found = self._keys.get(form)
        if found is None:
            found = self._keys[form] = key(form) if len(form) <= _LONGEST else ""
        return found
