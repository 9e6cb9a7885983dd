"""Putting a site where readers see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile import publish
from backfile.errors import OutputError
from backfile.publish import Delta


def stage(memory: Path, files: dict[str, str]) -> Path:
    folder = memory / "stage"
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        publish.write_file(str(folder), path, text.encode())
    return folder


def tree(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    (tmp_path / ".backfile").mkdir()
    return tmp_path / ".backfile"


def test_a_whole_site_replaces_the_old_one_and_keeps_foreign_files(tmp_path: Path, memory: Path) -> None:
    output = tmp_path / "output"
    assert publish.publish_whole(stage(memory, {"a/index.html": "1"}), output, memory, []).atomic
    (output / "mine.txt").write_text("foreign")
    publish.publish_whole(stage(memory, {"b/index.html": "2"}), output, memory, ["mine.txt"])
    assert tree(output) == {"b/index.html": "2", "mine.txt": "foreign"}


def test_deltas_one_after_the_other(tmp_path: Path, memory: Path) -> None:
    output = tmp_path / "output"
    publish.publish_whole(stage(memory, {"a.html": "1", "b/c.html": "1", "d.html": "1"}), output, memory, [])
    (output / "mine.txt").write_text("foreign")
    last: Delta | None = None
    expected = {"a.html": "1", "b/c.html": "1", "d.html": "1", "mine.txt": "foreign"}
    for round in range(4):
        files = {"a.html": f"{round}", f"n{round}/x.html": f"{round}"}
        drop = ("b/c.html",) if round == 1 else (f"n{round - 1}/x.html",) if round == 3 else ()
        delta = Delta(tuple(files), drop, ("mine.txt",))
        publish.publish_some(stage(memory, files), output, memory, delta, last)
        publish.settle(memory)
        expected = {k: v for k, v in (expected | files).items() if k not in drop}
        assert tree(output) == expected
        last = delta
    assert not (output / "b").exists()


def test_foreign_files_are_as_their_owner_left_them(tmp_path: Path, memory: Path) -> None:
    output = tmp_path / "output"
    publish.publish_whole(stage(memory, {"a.html": "0"}), output, memory, [])
    last: Delta | None = None
    mine: dict[str, str] = {}

    def publish_next(number: int) -> None:
        nonlocal last
        delta = Delta(("a.html",), (), tuple(sorted(mine)))
        publish.publish_some(stage(memory, {"a.html": f"{number}"}), output, memory, delta, last)
        publish.settle(memory)
        last = delta
        assert tree(output) == {"a.html": f"{number}"} | mine

    for number in range(1, 4):
        mine["mine.txt"] = f"{number}"
        # As editors save: another file takes its place.
        (tmp_path / "new").write_text(mine["mine.txt"])
        (tmp_path / "new").replace(output / "mine.txt")
        publish_next(number)
    mine.clear()
    (output / "mine.txt").unlink()
    publish_next(4)
    publish_next(5)


def test_a_spare_of_unknown_state_is_made_anew(tmp_path: Path, memory: Path) -> None:
    output = tmp_path / "output"
    publish.publish_whole(stage(memory, {"a.html": "1", "b.html": "1"}), output, memory, [])
    publish.publish_some(stage(memory, {"a.html": "2"}), output, memory, Delta(("a.html",)), None)
    # No settle: as after a crash. The next publication may not build on the spare.
    publish.publish_some(
        stage(memory, {"b.html": "3"}), output, memory, Delta(("b.html",)), Delta(("a.html",))
    )
    assert tree(output) == {"a.html": "2", "b.html": "3"}


def test_a_published_file_is_never_written_again(tmp_path: Path, memory: Path) -> None:
    output = tmp_path / "output"
    publish.publish_whole(stage(memory, {"a.html": "1"}), output, memory, [])
    with (output / "a.html").open() as reader:
        publish.publish_some(stage(memory, {"a.html": "2"}), output, memory, Delta(("a.html",)), None)
        assert reader.read() == "1"


def test_a_page_may_become_a_folder(tmp_path: Path, memory: Path) -> None:
    output = tmp_path / "output"
    publish.publish_whole(stage(memory, {"a": "1", "b/c": "1"}), output, memory, [])
    publish.publish_some(
        stage(memory, {"a/b": "2", "b": "2"}), output, memory, Delta(("a/b", "b"), ("a", "b/c")), None
    )
    assert tree(output) == {"a/b": "2", "b": "2"}


def test_without_exchange_files_are_replaced_one_by_one(
    tmp_path: Path, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "output"
    publish.publish_whole(stage(memory, {"a.html": "1", "b.html": "1"}), output, memory, [])
    (output / "mine.txt").write_text("foreign")
    monkeypatch.setattr(publish, "_exchange", lambda a, b: False)
    assert not publish.publish_some(
        stage(memory, {"a.html": "2"}), output, memory, Delta(("a.html",), (), ("mine.txt",)), None
    ).atomic
    assert tree(output) == {"a.html": "2", "b.html": "1", "mine.txt": "foreign"}
    assert not publish.publish_whole(stage(memory, {"c.html": "3"}), output, memory, ["mine.txt"]).atomic
    assert tree(output) == {"c.html": "3", "mine.txt": "foreign"}


def test_unsafe_outputs_are_refused(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.txt").write_text("mine")
    for output in (
        Path("/"),
        Path.home(),
        site,
        site.parent,
        site / "content",
        site / "content" / "x",
        full,
        full / "thesis.txt",
    ):
        with pytest.raises(OutputError):
            publish.refuse_unsafe(output, site)
    publish.refuse_unsafe(site / "output", site)
    empty = tmp_path / "empty"
    empty.mkdir()
    publish.refuse_unsafe(empty, site)
    (full / publish.MANIFEST).write_text(publish.manifest_text(["index.html"]))
    publish.refuse_unsafe(full, site)


def test_the_manifest_lists_what_is_ours(tmp_path: Path) -> None:
    assert publish.read_manifest(tmp_path) == frozenset()
    (tmp_path / publish.MANIFEST).write_text(publish.manifest_text(["b", "a/c"]))
    assert publish.read_manifest(tmp_path) == {"a/c", "b", publish.MANIFEST}
