from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backfile.errors import PreviewError
from backfile.preview import background, serve
from backfile.preview.server import CONNECTIONS

if TYPE_CHECKING:
    from preview.conftest import Client


def test_a_folder_answers_with_its_index(client: Client) -> None:
    reply = client.ask("/2024/07/")
    assert reply.status == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert b"<h1>July</h1>" in reply.body
    assert int(reply.headers["content-length"]) == len(reply.body)


def test_a_folder_without_slash_redirects_and_keeps_the_query(client: Client) -> None:
    reply = client.ask("/2024/07?q=a%20b")
    assert (reply.status, reply.headers["location"]) == (302, "/2024/07/?q=a%20b")
    assert client.ask("/tags/%E5%8D%B0%E5%88%B7").headers["location"] == "/tags/%E5%8D%B0%E5%88%B7/"


def test_unicode_paths(client: Client) -> None:
    assert "印刷".encode() in client.ask("/tags/%E5%8D%B0%E5%88%B7/").body
    assert client.ask("/tags/印刷/").status == 200
    assert client.ask("/tags/caf%C3%A9/").status == 200
    assert client.ask("/tags/cafe%CC%81/").status == 200  # the same letter, decomposed


def test_a_missing_page_answers_with_404_html(client: Client) -> None:
    reply = client.ask("/no/such/page/")
    assert reply.status == 404
    assert b"<h1>Nothing here</h1>" in reply.body


def test_a_missing_page_without_404_html(client: Client, output: Path) -> None:
    (output / "404.html").unlink()
    assert client.ask("/no/such/page/").status == 404


@pytest.mark.parametrize(
    "target",
    [
        b"/../secret.txt",
        b"/2024/../../secret.txt",
        b"/%2e%2e/secret.txt",
        b"/..%2fsecret.txt",
        b"/%2e%2e%2fsecret.txt",
        b"/..%5csecret.txt",
        b"/..\\secret.txt",
        b"/%252e%252e/secret.txt",
        b"//secret.txt",
        b"/./index.html",
        b"/%00",
        b"/index.html%00.css",
        b"/a\x00b",
        b"/%ff%fe",
        b"/\xff\xfe",
        b"/%",
        b"/%zz",
        b"/.git/config",
        b"/%2egit/config",
        b"/" + b"a" * 5000,
        b"/" + "印".encode() * 300,
        b"/" + b"a/" * 4000,
        b"/index.html/",
        b"/assets/site.css/x",
        b"/C:/secret.txt",
        b"/__backfile__/other",
        b"/__backfile__/../../secret.txt",
    ],
)
def test_hostile_paths_are_not_found(client: Client, target: bytes) -> None:
    reply = client.ask(target)
    assert reply.status == 404
    assert b"secret" not in reply.body


def test_links_may_not_lead_out(client: Client, output: Path) -> None:
    (output / "out.txt").symlink_to(output.parent / "secret.txt")
    (output / "folder").symlink_to(output.parent)
    (output / "loop").symlink_to("loop")
    (output / "inside.css").symlink_to("assets/site.css")
    for path in ("/out.txt", "/folder/secret.txt", "/loop", "/loop/x", "/folder/"):
        assert client.ask(path).status == 404, path
    assert client.ask("/inside.css").status == 200


def test_what_is_no_file_is_not_found(client: Client, output: Path) -> None:
    os.mkfifo(output / "pipe")
    listening = socket.socket(socket.AF_UNIX)
    with listening:
        listening.bind(os.path.relpath(output / "socket"))
        for path in ("/pipe", "/pipe/", "/socket"):
            assert client.ask(path).status == 404, path


def test_a_page_that_cannot_be_read_is_not_found(client: Client, output: Path) -> None:
    (output / "index.html").unlink()
    (output / "index.html").mkdir()
    assert client.ask("/").status == 404


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_loopback_names_are_served(client: Client, name: str) -> None:
    assert client.ask("/", host=f"{name}:{client.port}").status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example:{0}", "127.0.0.1.nip.example:{0}", "localhost:1", "localhost", "{0}", "a@localhost:{0}"],
)
def test_other_hosts_are_refused(client: Client, host: str) -> None:
    reply = client.ask("/", host=host.format(client.port))
    assert reply.status == 403
    assert b"Home" not in reply.body


