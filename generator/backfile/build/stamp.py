"""Stamps of stages: the digest of a stage's own source, what it imports of ours, and its libraries' versions.

A new version of the tool thereby makes again exactly what it must.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

from backfile.digest import digest
from backfile.plugins import plugins_stamp

PACKAGE = Path(__file__).parent.parent

# Distributions whose version decides what a stage makes.
LIBRARIES: dict[str, tuple[str, ...]] = {
    "frontmatter": ("python-frontmatter", "PyYAML"),
    "ingest": ("python-frontmatter", "PyYAML", "lxml", "html-to-markdown"),
    "convert": ("pypinyin", "rjieba"),
    "markdown": ("markdown", "nh3"),
    "images": ("pillow", "py-svg-hush"),
    "index": ("pypinyin",),
    "render": ("jinja2", "markupsafe", "babel", "rcssmin"),
}


_IMPORT = re.compile(r"^\s*from backfile(\.[\w.]+)? import ([\w, ]*)", re.MULTILINE)


@cache
def stamp(*stages: str) -> bytes:
    """Return what stands for the given stages, such as stamp("frontmatter", "markdown")."""
    files: set[Path] = set()
    waiting = list(stages)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for file in _files(name):
            files.add(file)
            waiting += _imports(file)
    sources = sorted((file.relative_to(PACKAGE).as_posix(), _source(file)) for file in files)
    libraries = sorted({(d, version(d)) for name in seen for d in LIBRARIES.get(name, ())})
    return digest((sources, libraries, plugins_stamp() if "ingest" in seen else ()))


@cache
def _source(file: Path) -> bytes:
    return file.read_bytes()


@cache
def _files(name: str) -> tuple[Path, ...]:
    single = PACKAGE / f"{name}.py"
    return (single,) if single.is_file() else tuple(sorted((PACKAGE / name).rglob("*.py")))


@cache
def _imports(file: Path) -> tuple[str, ...]:
    """Return the modules of ours that a file imports; by pattern, since parsing all files would cost a third of a second."""
    found: list[str] = []
    for module, names in _IMPORT.findall(_source(file).decode()):
        found += (
            [module[1:].partition(".")[0]]
            if module
            else [n.strip().partition(" ")[0] for n in names.split(",")]
        )
    return tuple(name for name in found if (PACKAGE / name).exists() or (PACKAGE / f"{name}.py").exists())
