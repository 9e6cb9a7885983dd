"""One capture or more of every format, and what is read in it; `UPDATE=1` writes what is expected anew.

The folder is named as the format, since a file's own name may tell its date and title.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.ingest import decode, read, registry
from backfile.model import CaptureFile

GOLDEN = Path(__file__).parent / "golden"
CAPTURES = [p for p in sorted(GOLDEN.glob("*/*")) if p.suffix != ".expected"]


def capture(path: Path) -> CaptureFile:
    data = path.read_bytes()
    return CaptureFile(f"sources/{path.parent.name}/{path.name}", sha256_hex(data), data)


@pytest.mark.parametrize("path", CAPTURES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_golden(path: Path) -> None:
    result = read(capture(path))
    assert not isinstance(result, Problem), result
    assert {raw.format for raw in result} == {path.parent.name}
    found = "".join(msgspec.json.format(msgspec.json.encode(raw)).decode() + "\n" for raw in result)
    expected = path.with_name(path.name + ".expected")
    if os.environ.get("UPDATE"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", CAPTURES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_no_other_format_takes_it(path: Path) -> None:
    one = capture(path)
    text = decode(one.data)
    assert text is not None
    assert [f.name for f in registry().formats if f.accepts(one, text)] == [path.parent.name]


def test_every_near_format_has_a_capture() -> None:
    assert {f.name for f in registry().formats} == {p.parent.name for p in CAPTURES} | {
        "wechat-text",
        "front-matter",
    }
