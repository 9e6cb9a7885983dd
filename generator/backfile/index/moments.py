"""Dates of articles as far as they are known: the day as written, the order of moments, RFC 3339 for feeds.

The day is never converted between zones; a zone only decides the order within a day and what feeds say.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

EPOCH = "1970-01-01T00:00:00Z"
# Stands before every moment: a date without a time comes first on its day.
_UNTIMED = -(10**12)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?![0-9]))?)?")
_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT((?:[01]\d|2[0-3]):[0-5]\d)")


@lru_cache(1 << 16)
def day_of(written: str) -> str:
    """Return "2024-07-28", "2024-07", "2024" or "" as precisely as a date says; what no calendar has is left out."""
    found = _DATE.match(written)
    if found is None or found[1] == "0000":
        return ""
    year, month, day = found.groups()
    for known in ((year, month, day), (year, month)):
        try:
            date(int(year), int(known[1]), int(known[2]) if len(known) > 2 else 1)
        except (TypeError, ValueError):
            continue
        return "-".join(known)
    return str(year)


def clock_of(written: str) -> str:
    """Return the hour and minute as written, "12:39", or ""."""
    found = _CLOCK.match(written)
    return found[1] if found else ""


def instant(written: str, zone: ZoneInfo) -> int:
    """Return a number that orders the dates of one day by the moments they mean; what has no time comes first."""
    moment = _parse(written, zone) if clock_of(written) else None
    return _UNTIMED if moment is None else int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())


def rfc3339(written: str, zone: ZoneInfo) -> str:
    """Return a date as RFC 3339: what it leaves open is the first month, the first day, midnight, and the given zone."""
    moment = _parse(written, zone)
    if moment is None:
        return EPOCH
    offset = moment.utcoffset()
    if offset is not None and offset.total_seconds() % 60:
        # Local mean times of before about 1900 have seconds, which RFC 3339 cannot say.
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _parse(written: str, zone: ZoneInfo) -> datetime | None:
    day = day_of(written)
    if not day:
        return None
    text = written if clock_of(written) and len(day) == 10 else f"{day}{'-01-01'[len(day) - 4 :]}T00:00:00"
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment
