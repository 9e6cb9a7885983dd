"""What is asked for, apart from what asks: the network's libraries take long to load, and most builds ask for nothing."""

from __future__ import annotations

import msgspec


class Wanted(msgspec.Struct, frozen=True):
    """An image to ask for, the page that shows it (the article's original address, or ""), and when that was captured.

    time: digits of "YYYYMMDDhhmmss" as far as they are known, or "".
    """

    url: str
    referer: str
    time: str = ""
