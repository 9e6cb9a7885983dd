"""A server of small pictures on loopback, in a process of its own, that does as little as a server can."""

from __future__ import annotations

import asyncio
import io
import random
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection

from PIL import Image


def picture(number: int) -> bytes:
    """Return a small photograph-like JPEG of its own for each number."""
    target = io.BytesIO()
    noise = Image.frombytes("L", (16, 12), random.Random(number).randbytes(192))
    noise.resize((120, 90), Image.Resampling.BICUBIC).save(target, "JPEG", quality=80)
    return target.getvalue()


def serve(pipe: Connection, count: int) -> None:
    """Answer every path with a picture of its own until the parent says so; tell it the seconds of processor time that took."""
    asyncio.run(_serve(pipe, count))


class Origin(asyncio.Protocol):
    """One connection: what is asked for is answered with the picture of that number."""

    def __init__(self, answers: Sequence[bytes]) -> None:
        self._answers, self._rest = answers, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request whose head is there as a whole."""
        *heads, self._rest = (self._rest + data).split(b"\r\n\r\n")
        for head in heads:
            self._transport.write(self._answers[int(head.split(b" ", 2)[1][1:-4])])


async def _serve(pipe: Connection, count: int) -> None:
    bodies = [picture(number) for number in range(count)]
    # Made before anybody asks, so that the machine spends its time on fetching.
    answers = [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body for body in bodies]
    server = await asyncio.get_running_loop().create_server(lambda: Origin(answers), "127.0.0.1", 0)
    started = time.process_time()
    pipe.send(server.sockets[0].getsockname()[1])
    async with server:
        await asyncio.to_thread(pipe.poll, None)
    pipe.send(time.process_time() - started)
