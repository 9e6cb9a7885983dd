"""A second import into an archive that is there already: rehearsed, done, and both the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from backfile import config
from backfile.build import Report, import_paths
from backfile.build.tagging import load_vocabulary
from backfile.model import Article
from site_folder import SiteFolder, outside

MakeSite = Callable[[str], SiteFolder]
END = "本刊编辑部常年征集「青瓦巷」老照片和信件"
# More than are read in one batch.
EARLIER = 101


def capture(number: int, text: str = "") -> str:
    """One text dump of an article that no one wrote; its words differ from those of every other number."""
    words = "。\n\n".join(
        "".join(chr(0x4E00 + number * 97 + at * 13 + i * 7) for i in range(20)) for at in range(6)
    )
    head = f"# 老城旧闻其{number}\n\n文章作者: 城南旧事\n发布时间: 2024-0{number % 9 + 1}-11 08:00\n发布地: 北京\n"
    link = f"原文链接: https://old.example/{number}\n\n封面图链接: None\n\n"
    return f"{head}{link}《青瓦巷》{text}{words}。\n\n{END}\n"


def imported(site: SiteFolder, *paths: Path, dry_run: bool = False) -> Report:
    settings = config.load(site.folder)
    return import_paths(site.folder, settings, paths, outside(), dry_run=dry_run)


def folder_of(path: Path, numbers: range, text: str = "") -> Path:
    path.mkdir(parents=True)
    for number in numbers:
        (path / f"{number}.txt").write_text(capture(number, text), encoding="utf-8")
    return path


def article_of(site: SiteFolder, number: int) -> Path:
    found = (site.folder / "content/articles").rglob("*.md")
    return next(file for file in found if f'old.example/{number}"' in file.read_text(encoding="utf-8"))


@pytest.fixture
def filled(make_site: MakeSite, tmp_path: Path) -> SiteFolder:
    site = make_site("site")
    assert imported(site, folder_of(tmp_path / "first", range(EARLIER))).imported.new == EARLIER
    return site


def test_an_import_reads_many_earlier_articles_and_its_rehearsal_tells_the_same(
    filled: SiteFolder, tmp_path: Path
) -> None:
    later = folder_of(tmp_path / "later", range(EARLIER, EARLIER + 2))
    rehearsed = imported(filled, later, dry_run=True)
    done = imported(filled, later)
    assert done.imported.new == done.imported.folded == 2
    assert rehearsed.imported == done.imported


def test_a_rehearsal_knows_which_articles_were_edited(filled: SiteFolder, tmp_path: Path) -> None:
    for number in (3, 4):
        (filled.folder / "content/sources/first" / f"{number}.txt").write_text(
            capture(number, "昨日更正。"), encoding="utf-8"
        )
    edited = article_of(filled, 3)
    edited.write_text(edited.read_text(encoding="utf-8") + "\n我的话。\n", encoding="utf-8")
    later = folder_of(tmp_path / "later", range(EARLIER, EARLIER + 1))
    rehearsed = imported(filled, later, dry_run=True)
    done = imported(filled, later)
    assert (done.imported.new, done.imported.changed, done.imported.kept) == (1, 1, EARLIER - 1)
    assert rehearsed.imported == done.imported
    assert rehearsed.problems == done.problems != ()
    assert "我的话。" in edited.read_text(encoding="utf-8")


def test_an_import_that_is_stopped_while_it_writes_has_saved_what_it_learned(
    make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site("site")
    written: list[Path] = []

    def write(path: Path, article: Article, replace: bool = False) -> None:
        if written:
            raise KeyboardInterrupt
        written.append(path)

    monkeypatch.setattr("backfile.build.importing._write", write)
    with pytest.raises(KeyboardInterrupt):
        imported(site, folder_of(tmp_path / "first", range(3)))
    vocabulary, problems = load_vocabulary(site.folder)
    assert vocabulary is not None and vocabulary.articles == 3 and not problems


def test_a_vocabulary_that_cannot_be_read_is_left_for_a_person_to_mend(
    make_site: MakeSite, tmp_path: Path
) -> None:
    site = make_site("site")
    file = site.write("content/tags.json", "<<<<<<< HEAD\n{}\n")
    report = imported(site, folder_of(tmp_path / "first", range(3)))
    assert report.imported.new == 3
    assert [problem.source for problem in report.problems] == ["content/tags.json"]
    assert file.read_text(encoding="utf-8") == "<<<<<<< HEAD\n{}\n"
