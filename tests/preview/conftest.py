"""A small output folder, a server on a free loopback port, and requests as raw bytes."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backfile.preview import Running, background

PAGE = '<!doctype html>\n<html lang="en"><head><title>{0}</title></head><body><h1>{0}</h1>\n</body></html>\n'


class Reply:
    """An HTTP answer, split into its parts."""

    def __init__(self, data: bytes) -> None:
        head, _, self.body = data.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        self.status = int(first.split()[1]) if first else 0
        self.headers = {n.lower(): v.strip() for n, _, v in (row.partition(":") for row in rest)}


class Client:
    """Speaks to the server on one loopback port; every wait ends after some seconds."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.host = f"127.0.0.1:{port}"

    def connect(self) -> socket.socket:
        """Return a connection, to be closed by the test."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def raw(self, data: bytes) -> Reply:
        """Send bytes and read until the server closes."""
        with self.connect() as connection:
            connection.sendall(data)
            return Reply(read_all(connection))

    def ask(self, target: str | bytes, *headers: str, method: str = "GET", host: str | None = None) -> Reply:
        """Send one request on a connection of its own."""
        path = target.encode() if isinstance(target, str) else target
        rows = [f"Host: {self.host if host is None else host}", "Connection: close", *headers]
        return self.raw(
            method.encode() + b" " + path + b" HTTP/1.1\r\n" + "\r\n".join(rows).encode() + b"\r\n\r\n"
        )


def read_all(connection: socket.socket) -> bytes:
    """Return everything up to the end of a connection."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with pages, assets, a 404 page and names in Chinese; beside it something secret."""
    root = tmp_path / "output"
    for path, text in {
        "index.html": PAGE.format("Home"),
        "404.html": PAGE.format("Nothing here"),
        "2024/07/index.html": PAGE.format("July"),
        "tags/印刷/index.html": PAGE.format("印刷"),
        "tags/café/index.html": PAGE.format("Café"),
        "assets/site.css": "body { color: black }\n",
        "assets/data.bin": "0123456789",
        "feed.xml": "<feed/>",
        ".git/config": "secret",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return root


@pytest.fixture
def running(output: Path) -> Iterator[Running]:
    """A server at the root."""
    with background(output) as server:
        yield server


@pytest.fixture
def client(running: Running) -> Client:
    """A client of that server."""
    return Client(running.port)


@pytest.fixture
def client_of() -> Callable[[int], Client]:
    """Return a maker of clients of other servers."""
    return Client
