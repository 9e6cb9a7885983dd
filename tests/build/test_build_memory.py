"""A build memory that is spoilt: the build begins a new one, and writes what it would have written."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

import damage
from published import clean_files, differences, files_of
from site_folder import SiteFolder

pytestmark = pytest.mark.usefixtures("closures_once")


@pytest.fixture
def archive(site: SiteFolder) -> SiteFolder:
    for number in range(3):
        site.article(f"a{number}", tags="活字, paper", body="## Head\n\nText.")
    site.build()
    return site


def assert_as_clean(site: SiteFolder) -> None:
    assert differences(files_of(site.output), clean_files(site.folder)) == []


def test_a_body_that_is_no_text(archive: SiteFolder) -> None:
    with closing(sqlite3.connect(archive.folder / ".backfile/build.db")) as db, db:
        assert db.execute("update body set value = x'c1ff'").rowcount
    archive.settings('[site]\ntitle = "Another"\n')
    archive.build()
    assert_as_clean(archive)


@pytest.mark.parametrize("place", damage.BROKEN, ids=lambda place: f"{place[0]} {place[2]}")
def test_what_cannot_be_decoded(archive: SiteFolder, place: damage.Place) -> None:
    damage.break_rows(archive.folder / ".backfile", (place,), 0)
    archive.article("a1", body="## Head\n\nText.\n\n## Another\n\nText")
    archive.build()
    assert_as_clean(archive)
    archive.article("a1", title="Another")
    archive.build()
    assert_as_clean(archive)


@pytest.mark.parametrize("place", damage.PROVED, ids=lambda place: f"{place[0]} {place[2]}")
def test_what_only_says_that_work_may_be_left_out(archive: SiteFolder, place: damage.Place) -> None:
    for seed in range(2):
        damage.flip(archive.folder / ".backfile", (place,), seed)
        archive.article(f"a{seed}", body="## Head\n\nText.\n\n## Another\n\nText")
        archive.build()
        assert_as_clean(archive)


def test_a_clean_build_trusts_nothing(archive: SiteFolder) -> None:
    for seed in range(4):
        damage.flip(archive.folder / ".backfile", damage.PROVED + damage.VALUES, seed, most=10)
        archive.build(clean=True)
        assert_as_clean(archive)
