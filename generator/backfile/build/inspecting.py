"""What images are, found by workers that may die of them."""

from __future__ import annotations

import threading
from concurrent.futures import Executor

from backfile import images
from backfile.bounded import Lost, outcome_of
from backfile.fetch.looking import Look


class Inspector:
    """Inspects images on an executor; may be called from several threads at once."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._turn = threading.Condition()
        self._running = 0
        self._alone = False

    def __call__(self, data: bytes) -> images.ImageFacts | images.Refused:
        """Return what an image is, or why it is refused; a large one is decoded while no other is."""
        large = images.declared_memory(data) > images.LARGE
        with self._turn:
            self._turn.wait_for(lambda: not self._alone)
            if large:
                # Claimed before it is free, or a stream of small ones would never let a large one in.
                self._alone = True
                self._turn.wait_for(lambda: not self._running)
            self._running += 1
        try:
            return self._inspected(data)
        finally:
            with self._turn:
                self._running -= 1
                if large:
                    self._alone = False
                self._turn.notify_all()

    def look(self) -> Look:
        """Return the same for the fetcher: the worker puts images into the store besides."""
        from backfile.fetch.sending import looks_by  # most builds ask for nothing, and need no event loop

        return looks_by(self._executor, images.inspect, _is_large)

    def _inspected(self, data: bytes) -> images.ImageFacts | images.Refused:
        found = outcome_of(self._executor.submit(images.inspect, data))
        return images.Refused(found.reason, damaged=True) if isinstance(found, Lost) else found


def _is_large(data: bytes) -> bool:
    return images.declared_memory(data) > images.LARGE
