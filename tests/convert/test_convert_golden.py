"""Whole captures and the article files they become; `UPDATE=1` writes what is expected anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backfile.config import Site
from backfile.convert import convert
from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.frontmatter import write_article
from backfile.ingest import read
from backfile.model import CaptureFile

GOLDEN = Path(__file__).parent / "golden"
SITE = Site(title="Archive", timezone="Asia/Shanghai")


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.txt")), ids=lambda p: p.stem)
def test_golden(path: Path) -> None:
    data = path.read_bytes()
    result = read(CaptureFile(f"sources/golden/{path.name}", sha256_hex(data), data))
    assert not isinstance(result, Problem), result
    articles = [convert(raw, SITE) for raw in result]
    texts = [str(a) if isinstance(a, Problem) else write_article(a) for a in articles]
    expected = path.with_suffix(".md")
    if os.environ.get("UPDATE"):
        expected.write_text("\n".join(texts), encoding="utf-8")
    assert "\n".join(texts) == expected.read_text(encoding="utf-8")
