"""`make bench`: cold, unchanged, one edit and one more article, each as a whole process.

Usage: python bench/run.py [ARTICLES]. It prints a table of wall seconds, CPU seconds and peak memory of the largest process.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import write_article, write_corpus


def measure(name: str, folder: Path, *options: str) -> None:
    """Run one build in a process of its own and print what it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-m", "backfile", "build", "--offline", "--site", str(folder), *options]
    pid = os.posix_spawn(sys.executable, command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{name} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name:<22}{wall:>9.2f}{cpu:>9.2f}{max(usage.ru_maxrss, 0) / 1024:>11.0f}", flush=True)  # noqa: T201


def main() -> None:
    """Make the corpus in a temporary folder and take the four cases in turn."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    folder = Path(tempfile.mkdtemp(prefix="backfile-bench-"))
    try:
        write_corpus(folder, count)
        subprocess.run(["sync"], check=False)
        print(f"{count} articles\n{'case':<22}{'wall s':>9}{'cpu s':>9}{'peak MB':>11}")  # noqa: T201
        measure("cold", folder)
        time.sleep(
            2.1
        )  # files younger than two seconds are read again, which is not what "unchanged" asks about
        measure("unchanged", folder)
        edited = write_article(folder, count // 2, count)
        edited.write_text(edited.read_text(encoding="utf-8") + "\nOne more paragraph.\n", encoding="utf-8")
        measure("one body edited", folder)
        write_article(folder, count, count)
        measure("one article added", folder)
        measure("nothing remembered", folder, "--clean")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
