"""Stamps of stages: the digest of a stage's own source, what it imports of ours, and its libraries' versions.

A new version of the tool thereby makes again exactly what it must.
"""

from __future__ import annotations

import ast
from functools import cache
from importlib.metadata import version
from pathlib import Path

from backfile.digest import digest

PACKAGE = Path(__file__).parent.parent

# Distributions whose version decides what a stage makes.
LIBRARIES: dict[str, tuple[str, ...]] = {
    "frontmatter": ("python-frontmatter", "PyYAML"),
    "ingest": ("python-frontmatter", "PyYAML"),
    "convert": ("pypinyin", "rjieba"),
    "markdown": ("markdown", "nh3"),
    "images": ("pillow", "py-svg-hush"),
    "index": ("pypinyin",),
    "render": ("jinja2", "markupsafe", "babel", "rcssmin"),
}


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
    sources = sorted((file.relative_to(PACKAGE).as_posix(), file.read_bytes()) for file in files)
    libraries = sorted({(d, version(d)) for name in seen for d in LIBRARIES.get(name, ())})
    return digest((sources, libraries))


def _files(name: str) -> list[Path]:
    single = PACKAGE / f"{name}.py"
    return [single] if single.is_file() else sorted((PACKAGE / name).rglob("*.py"))


@cache
def _imports(file: Path) -> tuple[str, ...]:
    found = []
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = node.module.split(".")
            if parts[0] == "backfile":
                found += [parts[1]] if len(parts) > 1 else [a.name for a in node.names]
        elif isinstance(node, ast.Import):
            found += [a.name.split(".")[1] for a in node.names if a.name.startswith("backfile.")]
    return tuple(name for name in found if (PACKAGE / name).exists() or (PACKAGE / f"{name}.py").exists())
