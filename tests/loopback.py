"""A web of our own on loopback, and runs of the fetcher against it.

Names resolve to public addresses, which the guard checks as ever; only the socket, made after it, goes to loopback.
"""

from __future__ import annotations

import asyncio
import io
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image, PngImagePlugin

from backfile.config import FetchSettings
from backfile.fetch.download import Limits, Report, Wanted, fetch_all
from backfile.fetch.placeholders import Placeholder
from backfile.fetch.sending import looks_by
from backfile.images import ImageFacts, Refused, inspect
from backfile.model import Attempt
from backfile.pool import SerialExecutor

PUBLIC = "8.8.4.4"
HOST = "pictures.example"
NO_GAP = FetchSettings(gap=0.0, wayback=False)
LIMITS = Limits(deadline=5.0, tries=3, backoff=1.0, patience=10.0)
Handler = Callable[[asyncio.StreamWriter, int], Awaitable[None]]


class Asked(msgspec.Struct, frozen=True):
    host: str
    path: str
    headers: dict[str, str]


class Web:
    """A tiny server; routes by host and path, and what was asked."""

    def __init__(self) -> None:
        self.routes: dict[str, Handler] = {}
        self.names: dict[str, Sequence[str]] = {}
        self.asked: list[Asked] = []
        self.connected: list[str] = []
        self.watched: list[tuple[Callable[[], bool], threading.Event]] = []
        self.servers: list[asyncio.Server] = []
        self.open = self.most_open = 0
        self.open_at: dict[str, int] = {}
        self.most_open_at: dict[str, int] = {}
        self.loop = asyncio.new_event_loop()
        self.over = asyncio.Event()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,))
        self.thread.start()
        ready.wait(10)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join(10)
        self.loop.close()

    def on(self, path: str, status: str, body: bytes = b"", host: str = HOST, **headers: str) -> None:
        """Answer with a plain response, the same each time."""

        async def answer(writer: asyncio.StreamWriter, number: int) -> None:
            respond(writer, status, body, **headers)

        self.routes[host + path] = answer

    async def serve(self, context: ssl.SSLContext | None) -> None:
        """Listen on another port from now on."""
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0, ssl=context)
        self.servers.append(server)
        self.port = server.sockets[0].getsockname()[1]

    def when(self, reached: Callable[[], bool], event: threading.Event) -> None:
        """Set an event as soon as a condition holds, looked at whenever something is asked for."""
        self.watched.append((reached, event))

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def _run(self, ready: threading.Event) -> None:
        async def serve() -> None:
            await self.serve(None)
            ready.set()
            await self.over.wait()
            for server in self.servers:
                server.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await asyncio.sleep(0)

        self.loop.run_until_complete(serve())

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            start = await reader.readexactly(1)
            if start == b"\x16":  # somebody tries to speak TLS
                writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
            head = (start + await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = dict(line.split(": ", 1) for line in head[1:] if line)
            asked = Asked(headers["Host"], head[0].split(" ")[1], headers)
            number = sum(a.host + a.path == asked.host + asked.path for a in self.asked)
            self.asked.append(asked)
            for reached, event in self.watched:
                if reached():
                    event.set()
            self.open += 1
            self.most_open = max(self.most_open, self.open)
            here = self.open_at[asked.host] = self.open_at.get(asked.host, 0) + 1
            self.most_open_at[asked.host] = max(here, self.most_open_at.get(asked.host, 0))
            try:
                await self.routes[asked.host + asked.path](writer, number)
                await writer.drain()
            finally:
                self.open -= 1
                self.open_at[asked.host] -= 1
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def resolve(self, host: str) -> Sequence[str]:
        if host.startswith("unknown"):
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return self.names.get(host, (PUBLIC,))

    def make_socket(self, family: int, kind: int, protocol: int) -> socket.socket:
        web = self

        class Detour(socket.socket):
            def connect(self, address: Any) -> None:
                web.connected.append(address[0])
                super().connect(("127.0.0.1", web.port))

        return Detour(family, kind, protocol)


def respond(writer: asyncio.StreamWriter, status: str, body: bytes = b"", **headers: str) -> None:
    fields = {"Content-Length": str(len(body)), "Connection": "close"}
    fields.update({name.replace("_", "-"): value for name, value in headers.items()})
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    writer.write(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body)


def picture(colour: str = "red", size: tuple[int, int] = (30, 20)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "PNG")
    return target.getvalue()


def drawn(mark: str) -> bytes:
    """The same picture each time, with a mark in its metadata."""
    target = io.BytesIO()
    notes = PngImagePlugin.PngInfo()
    notes.add_text("mark", mark)
    Image.linear_gradient("L").resize((40, 30)).save(target, "PNG", pnginfo=notes)
    return target.getvalue()


def looked_at(data: bytes) -> ImageFacts | Refused:
    """What the bytes are; pictures that were drawn here all look the same."""
    seen = inspect(data)
    if isinstance(seen, Refused) or seen.width != 40:
        return seen
    return msgspec.structs.replace(seen, fingerprint="0123456789abcdef")


class Runner:
    def __init__(self, web: Web, folder: Path) -> None:
        self.web, self.folder = web, folder
        self.results: list[Attempt] = []
        self.slept: list[float] = []
        self.placeholders: list[Placeholder] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 2))
        await asyncio.sleep(0)

    def __call__(
        self, *urls: str, settings: FetchSettings = NO_GAP, referer: str = "", time: str = "", **more: Any
    ) -> Report:
        wanted = [Wanted(url if ":" in url else f"http://{HOST}{url}", referer, time) for url in urls]
        more = {
            "clock": lambda: "2026-01-01T00:00:00Z",
            "on_result": self.results.append,
            "limits": LIMITS,
            "resolve": self.web.resolve,
            "make_socket": self.web.make_socket,
            "sleep": self.sleep,
            "chance": lambda: 0.0,
            "on_placeholder": self.placeholders.append,
            **more,
        }
        inspects = more.pop("inspect", inspect)
        more.setdefault("look", looks_by(SerialExecutor(), inspects, lambda data: False))
        return fetch_all(wanted, settings, "backfile/0 (+https://site.example)", self.folder, **more)

    def one(self, url: str, **more: Any) -> Attempt:
        self(url, **more)
        assert len(self.results) == 1, self.results
        return self.results[0]
