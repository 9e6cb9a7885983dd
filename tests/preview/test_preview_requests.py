from __future__ import annotations

import pytest

from backfile.preview.requests import Refusal, Request, host_allowed, parse


@pytest.mark.parametrize(
    ("header", "host", "port", "allowed"),
    [
        ("localhost:8000", "127.0.0.1", 8000, True),
        ("localhost.:8000", "127.0.0.1", 8000, True),
        ("localhost", "127.0.0.1", 80, True),
        ("archive.local:8000", "archive.local", 8000, True),
        ("Archive.Local:8000", "archive.local", 8000, True),
        ("[fe80::1]:8000", "fe80::1", 8000, True),
        ("localhost:8001", "127.0.0.1", 8000, False),
        ("archive.local:8000", "127.0.0.1", 8000, False),
        ("192.168.1.5:8000", "127.0.0.1", 8000, False),
        # On all interfaces a literal address is fine: only a name can be pointed elsewhere.
        ("192.168.1.5:8000", "0.0.0.0", 8000, True),
        ("[2001:db8::5]:8000", "::", 8000, True),
        ("rebound.example:8000", "0.0.0.0", 8000, False),
        ("192.168.1.5.nip.example:8000", "0.0.0.0", 8000, False),
        ("", "", 8000, False),
        (":8000", "", 8000, False),
        ("localhost:8000:8000", "127.0.0.1", 8000, False),
        ("localhost:99999999", "127.0.0.1", 8000, False),
        ("localhost/:8000", "127.0.0.1", 8000, False),
        ("localhost:8000\n", "127.0.0.1", 8000, False),
    ],
)
def test_hosts(header: str, host: str, port: int, allowed: bool) -> None:
    assert host_allowed(header, host, port) is allowed


def head(*rows: str) -> bytes:
    return "\r\n".join(("GET /a?b#c HTTP/1.1", "Host: h", *rows)).encode("latin-1")


def test_a_request_is_read() -> None:
    assert parse(head("Range: bytes=1-2")) == Request("GET", "/a", "b", "h", "bytes=1-2", True)


@pytest.mark.parametrize(
    ("rows", "keep"),
    [
        ((), True),
        (("Connection: Close",), False),
        (("Connection: x, close",), False),
        (("Content-Length: 0",), True),
        (("Content-Length: 5",), False),
        (("Content-Length: 0", "Content-Length: 5"), False),
        (("Transfer-Encoding: chunked",), False),
    ],
)
def test_a_connection_is_kept_unless_a_body_may_follow(rows: tuple[str, ...], keep: bool) -> None:
    request = parse(head(*rows))
    assert isinstance(request, Request)
    assert request.keep is keep


@pytest.mark.parametrize("row", ["Name : value", " folded", "no colon", ": empty", "bad\x00name: x"])
def test_malformed_headers(row: str) -> None:
    assert isinstance(parse(head(row)), Refusal)
