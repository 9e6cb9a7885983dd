"""HTTP requests as values: what a client sent, read strictly, and whether it may be answered at all."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

import msgspec

_LINE = re.compile(rb"([A-Z]{1,16}) ([^ ]+) HTTP/1\.([01])\Z")
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z")
_WILDCARDS = ("", "0.0.0.0", "::")


class Request(msgspec.Struct, frozen=True):
    """One request. target is the path as sent (still percent-encoded, Latin-1 for raw bytes); query without its "?";

    host is the Host header; range is the Range header; keep is whether the connection may be used again.
    """

    method: str
    target: str
    query: str
    host: str
    range: str
    keep: bool


class Refusal(msgspec.Struct, frozen=True):
    """A request that gets no page: its status and the reason for people."""

    status: int
    reason: str


def parse(head: bytes) -> Request | Refusal:
    """Read a request's head (request line and headers, without the blank line) as RFC 9112 has it."""
    first, *rest = head.split(b"\r\n")
    line = _LINE.match(first)
    if line is None:
        return Refusal(400, "this is not an HTTP/1.1 request")
    headers: dict[str, list[str]] = {}
    for row in rest:
        name, colon, value = row.partition(b":")
        if not colon or not _NAME.match(name):
            return Refusal(400, "a header line is malformed")
        headers.setdefault(name.decode("ascii").lower(), []).append(value.decode("latin-1").strip(" \t"))
    hosts = headers.get("host", [])
    if len(hosts) != 1:
        return Refusal(400, "a request needs exactly one Host header")
    method, target, host = line[1].decode("ascii"), line[2].decode("latin-1"), hosts[0]
    if not target.startswith("/"):
        try:
            parts = urlsplit(target)
        except ValueError:
            return Refusal(400, "the request's address cannot be read")
        if parts.scheme != "http" or not parts.netloc:
            return Refusal(400, "the request's address must begin with a slash")
        # RFC 9112, 3.2.2: the address in absolute form outweighs the Host header.
        host, target = parts.netloc, target.split("://", 1)[1][len(parts.netloc) :] or "/"
    path, _, query = target.partition("#")[0].partition("?")
    connection = ",".join(headers.get("connection", [])).lower()
    # A body is never read, so what follows it on the connection cannot be either.
    body = "transfer-encoding" in headers or headers.get("content-length", ["0"]) != ["0"]
    keep = line[3] == b"1" and "close" not in connection and not body
    # A condition on a range cannot hold: answers carry no validator (RFC 9110, 13.1.5).
    wanted = "" if "if-range" in headers else ",".join(headers.get("range", []))
    return Request(method, path, query, host, wanted, keep)


def host_allowed(header: str, host: str, port: int) -> bool:
    """Return whether a Host header names this server: against pages that point a name of theirs at it (DNS rebinding).

    Loopback names and the host that was asked for, with the port; on all interfaces also any literal address, because
    only a name can be pointed elsewhere.
    """
    name, given = _split(header)
    if name is None or given != port:
        return False
    if name in ("localhost", "127.0.0.1", "::1", host.lower().strip("[]").rstrip(".")):
        return True
    return host in _WILDCARDS and _is_literal(name)


def byte_range(header: str, size: int) -> tuple[int, int] | Refusal | None:
    """Return (first, after last) for a single byte range; None for no or several ranges; a refusal beyond the end."""
    match = _RANGE.match(header.replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size
        return (start, end) if end > start else Refusal(416, "the range is empty")
    if last and int(last) < int(first):
        return None
    start, end = int(first), min(size, int(last) + 1) if last else size
    return (start, end) if start < size else Refusal(416, "the range lies beyond the end")


def _split(header: str) -> tuple[str | None, int]:
    match = re.match(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:/@\s]+)(?::(\d{1,5}))?\Z", header)
    if match is None:
        return None, 0
    return match[1].strip("[]").lower().rstrip("."), int(match[2] or 80)


def _is_literal(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
