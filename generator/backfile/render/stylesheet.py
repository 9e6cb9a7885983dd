"""The one stylesheet of a theme: that of the theme it extends, its tokens, and its own rules after them."""

from __future__ import annotations

import re

from backfile.errors import ThemeError, suggestion
from backfile.render.manifest import Token, is_colour

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DEFINITION = re.compile(r"(?<![\w-])--([\w-]+)\s*:\s*([^;}]+)")


def with_tokens(css: str, tokens: tuple[Token, ...]) -> str:
    """Return a stylesheet with tokens set anew. Raises ThemeError for one that it does not define or a value of another kind.

    Colours are those of screens: on paper the stylesheet has its own. Other tokens hold in every language, although the
    stylesheet may set them language by language.
    """
    if not tokens:
        return css
    known: dict[str, str] = {}
    for name, value in _DEFINITION.findall(_COMMENT.sub("", css)):
        known.setdefault(name, value.strip())
    latest = {token.name: token for token in tokens}
    for token in tokens:
        _check(token, known)
    colours = [t for t in latest.values() if is_colour(known[t.name])]
    others = [t for t in latest.values() if not is_colour(known[t.name])]
    pairs = [t for t in colours if t.dark]
    result = css
    if others:
        result += f"\n:root, [lang] {{ {_declared(others)} }}"
    if colours:
        result += f"\n@media screen {{ :root {{ {_declared(colours)} }} }}"
    if pairs:
        both = " ".join(f"--{t.name}: light-dark({t.light}, {t.dark});" for t in pairs)
        result += f"\n@supports (color: light-dark(#000, #fff)) {{ @media screen {{ :root {{ {both} }} }} }}"
    return result + "\n"


def _declared(tokens: list[Token]) -> str:
    return " ".join(f"--{t.name}: {t.light};" for t in tokens)


def _check(token: Token, known: dict[str, str]) -> None:
    if token.name not in known:
        hint = suggestion(token.name, known) or "known are " + ", ".join(sorted(known))
        raise ThemeError(f"{token.place}: the stylesheet has no token {token.name!r}; {hint}")
    if is_colour(known[token.name]):
        for value in filter(None, (token.light, token.dark)):
            if not is_colour(value):
                raise ThemeError(
                    f"{token.place}: {value!r} is no colour for {token.name}; write one as #8a1f11 or oklch(45% .15 30)"
                )
    elif token.dark:
        raise ThemeError(f"{token.place}: {token.name} is no colour and has one value, not light and dark")
