"""Work that kills, hangs or eats memory costs itself and nothing else."""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from backfile.bounded import BoundedExecutor, Bounds, Lost, map_singly
from backfile.pool import SerialExecutor


def behave(how: str) -> str:
    """Stand in for a decoder: do what bytes have led decoders to do."""
    if how == "hang":
        while True:
            pass
    if how == "exit":
        os._exit(3)
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "eat":
        return str(len(bytearray(2_000_000_000)))
    if how == "raise":
        raise ValueError("no")
    if how.startswith("once "):
        path = Path(how.removeprefix("once "))
        if not path.exists():
            path.touch()
            os._exit(4)
    return f"{how} done"


def test_what_breaks_its_worker_is_lost_and_all_others_are_done() -> None:
    items = ["a", "hang", "b", "exit", "c", "kill", "d", "e"]
    with BoundedExecutor(2, Bounds(seconds=1)) as executor:
        found = list(map_singly(executor, behave, items))
    assert [item for item, _ in found] == items
    assert dict(found) == {
        **{name: f"{name} done" for name in "abcde"},
        "hang": Lost("it took longer than 1 seconds"),
        "exit": Lost("it broke its decoder (ended with code 3)"),
        "kill": Lost("it broke its decoder (ended by SIGKILL)"),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit the memory of a process")
def test_memory_is_limited() -> None:
    with BoundedExecutor(1, Bounds(megabytes=500)) as executor:
        with pytest.raises(MemoryError):
            executor.submit(behave, "eat").result()
        assert executor.submit(behave, "a").result() == "a done"


def test_exceptions_reach_the_caller() -> None:
    with BoundedExecutor(1) as executor, pytest.raises(ValueError, match="no"):
        executor.submit(behave, "raise").result()


def test_a_job_is_not_blamed_for_what_an_earlier_one_left_behind(tmp_path: Path) -> None:
    job = f"once {tmp_path / 'mark'}"
    with BoundedExecutor(1) as executor:
        assert executor.submit(behave, "a").result() == "a done"
        assert executor.submit(behave, job).result() == f"{job} done"


def test_a_worker_that_the_system_ended_between_jobs_is_replaced() -> None:
    with BoundedExecutor(1) as executor:
        first = executor.submit(os.getpid).result()
        os.kill(first, signal.SIGKILL)
        assert executor.submit(os.getpid).result() != first


def test_no_process_starts_without_a_job_and_none_stays() -> None:
    executor = BoundedExecutor(2)
    assert not executor._threads
    process = executor.submit(os.getpid).result()
    assert len(executor._threads) == 1, "one job needs one worker"
    executor.shutdown()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    with pytest.raises(RuntimeError):
        executor.submit(os.getpid)


def test_an_exception_of_the_caller_cancels_what_waits() -> None:
    start = time.monotonic()
    futures = []
    with pytest.raises(KeyboardInterrupt), BoundedExecutor(1, Bounds(seconds=1)) as executor:
        futures += [executor.submit(behave, "hang") for _ in range(30)]
        raise KeyboardInterrupt
    assert time.monotonic() - start < 15
    with pytest.raises(CancelledError):
        futures[-1].result()


def test_any_executor_will_do() -> None:
    found = list(map_singly(SerialExecutor(), behave, "abc", window=2))
    assert found == [(name, f"{name} done") for name in "abc"]
