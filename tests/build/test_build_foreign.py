"""Files in the output folder that are not ours: never deleted, never changed, and no page takes their place."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from published import clean_files, differences, files_of, with_foreign
from site_folder import SiteFolder

pytestmark = pytest.mark.usefixtures("closures_once")


def assert_as_clean(site: SiteFolder, foreign: dict[str, bytes]) -> None:
    expected = with_foreign(clean_files(site.folder), foreign)
    assert differences(files_of(site.output), expected) == []


@pytest.mark.parametrize("path", ["2024", "2024/07/28/b/index.html", "2024/07/28/b/index.html/mine.txt"])
@pytest.mark.parametrize("clean", [False, True])
def test_one_in_the_way_keeps_its_place_until_it_is_removed(site: SiteFolder, path: str, clean: bool) -> None:
    site.article("a", date="2023-01-01")
    site.build()
    (site.output / path).parent.mkdir(parents=True, exist_ok=True)
    (site.output / path).write_bytes(b"mine")
    site.article("b")
    report = site.build(clean=clean)
    assert any("not ours" in problem.message for problem in report.problems)
    assert_as_clean(site, {path: b"mine"})
    assert "not ours" in str(site.build().problems)
    assert_as_clean(site, {path: b"mine"})
    if path.endswith("mine.txt"):
        shutil.rmtree((site.output / path).parent)
    else:
        (site.output / path).unlink()
    assert site.build().problems == ()
    assert_as_clean(site, {})


def test_a_file_where_a_folder_of_pages_was(site: SiteFolder) -> None:
    site.article("a")
    site.build()
    shutil.rmtree(site.output / "2024")
    (site.output / "2024").write_bytes(b"mine")
    for title in ("one", "two", "three"):
        site.article("a", title=title)
        site.build()
        assert_as_clean(site, {"2024": b"mine"})


def test_links_to_folders_stay_links(site: SiteFolder, tmp_path: Path) -> None:
    site.article("a")
    site.build()
    for number in range(5):
        name = "one" if number < 3 else "two"
        site.write(f"{name}/mine.txt", "mine")
        (site.output / "link").unlink(missing_ok=True)
        (site.output / "link").symlink_to(tmp_path / name)
        site.article("a", title=f"Title {number}")
        site.build()
        assert_as_clean(site, {"link": b"-> " + os.fsencode(tmp_path / name)})
        assert (tmp_path / name / "mine.txt").read_text() == "mine"


def test_what_their_owner_does_to_them_lasts(site: SiteFolder, tmp_path: Path) -> None:
    foreign: dict[str, bytes] = {}
    for number in range(6):
        if number % 3 == 2:
            (site.output / "CNAME").unlink()
            del foreign["CNAME"]
        elif number:
            foreign["CNAME"] = b"%d" % number
            (tmp_path / "new").write_bytes(foreign["CNAME"])
            (tmp_path / "new").replace(site.output / "CNAME")
        site.article("a", title=f"Title {number}")
        site.build()
        assert_as_clean(site, foreign)
