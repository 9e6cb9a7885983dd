"""Work on untrusted bytes, in processes that may die: each job has a time limit and its process a memory limit.

An executor as those of concurrent.futures, but one that survives its workers: a worker carries one job at a time, so that a
crash, an endless loop or a memory bomb costs that one job, and nobody has to search for it among others.
"""

from __future__ import annotations

import ctypes
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

import msgspec

from backfile.pool import collect_seldom

A = TypeVar("A")
B = TypeVar("B")
P = ParamSpec("P")
_START_SECONDS = 60.0
# M_MMAP_THRESHOLD of glibc's malloc.h.
_MMAP_THRESHOLD = -3


class Bounds(msgspec.Struct, frozen=True):
    """What one job may take: seconds by the clock, and megabytes of memory where the system can limit them."""

    seconds: float = 120.0
    megabytes: int = 1400


class LostJobError(Exception):
    """A job that ended its worker, or that its worker was ended for; the message says which, in words for people."""


class Lost(msgspec.Struct, frozen=True):
    """In place of the result of a job that was lost."""

    reason: str


def outcome_of(future: Future[B]) -> B | Lost:
    """Return what a job gave, or that it was lost; whatever else a job raised is raised."""
    error = future.exception()
    return Lost(str(error)) if isinstance(error, LostJobError) else future.result()


def map_singly(
    executor: Executor, fn: Callable[[A], B], items: Iterable[A], window: int = 8
) -> Iterator[tuple[A, B | Lost]]:
    """Yield each item with fn(item) or Lost, in order, with at most `window` of them under way."""
    waiting: deque[tuple[A, Future[B]]] = deque()
    for item in items:
        if len(waiting) >= window:
            pair = _first_of(waiting)
            yield pair
        waiting.append((item, executor.submit(fn, item)))
    while waiting:
        last = _first_of(waiting)
        yield last


def _first_of(waiting: deque[tuple[A, Future[B]]]) -> tuple[A, B | Lost]:
    item, future = waiting.popleft()
    found = outcome_of(future)
    return item, found


