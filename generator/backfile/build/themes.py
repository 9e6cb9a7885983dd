"""Find and read a theme, and those it extends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backfile.errors import ThemeError, suggestion
from backfile.render.manifest import FILE, Manifest, read_manifest

if TYPE_CHECKING:
    from backfile.render.theme import Theme

# In a checkout the themes lie at its top; in an installed wheel inside the package.
_PACKAGE = Path(__file__).parent.parent
_PLACES = (_PACKAGE / "themes", _PACKAGE.parent.parent / "themes")


def theme_files(name: str, site_folder: Path) -> tuple[tuple[str, bytes], ...]:
    """Return every file of a theme and of those it extends by the path below themes/; a site's own themes/ folder comes first.

    Raises ThemeError when there is none.
    """
    return tuple(
        (f"{folder.name}/{path}", data)
        for folder, _ in _chain(name, site_folder)
        for path, data in _files(folder)
    )


def theme_folders(name: str, site_folder: Path) -> tuple[Path, ...]:
    """Return the folders that a theme is read from, for the preview to watch. Raises ThemeError when there is none."""
    return tuple(folder for folder, _ in _chain(name, site_folder))


def load_theme(name: str, site_folder: Path) -> Theme:
    """Return a theme as a value, with those it extends.

    Raises ThemeError when there is none, when it extends itself, or when a file of it is not UTF-8 text.
    """
    chain = _chain(name, site_folder)
    theme: Theme | None = None
    for at in range(len(chain) - 1, -1, -1):
        folder, told = chain[at]
        theme = _layer(folder, told, theme)
    assert theme is not None
    return theme


def _chain(name: str, site_folder: Path) -> tuple[tuple[Path, Manifest], ...]:
    """Return the folder of a theme and of those it extends, the nearest first, each with what its theme.toml says."""
    chain: list[tuple[Path, Manifest]] = []
    seen: list[str] = []
    place = ""
    while name:
        if name in seen:
            raise ThemeError(f"{place}: themes extend each other in a circle: " + " -> ".join((*seen, name)))
        try:
            folder = _theme_folder(name, site_folder)
        except ThemeError as error:
            raise ThemeError(f"{place}: {error}" if place else str(error)) from None
        place = f"themes/{name}/{FILE}"
        file = folder / FILE
        told = read_manifest(_text(file.read_bytes(), place), place) if file.is_file() else Manifest()
        chain.append((folder, told))
        seen.append(name)
        name = told.extends
    return tuple(chain)


def _files(folder: Path) -> list[tuple[str, bytes]]:
    found = []
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
        path = file.relative_to(folder).as_posix()
        if not any(part.startswith(".") for part in path.split("/")):
            found.append((path, file.read_bytes()))
    return found


def _layer(folder: Path, told: Manifest, base: Theme | None) -> Theme:
    """Return a theme of its own files and of the one it extends."""
    from backfile.render.theme import Theme, chain_of

    name = folder.name
    parts: dict[str, list[tuple[str, bytes]]] = {"templates": [], "strings": [], "assets": []}
    for path, data in _files(folder):
        kind, _, rest = path.partition("/")
        if rest and kind in parts:
            parts[kind].append((rest, data))
    if not parts["templates"] and base is None:
        hint = f'write extends = "default" into themes/{name}/{FILE} to change only some of another theme'
        raise ThemeError(f"theme {name}: there is no templates/ folder with templates; {hint}")
    for other in chain_of(base) if base else ():
        for path, _ in parts["templates"]:
            if path.startswith(f"{other.name}/"):
                raise ThemeError(
                    f"themes/{name}/templates/{path}: {other.name}/ stands for the theme that is extended;"
                    " call the folder otherwise"
                )
    return Theme(
        name=name,
        templates=tuple((p, _text(data, f"themes/{name}/templates/{p}")) for p, data in parts["templates"]),
        strings=tuple(
            (p.removesuffix(".toml"), _text(data, f"themes/{name}/strings/{p}"))
            for p, data in parts["strings"]
            if p.endswith(".toml")
        ),
        assets=tuple(parts["assets"]),
        base=base,
        tokens=told.tokens,
    )


def _theme_folder(name: str, site_folder: Path) -> Path:
    if not name or "/" in name or "\\" in name or name.startswith("."):
        raise ThemeError(f"{name!r} is no name of a theme; it is a folder's name below themes/")
    places = (site_folder / "themes", *_PLACES)
    for place in places:
        if (place / name).is_dir():
            return place / name
    known = {p.name for place in places if place.is_dir() for p in place.iterdir() if p.is_dir()}
    hint = suggestion(name, sorted(known)) or "known are " + ", ".join(sorted(known))
    raise ThemeError(f"there is no theme {name!r}; {hint}")


def _text(data: bytes, place: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise ThemeError(f"{place} is not UTF-8 text") from None
