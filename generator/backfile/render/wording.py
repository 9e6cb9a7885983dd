"""Whether a theme says everything in each of its languages: found before any page is rendered."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from string import Formatter

from backfile.errors import ThemeError, suggestion
from backfile.render.strings import PLURALS, Text, choose, locale_of, parsed
from backfile.render.theme import Theme, assets, chain_of, reach, read_template, strings_of

_BASE = "en"


@lru_cache(maxsize=4)
def check_theme(theme: Theme, language: str) -> None:
    """Raise ThemeError for what is wrong with a theme whatever it shows: its tokens, its templates' names, its wording."""
    assets(theme)
    reach(theme)
    check_wording(theme, language)


def check_wording(theme: Theme, language: str) -> None:
    """Raise ThemeError unless every file of strings, and those of a site's language, have all that templates and English ask for.

    A theme that extends another has to say what its own templates ask for in the languages of its own files and in the
    site's; what the other theme says already need not be said again.
    """
    shown = choose(language, tuple(strings_of(theme)))
    asked: dict[str, str] = {}
    said: dict[str, dict[str, Text]] = {}
    files: dict[str, str] = {}
    free: tuple[str, ...] = ()
    for one in reversed(chain_of(theme)):
        for name, source in one.templates:
            read = read_template(theme, name, source)
            free += read.open
            for key, line in read.strings:
                asked.setdefault(key, f"themes/{one.name}/templates/{name}:{line}")
        before = said.get(_BASE, {})
        here: dict[str, dict[str, Text]] = {}
        for name, text in one.strings:
            files[name] = f"themes/{one.name}/strings/{name}.toml"
            here[name] = parsed(text, files[name])
            said[name] = said.get(name, {}) | here[name]
        base = said.get(_BASE) or said[shown]
        for name, texts in here.items():
            _check_keys(texts, {*(before if one.base else base), *asked}, free, files[name])
            _check_forms(texts, base, name, files[name])
            _check_complete(said[name], base, asked, files[name])
    _check_complete(said[shown], {}, asked, files[shown])


def _check_keys(texts: Iterable[str], known: set[str], free: tuple[str, ...], file: str) -> None:
    """Refuse a key that nothing asks for: most often it is another one, misspelt. What begins as one of free may be asked for."""
    for key in texts:
        if key not in known and not key.startswith(free):
            hint = suggestion(key, known) or "no template and no English file has it"
            raise ThemeError(f"{file}: nothing asks for {key}; {hint}")


def _check_forms(texts: dict[str, Text], base: dict[str, Text], language: str, file: str) -> None:
    """Refuse plural forms that the language has not, or not all that it has, and places that English does not fill."""
    tags = locale_of(language).plural_form.tags | {"other"}
    for key, value in texts.items():
        forms = value if isinstance(value, dict) else {"other": value}
        # Only "other" is one text for all numbers.
        for form in sorted(tags - forms.keys() if len(forms) > 1 else ()):
            raise ThemeError(f"{file}: {key} has no plural form {form}, which {language} needs")
        for form in sorted(forms.keys() & PLURALS - tags):
            raise ThemeError(f"{file}: {key} has a plural form {form}, which {language} does not know")
        if key in base:
            known = _places(base[key], file, key)
            for place in sorted(_places(value, file, key) - known):
                hint = suggestion(place, known) or "known are " + (", ".join(sorted(known)) or "none")
                raise ThemeError(f"{file}: {key} has a place {{{place}}} that nothing fills; {hint}")


def _check_complete(said: dict[str, Text], base: dict[str, Text], asked: dict[str, str], file: str) -> None:
    """Refuse strings without a key that is asked for."""
    for key in (*asked, *base):
        if key not in said:
            hint = suggestion(key, said.keys() - base.keys() - asked.keys())
            why = f"{asked[key]} asks for it" if key in asked else "English has it"
            raise ThemeError(f"{file}: there is no {key}; {why}" + (f"; {hint}" if hint else ""))


def _places(value: Text, file: str, key: str) -> set[str]:
    """Return the names of the places that a string has, in any of its forms."""
    found = set()
    for text in value.values() if isinstance(value, dict) else (value,):
        try:
            found |= {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError as error:
            raise ThemeError(f"{file}: {key}: {error}") from None
    return found
