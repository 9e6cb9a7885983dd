from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backfile.errors import LockedError
from backfile.preview import Running, _serve
from backfile.preview.reload import inject
from backfile.preview.server import Server, listen
from backfile.preview.watching import changes

if TYPE_CHECKING:
    from preview.conftest import Client


def test_the_script_stands_in_pages_only(client: Client, output: Path) -> None:
    before = {p: p.read_bytes() for p in output.rglob("*") if p.is_file()}
    assert b"/__backfile__/reload.js" in client.ask("/").body
    assert b"/__backfile__/reload.js" in client.ask("/nothing/").body
    assert client.ask("/feed.xml").body == b"<feed/>"
    assert {p: p.read_bytes() for p in output.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b"<body>a</body></html>", b"<body>aX</body></html>"),
        (b"<body>a</BODY >", b"<body>aX</BODY >"),
        (
            b"<body><pre>&lt;/body></pre></body><!-- </body> -->",
            b"<body><pre>&lt;/body></pre></body><!-- X</body> -->",
        ),
        (b"<p>a", b"<p>aX"),
        (b"", b"X"),
    ],
)
def test_the_script_stands_before_the_end_of_the_body(page: bytes, expected: bytes) -> None:
    tag = b'<script src="/a%20b/__backfile__/reload.js?v=1" defer></script>\n'
    assert inject(page, "/a%20b/", "1") == expected.replace(b"X", tag)


def test_the_script_needs_no_inline_code_and_no_other_host(client: Client) -> None:
    page = client.ask("/").body.decode()
    tag = page[page.index("<script") : page.index("</script>")]
    assert tag.startswith('<script src="/__backfile__/reload.js?v=')
    assert tag.endswith(" defer>")
    reply = client.ask("/__backfile__/reload.js?v=1")
    assert reply.headers["content-type"] == "text/javascript; charset=utf-8"
    assert b"://" not in reply.body


def listen_to_events(client: Client) -> socket.socket:
    connection: socket.socket = client.connect()
    connection.sendall(f"GET /__backfile__/events HTTP/1.1\r\nHost: {client.host}\r\n\r\n".encode())
    return connection


def read_version(connection: socket.socket, data: bytes = b"") -> tuple[str, bytes]:
    """Return the next version that a stream of events names, and what came after it."""
    while b"\n\n" not in data.partition(b"data: ")[2]:
        part = connection.recv(4096)
        assert part, "the stream ended"
        data += part
    version, _, rest = data.partition(b"data: ")[2].partition(b"\n\n")
    return version.decode(), rest


def test_open_pages_hear_of_a_change(client: Client, running: Running) -> None:
    with listen_to_events(client) as connection:
        first, rest = read_version(connection)
        assert f"reload.js?v={first}".encode() in client.ask("/").body
        running.reload()
        second, rest = read_version(connection, rest)
        assert second != first
        running.reload()
        assert read_version(connection, rest)[0] not in (first, second)
        assert f"reload.js?v={first}".encode() not in client.ask("/").body


def test_events_are_for_known_hosts_only(client: Client) -> None:
    assert client.ask("/__backfile__/events", host="evil.example").status == 403
    assert (
        client.ask("/__backfile__/events", method="HEAD")
        .headers["content-type"]
        .startswith("text/event-stream")
    )


def serve_during(
    work: Callable[[int], None], output: Path, watch: tuple[Path, ...], rebuild: Callable[[], bool]
) -> list[str]:
    """Serve and watch in this thread while `work` runs in another, given the port; return what was said."""
    said: list[str] = []

    async def both(server: Server) -> None:
        serving = asyncio.ensure_future(_serve(server, watch, rebuild, said.append))
        try:
            await asyncio.to_thread(work, server.place.port)
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    with listen("127.0.0.1", 0) as listening:
        asyncio.run(both(Server(output, listening, "127.0.0.1", "/")))
    return said


def test_a_change_rebuilds_and_reloads(
    output: Path, tmp_path: Path, client_of: Callable[[int], Client]
) -> None:
    content, settings = tmp_path / "content", tmp_path / "site.toml"
    content.mkdir()
    settings.write_text("1", encoding="utf-8")
    begun, calls = threading.Event(), [0]

    def rebuild() -> bool:
        calls[0] += 1
        begun.set()
        return calls[0] > 1

    def work(port: int) -> None:
        with listen_to_events(client_of(port)) as connection:
            first, rest = read_version(connection)
            assert begun.wait(10)
            (content / "new.md").write_text("text", encoding="utf-8")
            second, rest = read_version(connection, rest)
            assert second != first
            settings.write_text("22", encoding="utf-8")
            third, rest = read_version(connection, rest)
            assert third != second

    said = serve_during(work, output, (content, settings), rebuild)
    assert said[0].startswith(f"serving {output} at http://127.0.0.1:")
    assert calls[0] >= 3


def test_a_locked_site_is_tried_again_and_a_fault_does_not_end_it(
    output: Path, tmp_path: Path, client_of: Callable[[int], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backfile.preview._RETRY_SECONDS", 0.01)
    content = tmp_path / "content"
    content.mkdir()
    failed, done, calls = threading.Event(), threading.Event(), [0]

    def rebuild() -> bool:
        calls[0] += 1
        if calls[0] <= 2:
            raise LockedError("another build is running")
        if calls[0] == 3:
            failed.set()
            raise ZeroDivisionError("fault")
        done.set()
        return True

    def work(port: int) -> None:
        assert failed.wait(10)
        (content / "new.md").write_text("text", encoding="utf-8")
        assert done.wait(10)
        assert client_of(port).ask("/").status == 200

    said = serve_during(work, output, (content,), rebuild)
    assert said[1:3] == ["waiting: another build is running", "not rebuilt: ZeroDivisionError: fault"]


def test_folders_that_come_and_go_are_watched(tmp_path: Path) -> None:
    folder = tmp_path / "later"

    async def watch() -> None:
        seen = changes((folder,), print, tick=20)

        async def next_change() -> None:
            async with asyncio.timeout(10):
                await anext(seen)

        await next_change()  # watching has begun
        folder.mkdir()
        await next_change()
        (folder / "a.md").write_text("a", encoding="utf-8")
        await next_change()
        folder.rename(tmp_path / "gone")
        await next_change()
        folder.mkdir()
        await next_change()
        (folder / "b.md").write_text("b", encoding="utf-8")
        await next_change()
        await seen.aclose()

    asyncio.run(watch())
