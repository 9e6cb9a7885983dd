"""The trees that a build depends on."""

from __future__ import annotations

from pathlib import Path

from backfile.build import captures, reading, scan


def scan_content(folder: Path) -> dict[str, scan.Tree]:
    """Return the trees of captures and of articles, by name."""
    content = folder / "content"
    return {
        captures.TREE: scan.scan(content / "sources", captures.LABEL, captures.is_capture),
        reading.TREE: scan.scan(content / "articles", reading.LABEL, reading.is_article),
    }
