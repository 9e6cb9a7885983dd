"""What became of every image reference, counted: by host, by reason, by image. Pure: from frozen rows to frozen counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

KEPT, DAMAGED, LOST, UNASKED = "kept", "damaged", "lost", "unasked"
# What stands in place of a host for images that are files of the site itself.
THIS_SITE = "this site"


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """One image reference of one article, and what became of the image.

    article is the path of its file, url the key of the image in the ledger, host "" for a file of the site itself;
    state: kept | damaged | lost | unasked; checked: the day of the last attempt; again: a later request may still get it.
    """

    article: str
    title: str
    url: str
    host: str = ""
    state: str
    reason: str = ""
    checked: str = ""
    again: bool = False
    sha256: str = ""
    fingerprint: str = ""
    width: int = 0
    height: int = 0
    bytes: int = 0


class HostCount(msgspec.Struct, frozen=True):
    """References to images of one host; references = kept + damaged + lost + unasked; bytes: of different originals."""

    host: str
    references: int
    kept: int
    damaged: int
    lost: int
    unasked: int
    bytes: int


class ReasonCount(msgspec.Struct, frozen=True):
    """How many references are lost or damaged for one reason."""

    state: str
    reason: str
    references: int


class Accounting(msgspec.Struct, frozen=True):
    """All references; the hosts' counts add up to total's, but bytes that two hosts have in common count there once.

    unasked: different images that nobody asked for; again: different images that are missing and may be asked for again.
    """

    articles: int
    total: HostCount
    hosts: tuple[HostCount, ...]
    reasons: tuple[ReasonCount, ...]
    unasked: int
    again: int


class Needing(msgspec.Struct, frozen=True):
    """An article that needs an image: the path of its file, and its title."""

    path: str
    title: str


class LostImage(msgspec.Struct, frozen=True):
    """An image that is lost or damaged, with the articles that need it."""

    url: str
    host: str
    state: str
    reason: str
    checked: str
    articles: tuple[Needing, ...]


class SameImage(msgspec.Struct, frozen=True):
    """One address of a picture, with the size of what is kept of it."""

    url: str
    width: int
    height: int
    bytes: int


def count(needs: Sequence[Need]) -> Accounting:
    """Return the sums over all references, by host and by reason, the largest first."""
    by_host: dict[str, list[Need]] = {}
    for need in needs:
        by_host.setdefault(need.host, []).append(need)
    hosts = [_host_count(host or THIS_SITE, found) for host, found in by_host.items()]
    reasons: dict[tuple[str, str], int] = {}
    for need in needs:
        if need.state in (LOST, DAMAGED):
            key = (need.state, need.reason)
            reasons[key] = reasons.get(key, 0) + 1
    return Accounting(
        articles=len({need.article for need in needs}),
        total=_host_count("all", needs),
        hosts=tuple(sorted(hosts, key=lambda h: (-h.references, h.host))),
        reasons=tuple(
            ReasonCount(*key, n) for key, n in sorted(reasons.items(), key=lambda r: (-r[1], r[0]))
        ),
        unasked=len({need.url for need in needs if need.state == UNASKED}),
        again=len({need.url for need in needs if need.again}),
    )


def at_host(needs: Iterable[Need], host: str) -> tuple[Need, ...]:
    """Return the references to images of one host, named as the table names it."""
    wanted = host.strip().casefold()
    return tuple(need for need in needs if (need.host or THIS_SITE) == wanted)


def losses(needs: Iterable[Need]) -> tuple[LostImage, ...]:
    """Return every image that is lost or damaged once, by host and address, with all articles that need it."""
    found: dict[str, list[Need]] = {}
    for need in needs:
        if need.state in (LOST, DAMAGED):
            found.setdefault(need.url, []).append(need)
    images = [
        LostImage(
            url=url,
            host=own[0].host,
            state=own[0].state,
            reason=own[0].reason,
            checked=own[0].checked,
            articles=tuple(Needing(need.article, need.title) for need in own),
        )
        for url, own in found.items()
    ]
    return tuple(sorted(images, key=lambda image: (image.host, image.url)))


def same(needs: Iterable[Need]) -> tuple[tuple[SameImage, ...], ...]:
    """Return groups of addresses under which the same picture is kept, the largest copy first.

    The same picture has the same fingerprint at every size; where there is none, only equal bytes are the same.
    """
    kept = {need.url: need for need in needs if need.state == KEPT}
    # Older lines of the ledger have no fingerprint: equal bytes lend them one.
    lent = {need.sha256: need.fingerprint for need in kept.values() if need.fingerprint}
    groups: dict[str, list[SameImage]] = {}
    for url, need in sorted(kept.items()):
        mark = need.fingerprint or lent.get(need.sha256) or need.sha256
        groups.setdefault(mark, []).append(SameImage(url, need.width, need.height, need.bytes))
    ordered = (
        tuple(sorted(group, key=lambda image: (-image.width * image.height, -image.bytes, image.url)))
        for group in groups.values()
        if len(group) > 1
    )
    return tuple(sorted(ordered, key=lambda group: (-len(group), group[0].url)))


def _host_count(host: str, needs: Sequence[Need]) -> HostCount:
    states = [need.state for need in needs]
    originals = {need.sha256: need.bytes for need in needs if need.sha256}
    return HostCount(
        host=host,
        references=len(states),
        kept=states.count(KEPT),
        damaged=states.count(DAMAGED),
        lost=states.count(LOST),
        unasked=states.count(UNASKED),
        bytes=sum(originals.values()),
    )
