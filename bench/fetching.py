"""`make bench-fetch`: small images from a server of its own on loopback, with politeness off.

Usage: python bench/fetching.py [IMAGES]. It prints images a second, the peak memory, and what each process took of the
processors; the server has a process of its own. The workers load this module anew, as they do the command's, so it loads little.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backfile.build.inspecting import Inspector
    from backfile.model import Attempt

_PUBLIC = "8.8.4.4"
# At most two connections a host, whatever the settings: so many names make the load of many hosts.
_HOSTS = 32
_PICTURES = 3_000


def fetch(port: int, count: int, folder: Path, inspect: Inspector) -> tuple[float, float]:
    """Fetch as `backfile fetch` does, ledger and all; return the seconds it took, by the clock and of the processor."""
    from backfile.config import FetchSettings
    from backfile.fetch import ledger
    from backfile.fetch.download import Wanted, fetch_all

    async def resolve(host: str) -> Sequence[str]:
        return (_PUBLIC,)

    class Detour(socket.socket):
        def connect(self, address: Any) -> None:
            super().connect(("127.0.0.1", port))

    lines = folder / "ledger"

    def record(attempt: Attempt) -> None:
        ledger.append(lines, attempt)

    wanted = [Wanted(f"http://h{n % _HOSTS}.example/{n}.jpg", "") for n in range(count)]
    started = time.perf_counter(), time.process_time()
    report = fetch_all(
        wanted,
        FetchSettings(gap=0.0, connections=2 * _HOSTS, wayback=False),
        "backfile-bench",
        folder,
        look=inspect.look(),
        clock=lambda: "2026-01-01T00:00:00Z",
        on_result=record,
        resolve=resolve,
        make_socket=Detour,
    )
    seconds = time.perf_counter() - started[0], time.process_time() - started[1]
    if report.kept != count:
        raise SystemExit(f"not all were kept: {report}")
    return seconds


def measured(port: int, count: int, folder: Path) -> tuple[float, dict[str, float]]:
    """Return the seconds that fetching took, and those of the processors that each of our processes took for it."""
    from origin import picture

    from backfile.bounded import BoundedExecutor
    from backfile.build.inspecting import Inspector
    from backfile.pool import collect_seldom

    # As the command does.
    collect_seldom()
    with BoundedExecutor(os.cpu_count() or 1) as decoders:
        inspect = Inspector(decoders)
        inspect(picture(0))
        seconds, fetcher = fetch(port, count, folder, inspect)
    # No other process of ours has ended yet.
    workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, {"fetcher": fetcher, "workers and their start": workers.ru_utime + workers.ru_stime}


def main() -> None:
    """Start the server, fetch, and print what it took."""
    from origin import serve

    count = min(int(sys.argv[1]) if len(sys.argv) > 1 else _PICTURES, _PICTURES)
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    folder = Path(tempfile.mkdtemp(prefix="backfile-bench-", dir=memory))
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, count), daemon=True)
    server.start()
    try:
        seconds, shares = measured(ours.recv(), count, folder)
        ours.send("end")
        shares["server"] = ours.recv()
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        each = ", ".join(f"{name} {1000 * share / count:.2f}" for name, share in shares.items())
        print(f"{count} images in {seconds:.2f} s: {count / seconds:.0f} a second, peak {megabytes:.0f} MB")  # noqa: T201
        print(f"ms of a processor for an image: {each}")  # noqa: T201
    finally:
        server.kill()
        server.join(10)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
