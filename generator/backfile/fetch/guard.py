"""What may be asked at all: public web addresses on the usual ports, and nothing else.

Checked twice: a URL before anything is resolved (check_url), and every address at the moment a socket is made for it
(check_address), so that the address that was checked is the one that is connected to, whatever a name server says next.
There is no way to switch this off.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from backfile.errors import FetchRefusedError

PORTS = {"http": 80, "https": 443}
MAX_URL = 4096

# IANA special-purpose registries, written out because ipaddress.is_global differs between Python versions and calls
# multicast, 6to4 and NAT64 global.
_REFUSED_V4 = tuple(
    IPv4Network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",
    )
)  # fmt: skip
# The last one above is a cloud's metadata service on a public address.
_GLOBAL_V6 = IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
_NUMERIC_HOST = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*\.?\Z", re.IGNORECASE)
_UNWANTED = re.compile(r"[\x00-\x20\x7f\\]")
_LOCAL_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "onion", "home.arpa")


@lru_cache(1 << 12)
def check_url(url: str) -> None:
    """Raise FetchRefusedError unless a URL may be asked for, as far as its text tells."""
    if len(url) > MAX_URL:
        raise FetchRefusedError("the address is too long")
    if _UNWANTED.search(url):
        raise FetchRefusedError("the address has blanks, control characters or backslashes")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise FetchRefusedError("the address cannot be read") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise FetchRefusedError(f"{scheme or 'nothing'}: is not http or https")
    if not host:
        raise FetchRefusedError("the address names no host")
    if "@" in parts.netloc:
        raise FetchRefusedError("the address carries a user name")
    if port not in (None, PORTS[scheme]):
        raise FetchRefusedError(f"port {port} is not the usual one")
    _check_host(host)


def check_address(address: str) -> None:
    """Raise FetchRefusedError unless an IP address is one of the public internet."""
    try:
        ip = ip_address(address)
    except ValueError:
        raise FetchRefusedError(f"{address!r} is no IP address") from None
    if not _is_public(ip):
        raise FetchRefusedError(f"{address} is not an address of the public internet")


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv4Address):
        return not any(ip in net for net in _REFUSED_V4)
    # Everything that carries an IPv4 address inside (mapped, compatible, NAT64, 6to4, Teredo) is refused as a whole.
    return ip.scope_id is None and ip in _GLOBAL_V6 and not any(ip in net for net in _REFUSED_V6)


def _check_host(host: str) -> None:
    if ":" in host:
        check_address(host)
        return
    # Names are compared as a resolver may see them: full-width digits and dots are folded on the way there.
    plain = unicodedata.normalize("NFKC", host).replace("。", ".").lower()
    if _NUMERIC_HOST.match(plain):
        # 127.1, 0x7f000001 and 2130706433 are addresses to a resolver, but not to a check.
        if plain != host or not re.fullmatch(r"(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}", plain):
            raise FetchRefusedError(f"{host} is an encoded IP address")
        check_address(plain)
        return
    name = plain.rstrip(".")
    if not name or "%" in name or any(name == end or name.endswith("." + end) for end in _LOCAL_NAMES):
        raise FetchRefusedError(f"{host} is a name of a local network")
