"""Stand-ins for decoders with faults; a module of its own, because the workers of tests load what they are to call.

What the bytes of a picture make them do stands behind the end of a PNG, where it changes nothing else.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from backfile import images, renditions

HANG, DIE = b"\x01", b"\x02"


def behave(data: bytes) -> None:
    """Do what bytes have led decoders to do."""
    if data.endswith(HANG):
        while True:
            pass
    if data.endswith(DIE):
        os.kill(os.getpid(), signal.SIGKILL)


def make(order: renditions.Order) -> renditions.Made | None:
    """Stand in for renditions.make."""
    behave(Path(order.original).read_bytes())
    return renditions.make(order)


def inspect(data: bytes) -> images.ImageFacts | images.Refused:
    """Stand in for images.inspect."""
    behave(data)
    return images.inspect(data)
