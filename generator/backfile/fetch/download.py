"""Many URLs, politely: few connections and a gap a host, few tries, one deadline, and an end whenever it is asked for."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

import aiohttp
import msgspec

from backfile.config import FetchSettings
from backfile.errors import FetchRefusedError
from backfile.fetch import client, guard, ladder, store
from backfile.fetch.client import MakeSocket, Reply, Resolve
from backfile.fetch.ledger import DAMAGED, KEPT, LOST
from backfile.model import Attempt

_STOP_POLL = 0.1
_MOST_A_HOST = 2


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


DEFAULT_LIMITS = Limits()


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


def fetch_all(
    wanted: Sequence[Wanted],
    settings: FetchSettings,
    user_agent: str,
    folder: Path,
    *,
    inspect: Inspect,
    clock: Callable[[], str],
    on_result: Callable[[Attempt], None],
    stop: Callable[[], bool] = lambda: False,
    known: Mapping[str, Attempt] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    resolve: Resolve = client.resolve,
    make_socket: MakeSocket = socket.socket,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Report:
    """Ask for each URL once, keep what are images in the store at folder, and hand each outcome to on_result at once.

    inspect: what the bytes are (images.inspect); clock: the time in ISO 8601 UTC; known: the ledger, for the number of
    misses before. Ends early, cleanly, after settings.seconds, when stop() says so, or at Ctrl-C.
    resolve, make_socket and sleep are seams for tests; the guard stands between them and cannot be turned off.
    Raises OSError when the store cannot be written.
    """
    run = _Run(settings, folder, inspect, clock, on_result, known or {}, limits, sleep)
    for one in {w.url: w for w in reversed(wanted)}.values():
        run.left[one.url] = one
    try:
        asyncio.run(_fetch(run, user_agent, resolve, make_socket, stop))
    except KeyboardInterrupt:
        run.interrupted = True
    return run.report([w.url for w in wanted])


class _Host:
    """Whose turn it is at one host."""

    def __init__(self, gap: float, sleep: Callable[[float], Awaitable[None]]) -> None:
        self.queue: deque[Wanted] = deque()
        self.blocked = False
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

    def pause(self, seconds: float) -> None:
        """Let nobody begin before some seconds have passed."""
        self._free_at = max(self._free_at, asyncio.get_running_loop().time() + seconds)


@dataclass
class _Run:
    """One run: what it was given, what is still to be asked, what came of the rest."""

    settings: FetchSettings
    folder: Path
    inspect: Inspect
    clock: Callable[[], str]
    on_result: Callable[[Attempt], None]
    known: Mapping[str, Attempt]
    limits: Limits
    sleep: Callable[[float], Awaitable[None]]
    left: dict[str, Wanted] = field(default_factory=dict)
    hosts: dict[str, _Host] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: {KEPT: 0, DAMAGED: 0, LOST: 0})
    # Of hosts that gave no answer at all: believed only when some other host did, or the machine may be offline.
    unreached: list[Attempt] = field(default_factory=list)
    answered: bool = False
    interrupted: bool = False

    def settle(self, attempt: Attempt) -> None:
        self.left.pop(attempt.url, None)
        self.counts[attempt.outcome] += 1
        self.on_result(attempt)

    def miss(self, url: str, reply: Reply, permanent: bool = False) -> Attempt:
        before = self.known.get(url)
        return Attempt(
            url=url,
            outcome=LOST,
            time=self.clock(),
            reason=reply.reason,
            status=reply.status,
            permanent=permanent,
            tries=1 + (before.tries if before is not None and before.outcome == LOST else 0),
        )

    def epoch(self) -> float:
        return datetime.fromisoformat(self.clock()).timestamp()

    def host(self, url: str) -> _Host:
        name = ladder.host_of(url)
        if name not in self.hosts:
            self.hosts[name] = _Host(ladder.host_settings(url, self.settings).gap, self.sleep)
        return self.hosts[name]

    def report(self, urls: Sequence[str]) -> Report:
        left = tuple(url for url in dict.fromkeys(urls) if url in self.left)
        offline = bool(self.unreached) and not self.answered
        return Report(
            self.counts[KEPT], self.counts[DAMAGED], self.counts[LOST], left, offline, self.interrupted
        )


async def _fetch(
    run: _Run, user_agent: str, resolve: Resolve, make_socket: MakeSocket, stop: Callable[[], bool]
) -> None:
    queues: list[_Host] = []
    for one in list(run.left.values())[::-1]:
        try:
            guard.check_url(one.url)
        except FetchRefusedError as error:
            run.settle(run.miss(one.url, Reply(client.GONE, reason=f"refused: {error}"), permanent=True))
            continue
        host = run.host(one.url)
        if not host.queue:
            queues.append(host)
        host.queue.append(one)
    slots = asyncio.Semaphore(max(1, run.settings.connections))
    async with client.session(user_agent, resolve, make_socket) as opened:
        workers = [
            asyncio.create_task(_work(run, opened, host, slots))
            for host in queues
            for _ in range(_connections(run.settings, host.queue[0].url))
        ]
        await _until(run, workers, stop)
    if run.answered:
        for attempt in run.unreached:
            run.settle(attempt)


def _connections(settings: FetchSettings, url: str) -> int:
    return min(max(1, ladder.host_settings(url, settings).connections), _MOST_A_HOST)


async def _until(run: _Run, workers: list[asyncio.Task[None]], stop: Callable[[], bool]) -> None:
    """Wait for the workers, but no longer than allowed; the first failure of one (a full disk) ends all."""
    end = asyncio.get_running_loop().time() + run.settings.seconds
    pending: set[asyncio.Task[None]] = set(workers)
    try:
        while pending:
            rest = end - asyncio.get_running_loop().time()
            if rest <= 0 or stop():
                run.interrupted = True
                return
            done, pending = await asyncio.wait(
                pending, timeout=min(rest, _STOP_POLL), return_when=asyncio.FIRST_EXCEPTION
            )
            for task in done:
                task.result()
    finally:
        for task in workers:
            task.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


async def _work(run: _Run, opened: aiohttp.ClientSession, host: _Host, slots: asyncio.Semaphore) -> None:
    while host.queue and not host.blocked:
        one = host.queue.popleft()
        async with slots:
            await _settle(run, opened, one)


async def _settle(run: _Run, opened: aiohttp.ClientSession, one: Wanted) -> None:
    """Climb the ladder for one URL until there is an image, or the host asks to be left alone."""
    first: Reply | None = None
    broken: Attempt | None = None
    for rung in ladder.rungs(one.url, one.referer, run.settings):
        reply, attempt = await _ask(run, opened, one.url, rung)
        if attempt is not None and attempt.outcome == KEPT:
            run.settle(attempt)
            return
        if reply.verdict == client.LATER and rung.name == "origin":
            run.host(rung.url).blocked = True
            return
        broken = broken or attempt
        first = first or reply
    if broken is not None:
        run.settle(broken)
    elif first is not None and first.verdict == client.UNREACHED:
        run.unreached.append(run.miss(one.url, first))
    elif first is not None:
        run.settle(run.miss(one.url, first))


async def _ask(
    run: _Run, opened: aiohttp.ClientSession, url: str, rung: ladder.Rung
) -> tuple[Reply, Attempt | None]:
    """One place, with its tries, within the deadline. The attempt is a kept or damaged image, else None."""
    reply, attempt = Reply(client.AGAIN, reason="no answer"), None
    host = run.host(rung.url)
    try:
        async with asyncio.timeout(run.limits.deadline):
            for number in range(run.limits.tries):
                await host.turn()
                reply = await client.request(
                    opened, rung.url, rung.referer, run.settings.max_bytes, run.epoch
                )
                run.answered = run.answered or reply.verdict != client.UNREACHED
                if reply.verdict == client.GOT:
                    reply, attempt = await _judged(run, url, rung, reply)
                    if attempt is None or attempt.outcome == KEPT:
                        break
                elif reply.verdict == client.LATER and reply.wait <= run.limits.patience:
                    reply = msgspec.structs.replace(reply, verdict=client.LATER)
                    host.pause(reply.wait)
                elif reply.verdict in (client.GONE, client.LATER):
                    break
                if number + 1 < run.limits.tries and reply.verdict != client.LATER:
                    await run.sleep(run.limits.backoff * 2**number)
    except TimeoutError:
        if attempt is None:
            reply = Reply(client.AGAIN, reason=f"no whole answer within {run.limits.deadline:g} seconds")
            run.answered = True
    return reply, attempt


async def _judged(run: _Run, url: str, rung: ladder.Rung, reply: Reply) -> tuple[Reply, Attempt | None]:
    """What the bytes are; images are kept, also broken ones, since nobody may ever see a better copy."""
    if ladder.is_stand_in(rung.url, reply.url):
        return Reply(client.GONE, reply.status, "the host sent a stand-in for the image"), None
    seen = await asyncio.to_thread(run.inspect, reply.data)
    if isinstance(seen, Rejected):
        reason, outcome, facts = seen.reason, DAMAGED, {}
        if not seen.damaged:
            return Reply(client.GONE, reply.status, f"not an image: {reason}"), None
    else:
        reason, outcome = "", KEPT
        facts = {"media": seen.media, "width": seen.width, "height": seen.height}
    sha256 = await asyncio.to_thread(store.put, run.folder, reply.data)
    return reply, Attempt(
        url=url,
        outcome=outcome,
        time=run.clock(),
        sha256=sha256,
        bytes=len(reply.data),
        reason=reason,
        status=reply.status,
        rung=rung.name,
        **facts,  # type: ignore[arg-type]
    )
