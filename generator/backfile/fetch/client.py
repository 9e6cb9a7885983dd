"""One guarded request: a URL to bytes, or to what became of it."""

from __future__ import annotations

import asyncio
import socket
import zlib
from collections.abc import Awaitable, Callable, Sequence
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urljoin

import aiohttp
import msgspec
from aiohttp.abc import AbstractResolver, ResolveResult

from backfile.errors import FetchRefusedError
from backfile.fetch import guard

MAX_HOPS = 10
_REDIRECTS = (301, 302, 303, 307, 308)
# Verdicts. GOT: here are the bytes. SAME: they are what they were. GONE: the answer will be the same for a while. AGAIN: a
# passing failure. UNREACHED: no answer at all. LATER: the host asks to be left alone.
GOT, SAME, GONE, AGAIN, UNREACHED, LATER = "got", "same", "gone", "again", "unreached", "later"

Resolve = Callable[[str], Awaitable[Sequence[str]]]
MakeSocket = Callable[[int, int, int], socket.socket]


class Reply(msgspec.Struct, frozen=True):
    """What a request came to. wait: seconds the host asks for, -1 when it names none; url: where the answer came from;

    etag and modified: the validators of the answer (RFC 9110, 8.8), "" when it has none.
    """

    verdict: str
    status: int = 0
    reason: str = ""
    data: bytes = b""
    wait: float = -1.0
    url: str = ""
    etag: str = ""
    modified: str = ""


class Ask(msgspec.Struct, frozen=True):
    """One question: a URL, the page to name as the one that shows the image, and the validators of an earlier answer."""

    url: str
    referer: str = ""
    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers that say so."""
        named = {"Referer": self.referer, "If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


class _TooLargeError(Exception):
    pass


class _EncodingError(Exception):
    pass


async def resolve(host: str) -> Sequence[str]:
    """Return the addresses of a host name, as the system knows them. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def session(user_agent: str, resolver: Resolve, make_socket: MakeSocket) -> aiohttp.ClientSession:
    """Return a session whose every connection passes the guard, without cookies, proxies and transparent decoding."""

    def guarded_socket(info: Any) -> socket.socket:
        family, kind, protocol, _, address = info
        guard.check_address(str(address[0]))
        if address[1] not in guard.PORTS.values():
            raise FetchRefusedError(f"port {address[1]} is not a usual one")
        return make_socket(family, kind, protocol)

    connector = aiohttp.TCPConnector(
        resolver=_GuardedResolver(resolver), socket_factory=guarded_socket, limit=0, use_dns_cache=False
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        middlewares=(_once,),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=15),
        headers={"User-Agent": user_agent, "Accept": "image/*, */*;q=0.5", "Accept-Encoding": "identity"},
    )


async def request(client: aiohttp.ClientSession, ask: Ask, max_bytes: int, now: Callable[[], float]) -> Reply:
    """Ask once, following at most 10 redirects, each checked anew. Never raises but for cancellation.

    now: seconds since the epoch, for a Retry-After that is written as a date.
    """
    headers = ask.headers()
    at = ask.url
    try:
        for _ in range(MAX_HOPS + 1):
            guard.check_url(at)
            async with client.get(at, headers=headers, allow_redirects=False) as response:
                if response.status not in _REDIRECTS:
                    return await _answer(response, max_bytes, at, now)
                target = response.headers.get("Location", "")
            if not target:
                return Reply(GONE, response.status, "a redirect to nowhere")
            at = urljoin(at, target.strip().replace(" ", "%20"))
        return Reply(GONE, response.status, f"more than {MAX_HOPS} redirects")
    except FetchRefusedError as error:
        return Reply(GONE, 0, f"refused: {error}")
    except (_TooLargeError, _EncodingError) as error:
        return Reply(GONE, 200, str(error))
    except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError):
        # Before ValueError, which a certificate's error also is.
        return Reply(GONE, 0, "its certificate or encryption is not valid")
    except aiohttp.ClientConnectorDNSError:
        return Reply(UNREACHED, 0, "the host has no address")
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        return Reply(UNREACHED, 0, "the host cannot be reached")
    except TimeoutError:
        return Reply(AGAIN, 0, "the host stopped answering")
    except (aiohttp.InvalidURL, ValueError):
        return Reply(GONE, 0, "the address cannot be read")
    except (aiohttp.ClientError, OSError, EOFError, zlib.error):
        return Reply(AGAIN, 0, "the answer broke off")


async def _once(asked: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Keep aiohttp from asking again by itself when a connection breaks: tries are counted here."""
    try:
        return await handler(asked)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise aiohttp.ClientPayloadError("the connection broke") from error


class _GuardedResolver(AbstractResolver):
    """Hands on addresses only when all that a name has are public: one bad answer makes the name suspect."""

    def __init__(self, resolver: Resolve) -> None:
        self._resolve = resolver

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        addresses = await self._resolve(host)
        if not addresses:
            raise OSError(None, "the host has no address")
        for address in addresses:
            guard.check_address(address)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET if ip_address(address).version == 4 else socket.AF_INET6,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        pass


async def _answer(
    response: aiohttp.ClientResponse, max_bytes: int, url: str, now: Callable[[], float]
) -> Reply:
    status = response.status
    if status in (429, 503):
        wait = _retry_after(response.headers.get("Retry-After", ""), now)
        return Reply(LATER if wait > 0 else AGAIN, status, f"the host answered {status}", wait=wait)
    if status == 425 or (status >= 500 and status not in (501, 505)):
        return Reply(AGAIN, status, f"the host answered {status}")
    if status == 304:
        return Reply(SAME, status, "the host has what it had", url=url)
    if status != 200:
        return Reply(GONE, status, f"the host answered {status}")
    etag, modified = (_validator(response.headers.get(name, "")) for name in ("ETag", "Last-Modified"))
    return Reply(GOT, status, data=await _body(response, max_bytes), url=url, etag=etag, modified=modified)


def _validator(text: str) -> str:
    """A validator as it may be sent back: the ledger keeps no long or odd ones."""
    return text if len(text) <= 200 and text.isascii() and text.isprintable() else ""


async def _body(response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    """The decoded body. Decoded here and step by step: a library would unpack a bomb before anybody could count."""
    if (response.content_length or 0) > max_bytes:
        raise _TooLargeError(f"larger than {max_bytes} bytes")
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise _EncodingError(f"packed as {encoding[:40]!r}, which was not asked for")
    unpack = zlib.decompressobj(47) if encoding not in ("identity", "") else None
    data = bytearray()
    while chunk := await response.content.readany():
        data += unpack.decompress(chunk, max_bytes + 1 - len(data)) if unpack else chunk
        if len(data) > max_bytes or (unpack and unpack.unconsumed_tail):
            raise _TooLargeError(f"larger than {max_bytes} bytes")
    if unpack and not unpack.eof:
        raise EOFError
    return bytes(data)


def _retry_after(text: str, now: Callable[[], float]) -> float:
    """Seconds a host asks to wait (RFC 9110, 10.2.3), -1 when it does not say."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now())
    except (ValueError, TypeError, IndexError, OverflowError):
        return -1.0
