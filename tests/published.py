"""Output folders to compare, and the clean build that says what they have to be."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path

from backfile import config
from backfile.build import Options, build
from backfile.digest import digest
from backfile.publish import MANIFEST, manifest_text, read_manifest
from site_folder import outside

Files = dict[str, bytes]
# What a site is made of.
_SOURCES = ("content", "themes", "site.toml")


def files_of(folder: Path) -> Files:
    """Return every file below a folder with its bytes; what a symbolic link says in place of its bytes."""
    found: Files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = b"-> " + os.fsencode(os.readlink(path))
        elif path.is_file():
            found[name] = path.read_bytes()
    return found


def modes_of(folder: Path) -> dict[str, int]:
    """Return the permissions of everything below a folder, and its own."""
    return {
        path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in (folder, *folder.rglob("*"))
    }


def copy_sources(site: Path, target: Path) -> None:
    """Copy what a site is made of, and nothing that was made of it."""
    target.mkdir(parents=True, exist_ok=True)
    for name in _SOURCES:
        if (site / name).is_dir():
            shutil.copytree(site / name, target / name, symlinks=True)
        elif (site / name).exists():
            shutil.copy(site / name, target / name)


_clean: dict[bytes, Files] = {}


def clean_files(site: Path, *, drafts: bool = False) -> Files:
    """Return what a first build of a copy of the site writes: the truth that every other build is compared with."""
    sources = {
        p.relative_to(site).as_posix(): p.read_bytes()
        for name in _SOURCES
        for p in sorted((site / name, *(site / name).rglob("*")))
        if p.is_file()
    }
    key = digest((tuple(sources.items()), drafts))
    if key not in _clean:
        if len(_clean) >= 50:
            _clean.clear()
        with tempfile.TemporaryDirectory() as name:
            copy = Path(name) / "elsewhere"
            copy_sources(site, copy)
            options = Options(output=copy / "output", offline=True, drafts=drafts)
            report = build(copy, config.load(copy), options, outside())
            assert report.imported.new == 0, "a build has to import all there is"
            _clean[key] = files_of(copy / "output")
    return _clean[key]


def differences(found: Files, expected: Files) -> list[str]:
    """Return the paths that differ, sorted, each with how: so that a failure says which without printing pages."""
    return sorted(
        f"{path}: {'missing' if path not in found else 'too many' if path not in expected else 'differs'}"
        for path in found.keys() | expected.keys()
        if found.get(path) != expected.get(path)
    )


def with_foreign(expected: Files, foreign: Files) -> Files:
    """Return what a clean build becomes in a folder with files that are not ours: those stay, and no page is put there."""
    free = {p: data for p, data in expected.items() if p != MANIFEST and not _is_taken(p, foreign)}
    free[MANIFEST] = manifest_text(free).encode()
    return free | foreign


def _is_taken(path: str, foreign: Files) -> bool:
    """Return whether a foreign file stands where a page belongs, or where the page's folder does, or below the page."""
    return any(path == f or path.startswith(f"{f}/") or f.startswith(f"{path}/") for f in foreign)


def is_ours(output: Path, path: str) -> bool:
    """Return whether the manifest of an output folder lists a path."""
    return path in read_manifest(output)
