"""What is known of single hosts: one table, which ``[[fetch.hosts]]`` of site.toml extends and overrides key by key.

A rule for an address is a search and a replacement; those of one host are tried in their order, each on the URL as written.
The size of a picture is a part of its address at all these hosts, as their own pages show.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

import msgspec

from backfile.config import AddressRule, FetchSettings, HostSettings

# More connections at once than these two would make a host's operator notice an archive.
MOST_CONNECTIONS = 2
# The path of a WeChat image ends in the width it is scaled to, 0 being the original; wx_fmt asks for another format.
_WECHAT = (
    AddressRule(r"(//[^/?#]+/[^?#]+?)(?:/[1-9]\d{0,3})(?=[?#]|$)", r"\1/0"),
    AddressRule(r"(//[^/?#]+/[^?#]+?)(?:/[1-9]\d{0,3})(?:[?#].*)?$", r"\1/0"),
    AddressRule(r"([?&]wx_fmt=)(?:webp|other|jpeg|gif|svg|bmp)\b", r"\1png"),
    AddressRule(r"([?&]wx_fmt=)(?:webp|other|png|gif|svg|bmp)\b", r"\1jpeg"),
)
HOSTS = (
    HostSettings("mmbiz.qpic.cn", placeholder=True, sizes=_WECHAT),
    HostSettings("mmbiz.qlogo.cn", placeholder=True, sizes=_WECHAT),
    # The Internet Archive answers 429 to more than about 15 requests a minute and asks bots to keep below that.
    HostSettings("web.archive.org", connections=1, gap=4.0, referer=False, sizes=(), wayback=False),
    HostSettings(
        "*.sinaimg.cn",
        sizes=(
            AddressRule(
                r"(sinaimg\.cn)/(?:mw\d+|orj\d+|bmiddle|thumb\d+|thumbnail|small|square)/", r"\1/large/"
            ),
        ),
    ),
    HostSettings(
        "*.zhimg.com", sizes=(AddressRule(r"_(?:\d+w|b|hd|xl|l|m|s|xs|is)(\.\w+)(?=[?#]|$)", r"\1"),)
    ),
    HostSettings("pbs.twimg.com", sizes=(AddressRule(r"([?&]name=)(?!orig)\w+", r"\1orig"),)),
    HostSettings("*.bp.blogspot.com", sizes=(AddressRule(r"/s\d+(?:-[a-z]+)*/", "/s0/"),)),
    HostSettings("*.googleusercontent.com", sizes=(AddressRule(r"=(?:[swh]\d+)(?:-[a-z0-9]+)*$", "=s0"),)),
    HostSettings(
        "miro.medium.com",
        sizes=(AddressRule(r"(medium\.com)/(?:v2/)?(?:resize|max|fit)[:/][^/]+(?:/\d+)?/", r"\1/"),),
    ),
    # A copy of an image of another host, whose own address stands in the path.
    HostSettings("*.wp.com", sizes=(AddressRule(r"^https?://i\d\.wp\.com/([^?#]+).*", r"https://\1"),)),
)


class Manners(msgspec.Struct, frozen=True):
    """How to treat one host: what the table, the site and the general settings come to."""

    connections: int
    gap: float
    referer: bool
    placeholder: bool
    sizes: tuple[AddressRule, ...]
    wayback: bool


@lru_cache(1 << 10)
def manners(host: str, settings: FetchSettings) -> Manners:
    """Return how to treat a host: the site's own entries before the built-in ones, an exact name before ``*.``."""
    known = [one for one in (*settings.hosts, *HOSTS) if _covers(one.host, host)]
    known.sort(key=lambda one: (one not in settings.hosts, one.host.startswith("*.")))

    def first(key: str, otherwise: object) -> object:
        return next((v for one in known if (v := getattr(one, key)) is not None), otherwise)

    found = {
        "connections": min(max(1, int(str(first("connections", MOST_CONNECTIONS)))), MOST_CONNECTIONS),
        "gap": first("gap", settings.gap),
        "referer": first("referer", True),
        "placeholder": first("placeholder", False),
        "sizes": first("sizes", ()),
        "wayback": settings.wayback and first("wayback", True),
    }
    return msgspec.convert(found, Manners)


def manners_of(url: str, settings: FetchSettings) -> Manners:
    """Return how to treat a URL's host."""
    return manners(host_of(url), settings)


@lru_cache(1 << 12)
def host_of(url: str) -> str:
    """Return a URL's host in lower case, "" when it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def other_sizes(url: str, rules: tuple[AddressRule, ...]) -> tuple[str, ...]:
    """Return the other addresses of a picture that a host's rules give, in their order, each once."""
    found = (re.sub(rule.find, rule.put, url, count=1) for rule in rules)
    return tuple(dict.fromkeys(other for other in found if other != url))


def _covers(pattern: str, host: str) -> bool:
    pattern = pattern.lower()
    if pattern.startswith("*."):
        return host.endswith(pattern[1:]) or host == pattern[2:]
    return host == pattern
