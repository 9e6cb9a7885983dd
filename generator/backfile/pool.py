"""Batches of work on an injected executor."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from typing import ParamSpec, TypeVar

A = TypeVar("A")
B = TypeVar("B")
P = ParamSpec("P")


def collect_seldom() -> None:
    """Look for cyclic garbage seldom in this process: building makes very many values, and hardly any that form cycles."""
    gc.set_threshold(50_000, 10, 10)


class SerialExecutor(Executor):
    """Runs each call at once in the caller's thread: for tests, and for work too small for processes."""

    def __init__(self) -> None:
        self._ended = False

    def submit(self, fn: Callable[P, B], /, *args: P.args, **kwargs: P.kwargs) -> Future[B]:
        """Run fn now and return its finished future. Raises RuntimeError after shutdown, as the pools do."""
        if self._ended:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future: Future[B] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except (
            BaseException
        ) as error:  # as the pools of concurrent.futures do: the caller of result() gets it
            future.set_exception(error)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work."""
        self._ended = True


class ProcessExecutor(Executor):
    """Processes that start when the first call comes.

    Where the system can, they are copies of this process, which has everything loaded that it needs itself: on Linux, as
    long as no thread but one runs, for a lock that another thread holds would stay locked in the copy. Else they start anew.
    """

    def __init__(self, count: int) -> None:
        """Take the number of processes."""
        self._count = count
        self._pool: Executor | None = None
        self._ended = False

    def submit(self, fn: Callable[P, B], /, *args: P.args, **kwargs: P.kwargs) -> Future[B]:
        """Have fn run in a process. Raises RuntimeError after shutdown."""
        if self._ended:
            raise RuntimeError("cannot schedule new futures after shutdown")
        if self._pool is None:
            # Most builds need no processes, and these modules take as long to load as such a build.
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            alone = sys.platform == "linux" and threading.active_count() == 1
            context = get_context("fork" if alone else "spawn")
            if alone:
                # What is there before a copy is made never becomes garbage: to look at it would only copy it.
                gc.freeze()
            self._pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=_begin_work)
        return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes."""
        self._ended = True
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)


def _begin_work() -> None:
    collect_seldom()
    threading.Thread(target=_end_with_parent, name="end with parent", daemon=True).start()


def _end_with_parent() -> None:
    """End this process as soon as the one that started it is gone, however that ended.

    A worker waits for work on a pipe whose other end it holds as well, so it would wait for ever; and as a copy it would go on
    holding every lock of its parent.
    """
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def map_batches(
    executor: Executor, fn: Callable[[tuple[A, ...]], B], items: Iterable[A], size: int = 100, window: int = 8
) -> Iterator[B]:
    """Yield fn(batch) for batches of at most `size` items, in order, with at most `window` batches under way.

    Our own batches because some executors ignore the chunk size of `map`; a window so that memory does not grow with the
    number of items. A single batch is run by the caller: starting processes costs more than it.
    """
    source = iter(items)
    waiting: deque[Future[B]] = deque()
    batch = tuple(islice(source, size))
    following = tuple(islice(source, size))
    if batch and not following:
        yield fn(batch)
        return
    while batch:
        waiting.append(executor.submit(fn, batch))
        batch, following = following, tuple(islice(source, size))
        if len(waiting) >= window:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
