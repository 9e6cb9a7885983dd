"""The HTTP server: connections, time limits, and the stream of reload events.

It is a small server of its own on asyncio, because a preview needs two things together: a slow client must cost no thread,
and every wait must have an end.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
from pathlib import Path

from backfile.errors import PreviewError
from backfile.preview.answers import Answer, Place, answer, refuse
from backfile.preview.files import normal_base
from backfile.preview.reload import event
from backfile.preview.requests import Refusal, parse

CONNECTIONS = 128
HEAD_BYTES = 16 * 1024
_CHUNK = 64 * 1024
# Seconds: for a whole request head (also the next one on a kept connection), for a client to take one chunk,
# and between two signs of life on an event stream.
HEAD_SECONDS, CHUNK_SECONDS, BEAT_SECONDS, LINGER_SECONDS = 15.0, 30.0, 20.0, 1.0


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one. Raises PreviewError."""
    try:
        found = socket.getaddrinfo(
            host.strip("[]") or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, _, _, _, address = found[0]
        return socket.create_server(address[:2] if family == socket.AF_INET else address, family=family)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PreviewError(f"cannot listen on {host}:{port}: {reason}; --port 0 takes a free port") from None


class Server:
    """Serves an output folder on a listening socket until `stop`; `reload` tells browsers that it has changed."""

    def __init__(self, output: Path, listening: socket.socket, host: str, base_path: str) -> None:
        port: int = listening.getsockname()[1]
        self.place = Place(output, normal_base(base_path), host, port)
        self.version = secrets.token_hex(4)
        self._listening = listening
        self._changed = asyncio.Event()
        self._open: set[asyncio.Task[None]] = set()
        # Connections that wait for a request, longest first: the ones to give up when there are too many.
        self._waiting: dict[asyncio.Task[None], None] = {}
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Begin to answer."""
        self._server = await asyncio.start_server(
            self._connected, sock=self._listening, limit=HEAD_BYTES, backlog=2 * CONNECTIONS
        )

    async def stop(self) -> None:
        """Close the socket and every connection."""
        if self._server is not None:
            self._server.close()
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await asyncio.sleep(0)  # lets the transports say goodbye before the loop ends

    def reload(self) -> None:
        """Tell every open page that the site has changed."""
        self.version = secrets.token_hex(4)
        self._changed.set()
        self._changed = asyncio.Event()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        # Draining then means that everything has gone out: time limits see a client that does not read.
        writer.transport.set_write_buffer_limits(high=0)
        try:
            if len(self._open) > CONNECTIONS and not self._give_up_one(task):
                await self._send(writer, refuse(Refusal(503, "too many connections")), False, False)
            else:
                while await self._serve_one(reader, writer, task):
                    pass
            await _linger(reader, writer)
        except (ConnectionError, TimeoutError, asyncio.CancelledError):
            pass  # the client left or took too long, or the server stops
        finally:
            self._open.discard(task)
            self._waiting.pop(task, None)
            if writer.transport.get_write_buffer_size():
                writer.transport.abort()  # closing politely would wait for a client that does not read
            else:
                writer.close()

    def _give_up_one(self, own: asyncio.Task[None]) -> bool:
        for task in self._waiting:
            if task is not own:
                del self._waiting[task]
                task.cancel()
                return True
        return False

    async def _serve_one(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, task: asyncio.Task[None]
    ) -> bool:
        """Answer one request; return whether another may follow on this connection."""
        self._waiting[task] = None
        try:
            async with asyncio.timeout(HEAD_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return False
        except asyncio.LimitOverrunError:
            return await self._send(
                writer, refuse(Refusal(431, "the request's head is too long")), False, False
            )
        except TimeoutError:
            return await self._send(writer, refuse(Refusal(408, "the request took too long")), False, False)
        self._waiting.pop(task, None)
        request = parse(head[:-4])
        if isinstance(request, Refusal):
            return await self._send(writer, refuse(request), False, False)
        try:
            reply = answer(request, self.place, self.version)
        except (OSError, ValueError):
            reply = refuse(Refusal(404, "the file cannot be read"))
        return await self._send(writer, reply, request.keep, request.method == "HEAD", reader)

    async def _send(
        self,
        writer: asyncio.StreamWriter,
        reply: Answer,
        keep: bool,
        bare: bool,
        reader: asyncio.StreamReader | None = None,
    ) -> bool:
        """Send an answer, without its body when bare; return whether the connection may be used again."""
        with reply.file if reply.file else contextlib.nullcontext() as file:
            writer.write(reply.head(keep) + (b"" if bare else reply.body))
            await _drain(writer)
            if bare:
                return keep
            if reply.events and reader is not None:
                await self._stream(reader, writer)
                return False
            left = reply.size if file else 0
            while file and left:
                chunk = file.read(min(left, _CHUNK))
                if not chunk:
                    return False  # cut short by someone else: the length that was promised cannot be kept
                left -= len(chunk)
                writer.write(chunk)
                await _drain(writer)
        return keep

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Send the site's version now and whenever it changes, until the client leaves."""
        gone = asyncio.ensure_future(reader.read(1))
        try:
            while not gone.done():
                changed = self._changed
                writer.write(event(self.version))
                await _drain(writer)
                while not gone.done() and not changed.is_set():
                    waiting = asyncio.ensure_future(changed.wait())
                    await asyncio.wait(
                        (gone, waiting), timeout=BEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED
                    )
                    waiting.cancel()
                    writer.write(b":\n\n")
                    await _drain(writer)
        finally:
            gone.cancel()


async def _drain(writer: asyncio.StreamWriter) -> None:
    async with asyncio.timeout(CHUNK_SECONDS):
        await writer.drain()


async def _linger(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Take what the client still sends before closing: else the system resets the connection and the answer is lost."""
    with contextlib.suppress(OSError, RuntimeError):
        writer.write_eof()
        async with asyncio.timeout(LINGER_SECONDS):
            while await reader.read(_CHUNK):
                pass
