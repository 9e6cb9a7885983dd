"""Compiled templates as values, so that a build of one page need not compile the theme again."""

from __future__ import annotations

from hashlib import blake2b

import msgspec
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_decode = msgspec.msgpack.Decoder(dict[str, tuple[bytes, bytes]]).decode


class Compiled(BytecodeCache):
    """Code of templates by Jinja's key, which stands for the name; Jinja itself compares the source and its own version.

    Code is only taken when its digest is right: what a disk spoilt must not be run.
    """

    def __init__(self, packed: bytes = b"\x80") -> None:
        """Take what `packed` returned; anything else counts as nothing."""
        try:
            self._code = _decode(packed)
        except msgspec.DecodeError:
            self._code = {}
        self.changed = False

    def packed(self) -> bytes:
        """Return all code as bytes to keep."""
        return msgspec.msgpack.encode(self._code)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with kept code."""
        mark, code = self._code.get(bucket.key, (b"", b""))
        if code and blake2b(code, digest_size=16).digest() == mark:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket that had to be compiled."""
        code = bucket.bytecode_to_string()
        self._code[bucket.key] = (blake2b(code, digest_size=16).digest(), code)
        self.changed = True
