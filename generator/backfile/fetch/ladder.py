"""Where an image may still be, in the order of asking."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

import msgspec

from backfile.addresses import is_web
from backfile.fetch.hosts import Manners, other_sizes

ORIGIN, REFERER, SIZE, ARCHIVE, STORE, LOCAL = "origin", "referer", "size", "wayback", "store", "local"
# The first digit of every year since 2000: the capture nearest to it is the oldest.
_SOME_TIME = "2"
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")
_PLACEHOLDER = re.compile(
    r"(?:removed|placeholder|not[-_]?found|no[-_]?(?:image|pic|photo)|hotlink|forbidden|deleted|default[-_]?(?:image|pic)|"
    r"(?:^|[-_/])(?:404|403|error|blank)(?:[-_.]|$))",
    re.IGNORECASE,
)


class Rung(msgspec.Struct, frozen=True):
    """One place to ask. name: as the ledger says it; referer: the page to name as the one that shows the image, or ""."""

    name: str
    url: str
    referer: str = ""


def rungs(url: str, referer: str, time: str, manners: Manners, archives: tuple[str, ...]) -> tuple[Rung, ...]:
    """Return the places to ask for an image, the image's own address first.

    referer: the article's original address; time: of the article, digits of "YYYYMMDDhhmmss", as far as known; archives:
    addresses with {time} and {url} in them. In the Wayback Machine's, "im_" asks for the bytes as they were captured.
    """
    places = [Rung(ORIGIN, url)]
    if manners.referer and is_web(referer):
        places.append(Rung(REFERER, url, referer))
    places += [Rung(SIZE, other) for other in other_sizes(url, manners.sizes)]
    if manners.wayback:
        for address in archives:
            places.append(Rung(ARCHIVE, address.replace("{time}", time or _SOME_TIME).replace("{url}", url)))
    return tuple(places)


def leads_to_placeholder(asked: str, answered: str) -> bool:
    """Return whether a redirect led from an image to a picture that hosts show in place of images they refuse."""
    if asked == answered:
        return False
    name, before = (urlsplit(u).path.rsplit("/", 1)[-1] for u in (answered, asked))
    return bool(_PLACEHOLDER.search(name)) and not _PLACEHOLDER.search(before)


def nowhere(url: str) -> str:
    """Return an address at a URL's host that cannot exist, with the same ending: what it shows there is no image.

    The whole path is exchanged, since many hosts look at a part of it only.
    """
    parts = urlsplit(url)
    ending = _ENDING.search(parts.path)
    path = "/backfile/no-such-image" + (ending[0] if ending else "")
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