def test_an_absolute_address_counts_as_the_host(client: Client) -> None:
    assert client.ask(f"http://{client.host}/2024/07/").status == 200
    assert client.ask(f"http://evil.example:{client.port}/2024/07/").status == 403


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/2.0\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: yes\r\n\r\n",
        b"GET relative HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_what_is_no_request_is_answered_with_400(client: Client, data: bytes) -> None:
    assert client.raw(data).status == 400


def test_an_endless_head_is_answered_with_431(client: Client) -> None:
    rows = b"X: " + b"a" * 40_000
    assert client.raw(b"GET / HTTP/1.1\r\n" + rows + b"\r\n\r\n").status == 431


def test_other_methods_are_refused(client: Client) -> None:
    reply = client.ask("/", method="POST")
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")
    data = (
        f"POST / HTTP/1.1\r\nHost: {client.host}\r\nContent-Length: 100000\r\n\r\n".encode() + b"a" * 100_000
    )
    assert client.raw(data).status == 405


def test_head_has_the_headers_and_no_body(client: Client) -> None:
    for path in ("/", "/assets/data.bin"):
        full, bare = client.ask(path), client.ask(path, method="HEAD")
        assert bare.body == b""
        assert bare.headers["content-length"] == full.headers["content-length"]


@pytest.mark.parametrize(
    ("wanted", "status", "body", "range_"),
    [
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=5-99", 206, b"56789", "bytes 5-9/10"),
        ("bytes=10-", 416, b"the range lies beyond the end\n", "bytes */10"),
        ("bytes=-0", 416, b"the range is empty\n", "bytes */10"),
        ("bytes=4-2", 200, b"0123456789", None),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("bytes=-", 200, b"0123456789", None),
        ("items=0-1", 200, b"0123456789", None),
        ("bytes=" + "9" * 5000 + "-", 200, b"0123456789", None),
    ],
)
def test_ranges(client: Client, wanted: str, status: int, body: bytes, range_: str | None) -> None:
    reply = client.ask("/assets/data.bin", f"Range: {wanted}")
    assert (reply.status, reply.body, reply.headers.get("content-range")) == (status, body, range_)


def test_a_conditional_range_is_answered_in_full(client: Client) -> None:
    assert client.ask("/assets/data.bin", "Range: bytes=1-2", 'If-Range: "x"').status == 200


def test_headers_of_every_answer(client: Client) -> None:
    for path in ("/", "/feed.xml", "/nothing", "/2024/07", "/__backfile__/reload.js"):
        headers = client.ask(path, "Origin: https://evil.example").headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert not [name for name in headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("a.webp", "image/webp"),
        ("a.AVIF", "image/avif"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("CNAME", "application/octet-stream"),
        ("html", "application/octet-stream"),
    ],
)
def test_content_types(client: Client, output: Path, name: str, type_: str) -> None:
    (output / name).write_bytes(b"x")
    assert client.ask(f"/{name}").headers["content-type"] == type_


def test_a_base_path(output: Path, client_of: Callable[[int], Client]) -> None:
    with background(output, base_path="/repo") as running:
        assert running.url == f"http://127.0.0.1:{running.port}/repo/"
        client = client_of(running.port)
        assert client.ask("/").headers["location"] == "/repo/"
        assert client.ask("/repo").headers["location"] == "/repo/"
        assert client.ask("/repo/2024/07").headers["location"] == "/repo/2024/07/"
        page = client.ask("/repo/2024/07/")
        assert page.status == 200
        assert b'src="/repo/__backfile__/reload.js?' in page.body
        assert client.ask("/repo/__backfile__/reload.js").status == 200
        assert client.ask("/__backfile__/reload.js").status == 404
        assert client.ask("/2024/07/").status == 404
        assert client.ask("/repository/").status == 404