class BoundedExecutor(Executor):
    """At most `count` worker processes, each started when there is a job for it."""

    def __init__(self, count: int, bounds: Bounds | None = None) -> None:
        self._count, self._bounds = count, bounds or Bounds()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._open = 0
        self._ended = False

    def submit(self, fn: Callable[P, B], /, *args: P.args, **kwargs: P.kwargs) -> Future[B]:
        """Have fn called in a worker; its future raises LostJobError when that ended the worker."""
        future: Future[B] = Future()
        with self._lock:
            if self._ended:
                raise RuntimeError("cannot schedule new futures after shutdown")
            self._open += 1
            self._jobs.put(_Job(future, (fn, args, kwargs)))
            if self._open > len(self._threads) < self._count:
                thread = threading.Thread(target=self._serve, name="bounded worker", daemon=True)
                self._threads.append(thread)
                thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work; wait for what is under way, and for what waits unless that is cancelled."""
        with self._lock:
            if not self._ended:
                self._ended = True
                if cancel_futures:
                    self._cancel()
                for _ in self._threads:
                    self._jobs.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Nobody will ask for the rest after Ctrl-C.
        self.shutdown(wait=True, cancel_futures=kind is not None)

    def _cancel(self) -> None:
        with suppress(queue.Empty):
            while True:
                job = self._jobs.get_nowait()
                if job is not None:
                    job.future.cancel()

    def _serve(self) -> None:
        worker: _Worker | None = None
        while (job := self._jobs.get()) is not None:
            if job.future.set_running_or_notify_cancel():
                worker = _carry_out(job, worker, self._bounds)
            with self._lock:
                self._open -= 1
        if worker is not None:
            worker.end()


class _Job:
    """What to call, and who waits for it."""

    def __init__(self, future: Future[Any], call: tuple[Any, ...]) -> None:
        self.future, self.call = future, call


class _Worker:
    """A process and the pipe to it."""

    def __init__(self, bounds: Bounds) -> None:
        # Threads of ours are running, so plain fork is not safe.
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._bounds = bounds
        self._process = context.Process(target=_work, args=(theirs, bounds), daemon=True)
        self._process.start()
        theirs.close()
        self.jobs = 0
        if not self._answered(_START_SECONDS):
            self.end(kill=True)
            raise RuntimeError("a worker process could not be started")
        self._pipe.recv()

    def alive(self) -> bool:
        """Return whether it can take a job: an idle one may have been ended by the system."""
        return self._process.is_alive()

    def run(self, call: tuple[Any, ...]) -> tuple[bool, Any]:
        """Return whether a call succeeded, and its value or exception. Raises TimeoutError, and EOFError when it died."""
        self.jobs += 1
        try:
            self._pipe.send(call)
            # The worker has now to load what it is to call, which is no fault of the job.
            if not self._pipe.poll(_START_SECONDS) or self._pipe.recv() is not None:
                raise TimeoutError
            if not self._pipe.poll(self._bounds.seconds):
                raise TimeoutError
            answer: tuple[bool, Any] = self._pipe.recv()
        except TimeoutError:
            self.end(kill=True)
            raise
        except (EOFError, OSError):
            self.end(kill=True)
            raise EOFError(_cause_of(self._process.exitcode)) from None
        return answer

    def _answered(self, seconds: float) -> bool:
        # A closed pipe counts as ready too: the process must still be there.
        return self._pipe.poll(seconds) and self._process.is_alive()

    def end(self, kill: bool = False) -> None:
        """End the process: by itself as its pipe closes, or at once."""
        self._pipe.close()
        if kill:
            # A worker that died by itself must be allowed to have died of that.
            self._process.join(0.2)
            self._process.kill()
        self._process.join()


def _carry_out(job: _Job, worker: _Worker | None, bounds: Bounds) -> _Worker | None:
    """Run a job and return the worker for the next one, None when it is lost."""
    try:
        while True:
            if worker is None or not worker.alive():
                worker = _Worker(bounds)
            try:
                good, value = worker.run(job.call)
            except EOFError as error:
                # What an earlier job left behind may have ended the worker: a fresh one decides.
                if worker.jobs > 1:
                    worker = None
                    continue
                raise LostJobError(f"it broke its decoder ({error})") from None
            except TimeoutError:
                raise LostJobError(f"it took longer than {bounds.seconds:g} seconds") from None
            break
    except BaseException as error:  # as the pools do: the caller of result() gets it
        job.future.set_exception(error)
        return None
    if good:
        job.future.set_result(value)
    else:
        job.future.set_exception(value)
    return worker


def _cause_of(code: int | None) -> str:
    if code is None:
        return "its end was not seen"
    if code < 0:
        with suppress(ValueError):
            return f"ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"


def _work(pipe: Connection, bounds: Bounds) -> None:
    """The life of a worker: one job after the other, until its parent closes the pipe or is gone."""
    # Ctrl-C reaches the whole group; the parent decides what becomes of the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
    _limit_memory(bounds.megabytes)
    _give_back_memory()
    pipe.send(None)
    while True:
        try:
            fn, args, kwargs = pipe.recv()
        except EOFError:
            return
        pipe.send(None)
        _limit_time(2 * bounds.seconds)
        try:
            answer: tuple[bool, Any] = (True, fn(*args, **kwargs))
        except Exception as error:
            answer = (False, error)
        _limit_time(0)
        try:
            pipe.send(answer)
        except BrokenPipeError:
            return
        except Exception:  # an exception that cannot be pickled
            pipe.send((False, RuntimeError(repr(answer[1]))))


def _limit_time(seconds: float) -> None:
    """Have the system end this process by itself, should its parent be gone by then: no handler runs within C code."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _give_back_memory() -> None:
    """Have glibc return blocks of a megabyte and more as soon as they are free: it would keep them for a worker's next job."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, 1 << 20)


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, most in ((resource.RLIMIT_DATA, megabytes * 1_000_000), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(name)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(name, (soft, hard))
