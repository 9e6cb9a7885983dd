"""`import PATH...`: copy captures below content/sources, with the local files that they refer to."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import msgspec

from backfile.build import scan
from backfile.build.captures import is_capture
from backfile.digest import sha256_hex
from backfile.errors import ImportPathError, Problem

# A local file that a capture refers to, in markdown or HTML; web addresses are left to the fetcher.
_REFERENCE = re.compile(
    r"""(?:\]\(|(?:src|href)=["']?|^(?:cover|image|featured_image):\s*["']?)([^)\s"'>]+)""", re.MULTILINE
)


class Taken(msgspec.Struct, frozen=True):
    """What was copied: capture paths below content/sources, how many were there already, and files left where they are."""

    copied: tuple[str, ...]
    present: int
    assets: int
    left: int
    problems: tuple[Problem, ...]
    reasons: tuple[str, ...]


def take_in(folder: Path, paths: Iterable[Path], *, dry_run: bool = False) -> Taken:
    """Copy each path to content/sources/<its name>; equal bytes are skipped, a differing namesake gets a digest in its name.

    Raises ImportPathError when a path does not exist or lies inside content/.
    """
    copied: list[str] = []
    present = assets = left = 0
    problems: list[Problem] = []
    for path in paths:
        real = path.resolve()
        if not real.exists():
            raise ImportPathError(f"{path} does not exist")
        if real.is_relative_to(folder.resolve() / "content"):
            raise ImportPathError(
                f"{path} is inside content/ already; `backfile build` imports what is new there"
            )
        root = real.parent if real.is_file() else real
        target = folder / "content" / "sources" / ("" if real.is_file() else real.name)
        tree = scan.scan(root, str(path), lambda name: True)
        problems += tree.problems
        names = [f + row[0] for f, rows in tree.folders for row in rows]
        wanted = [real.name] if real.is_file() else [n for n in names if is_capture(n)]
        referenced: set[str] = set()
        for name in wanted:
            data = (root / name).read_bytes()
            referenced |= _references(name, data)
            done = _copy(data, target, name, dry_run)
            copied += [done] if done else []
            present += not done
        everything = set(names)
        for name in sorted((referenced & everything) - set(wanted)):
            assets += bool(_copy((root / name).read_bytes(), target, name, dry_run, keep_name=True))
        left += len(everything - referenced - set(wanted)) if not real.is_file() else 0
    reasons = (f"{left} other files were left where they are: no capture refers to them",) if left else ()
    return Taken(tuple(copied), present, assets, left, tuple(problems), reasons)


def _references(name: str, data: bytes) -> set[str]:
    """Return the files that a capture refers to, as paths below the root it is taken from."""
    text = data.decode("utf-8", "replace")
    folder = Path(name).parent
    found: set[str] = set()
    for match in _REFERENCE.findall(text):
        reference = unquote(match.split("#")[0].split("?")[0])
        if not reference or "://" in reference or reference.startswith(("/", "data:", "mailto:")):
            continue
        parts: list[str] = []
        for part in (folder / reference).parts:
            if part == "..":
                if not parts:
                    break
                parts.pop()
            elif part != ".":
                parts.append(part)
        found.add("/".join(parts))
    return found


def _copy(data: bytes, target: Path, name: str, dry_run: bool, *, keep_name: bool = False) -> str:
    """Copy one file; return its new path below content/sources, "" when equal bytes are there already."""
    to = target / name
    if to.exists() and not keep_name and to.read_bytes() != data:
        to = to.with_name(f"{to.stem}-{sha256_hex(data)[:8]}{to.suffix}")
    if to.exists():
        return ""
    if not dry_run:
        to.parent.mkdir(parents=True, exist_ok=True)
        new = to.with_name(f".{to.name}.new")
        new.write_bytes(data)
        shutil.move(new, to)
    return str(to)
