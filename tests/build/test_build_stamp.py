"""Stamps of stages cover what the stages import."""

from __future__ import annotations

from backfile.build import stamp


def test_a_stamp_covers_what_a_stage_imports() -> None:
    seen: set[str] = set()
    waiting = ["render"]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += [m for file in stamp._files(name) for m in stamp._imports(file)]
    assert {"render", "model", "config", "errors", "digest", "addresses", "characters"} <= seen
    assert "trace" not in seen and "fetch" not in seen


def test_stages_have_different_stamps() -> None:
    assert stamp.stamp("render") != stamp.stamp("index") != stamp.stamp("images")


def test_every_library_of_a_stage_is_installed() -> None:
    for stage in stamp.LIBRARIES:
        assert len(stamp.stamp(stage)) == 16
