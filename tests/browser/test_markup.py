"""Every page of the archive with extremes is HTML without a fault to html-validate, which comes from npm."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
# Where .ci/run puts it, else wherever it is installed.
_TOOL = shutil.which("html-validate", path=_ROOT / ".tools/node_modules/.bin") or shutil.which(
    "html-validate"
)
_MISSING = "html-validate is not installed: npm install --prefix .tools html-validate@9.7.1"


def _faults(folder: Path, files: list[Path]) -> str:
    config = folder / "markup.json"
    config.write_text('{"root": true, "extends": ["html-validate:standard"]}', encoding="utf-8")
    command = [str(_TOOL), "--config", str(config), "--formatter", "text", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    return done.stdout + done.stderr


@pytest.mark.skipif(_TOOL is None, reason=_MISSING)
def test_pages_are_valid(strained: Path, small_sites: dict[str, Path], tmp_path: Path) -> None:
    files = [file for folder in (strained, *small_sites.values()) for file in folder.rglob("*.html")]
    assert len(files) > 300
    assert _faults(tmp_path, files) == ""


@pytest.mark.skipif(_TOOL is None, reason=_MISSING)
def test_a_fault_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><html lang='en'><title>A</title><p><div></p></html>", encoding="utf-8")
    assert "close-order" in _faults(tmp_path, [page])
