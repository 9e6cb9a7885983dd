"""What images are, found by workers that may die of them."""

from __future__ import annotations

import threading
from concurrent.futures import Executor

from backfile import images
from backfile.bounded import Lost, outcome_of


class Inspector:
    """Inspects images on an executor; may be called from several threads at once."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._large = threading.Lock()

    def __call__(self, data: bytes) -> images.ImageFacts | images.Refused:
        """Return what an image is, or why it is refused; large ones are decoded one at a time."""
        if images.declared_memory(data) > images.LARGE:
            with self._large:
                return self._inspected(data)
        return self._inspected(data)

    def _inspected(self, data: bytes) -> images.ImageFacts | images.Refused:
        found = outcome_of(self._executor.submit(images.inspect, data))
        return images.Refused(found.reason, damaged=True) if isinstance(found, Lost) else found
