"""Find and read a theme."""

from __future__ import annotations

from pathlib import Path

from backfile.errors import ThemeError, suggestion
from backfile.render.theme import Theme

# In a checkout the themes lie at its top; in an installed wheel inside the package.
_PACKAGE = Path(__file__).parent.parent
_PLACES = (_PACKAGE / "themes", _PACKAGE.parent.parent / "themes")


def load_theme(name: str, site_folder: Path) -> Theme:
    """Return the theme of that name: the site's own themes/ folder first, then those shipped with the tool.

    Raises ThemeError when there is none, or a file of it is not UTF-8 text.
    """
    folder = _find(name, site_folder)
    templates: list[tuple[str, str]] = []
    strings: list[tuple[str, str]] = []
    assets: list[tuple[str, bytes]] = []
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
        path = file.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in path.split("/")):
            continue
        if path.startswith("strings/") and path.endswith(".toml"):
            strings.append((file.stem, _text(file, name, path)))
        elif path.startswith("assets/"):
            assets.append((path.removeprefix("assets/"), file.read_bytes()))
        elif path.startswith("templates/"):
            templates.append((path.removeprefix("templates/"), _text(file, name, path)))
    if not templates:
        raise ThemeError(f"theme {name}: there is no templates/ folder with templates in {folder.name}/")
    return Theme(name=name, templates=tuple(templates), strings=tuple(strings), assets=tuple(assets))


def theme_folder(name: str, site_folder: Path) -> Path:
    """Return the folder a theme is read from, for the preview to watch. Raises ThemeError when there is none."""
    return _find(name, site_folder)


def _find(name: str, site_folder: Path) -> Path:
    if not name or "/" in name or "\\" in name or name.startswith("."):
        raise ThemeError(f"{name!r} is no name of a theme; it is a folder's name below themes/")
    places = (site_folder / "themes", *_PLACES)
    for place in places:
        if (place / name).is_dir():
            return place / name
    known = {p.name for place in places if place.is_dir() for p in place.iterdir() if p.is_dir()}
    hint = suggestion(name, sorted(known)) or "known are " + ", ".join(sorted(known))
    raise ThemeError(f"there is no theme {name!r}; {hint}")


def _text(file: Path, name: str, path: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ThemeError(f"theme {name}: {path} is not UTF-8 text") from None
