"""Builds as processes of their own: to vary what surrounds them, to kill them, and to have system calls of theirs fail."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

# Everything by which a build changes files, and what it opens.
CALLS = (
    "openat", "write", "pwrite64", "ftruncate", "rename", "renameat2", "link", "linkat", "unlink", "rmdir", "mkdir",
    "fchmod", "chmod", "fsync", "fdatasync", "syncfs",
)  # fmt: skip
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)$")


def command(site: Path, *arguments: str) -> list[str]:
    """Return the command that builds a site offline."""
    return [sys.executable, "-m", "backfile", "build", "--offline", "--site", str(site), *arguments]


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment with changes; nothing is compiled, so that every run does the same."""
    path = os.pathsep.join(sys.path)
    return os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"} | changes


def run(
    site: Path, *arguments: str, prefix: tuple[str, ...] = (), **changes: str
) -> subprocess.CompletedProcess[str]:
    """Build a site as a process, and return how that ended."""
    return subprocess.run(
        [*prefix, *command(site, *arguments)],
        env=environment(**changes),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def kill_after(site: Path, seconds: float, *arguments: str) -> bool:
    """Kill a build some time after it began, and wait for the end of its processes; return whether it was still at work."""
    # Every copy of the process holds the writing end, so that the reading end is at its end when all are gone.
    reader, writer = os.pipe()
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command(site, *arguments), env=environment(), stdout=quiet, stderr=quiet, pass_fds=(writer,)
    ) as process:
        os.close(writer)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.send_signal(signal.SIGKILL)
        code = process.wait(10)
    try:
        ended, _, _ = select.select([reader], [], [], 30)
        assert ended, "processes outlive the build that started them"
    finally:
        os.close(reader)
    _wait_for_the_lock(site)
    return code == -signal.SIGKILL


def _wait_for_the_lock(site: Path) -> None:
    """Wait until the last process has let go of the lock, which it does just after it let go of the pipe."""
    import fcntl

    with suppress(FileNotFoundError), (site / ".backfile" / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)


# Counts what Python is about to do to files, or to call in the system's library; lists it, or kills the process there.
_WATCHED = """
import os, sys
log, moment = sys.argv[1], int(sys.argv[2])
del sys.argv[1:3]
from backfile.__main__ import main
names = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "ctypes.dlsym"}
writing = os.O_CREAT | os.O_WRONLY | os.O_RDWR
handle, seen = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 0

def watch(event, arguments):
    global seen
    if event in names or event == "open" and isinstance(arguments[2], int) and arguments[2] & writing:
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), 9)
        os.write(handle, f"{event} {arguments!r}\\n".encode("utf-8", "replace"))

sys.addaudithook(watch)
main()
"""


def watched(site: Path, log: Path, moment: int, *arguments: str) -> tuple[int, list[str]]:
    """Build a site and kill that at the moment-th change of a file; return its exit code, and the changes it came to."""
    program = [sys.executable, "-c", _WATCHED, str(log), str(moment), *command(site, *arguments)[3:]]
    done = subprocess.run(program, env=environment(), capture_output=True, timeout=120, check=False)
    return done.returncode, log.read_text(encoding="utf-8").splitlines()


class Event(NamedTuple):
    """The number-th call of a system call in a run of one process, and its arguments."""

    call: str
    number: int
    arguments: str


def why_not_traced(folder: Path) -> str:
    """Return why system calls cannot be made to fail here, "" when they can."""
    if shutil.which("strace") is None:
        return "there is no strace"
    prefix = _tracing(folder / "probe", "-e", "inject=write:error=EIO:when=1")
    done = subprocess.run([*prefix, "echo"], capture_output=True, text=True, check=False)
    return "" if done.returncode == 1 else f"strace may not trace: {done.stderr.strip()[:200]}"


def _tracing(log: Path, *options: str) -> tuple[str, ...]:
    # The filter lets calls that are not traced run at full speed.
    return ("strace", "-f", "--seccomp-bpf", "-y", "-s", "0", "-o", str(log), *options)


def record(site: Path, log: Path, *arguments: str) -> list[Event]:
    """Build a site and return, in their order, the calls that changed something below it, or opened what the tool keeps there.

    What was read below content/ is left out: a file that cannot be read is set aside, as any bad input is.
    """
    done = run(site, *arguments, prefix=_tracing(log, "-e", "trace=" + ",".join(CALLS)))
    assert done.returncode == 0, done.stderr
    events, seen = [], Counter[str]()
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if found := _LINE.match(line):
            call, rest = found.groups()
            seen[call] += 1
            if str(site) in rest and f'"{site}/content' not in rest:
                events.append(Event(call, seen[call], rest))
    return events


def run_with(
    site: Path, log: Path, event: Event, what: str, *arguments: str, on: bool = False
) -> subprocess.CompletedProcess[str]:
    """Build a site with something in place of one call, such as "error=EIO"; on: and of all like it after it."""
    inject = f"inject={event.call}:{what}:when={event.number}{'+' if on else ''}"
    return run(site, *arguments, prefix=_tracing(log, "-e", f"trace={event.call}", "-e", inject))


def spread(events: list[Event], count: int) -> list[Event]:
    """Return so many of the events, evenly spread, all calls among them and the exchange of the folders with its neighbours."""
    firsts = {event.call: event for event in reversed(events)}
    at = [i for i, event in enumerate(events) if event.call == "renameat2"]
    chosen = {*firsts.values(), *(events[i + d] for i in at for d in (-1, 0, 1) if 0 <= i + d < len(events))}
    rest = [event for event in events if event not in chosen]
    more = max(0, count - len(chosen))
    chosen |= {rest[i * len(rest) // more] for i in range(more)} if rest and more else set()
    return [event for event in events if event in chosen]
