"""Many URLs, politely: few connections and a gap a host, few tries, one deadline, and an end whenever it is asked for."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import aiohttp

from backfile.config import FetchSettings
from backfile.errors import FetchRefusedError
from backfile.fetch import client, climb, guard, ladder
from backfile.fetch.client import MakeSocket, Reply, Resolve
from backfile.fetch.ledger import KEPT
from backfile.fetch.run import Host, Inspect, Limits, Report, Run, Sleep, Wanted
from backfile.model import Attempt

__all__ = ["Limits", "Report", "Wanted", "fetch_all"]

_STOP_POLL = 0.1
_MOST_A_HOST = 2
_DEFAULT_LIMITS = Limits()


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
    limits: Limits = _DEFAULT_LIMITS,
    resolve: Resolve = client.resolve,
    make_socket: MakeSocket = socket.socket,
    sleep: Sleep = asyncio.sleep,
) -> Report:
    """Ask for each URL once, keep what are images in the store at folder, and hand each outcome to on_result.

    Outcomes come one at a time, from this thread's event loop; an image kept comes after a few more of its host, so that
    a picture the host shows for everything is recognised first.

    inspect: what the bytes are (images.inspect); clock: the time in ISO 8601 UTC; known: the ledger, for the number of
    misses before. Ends early, cleanly, after settings.seconds, when stop() says so, or at Ctrl-C.
    resolve, make_socket and sleep are seams for tests; the guard stands between them and cannot be turned off.
    Raises OSError when the store cannot be written.
    """
    run = Run(settings, folder, inspect, clock, on_result, known or {}, limits, sleep)
    run.kept_before = frozenset(a.sha256 for a in run.known.values() if a.outcome == KEPT)
    for one in wanted:
        run.left.setdefault(one.url, one)
    try:
        asyncio.run(_fetch(run, user_agent, resolve, make_socket, stop))
    except KeyboardInterrupt:
        run.interrupted = True
    run.flush()
    return run.report([w.url for w in wanted])


async def _fetch(
    run: Run, user_agent: str, resolve: Resolve, make_socket: MakeSocket, stop: Callable[[], bool]
) -> None:
    queues: list[Host] = []
    for one in list(run.left.values()):
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


def _connections(settings: FetchSettings, url: str) -> int:
    return min(max(1, ladder.host_settings(url, settings).connections), _MOST_A_HOST)


async def _until(run: Run, workers: list[asyncio.Task[None]], stop: Callable[[], bool]) -> None:
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


async def _work(run: Run, opened: aiohttp.ClientSession, host: Host, slots: asyncio.Semaphore) -> None:
    while host.queue and not host.blocked:
        one = host.queue.popleft()
        if host.given_up():
            climb.pass_over(run, one, host.silence)
            continue
        async with slots:
            await climb.settle(run, opened, one)
