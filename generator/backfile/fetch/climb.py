"""One URL: asked for in one place after the other until there is an image."""

from __future__ import annotations

import asyncio

import aiohttp
import msgspec

from backfile.digest import sha256_hex
from backfile.fetch import client, hosts, ladder, verdict
from backfile.fetch.client import Ask, Reply
from backfile.fetch.ledger import DAMAGED, KEPT
from backfile.fetch.looking import is_rejected
from backfile.fetch.placeholders import REASON
from backfile.fetch.run import Run
from backfile.fetch.wanted import Wanted
from backfile.model import Attempt

_REFUSALS = (401, 403)


class Climb:
    """How far one URL has come: what each place answered, and the best that is no image."""

    def __init__(self, run: Run, session: aiohttp.ClientSession, one: Wanted) -> None:
        self._run, self._session, self.one = run, session, one
        manners = hosts.manners_of(one.url, run.settings)
        rungs = ladder.rungs(one.url, one.referer, one.time, manners, run.settings.archives)
        self._near = tuple(rung for rung in rungs if rung.name != ladder.ARCHIVE)
        self.archived = tuple(rung for rung in rungs if rung.name == ladder.ARCHIVE)
        self._first: Reply | None = None
        self._last = Reply("")
        self._broken: Attempt | None = None
        self._said: list[str] = []

    async def near(self) -> bool:
        """Climb at the image's own host; return whether the URL is settled, or its host asks to be left alone.

        Raises OSError when the store cannot be written.
        """
        for rung in self._near:
            if self._is_vain(rung):
                continue
            if await self._step(rung):
                return True
            if self._last.verdict == client.LATER and rung.name == ladder.ORIGIN:
                self._run.host(rung.url).blocked = True
                return True
        return False

    async def far(self) -> bool:
        """Ask the archives; return whether they had it. Raises OSError when the store cannot be written."""
        for rung in self.archived:
            host = self._run.host(rung.url)
            if host.blocked or host.given_up():
                self._said.append(f"{rung.name}: not asked, {host.silence.reason}")
                continue
            if await self._step(rung):
                return True
            host.blocked = host.blocked or self._last.verdict == client.LATER
        return False

    def conclude(self) -> None:
        """Hand on what the URL came to: a smaller copy, a broken one, or a loss with what every place answered."""
        run, url = self._run, self.one.url
        smaller = run.nearby.same(url, run.seams.clock(), as_good=False)
        if smaller is not None:
            run.keep(self.one, smaller)
        elif self._broken is not None:
            run.settle(msgspec.structs.replace(self._broken, rungs=tuple(self._said)))
        elif self._first is not None and self._first.verdict == client.UNREACHED:
            pass_over(run, self.one, self._first, self._said)
        elif self._first is not None:
            run.settle(run.miss(url, self._first, self._said))

    def _is_vain(self, rung: ladder.Rung) -> bool:
        """Whether a place cannot have what the ones before refused."""
        if self._first is None:
            return False
        if rung.name == ladder.REFERER:
            # Hosts that look at the Referer refuse, or show something else; those that lost an image say so.
            return not (self._last.status in _REFUSALS or self._last.verdict == client.GOT)
        silent = self._first.verdict == client.UNREACHED
        return silent and hosts.host_of(rung.url) == hosts.host_of(self.one.url)

    async def _step(self, rung: ladder.Rung) -> bool:
        """Ask one place; return whether it had the image."""
        run = self._run
        reply, attempt = await self._ask(rung)
        if attempt is not None and attempt.outcome == KEPT:
            if not await verdict.is_placeholder(run, self._session, self.one, rung, attempt):
                run.keep(self.one, attempt)
                return True
            reply, attempt = msgspec.structs.replace(reply, reason=REASON), None
        if attempt is None:
            run.vain[(rung.url, rung.referer)] = msgspec.structs.replace(reply, data=b"")
        else:
            reply = msgspec.structs.replace(reply, reason=attempt.reason)
        self._broken = self._broken or attempt
        self._first = self._first or reply
        self._last = reply
        self._said.append(f"{rung.name}: {reply.reason}")
        return False

    async def _ask(self, rung: ladder.Rung) -> tuple[Reply, Attempt | None]:
        """One place, with its tries, within the deadline. The attempt is a kept or damaged image, else None."""
        run = self._run
        before = run.vain.get((rung.url, rung.referer))
        if before is not None:
            return before, None
        reply, attempt = Reply(client.AGAIN, reason="no answer"), None
        host = run.host(rung.url)
        rest = run.limits.deadline
        for number in range(run.limits.tries):
            # Waiting for the host's turn is our own politeness and not counted.
            await host.turn()
            async with host.connections, run.slots:
                start = asyncio.get_running_loop().time()
                reply = await verdict.request(run, self._session, self._question(rung), rest)
                rest -= asyncio.get_running_loop().time() - start
            run.answered = run.answered or reply.verdict != client.UNREACHED
            if reply.verdict == client.GOT:
                reply, attempt = await self._judged(rung, reply)
                if attempt is None or attempt.outcome == KEPT:
                    break
            if reply.verdict == client.SAME:
                attempt = self._as_before()
                break
            if reply.verdict == client.GONE or rest <= 0:
                break
            if reply.verdict == client.LATER:
                if reply.wait > run.limits.patience:
                    break
                host.pause(reply.wait)
            elif number + 1 < run.limits.tries:
                await run.seams.sleep(run.limits.backoff * 2**number * (1 + run.seams.chance() / 2))
        host.heard(
            reply, answered=reply.verdict != client.UNREACHED and (rest > 0 or reply.verdict == client.GOT)
        )
        return reply, attempt

    def _question(self, rung: ladder.Rung) -> Ask:
        known = self._run.known.get(self.one.url)
        if known is None or known.outcome == KEPT or rung.name != ladder.ORIGIN:
            return Ask(rung.url, rung.referer)
        return Ask(rung.url, rung.referer, known.etag, known.modified)

    def _as_before(self) -> Attempt | None:
        """What the ledger has of a URL that has not changed since: the same damage, or the same loss."""
        known = self._run.known[self.one.url]
        if known.outcome != DAMAGED:
            return None
        tries = self._run.tries(self.one.url)
        return msgspec.structs.replace(known, time=self._run.seams.clock(), tries=tries)

    async def _judged(self, rung: ladder.Rung, reply: Reply) -> tuple[Reply, Attempt | None]:
        """What the bytes are; images are kept, also broken ones, since nobody may ever see a better copy."""
        run = self._run
        if ladder.leads_to_placeholder(rung.url, reply.url):
            return msgspec.structs.replace(reply, reason=REASON), None
        if run.placeholders.names(sha256_hex(reply.data)):
            return msgspec.structs.replace(reply, reason=REASON), None
        seen, sha256 = await run.seams.look(run.folder, reply.data)
        if is_rejected(seen) and not seen.damaged:
            return msgspec.structs.replace(reply, reason=f"not an image: {seen.reason}"), None
        url, size = self.one.url, len(reply.data)
        found = Attempt(url, KEPT, run.seams.clock(), sha256, bytes=size, status=reply.status, rung=rung.name)
        if is_rejected(seen):
            return reply, msgspec.structs.replace(
                found,
                outcome=DAMAGED,
                reason=seen.reason,
                tries=run.tries(url),
                etag=reply.etag,
                modified=reply.modified,
            )
        return reply, msgspec.structs.replace(
            found, media=seen.media, width=seen.width, height=seen.height, fingerprint=seen.fingerprint
        )


def pass_over(run: Run, one: Wanted, reply: Reply, said: list[str]) -> None:
    """Take a host's silence for the answer: lost if nobody could reach it, else left for the next run."""
    if reply.verdict == client.UNREACHED:
        for each in (one, *run.waiting.pop(one.url, ())):
            run.unreached.append(run.miss(each.url, reply, said))
