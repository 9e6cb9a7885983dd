"""Batches keep their order and their window."""

from __future__ import annotations

import gc
import os
import select
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from backfile.pool import ProcessExecutor, SerialExecutor, map_batches

_MARKED: list[int] = []


def _marks() -> int:
    return len(_MARKED)


def test_order_and_batches() -> None:
    assert list(map_batches(SerialExecutor(), sum, range(10), size=4)) == [6, 22, 17]


def test_threads_give_the_same() -> None:
    with ThreadPoolExecutor(3) as threads:
        assert list(map_batches(threads, sum, range(1000), size=7, window=3)) == list(
            map_batches(SerialExecutor(), sum, range(1000), size=7)
        )


def test_processes_give_the_same() -> None:
    with ProcessExecutor(2) as processes:
        assert list(map_batches(processes, sum, range(1000), size=70)) == list(
            map_batches(SerialExecutor(), sum, range(1000), size=70)
        )
    with pytest.raises(RuntimeError):
        processes.submit(sum, (1,))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are only copied on Linux")
def test_processes_are_copies_unless_a_thread_runs_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "_MARKED", [1])
    with ProcessExecutor(1) as processes:
        assert processes.submit(_marks).result() == 1
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        frozen = gc.get_freeze_count()
        with ProcessExecutor(1) as processes:
            assert processes.submit(_marks).result() == 0
        assert gc.get_freeze_count() <= frozen, "what a long-running process froze it would never let go"
    finally:
        ended.set()
        thread.join()


_WAITING = """
import sys
from backfile.pool import ProcessExecutor

executor = ProcessExecutor(3)
list(executor.map(int, "123456"))
print("started", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are only copied on Linux")
def test_processes_end_with_a_parent_that_is_killed() -> None:
    # Every process holds the pipe's writing end, so that its reading end is at its end when all are gone.
    reader, writer = os.pipe()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", _WAITING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        pass_fds=(writer,),
    ) as parent:
        os.close(writer)
        assert parent.stdout is not None and parent.stdout.readline() == b"started\n"
        parent.send_signal(signal.SIGKILL)
        assert parent.wait(10) == -signal.SIGKILL
        ended, _, _ = select.select([reader], [], [], 30)
        assert ended and os.read(reader, 1) == b""
    os.close(reader)


def test_the_window_bounds_what_is_taken() -> None:
    taken: list[int] = []

    def items() -> object:
        for i in range(100):
            taken.append(i)
            yield i

    results = map_batches(SerialExecutor(), sum, items(), size=5, window=2)  # type: ignore[arg-type]
    next(results)
    assert len(taken) == 20


def test_an_error_reaches_the_caller() -> None:
    with pytest.raises(ZeroDivisionError):
        list(map_batches(SerialExecutor(), lambda batch: batch[0] // 0, [1]))


def test_a_single_batch_needs_no_executor() -> None:
    class Refusing(SerialExecutor):
        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
            raise AssertionError("started")

    assert list(map_batches(Refusing(), sum, [1, 2], size=2)) == [3]
