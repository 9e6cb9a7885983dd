"""Original files to variant files in the build memory: what a bounded worker does with one picture.

A module of its own, so that such a worker loads nothing but this and the pictures' stage.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from backfile import images


class Order(msgspec.Struct, frozen=True):
    """What to make of one original file; the variants are named after `name` and go below `folder`.

    A variant is named by its output path, `prefix` before its name, and lies in a folder for the first letters of its name.
    """

    original: str
    recipe: images.Recipe
    folder: str
    prefix: str
    name: str


class Made(msgspec.Struct, frozen=True):
    """What was made of one original by one recipe; files: (output path, width, height, bytes), and the same as AVIF."""

    width: int
    height: int
    colour: str
    animated: bool
    files: tuple[tuple[str, int, int, int], ...]
    refused: str = ""
    avif: tuple[tuple[str, int, int, int], ...] = ()


def refusal(reason: str) -> Made:
    """Return that nothing was made, and why."""
    return Made(0, 0, "", False, (), refused=reason)


def make(order: Order) -> Made | None:
    """Write the variants of one original; None when there is no such file. Raises OSError."""
    try:
        data = Path(order.original).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not data:
        return None
    result = images.make_variants(data, order.recipe)
    if isinstance(result, images.Refused):
        return refusal(result.reason)
    files, avif = ([_written(file, order) for file in some] for some in (result.files, result.avif))
    return Made(result.width, result.height, result.colour, result.animated, tuple(files), avif=tuple(avif))


def _written(file: images.VariantFile, order: Order) -> tuple[str, int, int, int]:
    path = f"{order.prefix}{order.name}-{file.width}{file.suffix}"
    _write(place_of(order.folder, path), file.data)
    return path, file.width, file.height, len(file.data)


def place_of(folder: str | Path, path: str) -> Path:
    """Return where below a recipe's folder the variant of an output path lies."""
    name = path.rpartition("/")[2]
    return Path(folder) / name[:2] / name


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_bytes(data)
    new.replace(path)
