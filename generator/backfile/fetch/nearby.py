"""Images that need not be asked for: the same picture at another size or in another format is kept already."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from backfile.addresses import image_identity, image_scale, is_web
from backfile.fetch.ladder import STORE
from backfile.fetch.ledger import KEPT
from backfile.model import Attempt


class Nearby:
    """Kept images by what their addresses have in common when size and format are left out."""

    def __init__(self, known: Iterable[Attempt]) -> None:
        self._found: dict[str, dict[str, Attempt]] = {}
        for attempt in known:
            if attempt.outcome == KEPT and is_web(attempt.url):
                self.add(attempt)

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, attempt: Attempt) -> None:
        """Take in one more kept image."""
        self._found.setdefault(image_identity(attempt.url), {})[attempt.url] = attempt

    def same(self, url: str, now: str, *, as_good: bool) -> Attempt | None:
        """Return the ledger line that gives a URL the largest kept copy of its picture, None when there is none.

        as_good: only a copy that its address asks for in the wanted size or larger.
        """
        others = [a for a in self._found.get(image_identity(url), {}).values() if a.url != url]
        if as_good:
            others = [a for a in others if image_scale(a.url) >= image_scale(url)]
        if not others:
            return None
        best = max(others, key=lambda a: (a.width * a.height, a.bytes, a.url))
        return msgspec.structs.replace(best, url=url, time=now, rung=STORE, status=0, tries=0)
