"""Many URLs, politely: few connections and a gap a host, few tries, one deadline, and an end whenever it is asked for."""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import aiohttp

from backfile.addresses import image_identity, image_scale
from backfile.config import FetchSettings
from backfile.errors import FetchRefusedError
from backfile.fetch import client, climb, guard, store
from backfile.fetch.client import MakeSocket, Reply, Resolve
from backfile.fetch.looking import Look
from backfile.fetch.placeholders import Placeholder, Placeholders
from backfile.fetch.run import Host, Limits, Report, Run, Seams, Sleep
from backfile.fetch.wanted import Wanted
from backfile.model import Attempt

__all__ = ["Limits", "Report", "Wanted", "fetch_all"]

_STOP_POLL = 0.1
_DEFAULT_LIMITS = Limits()
Archive = asyncio.Queue["climb.Climb | None"]


def fetch_all(
    wanted: Sequence[Wanted],
    settings: FetchSettings,
    user_agent: str,
    folder: Path,
    *,
    look: Look,
    clock: Callable[[], str],
    on_result: Callable[[Attempt], None],
    on_placeholder: Callable[[Placeholder], None] = lambda one: None,
    stop: Callable[[], bool] = lambda: False,
    known: Mapping[str, Attempt] | None = None,
    placeholders: Placeholders | None = None,
    limits: Limits = _DEFAULT_LIMITS,
    resolve: Resolve = client.resolve,
    make_socket: MakeSocket = socket.socket,
    sleep: Sleep = asyncio.sleep,
    chance: Callable[[], float] = random.random,
) -> Report:
    """Ask for each URL once, keep what are images in the store at folder, and hand each outcome to on_result at once.

    Outcomes come one at a time, from this thread's event loop, as soon as the bytes are safe, so that a run that is killed loses
    nothing. A picture that turns out to be shown for everything is handed to on_placeholder; what was kept with it gets a
    second outcome.

    look: what the bytes are, and into the store with images; clock: the time in ISO 8601 UTC; known: the ledger;
    placeholders: the list.
    Ends early, cleanly, after settings.seconds, when stop() says so, or at Ctrl-C.
    resolve, make_socket, sleep and chance are seams for tests; the guard stands between them and cannot be turned off.
    Raises OSError when the store cannot be written.
    """
    seams = Seams(look, clock, on_result, on_placeholder, sleep, chance)
    run = Run(settings, folder, seams, known or {}, placeholders or Placeholders(), limits)
    run.slots = asyncio.Semaphore(max(1, settings.connections))
    for one in wanted:
        run.left.setdefault(one.url, one)
    try:
        asyncio.run(_fetch(run, user_agent, resolve, make_socket, stop))
    except KeyboardInterrupt:
        run.interrupted = True
    if run.kept_now:
        store.settle()
    return run.report([w.url for w in wanted])


async def _fetch(
    run: Run, user_agent: str, resolve: Resolve, make_socket: MakeSocket, stop: Callable[[], bool]
) -> None:
    queues: list[Host] = []
    for one in _largest(run):
        host = run.host(one.url)
        if not host.queue:
            queues.append(host)
        host.queue.append(one)
    archive: Archive = asyncio.Queue()
    async with client.session(user_agent, resolve, make_socket) as opened:
        await _until(run, asyncio.create_task(_all(run, opened, queues, archive)), stop)


def _largest(run: Run) -> list[Wanted]:
    """The URLs to ask for first: of one picture in several sizes the largest, for which the others wait."""
    found: dict[str, Wanted] = {}
    for one in sorted(run.left.values(), key=lambda one: -image_scale(one.url)):
        try:
            guard.check_url(one.url)
        except FetchRefusedError as error:
            run.settle(run.miss(one.url, Reply(client.GONE, reason=f"refused: {error}"), (), permanent=True))
            continue
        identity = image_identity(one.url) or one.url
        if identity in found:
            run.waiting.setdefault(found[identity].url, []).append(one)
        else:
            found[identity] = one
    first = {one.url for one in found.values()}
    return [one for one in run.left.values() if one.url in first]


async def _all(run: Run, opened: aiohttp.ClientSession, queues: list[Host], archive: Archive) -> None:
    """Let the hosts be asked, and beside them, slowly, the archive for what they lost; in the end what has to be asked again."""
    workers = [
        asyncio.create_task(_work(run, opened, host, archive))
        for host in queues
        for _ in range(host.manners.connections)
    ]
    far = asyncio.create_task(_ask_archive(run, archive))
    try:
        await _first_failure(workers)
        while True:
            settled = asyncio.create_task(archive.join())
            await asyncio.wait({settled, far}, return_when=asyncio.FIRST_COMPLETED)
            if far.done():
                settled.cancel()
                far.result()
            if not run.again:
                break
            await _drain(run, opened, archive)
        archive.put_nowait(None)
        await far
    finally:
        for task in (*workers, far):
            task.cancel()
        await asyncio.gather(*workers, far, return_exceptions=True)


async def _first_failure(tasks: list[asyncio.Task[None]]) -> None:
    """Wait for tasks; the first failure of one (a full disk) ends the waiting."""
    if tasks:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()


async def _until(run: Run, everything: asyncio.Task[None], stop: Callable[[], bool]) -> None:
    """Wait until all is asked for, but no longer than allowed."""
    end = asyncio.get_running_loop().time() + run.settings.seconds
    try:
        while not everything.done():
            rest = end - asyncio.get_running_loop().time()
            if rest <= 0 or stop():
                run.interrupted = True
                return
            await asyncio.wait([everything], timeout=min(rest, _STOP_POLL))
        everything.result()
    finally:
        everything.cancel()
        await asyncio.gather(everything, return_exceptions=True)


async def _work(run: Run, opened: aiohttp.ClientSession, host: Host, archive: Archive) -> None:
    while host.queue and not host.blocked:
        await _ask(run, opened, host.queue.popleft(), archive)
    await _drain(run, opened, archive)


async def _drain(run: Run, opened: aiohttp.ClientSession, archive: Archive) -> None:
    """Ask for what turned out to need another place, whatever its host."""
    while run.again:
        one = run.again.popleft()
        if not run.host(one.url).blocked:
            await _ask(run, opened, one, archive)


async def _ask(run: Run, opened: aiohttp.ClientSession, one: Wanted, archive: Archive) -> None:
    host = run.host(one.url)
    if host.given_up():
        climb.pass_over(run, one, host.silence, [])
        return
    climbing = climb.Climb(run, opened, one)
    if await climbing.near():
        return
    if climbing.archived:
        archive.put_nowait(climbing)
    else:
        climbing.conclude()


async def _ask_archive(run: Run, archive: Archive) -> None:
    """Ask the archive one by one, so that its pace holds up nobody else."""
    while (climbing := await archive.get()) is not None:
        try:
            if not await climbing.far():
                climbing.conclude()
        finally:
            archive.task_done()
