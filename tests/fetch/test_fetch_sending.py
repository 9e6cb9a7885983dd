"""Small pictures go to the workers together, and yet each has its own verdict and its own misfortune."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pytest

from backfile.bounded import BoundedExecutor, Bounds
from backfile.digest import sha256_hex
from backfile.fetch import looking, sending, store
from backfile.fetch.looking import Look, Verdict
from backfile.fetch.sending import looks_by
from backfile.images import ImageFacts, Refused, inspect
from backfile.pool import SerialExecutor
from loopback import picture

B = TypeVar("B")
P = ParamSpec("P")
PICTURES = [picture(size=(number + 20, 9)) for number in range(20)]


class Counting(SerialExecutor):
    """Notes how many pictures each job has."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []

    def submit(self, fn: Callable[P, B], /, *args: P.args, **kwargs: P.kwargs) -> Future[B]:
        given: Any = args
        self.sizes.append(len(given[1]) if len(given) == 2 else 1)
        return super().submit(fn, *args, **kwargs)


class Idle(Executor):
    """Takes jobs and does none of them."""

    def __init__(self) -> None:
        self.jobs: list[Future[Any]] = []

    def submit(self, fn: Callable[P, B], /, *args: P.args, **kwargs: P.kwargs) -> Future[B]:
        self.jobs.append(Future())
        return self.jobs[-1]


def never(data: bytes) -> bool:
    return False


def behave(data: bytes) -> ImageFacts | Refused:
    """Do what bytes have led decoders to do."""
    if data == b"exit":
        os._exit(3)
    while data == b"hang":
        pass
    return inspect(data)


def verdicts(look: Look, folder: Path, pictures: list[bytes]) -> list[tuple[Verdict, str] | BaseException]:
    async def ask() -> list[tuple[Verdict, str] | BaseException]:
        return await asyncio.gather(*(look(folder, data) for data in pictures), return_exceptions=True)

    return asyncio.run(ask())


def test_pictures_that_come_together_go_together(tmp_path: Path) -> None:
    executor = Counting()
    found = verdicts(looks_by(executor, inspect, never), tmp_path, [*PICTURES, b"<html>"])
    assert executor.sizes == [16, 5]
    assert found == [
        *((inspect(data), sha256_hex(data)) for data in PICTURES),
        (Refused("it is a web page, not an image of a known type", damaged=False), ""),
    ]
    assert all(store.get(tmp_path, sha256_hex(data)) == data for data in PICTURES)


def test_a_picture_that_comes_alone_or_is_not_small_goes_alone(tmp_path: Path) -> None:
    executor = Counting()
    look = looks_by(executor, inspect, never)
    verdicts(look, tmp_path, [PICTURES[0]])
    verdicts(look, tmp_path, [data + bytes(64_000) for data in PICTURES[:3]])
    assert executor.sizes == [1] * 4


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"exit", "it broke its decoder (ended with code 3)"),
        (b"hang", "it took longer than 1 seconds"),
    ],
)
def test_what_breaks_a_worker_is_found_among_those_it_went_with(
    tmp_path: Path, bad: bytes, reason: str
) -> None:
    with BoundedExecutor(2, Bounds(seconds=1)) as executor:
        found = verdicts(looks_by(executor, behave, never), tmp_path, [*PICTURES[:4], bad, *PICTURES[4:9]])
    broken = found.pop(4)
    assert not isinstance(broken, BaseException)
    seen, sha256 = broken
    assert looking.is_rejected(seen)
    assert (seen.reason, seen.damaged) == (reason, True)
    assert store.get(tmp_path, sha256) == bad
    assert found == [(inspect(data), sha256_hex(data)) for data in PICTURES[:9]]


def test_a_picture_that_cannot_be_stored_fails_for_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = store.put

    def full(folder: Path, data: bytes) -> str:
        if data == PICTURES[1]:
            raise OSError(28, "No space left on device")
        return put(folder, data)

    monkeypatch.setattr(store, "put", full)
    first, failed, last = verdicts(looks_by(SerialExecutor(), inspect, never), tmp_path, PICTURES[:3])
    assert isinstance(failed, OSError) and failed.errno == 28
    assert [first, last] == [(inspect(data), sha256_hex(data)) for data in (PICTURES[0], PICTURES[2])]


def test_what_nobody_waits_for_any_more_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_BATCHES", 1)
    executor = Idle()
    look = looks_by(executor, inspect, never)

    async def ask() -> None:
        asked = [asyncio.ensure_future(look(tmp_path, data)) for data in PICTURES]
        while not executor.jobs:
            await asyncio.sleep(0)
        for one in asked:
            one.cancel()
        await asyncio.wait(asked)
        executor.jobs[0].set_result([(inspect(data), "") for data in PICTURES[:16]])
        for _ in range(10):
            await asyncio.sleep(0)

    asyncio.run(ask())
    assert len(executor.jobs) == 1
