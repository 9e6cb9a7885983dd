"""Find and read a theme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.errors import ThemeError, suggestion

if TYPE_CHECKING:
    from backfile.render.theme import Theme

# In a checkout the themes lie at its top; in an installed wheel inside the package.
_PACKAGE = Path(__file__).parent.parent
_PLACES = (_PACKAGE / "themes", _PACKAGE.parent.parent / "themes")


def theme_files(name: str, site_folder: Path) -> tuple[tuple[str, bytes], ...]:
    """Return every file of a theme by its path: the site's own themes/ folder first, then those shipped with the tool.

    Raises ThemeError when there is none.
    """
    folder = theme_folder(name, site_folder)
    found = []
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
        path = file.relative_to(folder).as_posix()
        if not any(part.startswith(".") for part in path.split("/")):
            found.append((path, file.read_bytes()))
    return tuple(found)


def load_theme(name: str, site_folder: Path) -> Theme:
    """Return a theme as a value. Raises ThemeError when there is none, or a file of it is not UTF-8 text."""
    from backfile.render.theme import Theme

    parts: dict[str, list[tuple[str, bytes]]] = {"templates": [], "strings": [], "assets": []}
    for path, data in theme_files(name, site_folder):
        kind, _, rest = path.partition("/")
        if rest and kind in parts:
            parts[kind].append((rest, data))
    if not parts["templates"]:
        raise ThemeError(f"theme {name}: there is no templates/ folder with templates")
    return Theme(
        name=name,
        templates=tuple((path, _text(data, name, f"templates/{path}")) for path, data in parts["templates"]),
        strings=tuple(
            (path.removesuffix(".toml"), _text(data, name, f"strings/{path}"))
            for path, data in parts["strings"]
            if path.endswith(".toml")
        ),
        assets=tuple(parts["assets"]),
    )


def theme_folder(name: str, site_folder: Path) -> Path:
    """Return the folder a theme is read from, for the preview to watch. Raises ThemeError when there is none."""
    if not name or "/" in name or "\\" in name or name.startswith("."):
        raise ThemeError(f"{name!r} is no name of a theme; it is a folder's name below themes/")
    places = (site_folder / "themes", *_PLACES)
    for place in places:
        if (place / name).is_dir():
            return place / name
    known = {p.name for place in places if place.is_dir() for p in place.iterdir() if p.is_dir()}
    hint = suggestion(name, sorted(known)) or "known are " + ", ".join(sorted(known))
    raise ThemeError(f"there is no theme {name!r}; {hint}")


def _text(data: bytes, name: str, path: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise ThemeError(f"theme {name}: {path} is not UTF-8 text") from None
