"""Batches of work on an injected executor."""

from __future__ import annotations

import gc
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
