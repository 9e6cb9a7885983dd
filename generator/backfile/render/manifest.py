"""theme.toml: which theme a theme extends, and the tokens that it sets."""

from __future__ import annotations

import re
import tomllib

import msgspec

from backfile.errors import ThemeError, suggestion

FILE = "theme.toml"
_KEYS = ("extends", "tokens")
_SHADES = {"light", "dark"}
_COLOUR = re.compile(
    r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\(.+\)",
    re.IGNORECASE,
)
# What would end the declaration, hide what follows it, or ask another address for something.
_UNPLAIN = re.compile(r"[;{}<>\\@!\x00-\x1f\x7f]|/\*|(?:url|image|image-set|src)\s*\(", re.IGNORECASE)


class Token(msgspec.Struct, frozen=True):
    """A custom property of the stylesheet with its value; dark is "" where there is one value for light and dark.

    place: file and line that set it, for messages.
    """

    name: str
    light: str
    dark: str
    place: str


class Manifest(msgspec.Struct, frozen=True):
    """What a theme.toml says; extends is "" for a theme that stands alone."""

    extends: str = ""
    tokens: tuple[Token, ...] = ()


def read_manifest(text: str, place: str) -> Manifest:
    """Return what a theme.toml says. Raises ThemeError with the place and, where it is known, the line."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(f"{place}: {error}") from None
    for key in table:
        if key not in _KEYS:
            hint = suggestion(key, _KEYS) or "known are " + ", ".join(_KEYS)
            raise ThemeError(f"{_line(text, place, key)}: there is no setting {key!r} of a theme; {hint}")
    extends = table.get("extends", "")
    if not isinstance(extends, str) or (not extends and "extends" in table):
        raise ThemeError(f"{_line(text, place, 'extends')}: extends is the name of a theme")
    tokens = table.get("tokens", {})
    if not isinstance(tokens, dict):
        raise ThemeError(f'{_line(text, place, "tokens")}: [tokens] is a table such as accent = "#8a1f11"')
    if tokens and not extends:
        raise ThemeError(
            f"{_line(text, place, 'tokens')}: a theme that extends none sets its tokens in its own stylesheet"
        )
    return Manifest(extends, tuple(_token(k, v, _line(text, place, k)) for k, v in tokens.items()))


def is_colour(value: str) -> bool:
    """Return whether a value is a colour as a token is given one: hex digits or a function of CSS."""
    return _COLOUR.fullmatch(value) is not None


def _token(name: str, value: object, place: str) -> Token:
    if isinstance(value, dict) and value.keys() != _SHADES:
        raise ThemeError(f'{place}: {name} is one text or {{ light = "…", dark = "…" }}')
    texts = [value["light"], value["dark"]] if isinstance(value, dict) else [value]
    plain = [text.strip() for text in texts if isinstance(text, str) and _is_plain(text)]
    if len(plain) < len(texts):
        raise ThemeError(f"{place}: {value!r} is no plain value of CSS for {name}")
    return Token(name, plain[0], plain[1] if plain[1:] else "", place)


def _is_plain(text: str) -> bool:
    if not text.strip() or _UNPLAIN.search(text) or text.count('"') % 2 or text.count("'") % 2:
        return False
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return depth == 0


def _line(text: str, place: str, key: str) -> str:
    """Return the place with the line on which a key stands, without a line when it cannot be told."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.replace(" ", "").replace('"', "").startswith((f"{key}=", f"{key}]", f"[{key}]", f"{key}.")):
            return f"{place}:{number}"
    return place
