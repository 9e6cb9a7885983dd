"""What a request is answered with."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import msgspec

from backfile.preview.files import Moved, Served, decode, find, open_inside
from backfile.preview.reload import FOLDER, SCRIPT, inject
from backfile.preview.requests import Refusal, Request, byte_range, host_allowed

REASONS = {
    200: "OK",
    206: "Partial Content",
    302: "Found",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    416: "Range Not Satisfiable",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
# Nothing is kept by the browser, nothing is guessed, and no other site may embed or read a page:
# above all, no Access-Control-Allow-Origin.
_ALWAYS = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Content-Security-Policy", "frame-ancestors 'self'"),
)


class Answer(msgspec.Struct, frozen=True):
    """An answer: body bytes, or `size` bytes of an open file from where it stands, or the stream of reload events."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    file: BinaryIO | None = None
    size: int = 0
    events: bool = False

    def head(self, keep: bool) -> bytes:
        """Return the status line and headers."""
        rows = [f"HTTP/1.1 {self.status} {REASONS[self.status]}"]
        rows += [f"{name}: {value}" for name, value in (*self.headers, *_ALWAYS)]
        if not self.events:
            rows.append(f"Content-Length: {self.size if self.file else len(self.body)}")
        rows.append(f"Connection: {'keep-alive' if keep and not self.events else 'close'}")
        return ("\r\n".join(rows) + "\r\n\r\n").encode("latin-1")


class Place(msgspec.Struct, frozen=True):
    """What a server shows where: output folder, base path (decoded, slashes at both ends), host and port it listens on."""

    output: Path
    base: str
    host: str
    port: int


def refuse(refusal: Refusal) -> Answer:
    """Return a plain text answer that says why there is no page."""
    return _text(refusal.status, refusal.reason)


def answer(request: Request, place: Place, version: str) -> Answer:
    """Return the answer to a request; version names the state of the site, for live reload."""
    if not host_allowed(request.host, place.host, place.port):
        return _text(403, "this name is not served here; use the address that `backfile serve` prints")
    if request.method not in ("GET", "HEAD"):
        return _text(405, "only GET and HEAD are answered", ("Allow", "GET, HEAD"))
    own = (decode(request.target) or "").removeprefix(f"{place.base}{FOLDER}/")
    if own == "reload.js":
        return Answer(200, (("Content-Type", "text/javascript; charset=utf-8"),), SCRIPT)
    if own == "events":
        return Answer(200, (("Content-Type", "text/event-stream; charset=utf-8"),), events=True)
    found = find(place.output, place.base, request.target)
    if isinstance(found, Moved):
        location = found.location + (f"?{request.query}" if request.query else "")
        return _text(302, "moved", ("Location", _header_safe(location)))
    if found is None:
        return _missing(place, version)
    if found.type.startswith("text/html"):
        return _page(200, found, place, version)
    return _file(found, request.range)


def _missing(place: Place, version: str) -> Answer:
    found = open_inside(place.output, "404.html")
    return _page(404, found, place, version) if found else _text(404, "there is no such page")


def _page(status: int, found: Served, place: Place, version: str) -> Answer:
    with found.file as file:
        html = file.read()
    return Answer(status, (("Content-Type", found.type),), inject(html, quote(place.base), version))


def _file(found: Served, wanted: str) -> Answer:
    headers = (("Content-Type", found.type), ("Accept-Ranges", "bytes"))
    part = byte_range(wanted, found.size)
    if part is None:
        return Answer(200, headers, file=found.file, size=found.size)
    if isinstance(part, Refusal):
        found.file.close()
        return _text(416, part.reason, ("Content-Range", f"bytes */{found.size}"))
    start, end = part
    found.file.seek(start)
    place = ("Content-Range", f"bytes {start}-{end - 1}/{found.size}")
    return Answer(206, (*headers, place), file=found.file, size=end - start)


def _text(status: int, text: str, *headers: tuple[str, str]) -> Answer:
    return Answer(status, (("Content-Type", "text/plain; charset=utf-8"), *headers), f"{text}\n".encode())


def _header_safe(text: str) -> str:
    """Return a text without what could end a header line."""
    return "".join(c for c in text if " " <= c <= "~")