@pytest.mark.parametrize("base", ["/%E6%A1%A3/", "/档"])
def test_a_base_path_that_is_not_ascii(output: Path, base: str, client_of: Callable[[int], Client]) -> None:
    with background(output, base_path=base) as running:
        client = client_of(running.port)
        assert client.ask("/").headers["location"] == "/%E6%A1%A3/"
        assert client.ask("/%E6%A1%A3/2024/07/").status == 200


def test_a_connection_is_used_again(client: Client) -> None:
    with client.connect() as connection:
        first = f"GET /feed.xml HTTP/1.1\r\nHost: {client.host}\r\n\r\n"
        last = f"GET /assets/data.bin HTTP/1.1\r\nHost: {client.host}\r\nConnection: close\r\n\r\n"
        connection.sendall((first + last).encode())
        data = b"".join(iter(lambda: connection.recv(4096), b""))
    one, two = data.index(b"<feed/>"), data.index(b"0123456789")
    assert one < two
    assert data.count(b"HTTP/1.1 200 OK") == 2


def test_many_slow_clients_do_not_stop_it(client: Client) -> None:
    slow = [client.connect() for _ in range(CONNECTIONS * 2)]
    try:
        for connection in slow:
            connection.sendall(b"GET / HTT")
        assert client.ask("/").status == 200
    finally:
        for connection in slow:
            connection.close()


def test_a_slow_head_is_given_up(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backfile.preview.server.HEAD_SECONDS", 0.05)
    assert client.raw(b"GET / HTTP/1.1\r\nHost: ").status == 408


def test_a_client_that_does_not_read_is_given_up(
    client: Client, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backfile.preview.server.CHUNK_SECONDS", 0.1)
    monkeypatch.setattr("backfile.preview.server.CONNECTIONS", 1)
    with (output / "large.bin").open("wb") as file:
        file.truncate(64_000_000)
    with client.connect() as connection:
        connection.sendall(f"GET /large.bin HTTP/1.1\r\nHost: {client.host}\r\n\r\n".encode())
        assert connection.recv(1) == b"H"
        # The only place is taken, until the server has waited long enough.
        assert client.ask("/").status == 503
        end = time.monotonic() + 10
        while client.ask("/").status != 200:
            assert time.monotonic() < end


def test_a_large_file_arrives_whole(client: Client, output: Path) -> None:
    data = os.urandom(3_000_001)
    (output / "large.bin").write_bytes(data)
    assert client.ask("/large.bin").body == data


def test_the_folder_may_be_exchanged(client: Client, output: Path) -> None:
    other = output.parent / "other"
    other.mkdir()
    (other / "index.html").write_text("<p>new</p>", encoding="utf-8")
    output.rename(output.parent / "old")
    assert client.ask("/").status == 404
    other.rename(output)
    assert b"<p>new</p>" in client.ask("/").body


def test_a_taken_port_is_said(output: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PreviewError, match=f"127.0.0.1:{port}.*--port"):
            serve(output, host="127.0.0.1", port=port, base_path="/", watch=(), rebuild=bool, say=print)


def test_an_unknown_host_is_said(output: Path) -> None:
    with pytest.raises(PreviewError, match="cannot listen"):
        serve(output, host="no such host", port=0, base_path="/", watch=(), rebuild=bool, say=print)


def test_the_command_ends_with_an_interrupt(output: Path) -> None:
    program = (
        "import sys, functools\nfrom pathlib import Path\nfrom backfile.preview import serve\n"
        "serve(Path(sys.argv[1]), host='127.0.0.1', port=0, base_path='/', watch=(Path(sys.argv[1]),),"
        " rebuild=bool, say=functools.partial(print, flush=True))\nprint('ended')\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-W", "error", "-c", program, str(output)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert b"at http://127.0.0.1:" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, b"ended\n", b"")
