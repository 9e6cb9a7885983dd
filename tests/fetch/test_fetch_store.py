"""Originals by content."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from backfile.fetch import store


def test_bytes_are_kept_under_their_digest(tmp_path: Path) -> None:
    data = b"picture"
    sha256 = store.put(tmp_path, data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert store.path_of(tmp_path, sha256) == tmp_path / sha256[:2] / sha256[2:4] / sha256
    assert store.get(tmp_path, sha256) == data
    assert store.has(tmp_path, sha256)


def test_a_file_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    path = store.path_of(tmp_path, store.put(tmp_path, b"picture"))
    before = path.stat()
    store.put(tmp_path, b"picture")
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_file_of_the_wrong_size_is_replaced(tmp_path: Path) -> None:
    path = store.path_of(tmp_path, store.put(tmp_path, b"picture"))
    path.write_bytes(b"pic")
    store.put(tmp_path, b"picture")
    assert path.read_bytes() == b"picture"


def test_nothing_half_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        store.put(tmp_path, b"picture")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_absent_and_empty_files_are_none(tmp_path: Path) -> None:
    sha256 = "ab" * 32
    assert store.get(tmp_path, sha256) is None
    assert not store.has(tmp_path, sha256)
    path = store.path_of(tmp_path, sha256)
    path.parent.mkdir(parents=True)
    path.touch()
    assert store.get(tmp_path, sha256) is None
    assert not store.has(tmp_path, sha256)


@pytest.mark.parametrize("sha256", ["", "../" * 21 + "a", "AB" * 32, "ab" * 31, "ab" * 33])
def test_only_digests_are_names(tmp_path: Path, sha256: str) -> None:
    with pytest.raises(ValueError, match="sha256"):
        store.path_of(tmp_path, sha256)
