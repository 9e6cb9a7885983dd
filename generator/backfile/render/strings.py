"""Interface strings of a theme: one TOML file a language, plurals by CLDR rules."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup, escape

from backfile.errors import ThemeError

PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
# A string, or its plural forms by CLDR's names of them.
Text = str | dict[str, str]

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


def parsed(text: str, place: str) -> dict[str, Text]:
    """Return the texts of a file of strings by their dotted keys. Raises ThemeError that names the place."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(f"{place}: {error}") from None
    return dict(_flat("", table, place))


def merged(files: Iterable[tuple[str, str]]) -> dict[str, Text]:
    """Return the texts of several files, each with its place, later ones over earlier ones."""
    texts: dict[str, Text] = {}
    for place, text in files:
        texts.update(parsed(text, place))
    return texts


class Strings:
    """The strings of one language, looked up by dotted key, and numbers as the site's language writes them."""

    def __init__(self, name: str, texts: Mapping[str, Text], language: str) -> None:
        """Take the texts of a theme's language by that name; language is the site's."""
        self.name = name
        self._texts = texts
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


def _flat(prefix: str, table: Mapping[str, object], place: str) -> Iterator[tuple[str, Text]]:
    for key, value in table.items():
        name = prefix + key
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, dict) and "other" in value and value.keys() <= PLURALS:
            for form, text in value.items():
                if not isinstance(text, str):
                    raise ThemeError(f"{place}: {name}.{form} is no text")
            yield name, value
        elif isinstance(value, dict):
            yield from _flat(name + ".", value, place)
        else:
            raise ThemeError(f"{place}: {name} is no text")
