"""Where an image may still be, in the order of asking."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

import msgspec

from backfile.addresses import is_web
from backfile.config import FetchSettings, HostSettings

_WECHAT_HOSTS = ("mmbiz.qpic.cn", "mmbiz.qlogo.cn")
# The last piece of a WeChat image's path is the width it is scaled to; 0 is the original.
_WECHAT_SIZE = re.compile(r"/(?:[1-9]\d{1,3})\Z")
# id_: the bytes as they were captured, without the archive's own toolbar; 2 stands for "some time after the year 2000".
_WAYBACK = "https://web.archive.org/web/2id_/"
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")
_STAND_IN = re.compile(
    r"(?:removed|placeholder|not[-_]?found|no[-_]?(?:image|pic|photo)|hotlink|forbidden|deleted|default[-_]?(?:image|pic)|"
    r"(?:^|[-_/])(?:404|403|error|blank)(?:[-_.]|$))",
    re.IGNORECASE,
)


class Rung(msgspec.Struct, frozen=True):
    """One place to ask. name: as the ledger says it; referer: the page to name as the one that shows the image, or ""."""

    name: str
    url: str
    referer: str = ""


def rungs(url: str, referer: str, settings: FetchSettings) -> tuple[Rung, ...]:
    """Return the places to ask for an image, the image's own address first."""
    places = [Rung("origin", url)]
    if host_settings(url, settings).referer and is_web(referer):
        places.append(Rung("referer", url, referer))
    parts = urlsplit(url)
    if parts.hostname in _WECHAT_HOSTS and _WECHAT_SIZE.search(parts.path):
        places.append(Rung("size", urlunsplit(parts._replace(path=_WECHAT_SIZE.sub("/0", parts.path)))))
    if settings.wayback:
        places.append(Rung("wayback", _WAYBACK + url))
    return tuple(places)


def host_settings(url: str, settings: FetchSettings) -> HostSettings:
    """Return how to treat a URL's host: its own table in site.toml, else the general gap and two connections."""
    host = host_of(url)
    for one in settings.hosts:
        if one.host.lower() == host:
            return one
    return HostSettings(host=host, connections=2, gap=settings.gap)


def host_of(url: str) -> str:
    """Return a URL's host in lower case, "" when it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def leads_to_stand_in(asked: str, answered: str) -> bool:
    """Return whether a redirect led from an image to a picture that hosts show in place of images they refuse."""
    if asked == answered:
        return False
    name, before = (urlsplit(u).path.rsplit("/", 1)[-1] for u in (answered, asked))
    return bool(_STAND_IN.search(name)) and not _STAND_IN.search(before)


def nowhere(url: str) -> str:
    """Return an address at a URL's host that cannot exist, with the same ending: what it shows there is no image.

    The whole path is exchanged, since many hosts look at a part of it only.
    """
    parts = urlsplit(url)
    ending = _ENDING.search(parts.path)
    path = "/backfile/no-such-image" + (ending[0] if ending else "")
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
