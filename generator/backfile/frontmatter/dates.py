"""Dates as people and programs write them, to ISO 8601 as far as they are known; never invented, never today's."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|"
        "oct october|nov november|dec december".split("|"),
        1,
    )
    for name in names.split()
}
_MONTH = r"(?P<name>[a-z]{3,9})\.?"
_TIME = (
    r"(?:(?P<half>上午|下午|中午|晚上|凌晨|早上)?\s*(?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{1,2})"
    r"(?:(?::|分)(?P<second>\d{1,2})秒?(?:[.,]\d+)?|分)?\s*(?P<pm>[ap]\.?m\.?)?)"
)
_ZONE = (
    r"(?P<zone>z|utc|gmt|e[sd]t|c[sd]t|m[sd]t|p[sd]t|bst|cet|cest|jst|(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?)"
)
_WEEKDAY = r"(?:(?:星期|周|礼拜)[一二三四五六日天]|\(?[a-z]{3,9}day\)?|(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\.?),?"
_TAIL = rf"(?:[t\s,]*(?:{_WEEKDAY}\s*)?(?:at\s+)?{_TIME}(?:\s*{_ZONE}(?:\s*\([^)]*\))?)?|\s*{_WEEKDAY})?\s*\Z"
_FORMS = tuple(
    re.compile(form + _TAIL, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})\s*(?:-|/|\.|年)\s*(?P<month>\d{1,2})\s*(?:-|/|\.|月)\s*(?P<day>\d{1,2})\s*日?号?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        # Which of the two is the month depends on who wrote it, unless one of them can be none, or they are equal.
        r"(?P<day>1[3-9]|2\d|3[01])[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})",
        r"(?P<month>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>\d{4})",
        r"(?P<month>\d{1,2})[/.](?P<day>(?P=month))[/.](?P<year>\d{4})",
        rf"(?:{_WEEKDAY}\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH},?[\s-]+(?P<year>\d{{4}})",
        rf"(?:{_WEEKDAY}\s+)?{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
)
_PARTIAL = re.compile(r"(?P<year>\d{4})(?:\s*(?:-|/|\.|年)\s*(?P<month>\d{1,2})?\s*月?)?\s*\Z")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?\Z")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?\Z")
_LEADING_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=[\sT]|\Z)")
# Hours east of Greenwich. CST is not here: it means China as often as Chicago, and which of them the site's zone tells.
_ZONES = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "est": -5,
    "edt": -4,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "bst": 1,
    "cet": 1,
    "cest": 2,
    "jst": 9,
}
_CST = (timedelta(hours=8), timedelta(hours=-6))
# With a time these are what programs write for a moment they do not know: second 0 of the epoch, in some zone.
_EPOCH_DAYS = ("1970-01-01", "1969-12-31")
_LONGEST = 80


def parse_date(text: str, timezone: str = "") -> str:
    """Return a written date as ISO 8601: "2024-07-28T12:39:00+08:00", "2024-07-28", "2024-07", "2024", "" for nonsense.

    A time written with an offset keeps it; one without gets that of the time zone (an IANA name) at that moment, or none
    when timezone is "". A day alone stays a day. When only the day can be understood, only the day is returned.
    """
    text = unicodedata.normalize("NFKC", text[: _LONGEST + 1]).strip()
    if not text or len(text) > _LONGEST:
        return ""
    if match := _EPOCH.match(text):
        return _from_epoch(int(match[1]), timezone)
    if match := _COMPACT.match(text):
        text = f"{match[1]}-{match[2]}-{match[3]} {match[4]}:{match[5]}:{match[6] or '00'}"
    for form in _FORMS:
        match = form.match(text)
        if match is not None:
            return _from_parts(match, timezone)
    if match := _PARTIAL.match(text):
        year, month = int(match["year"]), int(match["month"] or 1)
        if not _is_year(year) or not 1 <= month <= 12:
            return ""
        return f"{year:04}-{month:02}" if match["month"] else f"{year:04}"
    if match := _LEADING_DAY.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    return ""


def _from_parts(match: re.Match[str], timezone: str) -> str:
    parts = match.groupdict()
    month = parts.get("month") or _MONTHS.get((parts.get("name") or "").lower(), 0)
    day = _day(int(parts["year"]), int(month), int(parts["day"]))
    if not day or not parts["hour"]:
        return day
    if day in _EPOCH_DAYS:
        return ""
    hour = _hour(int(parts["hour"]), parts["half"] or "", (parts["pm"] or "").lower())
    minute, second = int(parts["minute"]), int(parts["second"] or 0)
    if not (0 <= hour < 24 and minute < 60 and second < 61):
        return day
    moment = datetime.fromisoformat(f"{day}T{hour:02}:{minute:02}:{min(second, 59):02}")
    zone = (parts["zone"] or "").lower()
    own = moment.replace(tzinfo=_zone(timezone)).utcoffset() if timezone else None
    if zone:
        offset = own if zone == "cst" and own in _CST else _offset(zone)
    else:
        offset = own
        if timezone and (offset is None or offset % timedelta(minutes=1)):
            return day  # before standard time offsets have seconds, which ISO 8601 cannot write
    if offset is None:
        return day if parts["zone"] else moment.isoformat()
    return moment.isoformat() + _written(offset)


def _from_epoch(seconds: int, timezone: str) -> str:
    moment = datetime.fromtimestamp(seconds, UTC).astimezone(_zone(timezone or "UTC"))
    return moment.isoformat() if _is_year(moment.year) else ""


def _hour(hour: int, half: str, pm: str) -> int:
    if half in ("下午", "晚上") or pm.startswith("p"):
        return hour + 12 if hour < 12 else hour
    if half == "中午":
        return hour + 12 if hour < 3 else hour
    # Programs write 上午12:05 and 凌晨12:05 for five past midnight.
    return 0 if hour == 12 and (pm.startswith("a") or half in ("上午", "凌晨")) else hour


def _offset(zone: str) -> timedelta | None:
    if zone in _ZONES:
        return timedelta(hours=_ZONES[zone])
    match = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?", zone)
    if match is None or int(match[2]) > 14 or int(match[3] or 0) > 59:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -offset if match[1] == "-" else offset


def _written(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat() if _is_year(year) else ""
    except ValueError:
        return ""


def _is_year(year: int) -> bool:
    """Whether a year can be that of a publication: year 1 is what programs write for "no date"."""
    return 1000 <= year <= 2999


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
