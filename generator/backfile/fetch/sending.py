"""Pictures to the workers that look at them, and the verdicts back."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from backfile.bounded import LostJobError
from backfile.fetch import store
from backfile.fetch.looking import Inspect, Look, Verdict, look, look_at_each

# Bytes up to which looking at a picture costs less than its way to a worker and back; pictures that go there together; batches
# under way at once, one more than there are processors, so that none waits for its next one.
_SMALL, _BATCH, _BATCHES = 64_000, 16, (os.cpu_count() or 1) + 1


def looks_by(executor: Executor, inspect: Inspect, is_large: Callable[[bytes], bool]) -> Look:
    """Return a Look whose work an executor does, in processes that may die of it; large images are decoded one at a time."""
    alone = asyncio.Lock()
    together = _Together(executor, inspect)

    async def looked_at(folder: Path, data: bytes) -> tuple[Verdict, str]:
        if is_large(data):
            async with alone:
                return await _looked_at_alone(executor, inspect, folder, data)
        if len(data) > _SMALL:
            return await _looked_at_alone(executor, inspect, folder, data)
        return await together.looked_at(folder, data)

    return looked_at


async def _looked_at_alone(
    executor: Executor, inspect: Inspect, folder: Path, data: bytes
) -> tuple[Verdict, str]:
    try:
        return await asyncio.wrap_future(executor.submit(look, inspect, folder, data))
    except LostJobError as error:
        return _Broken(str(error)), await asyncio.to_thread(store.put, folder, data)


class _Together:
    """Small pictures, on their way to the workers: those that came at one moment, or while all workers were busy, share it.

    When such a batch is lost, each of its pictures goes again alone, so that no other is blamed for what one of them did.
    """

    def __init__(self, executor: Executor, inspect: Inspect) -> None:
        self._executor, self._inspect = executor, inspect
        self._waiting: deque[_Awaited] = deque()
        self._under_way: set[asyncio.Task[None]] = set()

    async def looked_at(self, folder: Path, data: bytes) -> tuple[Verdict, str]:
        """Return what one picture is, and where it is kept. Raises OSError."""
        loop = asyncio.get_running_loop()
        one = _Awaited(folder, data, loop.create_future())
        self._waiting.append(one)
        if len(self._waiting) == 1:
            # Not before all that the network brought at this moment has been read.
            loop.call_soon(self._send)
        return await one.verdict

    def _send(self) -> None:
        while len(self._under_way) < _BATCHES and (batch := self._next()):
            task = asyncio.create_task(self._carry(batch))
            self._under_way.add(task)
            task.add_done_callback(self._came)

    def _next(self) -> list[_Awaited]:
        batch: list[_Awaited] = []
        while self._waiting and len(batch) < _BATCH:
            one = self._waiting.popleft()
            # At the end of a run nobody waits any more.
            if not one.verdict.done():
                batch.append(one)
        return batch

    def _came(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._send()

    async def _carry(self, batch: list[_Awaited]) -> None:
        if len(batch) == 1:
            await self._carry_alone(batch[0])
            return
        try:
            pictures = [(one.folder, one.data) for one in batch]
            found = await asyncio.wrap_future(self._executor.submit(look_at_each, self._inspect, pictures))
        except LostJobError:
            await asyncio.gather(*(self._carry_alone(one) for one in batch))
        except Exception as error:
            for one in batch:
                one.fail(error)
        else:
            for one, verdict in zip(batch, found, strict=True):
                if isinstance(verdict, OSError):
                    one.fail(verdict)
                else:
                    one.settle(verdict)

    async def _carry_alone(self, one: _Awaited) -> None:
        try:
            one.settle(await _looked_at_alone(self._executor, self._inspect, one.folder, one.data))
        except Exception as error:
            one.fail(error)


class _Awaited:
    """A picture, and who waits for the verdict on it; whoever gave up waiting gets none."""

    def __init__(self, folder: Path, data: bytes, verdict: asyncio.Future[tuple[Verdict, str]]) -> None:
        self.folder, self.data, self.verdict = folder, data, verdict

    def settle(self, verdict: tuple[Verdict, str]) -> None:
        if not self.verdict.done():
            self.verdict.set_result(verdict)

    def fail(self, error: Exception) -> None:
        if not self.verdict.done():
            self.verdict.set_exception(error)


class _Broken(msgspec.Struct, frozen=True):
    """In place of the verdict on an image that broke whoever looked at it."""

    reason: str
    damaged: bool = True
