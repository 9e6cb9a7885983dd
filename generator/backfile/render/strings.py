"""Interface strings of a theme: one TOML file a language, plurals by CLDR rules."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup, escape

from backfile.errors import ThemeError

_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
_TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant")


def choose(language: str, available: tuple[str, ...]) -> str:
    """Return which of a theme's languages serves a BCP 47 tag: the tag itself, its prefixes, its script; else en."""
    tag = language.replace("_", "-").lower()
    wanted = ["zh-hant"] if tag.startswith(_TRADITIONAL) else []
    pieces = tag.split("-")
    wanted = ["-".join(pieces[:n]) for n in range(len(pieces), 0, -1)] + wanted
    if pieces[0] == "zh":
        wanted.append("zh-hans")
    known = {name.lower(): name for name in available}
    for name in (*wanted, "en"):
        if name in known:
            return known[name]
    raise ThemeError(f"strings/: there is neither {language}.toml nor en.toml")


def locale_of(language: str) -> Locale:
    """Return the CLDR locale of a BCP 47 tag, or English for one that CLDR does not know."""
    try:
        return Locale.parse(language.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


class Strings:
    """The strings of one language, looked up by dotted key, and numbers as the site's language writes them."""

    def __init__(self, name: str, text: str, language: str) -> None:
        self.name = name
        self._texts: dict[str, str | dict[str, str]] = {}
        try:
            self._add("", tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise ThemeError(f"strings/{name}.toml: {error}") from None
        self._plural = locale_of(name).plural_form
        self._locale = locale_of(language)
        self._numbers: dict[int, str] = {}

    def __call__(self, key: str, **values: object) -> str:
        """Return the string of a key with its places filled; ``n`` is a number and chooses the plural form.

        Markup among the values stays markup, everything else in the string is then escaped.
        Raises ThemeError for a key, a plural form or a place that is not there.
        """
        text = self._texts.get(key)
        if isinstance(text, dict):
            number = values.get("n", 0)
            text = text.get(self._plural(number) if isinstance(number, int) else "other", text["other"])
        if text is None:
            raise ThemeError(f"strings/{self.name}.toml: there is no {key}")
        if not values:
            return text
        filled = {k: self.number(v) if type(v) is int else v for k, v in values.items()}
        if any(isinstance(v, Markup) for v in filled.values()):
            text = escape(text)
        try:
            return text.format_map(filled)
        except (KeyError, ValueError, IndexError) as error:
            raise ThemeError(f"strings/{self.name}.toml: {key}: {error!r} cannot be filled in") from None

    def has(self, key: str) -> bool:
        """Return whether there is such a key: for names that only content knows, such as a repair's."""
        return key in self._texts

    def number(self, value: int) -> str:
        """Return an integer with the separators of the site's language."""
        known = self._numbers.get(value)
        if known is None:
            known = self._numbers[value] = str(format_decimal(value, locale=self._locale))
        return known

    def percent(self, part: int, whole: int) -> str:
        """Return a share such as "1.3%"; "0%" of nothing."""
        return str(format_percent(part / whole if whole else 0, "#,##0.#%", locale=self._locale))

    def _add(self, prefix: str, table: Mapping[str, object]) -> None:
        for key, value in table.items():
            name = prefix + key
            if isinstance(value, str) or (
                isinstance(value, dict) and "other" in value and value.keys() <= _PLURALS
            ):
                self._texts[name] = value
            elif isinstance(value, dict):
                self._add(name + ".", value)
            else:
                raise ThemeError(f"strings/{self.name}.toml: {name} is no text")
