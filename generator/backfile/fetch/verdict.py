"""Whether a picture is the image that was asked for, or what its host shows instead."""

from __future__ import annotations

import asyncio

import aiohttp

from backfile.addresses import image_identity, is_web
from backfile.digest import sha256_hex
from backfile.fetch import client, ladder
from backfile.fetch.client import Ask, Reply
from backfile.fetch.run import Host, Run
from backfile.fetch.wanted import Wanted
from backfile.model import Attempt

# A page of another site, to hosts that show such pages something else; the name is reserved (RFC 2606).
_FOREIGN = "https://www.example.org/"


async def is_placeholder(
    run: Run, session: aiohttp.ClientSession, one: Wanted, rung: ladder.Rung, attempt: Attempt
) -> bool:
    """Return whether a picture is none of any article; what is newly found out is listed.

    Known ones are on the list. A host that shows one to other sites' pages is asked as such a page, once a run. A picture that
    answers a second address is suspect, which dividers and logos are as well: what the host shows for an address that cannot
    exist settles it, or to the article's own page, and when that settles nothing, a crowd of addresses does.
    """
    if run.placeholders.names(attempt.sha256, attempt.fingerprint):
        return True
    host = run.host(one.url)
    identity = image_identity(one.url)
    suspect = host.census.repeats(identity, attempt) or attempt.sha256 in run.kept_before
    host.census.count(identity, attempt)
    if rung.name != ladder.ARCHIVE:
        if host.manners.placeholder and host.foreign is None:
            suspect = await _learn_foreign(run, session, host, rung, attempt) or suspect
        if suspect:
            await _learn_nowhere(run, session, host, rung.url)
            if rung.name == ladder.ORIGIN and attempt.sha256 not in host.shown:
                await _learn_own(run, session, host, one, attempt)
    if attempt.sha256 in host.shown:
        run.list_placeholders(frozenset((attempt.sha256,)), _name(one))
        return True
    # Who tells pages apart shows what it shows others; what it shows many times besides is in the articles.
    crowd = frozenset() if host.foreign else host.census.crowd(attempt)
    if crowd:
        run.list_placeholders(crowd, _name(one))
    return bool(crowd)


async def request(run: Run, session: aiohttp.ClientSession, ask: Ask, seconds: float) -> Reply:
    """Ask once, for no longer than some seconds."""
    try:
        async with asyncio.timeout(seconds):
            return await client.request(session, ask, run.settings.max_bytes, run.epoch)
    except TimeoutError:
        return Reply(client.AGAIN, reason=f"no whole answer within {run.limits.deadline:g} seconds")


async def _learn_nowhere(run: Run, session: aiohttp.ClientSession, host: Host, url: str) -> None:
    """Learn what a host shows for an address that cannot exist, once a run."""
    async with host.probing:
        if not host.probed:
            host.probed = True
            host.shown |= await _shown(run, session, host, Ask(ladder.nowhere(url)))


async def _learn_foreign(
    run: Run, session: aiohttp.ClientSession, host: Host, rung: ladder.Rung, attempt: Attempt
) -> bool:
    """Learn what a host shows to the pages of others, once a run; return whether it is just what it has shown to us."""
    async with host.probing:
        if host.foreign is not None:
            return False
        shown = await _shown(run, session, host, Ask(rung.url, _FOREIGN))
        host.foreign = shown - {attempt.sha256}
        host.shown |= host.foreign
        if host.foreign:
            run.list_placeholders(host.foreign, _name(Wanted(rung.url, "")))
        return attempt.sha256 in shown


async def _learn_own(
    run: Run, session: aiohttp.ClientSession, host: Host, one: Wanted, attempt: Attempt
) -> None:
    """Learn whether a host shows the article's own page another picture, once for each picture that is suspect."""
    async with host.probing:
        if attempt.sha256 in host.vouched or not host.manners.referer or not is_web(one.referer):
            return
        host.vouched.add(attempt.sha256)
        shown = await _shown(run, session, host, Ask(one.url, one.referer))
        if shown - {attempt.sha256}:
            host.shown |= {attempt.sha256}


async def _shown(run: Run, session: aiohttp.ClientSession, host: Host, ask: Ask) -> frozenset[str]:
    await host.turn()
    async with host.connections, run.slots:
        reply = await request(run, session, ask, run.limits.deadline)
    if reply.verdict != client.GOT or reply.data[:1] in (b"", b"<", b"{"):
        return frozenset()
    # Whatever it is: nothing that the host shows here is the image of an article.
    return frozenset((sha256_hex(reply.data),))


def _name(one: Wanted) -> str:
    return one.url.split("/")[2] if one.url.count("/") > 1 else one.url
