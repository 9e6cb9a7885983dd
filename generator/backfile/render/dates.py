"""Dates as far as they are known, in words. Nothing is converted between zones: what is written is what shows."""

from __future__ import annotations

import re
from datetime import date

from babel.dates import format_date, format_skeleton

from backfile.render.strings import Strings, locale_of

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_FOLDER = re.compile(r"(\d{4})(?:/(\d\d))?(?:/(\d\d))?/(?:index\.html)?\Z")
# What stands in for the theme's own patterns where the site's language is not one the theme speaks.
_SKELETONS = {
    "day": "yMMMMd",
    "month": "yMMMM",
    "year": "y",
    "month_day": "MMMMd",
    "short_day": "yMMMd",
    "short_month": "yMMM",
    "rail": "yMMM",
}
_PATTERNS = {
    "month_name": "LLLL",
    "month_short": "LLL",
    "day_name": "d",
    "day_number": "d",
    "year_number": "y",
    "weekday": "EEEE",
    "row": "MM-dd",
}


class Dates:
    """Dates in the site's language, by the patterns ``date.*`` of the theme's strings (CLDR pattern letters)."""

    def __init__(self, strings: Strings, language: str) -> None:
        self._strings = strings
        self._locale = locale_of(language)
        self._native = self._locale.language == locale_of(strings.name).language
        self._known: dict[tuple[str, str], str] = {}

    def __call__(self, iso: str, form: str = "") -> str:
        """Return a date in words, as precise as it is written; the whole string when it is no date; "" has its own word.

        form: "" (2024-07-28, 2024-07 and 2024 by the patterns day, month and year), "short", or the name of a pattern.
        """
        key = (iso[:10], form)
        known = self._known.get(key)
        if known is None:
            if len(self._known) > 50_000:
                self._known.clear()
            known = self._known[key] = self._format(iso, form)
        return known

    def weekdays(self) -> tuple[tuple[str, str], ...]:
        """Return the short and the full names of the days of the week, Monday first."""
        short = self._locale.days["stand-alone"]["narrow"]
        full = self._locale.days["stand-alone"]["wide"]
        return tuple((str(short[n]), str(full[n])) for n in range(7))

    def _format(self, iso: str, form: str) -> str:
        found = _DAY.match(iso)
        if not found:
            return iso or self._strings("date.unknown")
        year, month, day = found.groups()
        name = "day" if day else "month" if month else "year"
        if form == "short":
            name = f"short_{name}" if month else "year"
        elif form:
            name = form
        try:
            value = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            return iso
        if self._native:
            return str(format_date(value, self._strings(f"date.{name}"), self._locale))
        if name in _SKELETONS:
            return str(format_skeleton(_SKELETONS[name], value, locale=self._locale))
        return str(format_date(value, _PATTERNS[name], self._locale))


def known_parts(iso: str) -> tuple[str, ...]:
    """Return year, month and day as far as a date has them: ("2024", "07", "28"), ("2024",), ()."""
    found = _DAY.match(iso)
    return tuple(p for p in found.groups() if p) if found else ()


def folder_date(url: str) -> str:
    """Return the date that a date page's address says, such as "2024-07" for ``2024/07/``; "" for any other address."""
    found = _FOLDER.match(url)
    return "-".join(p for p in found.groups() if p) if found else ""


def clock(iso: str) -> str:
    """Return the hour and minute as written, "12:39", or "" when they are unknown."""
    return iso[11:16] if len(iso) >= 16 and iso[10] == "T" else ""
