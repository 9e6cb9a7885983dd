"""`import PATH...`: copy captures below content/sources, with the local files that they refer to."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import msgspec

from backfile.build import scan
from backfile.build.captures import is_capture
from backfile.build.remembered import read_bytes
from backfile.digest import sha256_hex
from backfile.errors import ImportPathError, Problem

# A local file that a capture refers to, in markdown, HTML or front matter; web addresses are left to the fetcher.
# Several patterns and words that tell whether to look: one pattern for all of them is ten times as slow.
_REFERENCES = (
    (("](",), re.compile(r"""\]\(\s*(?!https?://)(?:<([^<>\n]+)>|([^()\s<]*(?:\([^()\s]*\)[^()\s]*)*))""")),
    (("![[",), re.compile(r"""!\[\[([^\]|\n]+)""")),
    (
        ("src", "href", "SRC", "HREF"),
        re.compile(r"""\b(?:src|href|SRC|HREF)\s*=\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'<>]+))"""),
    ),
    (
        ("cover", "image", "封面"),
        re.compile(
            r"""^["']?(?:cover|image|featured_image|封面图?)["']?\s*[:：]\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"']+))""",
            re.MULTILINE,
        ),
    ),
)


class Taken(msgspec.Struct, frozen=True):
    """What was copied: captures by their path below content/, those that were there already among them.

    left counts files left where they are.
    """

    captures: tuple[str, ...]
    left: int
    problems: tuple[Problem, ...]
    reasons: tuple[str, ...]


def take_in(folder: Path, paths: Iterable[Path]) -> Taken:
    """Copy each path to content/sources/<its name>; equal bytes are skipped, a differing namesake gets a digest in its name.

    Raises ImportPathError when a path does not exist, lies inside content/, or holds the site itself.
    """
    captures: list[str] = []
    problems: list[Problem] = []
    left = 0
    for path in paths:
        real = _checked(path, folder.resolve())
        chosen = _Chosen(path, real)
        problems += chosen.problems
        left += chosen.left
        target = folder / "content" / "sources" / ("" if real.is_file() else real.name)
        if any(
            (target / name).exists() and _differs(chosen.root / name, target / name) for name in chosen.assets
        ):
            # Two folders of one name whose pictures differ: each keeps its own.
            mark = sha256_hex("".join(f"{n}\0{_digest(chosen.root / n)}\0" for n in chosen.assets).encode())[
                :8
            ]
            target = folder / "content" / "sources" / f"{real.stem if real.is_file() else real.name}-{mark}"
        own = frozenset(chosen.captures)
        for name in (*chosen.captures, *chosen.assets):
            try:
                copied = _copy(chosen.root / name, target, name)
            except OSError as error:
                message = f"the file cannot be copied: {error.strerror}"
                problems.append(
                    Problem(f"{path}/{name}", 0, message, "check its rights and the length of its name")
                )
                continue
            if name in own:
                captures.append(copied.relative_to(folder / "content").as_posix())
    reasons = (f"{left} other files were left where they are: no capture refers to them",) if left else ()
    return Taken(tuple(captures), left, tuple(problems), reasons)


class _Chosen:
    """The files of one path that are to be copied: captures, and what they refer to; names are below root."""

    def __init__(self, path: Path, real: Path) -> None:
        self.root = real.parent if real.is_file() else real
        self.problems: list[Problem] = []
        if real.is_file():
            names = [] if real.name.startswith(".") else [real.name]
            if not names:
                self.problems.append(Problem(str(path), 0, "a hidden file is never a capture", "rename it"))
            self.captures = names
        else:
            tree = scan.scan(real, str(path), lambda name: True)
            self.problems += tree.problems
            names = [folder + row[0] for folder, rows in tree.rows() for row in rows]
            self.captures = [name for name in names if is_capture(name)]
        referenced: set[str] = set()
        for name in self.captures:
            data = read_bytes(self.root / name)
            referenced |= _references(name, data or b"")
        referenced -= set(self.captures)
        self.assets = sorted(name for name in referenced if self._is_plain(name))
        self.left = 0 if real.is_file() else len(set(names) - set(self.captures) - referenced)

    def _is_plain(self, name: str) -> bool:
        """Return whether a name means a regular file below the root that no link leads to."""
        file = self.root / name
        return (
            bool(name)
            and file.is_file()
            and file.resolve() == file
            and not any(p.startswith(".") for p in name.split("/"))
        )


def _checked(path: Path, site: Path) -> Path:
    real = path.resolve()
    if not real.exists():
        raise ImportPathError(f"{path} does not exist")
    if real.is_relative_to(site / "content"):
        raise ImportPathError(
            f"{path} is inside content/ already; `backfile build` imports what is new there"
        )
    if site.is_relative_to(real) or real.is_relative_to(site / ".backfile"):
        raise ImportPathError(f"{path} holds the site itself; name the folder of the captures")
    return real


def _digest(file: Path) -> str:
    data = read_bytes(file)
    return "" if data is None else sha256_hex(data)


def _differs(one: Path, other: Path) -> bool:
    return _digest(one) != _digest(other)


def _references(name: str, data: bytes) -> set[str]:
    """Return the files that a capture refers to, as paths below the root it is taken from."""
    from backfile.ingest import decode

    text = decode(data) or data.decode("utf-8", "replace")
    folder = Path(name).parent
    found: set[str] = set()
    written = {
        match if isinstance(match, str) else "".join(match)
        for words, pattern in _REFERENCES
        if any(word in text for word in words)
        for match in pattern.findall(text)
    }
    for match in sorted(written):
        path = html.unescape(match).replace("\\", "/")
        if "://" in path or path.startswith(("/", "data:", "mailto:", "javascript:")):
            continue
        reference = unquote(path.split("#")[0].split("?")[0]).strip()
        if not reference:
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


def _copy(source: Path, target: Path, name: str) -> Path:
    """Copy one file and return where it is now; equal bytes that are there already are left alone. Raises OSError."""
    data = source.read_bytes()
    to = target / name
    is_there = to.exists()
    if is_there and to.read_bytes() != data:
        to = to.with_name(f"{to.stem[:60]}-{sha256_hex(data)[:8]}{to.suffix}")
        is_there = to.exists()
    if not is_there:
        new = to.with_name(f".new-{sha256_hex(name.encode())[:8]}")
        try:
            new.write_bytes(data)
        except FileNotFoundError:
            to.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(data)
        new.replace(to)
    return to
