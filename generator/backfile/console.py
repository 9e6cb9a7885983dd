"""What a command tells people: progress while it works, a summary that fits a screen at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console as RichConsole
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from backfile.build.report import Report
from backfile.build.sizing import summary
from backfile.errors import Problem

if TYPE_CHECKING:
    from backfile.build.fidelity import FidelityReport

# So many problems are shown without -v.
_SHOWN = 8


class Stopwatch:
    """Seconds of each stage, in the order in which they ended; the clock is that of the process that asks."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._last = clock()
        self.stages: list[tuple[str, float]] = []

    def ended(self, stage: str) -> None:
        """Take note that a stage has ended, which began when the one before it ended."""
        now = self._clock()
        self.stages.append((stage, now - self._last))
        self._last = now


class Console:
    """Progress bars on a terminal, plain lines elsewhere; the summary as text or JSON. A context manager around the work."""

    def __init__(self, *, as_json: bool = False) -> None:
        self._json = as_json
        self._out = RichConsole(highlight=False, soft_wrap=True)
        self._err = RichConsole(stderr=True, highlight=False, soft_wrap=True)
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._said: dict[str, int] = {}
        self._started = time.perf_counter()

    def __enter__(self) -> Console:
        self._started = time.perf_counter()
        if self._err.is_terminal:
            self._bars = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                console=self._err,
                transient=True,
            )
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trail: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()
            self._bars = None

    def progress(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is: a bar on a terminal, else a line at every quarter of long work.

        total is 0 when nobody knows it yet; then there is a line at every thousandth step, at double the steps of the last one.
        """
        if self._bars is not None:
            if stage not in self._tasks:
                self._tasks[stage] = self._bars.add_task(stage, total=total or None)
            self._bars.update(self._tasks[stage], completed=done, total=total or None)
            return
        if not total and done >= max(1_000, 2 * self._said.get(stage, 0)):
            self._said[stage] = done
            self._err.print(f"{stage}: {done}", markup=False)
        quarter = done * 4 // total if total else 0
        if total >= 100 and quarter > self._said.get(stage, 0):
            self._said[stage] = quarter
            self._err.print(f"{stage}: {done} of {total}", markup=False)

    def show_build(self, report: Report, *, verbose: bool, stages: Sequence[tuple[str, float]] = ()) -> None:
        """Print what a build did, with the seconds of its stages where there are any."""
        rendered = report.rendered
        lines = [
            ("articles", _articles(report)),
            ("images", _images(report)),
            (
                "pages",
                f"{rendered.rendered} rendered, {rendered.unchanged} unchanged, {rendered.removed} files removed",
            ),
        ]
        if report.sizing.pages.files:
            lines.append(("size", summary(report.sizing)))
        if not rendered.atomic:
            lines.append(("note", "this filesystem cannot exchange folders: files were replaced one by one"))
        if stages:
            lines.append(("stages", ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in stages)))
        self._show(report, lines, verbose, dict(stages))

    def show_import(self, report: Report, *, verbose: bool, dry_run: bool) -> None:
        """Print what an import did, or would do."""
        found = report.imported
        lines = [("articles", _articles(report))]
        if found.new:
            share = f"{found.tags / found.new:.1f} tags an article, {found.bylines} with authors, {found.folded} tails folded"
            lines.append(("new", share))
        if found.repairs:
            text = ", ".join(f"{name} {times} in {articles}" for name, times, articles in found.repairs)
            lines.append(("repairs", text))
        if dry_run:
            lines.append(("note", "a dry run: nothing was written"))
        else:
            lines.append(("next", "backfile build"))
        self._show(report, lines, verbose)

    def show_fidelity(self, report: FidelityReport) -> None:
        """Print what conversion repaired and what readers see before and after it; nothing where JSON is wanted."""
        if self._json:
            return
        for line in _fidelity_lines(report):
            self._out.print(line, markup=False)

    def show_fetch(self, report: Report, *, verbose: bool) -> None:
        """Print what the fetcher brought home."""
        got = report.fetched
        text = f"{got.asked} asked for, {got.kept} kept, {got.lost} lost, {got.left} not yet asked for"
        if got.placeholders:
            text += f"; {got.placeholders} pictures found that hosts show in place of images"
        if got.offline:
            text += "; no host answered: is this machine offline?"
        self._show(report, [("images", text), ("next", "backfile build")], verbose)

    def show_check(self, problems: tuple[Problem, ...]) -> None:
        """Print what an audit found."""
        if self._json:
            sys.stdout.write(msgspec.json.encode(problems).decode() + "\n")
            return
        for problem in problems:
            self._out.print(str(problem), markup=False)
        self._out.print(f"{len(problems)} problems" if problems else "no problems found", markup=False)

    def say(self, value: object, lines: Iterable[str]) -> None:
        """Print a command's result: the lines, or the value as JSON."""
        if self._json:
            sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
            return
        for line in lines:
            self._out.print(line, markup=False)

    def _show(
        self,
        report: Report,
        lines: list[tuple[str, str]],
        verbose: bool,
        stages: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
        seconds = time.perf_counter() - self._started
        if self._json:
            value = msgspec.to_builtins(report) | {"seconds": round(seconds, 2)}
            value |= {"stages": {stage: round(took, 2) for stage, took in stages.items()}} if stages else {}
            sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
            return
        if verbose:
            for reason in report.reasons:
                self._out.print(f"- {reason}", markup=False)
        self._show_problems(report.problems, verbose)
        for name, text in (*lines, ("seconds", f"{seconds:.2f}")):
            self._out.print(f"{name:>9}  {text}", markup=False)

    def _show_problems(self, problems: tuple[Problem, ...], verbose: bool) -> None:
        # What concerns the whole site must not be hidden behind many notes on single articles.
        ordered = sorted(problems, key=lambda p: (not p.fatal, p.source.startswith("content/"), p))
        shown = ordered if verbose else ordered[:_SHOWN]
        for problem in shown:
            self._out.print(f"{'set aside' if problem.fatal else 'note'}: {problem}", markup=False)
        if len(shown) < len(ordered):
            self._out.print(f"... and {len(ordered) - len(shown)} more; -v shows them all", markup=False)


def _fidelity_lines(report: FidelityReport) -> list[str]:
    """Return two tables: repairs by rule, and what readers see of the captures' texts and of the articles."""
    lines = [f"{'repairs':<24}{'times':>12}{'articles':>12}"]
    lines += [f"  {name:<22}{times:>12,}{articles:>12,}" for name, times, articles in report.repairs]
    before, after = report.before, report.after
    rows: list[tuple[str, ...]] = [
        (name.replace("_", " "), f"{getattr(before, name):,}", f"{getattr(after, name):,}")
        for name in ("characters", "images", "links", "headings", "soft_breaks")
    ]
    kept = 100 * after.characters / before.characters if before.characters else 100.0
    rows[0] = (*rows[0][:2], f"{rows[0][2]} ({kept:.3f} %)")
    marks = {mark for mark, _, _ in (*before.literal, *after.literal)}
    tables = [{mark: f"{n:,} in {a:,}" for mark, n, a in each.literal} for each in (before, after)]
    rows += [(f"literal {mark}", *(table.get(mark, "0") for table in tables)) for mark in sorted(marks)]
    lines += ["", f"{'visible to readers':<24}{'capture':>16}{'article':>26}"]
    lines += [f"  {name:<22}{old:>16}{new:>26}" for name, old, new in rows]
    total = f"{report.captures} captures = {report.converted} converted + {report.changed} changed + {report.kept} kept"
    return [*lines, "", f"{total} + {report.duplicates} duplicates + {report.quarantined} quarantined", ""]


def _articles(report: Report) -> str:
    found = report.imported
    text = f"{report.articles} in the archive: {found.new} new, {found.changed} changed, {found.kept} kept"
    extra = [f"{found.duplicates} duplicates"] if found.duplicates else []
    return ", ".join([text, *extra, f"{found.quarantined} quarantined"])


def _images(report: Report) -> str:
    seen = report.pictured
    text = f"{seen.kept} kept, {seen.lost + seen.damaged} lost, {seen.unasked} not yet asked for"
    if seen.made:
        text += f" ({seen.made} sets of variants made)"
    return text + ("; `backfile fetch` asks for them" if seen.unasked else "")
