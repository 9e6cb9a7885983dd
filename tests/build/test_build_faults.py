"""Builds that are killed, and builds whose system calls fail: readers see the old site or the new one.

The next build is a clean one.

Calls that read below content/ are left alone: an article that cannot be read is set aside like any other bad input.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fuzzing import FACTOR
from published import Files, clean_files, differences, files_of
from site_folder import SiteFolder
from whole_builds import Event, kill_after, record, run, run_with, spread, watched, why_not_traced

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a matter of POSIX"),
    pytest.mark.usefixtures("closures_once"),
]
# One process, so that its calls come in one order.
ALONE = ("--workers", "1")


class Turns:
    """A site whose articles change between builds, so that there is an old site and a new one.

    fresh: every build is its first.
    """

    def __init__(self, site: SiteFolder, articles: int, *, fresh: bool) -> None:
        self.site, self._fresh, self._turn = site, fresh, 0
        for number in range(articles):
            self._write(number)
        self._next = self.begin()
        self.old, self.new = next(self._next)

    def begin(self) -> Iterator[tuple[Files, Files]]:
        """Yield the old site and the new one at the beginning of each turn, and see to it that it ends with a good build."""
        while True:
            self._turn += 1
            if self._fresh:
                for name in ("output", ".backfile"):
                    shutil.rmtree(self.site.folder / name, ignore_errors=True)
            else:
                self.site.build()
            old = files_of(self.site.output)
            for number in range(3):
                self._write(number)
            yield old, clean_files(self.site.folder)

    def _write(self, number: int) -> None:
        date = f"2024-07-{number % 28 + 1:02}"
        self.site.article(
            f"a{number}", title=f"Title {number} {self._turn % 2}", date=date, tags="活字, paper"
        )

    def ended(self, what: object) -> bool:
        """Check what readers see, and the next build; return whether the new site was there. Then the next turn begins."""
        found = files_of(self.site.output)
        if found != self.old:
            assert differences(found, self.new) == [], f"neither the old site nor the new one after {what}"
        self.site.build()
        assert differences(files_of(self.site.output), self.new) == [], f"the build after {what}"
        is_new = found == self.new
        self.old, self.new = next(self._next)
        return is_new


@pytest.fixture
def traced(tmp_path: Path) -> Path:
    """Return where strace may write, or skip the test."""
    if reason := why_not_traced(tmp_path):
        pytest.skip(reason)
    return tmp_path / "log"


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """Return an empty site below a folder of its own."""
    (tmp_path / "site").mkdir()
    return SiteFolder(tmp_path / "site")


@pytest.mark.parametrize("fresh", [True, False], ids=["first", "incremental"])
def test_killed_at_some_moment(site: SiteFolder, fresh: bool, counted: Callable[[str, int], None]) -> None:
    # More pages than fit into one batch, so that a first build has processes; they must not outlive it.
    turns = Turns(site, 110, fresh=fresh)
    started = time.monotonic()
    assert run(site.folder, "--workers", "2").returncode == 0
    duration = time.monotonic() - started
    turns.ended("a build that nobody killed")
    moments = 4 * FACTOR
    killed = 0
    for number in range(moments):
        at = duration * (number + 1) / (moments + 1)
        killed += kill_after(site.folder, at, "--workers", "2")
        turns.ended(f"a kill after {at:.3f} seconds")
    counted("kills", killed)
    assert killed


@pytest.mark.parametrize("fresh", [True, False], ids=["first", "incremental"])
def test_killed_at_a_change(
    site: SiteFolder, tmp_path: Path, fresh: bool, counted: Callable[[str, int], None]
) -> None:
    turns = Turns(site, 8, fresh=fresh)
    turns.ended("nothing")
    code, changes = watched(site.folder, tmp_path / "log", 0, *ALONE)
    assert code == 0 and turns.ended("a build that was watched")
    exchange = f"'{site.output}'" if fresh else "'renameat2'"
    at = next(i for i, what in enumerate(changes, 1) if exchange in what and "mkdir" not in what)
    moments = {moment for moment in (at - 4, at - 1, at, at + 1, len(changes)) if moment <= len(changes)}
    moments |= {1 + i * len(changes) // (40 * FACTOR) for i in range(40 * FACTOR)} if FACTOR > 1 else set()
    for moment in sorted(moments):
        code, found = watched(site.folder, tmp_path / "log", moment, *ALONE)
        assert (code, len(found)) == (-signal.SIGKILL, moment - 1)
        is_new = turns.ended(f"a kill before {changes[moment - 1]}")
        assert is_new == (moment > at), f"{changes[moment - 1]} with the exchange at {changes[at - 1]}"
        counted("kills", 1)
        # Only then does the next build do exactly the same again.
        turns.ended("nothing")


@pytest.mark.parametrize("fresh", [True, False], ids=["first", "incremental"])
def test_calls_that_fail(
    site: SiteFolder, traced: Path, fresh: bool, counted: Callable[[str, int], None]
) -> None:
    turns = Turns(site, 8, fresh=fresh)
    events = record(site.folder, traced, *ALONE)
    turns.ended("a traced build")
    chosen = spread(events, 12 * FACTOR) if FACTOR > 1 else spread(events, 0)[:: 3 if fresh else 1]
    injected = 0
    for number, event in enumerate(chosen):
        for error in ("EIO", "ENOSPC") if FACTOR > 1 else (("EIO", "ENOSPC")[number % 2],):
            done = run_with(site.folder, traced, event, f"error={error}", *ALONE)
            # How often the memory is written to is not the same each time.
            if "INJECTED" in traced.read_text(errors="replace"):
                injected += 1
            explained(event, error, done.returncode, done.stderr)
            is_new = turns.ended(f"{error} at {event}")
            assert is_new or done.returncode, f"{error} at {event} was passed over in silence"
            if event.call == "syncfs":
                assert done.returncode and not is_new, "a site that may not be on the disk was shown"
    counted("faults", injected)
    assert injected > len(chosen) // 2


def explained(event: Event, error: str, code: int, said: str) -> None:
    """Check that a build ended well or said in a line why not."""
    assert code in (0, 2), f"{error} at {event}: {said}"
    assert "Traceback" not in said, f"{error} at {event}: {said}"
    if code:
        assert said.splitlines()[-1].startswith("backfile: "), f"{error} at {event}: {said}"


def test_a_full_disk(site: SiteFolder, traced: Path, counted: Callable[[str, int], None]) -> None:
    """Every call of a kind from some moment on fails, so that nothing is mended by trying again."""
    turns = Turns(site, 8, fresh=False)
    full = os.strerror(errno.ENOSPC)
    for call in ("pwrite64", "mkdir", "link"):
        event = Event(call, 3, "and all after it")
        done = run_with(site.folder, traced, event, "error=ENOSPC", *ALONE, on=True)
        explained(event, "ENOSPC", done.returncode, done.stderr)
        assert done.returncode == 2 and (full in done.stderr or "full" in done.stderr), done.stderr
        turns.ended(f"a disk that was full for {call}")
        counted("faults", 1)
