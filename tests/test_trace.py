"""The build memory."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from backfile.trace import Trace


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "memory" / "build.db"
    with Trace(file) as trace:
        trace.save_folders("articles", [("a/", b"s", b"r"), ("b/", b"s2", b"r2")], [])
        trace.save_folders("sources", [("a/", b"x", b"y")], [])
        trace.kept.save_bodies([(b"k%d" % i, b"v") for i in range(1200)])
        trace.save_pages([("index.html", b"key", b"", 3, 4)], [], {"stamp": b"1"})
    with Trace(file) as trace:
        assert trace.stats("articles") == {"a/": b"s", "b/": b"s2"}
        assert trace.rows("sources") == {"a/": b"y"}
        assert len(trace.kept.bodies([b"k%d" % i for i in range(1300)])) == 1200
        assert trace.pages() == {"index.html": (b"key", 3, 4)}
        assert trace.meta() == {"stamp": b"1"}
        trace.save_folders("articles", [], ["a/"])
        trace.kept.forget_bodies_but(frozenset([b"k1"]))
        trace.save_pages([], ["index.html"], {})
        assert (
            trace.stats("articles") == {"b/": b"s2"}
            and trace.kept.bodies([b"k1", b"k2"]) == {b"k1": b"v"}
            and trace.pages() == {}
        )


def test_a_corrupt_memory_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "build.db"
    file.write_bytes(b"this is no database" * 100)
    with Trace(file) as trace:
        assert trace.replaced and trace.meta() == {}
    assert (tmp_path / "build.db.broken").exists()


def test_a_memory_of_another_version_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "build.db"
    db = sqlite3.connect(file)
    db.execute("pragma user_version=99")
    db.close()
    with Trace(file) as trace:
        assert trace.replaced
