"""The demonstration archive: what a newcomer builds first needs no network and changes nothing below content/."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from backfile import config
from backfile.build import Options, build
from backfile.check import check
from backfile.fetch import download
from site_folder import outside

REPOSITORY = Path(__file__).parents[2]


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_first_build_asks_for_nothing_and_leaves_content_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("the demonstration archive asked for something")

    monkeypatch.setattr(download, "fetch_all", refuse)
    shutil.copytree(REPOSITORY / "content", tmp_path / "content")
    shutil.copy(REPOSITORY / "site.toml", tmp_path / "site.toml")
    before = files_of(tmp_path / "content")
    output = tmp_path / "output"
    report = build(tmp_path, config.load(tmp_path), Options(output=output), outside())
    assert files_of(tmp_path / "content") == before
    assert (
        report.imported.new == 0
        and report.imported.quarantined == 0
        and report.imported.kept == report.articles >= 24
    )
    assert report.pictured.lost == 1 and report.pictured.unasked == 0 and report.pictured.kept >= 20
    assert report.problems == ()
    assert check(output) == ()
