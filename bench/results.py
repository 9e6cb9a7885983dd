"""What was measured as text: the machine, the table of cases, the table of pages, and what to know of them."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from kinds import APART, KINDS
from measuring import Measured


@dataclass(frozen=True)
class Row:
    """One run of one generator in one case."""

    case: str
    name: str
    took: Measured
    files: int


def middle(rows: Sequence[Row]) -> Row:
    """Return the median of several runs of one case by one generator, each figure for itself; the largest memory."""
    took = Measured(
        median(row.took.wall for row in rows),
        median(row.took.cpu for row in rows),
        max(row.took.megabytes for row in rows),
    )
    return Row(rows[0].case, rows[0].name, took, round(median(row.files for row in rows)))


def merged(rows: Iterable[Row]) -> list[Row]:
    """Return one row for each case and generator, in the order in which they first came."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row.case, row.name), []).append(row)
    return [middle(each) for each in found.values()]


def case_table(rows: Sequence[Row], order: Sequence[str]) -> list[str]:
    """Return the lines of the table of cases; ratios say how many times as long the other generator took."""
    lines = [
        "| case | generator | wall s | CPU s | memory MB | files written "
        "| Hugo ÷ this, wall (CPU) | Pelican ÷ this, wall (CPU) |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for case in dict.fromkeys(row.case for row in rows):
        found = {row.name: row for row in rows if row.case == case}
        for row in sorted(found.values(), key=lambda row: order.index(row.name)):
            ratios = [_ratio(found.get(other), row) for other in ("Hugo", "Pelican")]
            took = row.took
            figures = (
                f"{took.wall:.2f}",
                f"{took.cpu:.2f}",
                f"{took.megabytes:,.0f}",
                f"{row.files:,}",
                *ratios,
            )
            lines.append(f"| {case} | {row.name} | {' | '.join(figures)} |")
    return lines


def _ratio(other: Row | None, row: Row) -> str:
    if other is None or other.name == row.name:
        return ""
    return f"{_times(other.took.wall, row.took.wall)} ({_times(other.took.cpu, row.took.cpu)})"


def _times(other: float, own: float) -> str:
    ratio = other / max(own, 0.001)
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}"


def page_table(counts: dict[str, Counter[str]]) -> list[str]:
    """Return the lines of the table of pages by kind, a column for each generator."""
    lines = [f"| kind | {' | '.join(counts)} |", "|---|" + "--:|" * len(counts)]
    for kind in KINDS:
        name = f"{kind} (not compared)" if kind in APART else kind
        lines.append(f"| {name} | {' | '.join(f'{count[kind]:,}' for count in counts.values())} |")
    return [*lines, f"| all files | {' | '.join(f'{count.total():,}' for count in counts.values())} |"]


def machine() -> str:
    """Return what the machine is: cores, model of the processor, memory, and how busy it was."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    load = os.getloadavg()[0]
    return f"{cores} cores, {_model()}, {memory:.0f} GB of memory; sites on {_filesystem()}; load average at the start {load:.1f}"


def _filesystem() -> str:
    """Return the kind of filesystem of the temporary folder: a disk that is busy says more of itself than of a generator."""
    folder, mounts = os.path.realpath(tempfile.gettempdir()), Path("/proc/mounts")
    rows = (
        [line.split() for line in mounts.read_text(encoding="utf-8").splitlines()] if mounts.is_file() else []
    )
    above = [row for row in rows if folder == row[1] or folder.startswith(row[1].rstrip("/") + "/")]
    return max(above, key=lambda row: len(row[1]))[2] if above else "an unknown filesystem"


def _model() -> str:
    path = Path("/proc/cpuinfo")
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    names = (line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name"))
    return next(names, "unknown processor")


NOTES = """\
CPU is that of all processes. Memory is the peak of all processes together: proportional set size, looked at up to twenty
times a second, so that it is low by chance, or 0, for what takes less than a tenth of a second. Files written are new or were
written again. Within a case the generators run one after the other, in an order that turns from case to case; before each
run the disk is synced, before each case two seconds pass, and before a cold build all sources are read once.
Where the load average at the start is not far below the number of cores, others were at work: wall seconds then say little,
CPU seconds more.

What is equal: the bodies of the articles, byte for byte; a summary for every article; templates of the same content, without
style and script; lists in parts of 20; feeds of 20 entries with summaries for the site and every tag, author and source.
What is compared: every kind of page must come out in the number that the articles ask for, or there is no table.

- List parts: backfile numbers them from the oldest, in full parts, so that n articles make n // 20 parts besides the root,
  which shows what is left over together with the newest full part; Hugo and Pelican number from the newest,
  ceil(n / 20) - 1 parts besides the root.
- A tag of a single article has no page and no feed in backfile.
- Years, months and days are Hugo's taxonomies, for it has no pages by date; in Pelican they are its period archives. They
  have no parts. A month of more than 100 articles lists its days, in all three.
- backfile splits an index of more than 300 names by letter, and the sitemap of more than 5,000 articles by year; it also
  works out what the plain templates do not show: calendars, related articles, side columns, summaries.
- backfile writes links relative to the page, the others do not; its feeds are Atom, those of the others RSS.
- Hugo gives headings an id and typographic quotes, backfile gives headings an id, Pelican highlights code: their defaults.
- Pelican's neighbours of an article come from four lines in its settings, its sitemap from a template.
- Hugo is run without minification, and as `hugo` for every case. `hugo server` renders only a part again after an edit; that
  is not measured here. Pelican's cache is of what it has read; by default it is off.
- The import is of other articles than those of the sites: only backfile has one, and a build does not need it.
"""
