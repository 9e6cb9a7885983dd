"""Content digests: the only notion of change."""

from __future__ import annotations

from hashlib import blake2b, sha256

import msgspec

_encoder = msgspec.msgpack.Encoder(order="deterministic")
encode = _encoder.encode


def digest(value: object) -> bytes:
    """Return 16 bytes that stand for a frozen value (structs, tuples, strings, numbers, bytes)."""
    return blake2b(encode(value), digest_size=16).digest()


def digest_bytes(data: bytes) -> bytes:
    """Return 16 bytes that stand for the bytes of a file; for keys inside the build memory only."""
    return blake2b(data, digest_size=16).digest()


def sha256_hex(data: bytes) -> str:
    """Return the sha256 in hex: the public identity of captures and stored images."""
    return sha256(data).hexdigest()


def base32_id(text: str, length: int) -> str:
    """Return the first characters of the lower-case base32 form of the sha256 of a text."""
    from base64 import b32encode

    return b32encode(sha256(text.encode()).digest()).decode().lower()[:length]
