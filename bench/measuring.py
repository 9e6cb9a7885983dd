"""What a command took: wall seconds, CPU seconds and memory of all its processes, and which files it wrote."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Seconds between two looks at the memory of a command's processes, and what looking may take of a core's time: the larger
# the processes, the longer a look takes.
_EVERY, _SHARE = 0.05, 0.05


@dataclass(frozen=True)
class Measured:
    """What a command took: seconds by the clock and of all processors, and the memory of all its processes at once."""

    wall: float
    cpu: float
    megabytes: float


def measured(command: list[str], log: Path | None = None) -> Measured:
    """Run a command and return what it took; stop when it fails. What it prints goes to a log file where one is named."""
    output = log.open("w", encoding="utf-8") if log else None
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT if output else None)
    memory = _Memory(process.pid)
    memory.start()
    status = process.wait()
    wall = time.perf_counter() - started
    memory.stopped.set()
    memory.join()
    if output:
        output.close()
    if status:
        raise SystemExit(f"{command[0]} failed\n{log.read_text(encoding='utf-8')[-4000:] if log else ''}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(wall, cpu, memory.peak / 1024)


class _Memory(threading.Thread):
    """Watches a process and its children; peak is in KB."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self.stopped = threading.Event()
        self.peak = 0

    def run(self) -> None:
        """Look twenty times a second until stopped, less often when looking takes long."""
        pause = _EVERY
        while not self.stopped.wait(pause):
            before = time.thread_time()
            self.peak = max(self.peak, sum(map(_share, _family(self._process))))
            pause = max(_EVERY, (time.thread_time() - before) / _SHARE)


def _family(process: int) -> list[int]:
    found = [process]
    for one in found:
        # A process is listed with the thread that started it.
        for path in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, path.read_text(encoding="ascii").split())
    return found


def _share(process: int) -> int:
    """Return the memory of a process in KB, what it shares with others in equal parts; 0 when it is gone."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.split("\n") if line.startswith("Pss:")), 0)


Files = dict[str, tuple[int, int]]


def files_below(folder: Path) -> Files:
    """Return every file below a folder with its inode and the time it was written; none when there is no folder."""
    found: Files = {}
    waiting = [str(folder)] if folder.is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    stat = entry.stat(follow_symlinks=False)
                    found[os.path.relpath(entry.path, folder)] = (stat.st_ino, stat.st_mtime_ns)
    return found


def written(before: Files, after: Files) -> int:
    """Return how many files are new or were written again. A file that only got one more name was not."""
    return sum(1 for path, state in after.items() if before.get(path) != state)
