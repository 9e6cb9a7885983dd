"""One run of fetching: what it was given, whose turn it is at each host, what came of each URL."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

import msgspec

from backfile.config import FetchSettings
from backfile.fetch import ladder
from backfile.fetch.client import Reply
from backfile.fetch.ledger import DAMAGED, KEPT, LOST
from backfile.model import Attempt

# Kept images of a host whose lines wait, so that a picture that turns out to be shown for everything is not believed.
_WAITING = 8
# After so many URLs in a row without an answer a host's other URLs are not waited for.
_PATIENCE = 3


class Wanted(msgspec.Struct, frozen=True):
    """An image to ask for, and the page that shows it (the article's original address, or "")."""

    url: str
    referer: str


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

    interrupted: it was told to stop, or its time was up.
    """

    kept: int = 0
    damaged: int = 0
    lost: int = 0
    left: tuple[str, ...] = ()
    offline: bool = False
    interrupted: bool = False


class Seen(Protocol):
    """What the check of the bytes says of an image."""

    @property
    def media(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


@runtime_checkable
class Rejected(Protocol):
    """What the check of the bytes says of anything else; damaged: an image, but a broken one."""

    @property
    def reason(self) -> str: ...
    @property
    def damaged(self) -> bool: ...


Inspect = Callable[[bytes], Seen | Rejected]
Sleep = Callable[[float], Awaitable[None]]


class Host:
    """Whose turn it is at one host, and what is known of it."""

    def __init__(self, gap: float, sleep: Sleep) -> None:
        self.queue: deque[Wanted] = deque()
        # It asked to be left alone.
        self.blocked = False
        # URLs in a row that it gave no answer for, and what became of the last one.
        self.silences = 0
        self.silence = Reply("")
        self.waiting: list[tuple[Wanted, Attempt]] = []
        self.digests: set[str] = set()
        # Digest of what it shows for an address that does not exist; "" for an honest refusal, None when not asked yet.
        self.stand_in: str | None = None
        self.probing = asyncio.Lock()
        self._gap = gap
        self._sleep = sleep
        self._free_at = 0.0
        self._lock = asyncio.Lock()

    async def turn(self) -> None:
        """Wait until the next request may begin."""
        async with self._lock:
            now = asyncio.get_running_loop().time()
            if self._free_at > now:
                await self._sleep(self._free_at - now)
            self._free_at = max(self._free_at, asyncio.get_running_loop().time()) + self._gap

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
    inspect: Inspect
    clock: Callable[[], str]
    on_result: Callable[[Attempt], None]
    known: Mapping[str, Attempt]
    limits: Limits
    sleep: Sleep
    left: dict[str, Wanted] = field(default_factory=dict)
    hosts: dict[str, Host] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: {KEPT: 0, DAMAGED: 0, LOST: 0})
    # Of hosts that gave no answer at all: believed only when some other host did, or the machine may be offline.
    unreached: list[Attempt] = field(default_factory=list)
    answered: bool = False
    interrupted: bool = False
    # Digests of all images kept in earlier runs.
    kept_before: frozenset[str] = frozenset()

    def settle(self, attempt: Attempt) -> None:
        """Hand on an outcome."""
        self.left.pop(attempt.url, None)
        self.counts[attempt.outcome] += 1
        self.on_result(attempt)

    def keep(self, host: Host, one: Wanted, attempt: Attempt) -> None:
        """Hand on a kept image once a few more of its host have been seen."""
        host.digests.add(attempt.sha256)
        host.waiting.append((one, attempt))
        if len(host.waiting) > _WAITING:
            self.settle(host.waiting.pop(0)[1])

    def retract(self, host: Host, sha256: str) -> None:
        """Ask again for images that came with bytes which turned out to be a stand-in."""
        host.queue.extend(one for one, attempt in host.waiting if attempt.sha256 == sha256)
        host.waiting = [pair for pair in host.waiting if pair[1].sha256 != sha256]

    def flush(self) -> None:
        """Hand on what waits; hosts that were out of reach are believed when any host answered."""
        for host in self.hosts.values():
            while host.waiting:
                self.settle(host.waiting.pop(0)[1])
        while self.answered and not self.interrupted and self.unreached:
            self.settle(self.unreached.pop(0))

    def miss(self, url: str, reply: Reply, permanent: bool = False) -> Attempt:
        """Return the ledger's line for an image that could not be had."""
        return Attempt(
            url=url,
            outcome=LOST,
            time=self.clock(),
            reason=reply.reason,
            status=reply.status,
            permanent=permanent,
            tries=self.tries(url),
        )

    def tries(self, url: str) -> int:
        """Return how often a URL was missed, this time included."""
        before = self.known.get(url)
        return 1 + (before.tries if before is not None and before.outcome != KEPT else 0)

    def epoch(self) -> float:
        """Return the time in seconds since the epoch, by the clock that was given."""
        return datetime.fromisoformat(self.clock()).timestamp()

    def host(self, url: str) -> Host:
        """Return what is known of a URL's host."""
        name = ladder.host_of(url)
        if name not in self.hosts:
            self.hosts[name] = Host(ladder.host_settings(url, self.settings).gap, self.sleep)
        return self.hosts[name]

    def report(self, urls: Sequence[str]) -> Report:
        """Return what the run came to, its remaining URLs in the order they were wanted."""
        left = tuple(url for url in dict.fromkeys(urls) if url in self.left)
        offline = bool(self.unreached) and not self.answered
        return Report(
            self.counts[KEPT], self.counts[DAMAGED], self.counts[LOST], left, offline, self.interrupted
        )
