"""How large the site is and will be, and what GitHub Pages allows. Pure: from sizes of files to sums, sentences and warnings."""

from __future__ import annotations


def megabytes(size: int) -> str:
    """Return a size as people read it: "412 MB", "3.4 MB", "85 KB"."""
    if size >= 9_950_000:
        return f"{round(size / 1_000_000):,} MB"
    if size >= 950_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{-(-size // 1000)} KB"
