"""`make bench-fetch`: small images from a server of its own on loopback, with politeness off.

Usage: python bench/fetching.py [IMAGES]. It prints images a second and the peak memory, the server in a process of its own.
"""

from __future__ import annotations

import asyncio
import io
import multiprocessing
import os
import random
import resource
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from PIL import Image

from backfile.bounded import BoundedExecutor
from backfile.build.inspecting import Inspector
from backfile.config import FetchSettings
from backfile.fetch import ledger
from backfile.fetch.download import Wanted, fetch_all
from backfile.model import Attempt

_PUBLIC = "8.8.4.4"
# At most two connections a host, whatever the settings: so many names make the load of many hosts.
_HOSTS = 32
_PICTURES = 3_000


class Origin(asyncio.Protocol):
    """One connection: whatever is asked for is answered with the picture of that number."""

    def __init__(self, answers: Sequence[bytes]) -> None:
        self._answers, self._heads = answers, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request whose head has come whole."""
        *heads, self._heads = (self._heads + data).split(b"\r\n\r\n")
        for head in heads:
            self._transport.write(self._answers[int(head.split(b" ", 2)[1][1:-4])])


def serve(pipe: Connection) -> None:
    """Answer every path with a picture of its own, until the parent says so; tell it the seconds of processor time that took."""
    asyncio.run(_serve(pipe))


async def _serve(pipe: Connection) -> None:
    pictures = [picture(number) for number in range(_PICTURES)]
    # Prepared, so that the measured machine spends its time on fetching.
    answers = [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body for body in pictures]
    server = await asyncio.get_running_loop().create_server(lambda: Origin(answers), "127.0.0.1", 0)
    started = time.process_time()
    pipe.send(server.sockets[0].getsockname()[1])
    async with server:
        await asyncio.to_thread(pipe.poll, None)
    pipe.send(time.process_time() - started)


def picture(number: int) -> bytes:
    """Return a small photograph-like JPEG of its own for each number."""
    target = io.BytesIO()
    noise = Image.frombytes("L", (16, 12), random.Random(number).randbytes(192))
    noise.resize((120, 90), Image.Resampling.BICUBIC).save(target, "JPEG", quality=80)
    return target.getvalue()


def fetch(port: int, count: int, folder: Path, inspect: Inspector) -> float:
    """Fetch as `backfile fetch` does, ledger and all; return the seconds it took."""

    async def resolve(host: str) -> Sequence[str]:
        return (_PUBLIC,)

    class Detour(socket.socket):
        def connect(self, address: Any) -> None:
            super().connect(("127.0.0.1", port))

    def record(attempt: Attempt) -> None:
        ledger.append(folder / "ledger", attempt)

    wanted = [Wanted(f"http://h{n % _HOSTS}.example/{n}.jpg", "") for n in range(count)]
    started = time.perf_counter()
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
    seconds = time.perf_counter() - started
    if report.kept != count:
        raise SystemExit(f"not all were kept: {report}")
    return seconds


def main() -> None:
    """Start the server, fetch, and print what it took."""
    count = min(int(sys.argv[1]) if len(sys.argv) > 1 else _PICTURES, _PICTURES)
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    folder = Path(tempfile.mkdtemp(prefix="backfile-bench-", dir=memory))
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    try:
        with BoundedExecutor(os.cpu_count() or 1) as decoders:
            inspect = Inspector(decoders)
            inspect(picture(0))
            port = ours.recv()
            before = time.process_time()
            seconds = fetch(port, count, folder, inspect)
            fetcher = time.process_time() - before
        # Nothing else was waited for yet.
        workers = resource.getrusage(resource.RUSAGE_CHILDREN)
        ours.send("end")
        shares = (fetcher, workers.ru_utime + workers.ru_stime, ours.recv())
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count} images in {seconds:.2f} s: {count / seconds:.0f} a second, peak {megabytes:.0f} MB")  # noqa: T201
        names = ("fetcher", "workers with their start", "server")
        print(  # noqa: T201
            "CPU ms an image: "
            + ", ".join(f"{name} {1000 * share / count:.2f}" for name, share in zip(names, shares, strict=True))
        )
    finally:
        server.kill()
        server.join(10)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
