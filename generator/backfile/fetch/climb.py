"""One URL: asked for in one place after the other until there is an image."""

from __future__ import annotations

import asyncio

import aiohttp

from backfile.digest import sha256_hex
from backfile.fetch import client, ladder, store
from backfile.fetch.client import Reply
from backfile.fetch.ledger import DAMAGED, KEPT
from backfile.fetch.run import Host, Rejected, Run, Wanted
from backfile.model import Attempt

_STAND_IN = "the host sent a stand-in for the image"


async def settle(run: Run, session: aiohttp.ClientSession, one: Wanted) -> None:
    """Climb the ladder for one URL until there is an image, or its host asks to be left alone.

    Raises OSError when the store cannot be written.
    """
    first: Reply | None = None
    broken: Attempt | None = None
    for rung in ladder.rungs(one.url, one.referer, run.settings):
        reply, attempt = await _ask(run, session, one.url, rung)
        if attempt is not None and attempt.outcome == KEPT:
            host = run.host(rung.url)
            if not await _is_stand_in(run, session, host, rung.url, attempt.sha256):
                run.keep(host, one, attempt)
                return
            reply, attempt = Reply(client.GONE, reply.status, _STAND_IN), None
        if reply.verdict == client.LATER and rung.name == "origin":
            run.host(rung.url).blocked = True
            return
        broken = broken or attempt
        first = first or reply
    if broken is not None:
        run.settle(broken)
    elif first is not None and first.verdict == client.UNREACHED:
        pass_over(run, one, first)
    elif first is not None:
        run.settle(run.miss(one.url, first))


def pass_over(run: Run, one: Wanted, reply: Reply) -> None:
    """Take a host's silence for the answer: lost if nobody could reach it, else left for the next run."""
    if reply.verdict == client.UNREACHED:
        run.unreached.append(run.miss(one.url, reply))


async def _ask(
    run: Run, session: aiohttp.ClientSession, url: str, rung: ladder.Rung
) -> tuple[Reply, Attempt | None]:
    """One place, with its tries, within the deadline. The attempt is a kept or damaged image, else None."""
    reply, attempt = Reply(client.AGAIN, reason="no answer"), None
    host = run.host(rung.url)
    rest = run.limits.deadline
    for number in range(run.limits.tries):
        # Waiting for the host's turn is our own politeness and not counted.
        await host.turn()
        start = asyncio.get_running_loop().time()
        reply = await _request(run, session, rung.url, rung.referer, rest)
        rest -= asyncio.get_running_loop().time() - start
        run.answered = run.answered or reply.verdict != client.UNREACHED
        if reply.verdict == client.GOT:
            reply, attempt = await _judged(run, url, rung, reply)
            if attempt is None or attempt.outcome == KEPT:
                break
        if reply.verdict == client.GONE or rest <= 0:
            break
        if reply.verdict == client.LATER:
            if reply.wait > run.limits.patience:
                break
            host.pause(reply.wait)
        elif number + 1 < run.limits.tries:
            await run.sleep(run.limits.backoff * 2**number)
    host.heard(
        reply, answered=reply.verdict != client.UNREACHED and (rest > 0 or reply.verdict == client.GOT)
    )
    return reply, attempt


async def _request(run: Run, session: aiohttp.ClientSession, url: str, referer: str, seconds: float) -> Reply:
    try:
        async with asyncio.timeout(seconds):
            return await client.request(session, url, referer, run.settings.max_bytes, run.epoch)
    except TimeoutError:
        return Reply(client.AGAIN, reason=f"no whole answer within {run.limits.deadline:g} seconds")


async def _judged(run: Run, url: str, rung: ladder.Rung, reply: Reply) -> tuple[Reply, Attempt | None]:
    """What the bytes are; images are kept, also broken ones, since nobody may ever see a better copy."""
    if ladder.leads_to_stand_in(rung.url, reply.url):
        return Reply(client.GONE, reply.status, _STAND_IN), None
    seen = await asyncio.to_thread(run.inspect, reply.data)
    if isinstance(seen, Rejected) and not seen.damaged:
        return Reply(client.GONE, reply.status, f"not an image: {seen.reason}"), None
    sha256 = await asyncio.to_thread(store.put, run.folder, reply.data)
    broken = isinstance(seen, Rejected)
    return reply, Attempt(
        url=url,
        outcome=DAMAGED if broken else KEPT,
        time=run.clock(),
        sha256=sha256,
        media="" if isinstance(seen, Rejected) else seen.media,
        width=0 if isinstance(seen, Rejected) else seen.width,
        height=0 if isinstance(seen, Rejected) else seen.height,
        bytes=len(reply.data),
        reason=seen.reason if isinstance(seen, Rejected) else "",
        status=reply.status,
        rung=rung.name,
        tries=run.tries(url) if broken else 0,
    )


async def _is_stand_in(run: Run, session: aiohttp.ClientSession, host: Host, url: str, sha256: str) -> bool:
    """Whether these bytes are what the host shows in place of images it refuses or has lost.

    Suspected when a second address gives the same bytes, which dividers and logos do as well. The host settles it: what it
    shows for an address that cannot exist is no image of anything. Asked once a run and host.
    """
    if sha256 == host.stand_in:
        return True
    if sha256 not in host.digests and sha256 not in run.kept_before:
        return False
    async with host.probing:
        if host.stand_in is None:
            await host.turn()
            reply = await _request(run, session, ladder.nowhere(url), "", run.limits.deadline)
            host.stand_in = sha256_hex(reply.data) if reply.verdict == client.GOT else ""
    if sha256 != host.stand_in:
        return False
    run.retract(host, sha256)
    return True
