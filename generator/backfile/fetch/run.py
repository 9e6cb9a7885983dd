"""One run of fetching: what it was given, whose turn it is at each host, what came of each URL."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

from backfile.addresses import image_identity
from backfile.config import FetchSettings
from backfile.fetch import hosts
from backfile.fetch.client import GOT, Reply
from backfile.fetch.ledger import DAMAGED, KEPT, LOST
from backfile.fetch.looking import Look
from backfile.fetch.nearby import Nearby
from backfile.fetch.placeholders import REASON, Census, Placeholder, Placeholders
from backfile.fetch.wanted import Wanted
from backfile.model import Attempt

# After so many URLs in a row without an answer a host's other URLs are not waited for.
_PATIENCE = 3


class Limits(msgspec.Struct, frozen=True):
    """How long a URL is tried. deadline: seconds for one URL in one place, all its tries and redirects included;

    tries: of passing failures; backoff: seconds before the second try, doubled after; patience: the longest
    Retry-After that is waited for, in seconds.
    """

    deadline: float = 30.0
    tries: int = 3
    backoff: float = 1.0
    patience: float = 10.0


class Report(msgspec.Struct, frozen=True):
    """What a run came to. left: URLs without a verdict, for the next run; offline: nobody answered at all;

    interrupted: it was told to stop, or its time was up; placeholders: pictures newly found to be none of any article.
    """

    kept: int = 0
    damaged: int = 0
    lost: int = 0
    left: tuple[str, ...] = ()
    offline: bool = False
    interrupted: bool = False
    placeholders: int = 0


Sleep = Callable[[float], Awaitable[None]]


class Seams(msgspec.Struct, frozen=True):
    """The outside world of a run, as callables.

    What bytes are, and into the store with images; the time (ISO 8601 UTC); whom to tell of outcomes and of placeholders; how to
    wait; and chance between 0 and 1, so that many machines do not try again at one moment.
    """

    look: Look
    clock: Callable[[], str]
    on_result: Callable[[Attempt], None]
    on_placeholder: Callable[[Placeholder], None]
    sleep: Sleep
    chance: Callable[[], float]


class Host:
    """Whose turn it is at one host, and what is known of it."""

    def __init__(self, manners: hosts.Manners, sleep: Sleep) -> None:
        self.manners = manners
        self.queue: deque[Wanted] = deque()
        self.connections = asyncio.Semaphore(manners.connections)
        # It asked to be left alone.
        self.blocked = False
        # URLs in a row that it gave no answer for, and what became of the last one.
        self.silences = 0
        self.silence = Reply("")
        self.census = Census()
        # Digests of what it shows in place of images; of these, what it shows to pages of others, None when not asked yet.
        self.shown: frozenset[str] = frozenset()
        self.foreign: frozenset[str] | None = None
        # Whether it was asked for an address that does not exist; digests of what it shows its own pages as well.
        self.probed = False
        self.vouched: set[str] = set()
        self.probing = asyncio.Lock()
        self._sleep = sleep
        self._free_at = 0.0
        self._lock = asyncio.Lock()

    async def turn(self) -> None:
        """Wait until the next request may begin."""
        async with self._lock:
            now = asyncio.get_running_loop().time()
            if self._free_at > now:
                await self._sleep(self._free_at - now)
            self._free_at = max(self._free_at, asyncio.get_running_loop().time()) + self.manners.gap

    def heard(self, reply: Reply, answered: bool) -> None:
        """Note whether it answered at all."""
        self.silences = 0 if answered else self.silences + 1
        self.silence = reply

    def given_up(self) -> bool:
        """Return whether it has been silent too often in this run to be asked again."""
        return self.silences >= _PATIENCE

    def pause(self, seconds: float) -> None:
        """Let nobody begin before some seconds have passed."""
        self._free_at = max(self._free_at, asyncio.get_running_loop().time() + seconds)


@dataclass
class Run:
    """What a run was given, what is still to be asked, what came of the rest."""

    settings: FetchSettings
    folder: Path
    seams: Seams
    known: Mapping[str, Attempt]
    placeholders: Placeholders
    limits: Limits
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(8))
    left: dict[str, Wanted] = field(default_factory=dict)
    hosts: dict[str, Host] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: {KEPT: 0, DAMAGED: 0, LOST: 0})
    # Of hosts that gave no answer at all: believed only when some other host did, or the machine may be offline.
    unreached: list[Attempt] = field(default_factory=list)
    answered: bool = False
    interrupted: bool = False
    found_placeholders: int = 0
    # What was answered in vain, so that nothing is asked twice: by URL and Referer.
    vain: dict[tuple[str, str], Reply] = field(default_factory=dict)
    # Images kept in this run, by URL; smaller or equal sizes of a picture that wait for it, by its URL.
    kept_now: dict[str, tuple[Wanted, Attempt]] = field(default_factory=dict)
    waiting: dict[str, list[Wanted]] = field(default_factory=dict)
    # To be asked for (again) by whoever is free.
    again: deque[Wanted] = field(default_factory=deque)

    def __post_init__(self) -> None:
        kept = [a for a in self.known.values() if a.outcome == KEPT]
        self.kept_before = frozenset(a.sha256 for a in kept)
        self.nearby = Nearby(kept)
        for attempt in kept:
            self.host(attempt.url).census.count(image_identity(attempt.url), attempt)

    def settle(self, attempt: Attempt) -> None:
        """Hand on an outcome, and let what waited for it be asked for when it is a miss."""
        self.left.pop(attempt.url, None)
        self.counts[attempt.outcome] += 1
        self.seams.on_result(attempt)
        if attempt.outcome != KEPT:
            self.again.extend(self.waiting.pop(attempt.url, ()))

    def keep(self, one: Wanted, attempt: Attempt) -> None:
        """Hand on a kept image; it is the image of its smaller sizes too."""
        self.kept_now[one.url] = (one, attempt)
        self.nearby.add(attempt)
        self.settle(attempt)
        for other in self.waiting.pop(one.url, ()):
            same = self.nearby.same(other.url, self.seams.clock(), as_good=False)
            if same is not None:
                self.kept_now[other.url] = (other, same)
                self.settle(same)

    def list_placeholders(self, digests: frozenset[str], host: str) -> None:
        """Name pictures as placeholders from now on; what was kept with them in this run is asked for elsewhere."""
        for sha256 in sorted(digests):
            if not self.placeholders.names(sha256):
                found = Placeholder(sha256=sha256, note=f"shown by {host}", time=self.seams.clock())
                self.placeholders.add(found)
                self.found_placeholders += 1
                self.seams.on_placeholder(found)
        for url in [url for url, (_, attempt) in self.kept_now.items() if attempt.sha256 in digests]:
            one, attempt = self.kept_now.pop(url)
            self.counts[KEPT] -= 1
            self.left[url] = one
            self.vain[(url, "")] = Reply(GOT, attempt.status, REASON)
            self.again.append(one)

    def miss(self, url: str, reply: Reply, rungs: Sequence[str] = (), permanent: bool = False) -> Attempt:
        """Return the ledger's line for an image that could not be had."""
        return Attempt(
            url=url,
            outcome=LOST,
            time=self.seams.clock(),
            reason=reply.reason,
            status=reply.status,
            permanent=permanent,
            tries=self.tries(url),
            rungs=tuple(rungs),
            etag=reply.etag,
            modified=reply.modified,
        )

    def tries(self, url: str) -> int:
        """Return how often a URL was missed, this time included."""
        before = self.known.get(url)
        return 1 + (before.tries if before is not None and before.outcome != KEPT else 0)

    def epoch(self) -> float:
        """Return the time in seconds since the epoch, by the clock that was given."""
        return datetime.fromisoformat(self.seams.clock()).timestamp()

    def host(self, url: str) -> Host:
        """Return what is known of a URL's host."""
        name = hosts.host_of(url)
        if name not in self.hosts:
            self.hosts[name] = Host(hosts.manners(name, self.settings), self.seams.sleep)
        return self.hosts[name]

    def report(self, urls: Sequence[str]) -> Report:
        """Return what the run came to, its remaining URLs in the order they were wanted.

        Hosts that were out of reach are believed when any host answered.
        """
        while self.answered and not self.interrupted and self.unreached:
            self.settle(self.unreached.pop(0))
        left = tuple(url for url in dict.fromkeys(urls) if url in self.left)
        offline = bool(self.unreached) and not self.answered
        counts = self.counts
        return Report(
            counts[KEPT],
            counts[DAMAGED],
            counts[LOST],
            left,
            offline,
            self.interrupted,
            self.found_placeholders,
        )
