"""What `make bench` relies on: equal articles, kinds of pages that are counted right, and figures of all processes."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import generators
import installing
import pytest
from corpus import Post, article_text, make_post
from kinds import KINDS, counted, differences, expected, kind_of
from measuring import Measured, files_below, measured, written
from results import Row, case_table, merged, page_table
from texts import generated, plain_body, plain_name, plain_text, post_of

from backfile import config
from backfile.build import Options, build
from backfile.frontmatter import read_article
from backfile.model import Article
from site_folder import outside


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "home"),
        ("p/3/index.html", "list part"),
        ("2016/01/02/article-000000/index.html", "article"),
        ("2016/01/02/index.html", "day"),
        ("days/2016-01-02/index.html", "day"),
        ("2016/01/index.html", "month"),
        ("months/2016-01/index.html", "month"),
        ("2016/index.html", "year"),
        ("years/2016/index.html", "year"),
        ("years/index.html", "index"),
        ("tags/p/other/index.html", "index"),
        ("tags/标签1/index.html", "tag"),
        ("tags/标签1/p/12/index.html", "list part"),
        ("authors/a/feed.xml", "feed"),
        ("sources/a/index.xml", "feed"),
        ("sitemap-2016.xml", "sitemap"),
        ("robots.txt", "other"),
    ],
)
def test_a_path_names_its_kind(path: str, kind: str) -> None:
    assert kind_of(path) == kind
    assert kind in KINDS


def test_backfile_writes_the_pages_that_are_expected_with_the_plain_theme(tmp_path: Path) -> None:
    count = 90
    one = generators.backfile(tmp_path / "site", "plain")
    source = generated(count)
    # Few terms, so that some have several parts, and one tag of a single article.
    posts = [replace(source(n), tags=("news", f"t {n % 3}"), authors=(f"a {n % 2}",)) for n in range(count)]
    posts[7] = replace(posts[7], tags=("news", "alone"))
    generators.fill([one], posts)
    report = build(one.folder, config.load(one.folder), Options(output=one.output, offline=True), outside())
    assert report.problems == ()
    found = counted(files_below(one.output))
    assert differences(found, expected(posts, generators.LIST, from_oldest=True)) == []
    assert differences(found - Counter({"tag": 1}), expected(posts, generators.LIST, from_oldest=True)) == [
        "tag: 3 instead of 4"
    ]


def test_lists_from_the_newest_have_one_part_less_only_when_all_parts_are_full() -> None:
    for count in (1, 19, 20, 21, 39, 40, 41):
        posts = [replace(make_post(n, count), tags=(), authors=("a",), source="s") for n in range(count)]
        old, new = (expected(posts, 20, from_oldest=flag)["list part"] for flag in (True, False))
        # Three lists: of all, of the author, of the source.
        assert old - new == (3 if count % 20 == 0 else 0)


def test_all_generators_are_handed_the_same_bodies() -> None:
    post = generated(100)(13)
    for text in (article_text, generators.hugo_text, generators.pelican_text):
        assert text(post).endswith(f"\n\n{post.body}\n") or text(post).endswith(f"---\n{post.body}\n")


def test_backfile_reads_a_post_without_problems() -> None:
    post = generated(100)(12)
    read = read_article("a.md", article_text(post).encode())
    assert isinstance(read, tuple)
    article, problems = read
    assert problems == ()
    assert (article.title, article.summary, article.authors) == (post.title, post.summary, post.authors)
    assert (article.tags, article.permalink, article.body.strip()) == (post.tags, post.permalink, post.body)


def test_text_of_captures_fits_every_header() -> None:
    article = Article(
        title='He said: "no" \\ and left',
        authors=("Ann, Lee", "ann lee"),
        tags=("GPT-4.5", "a;b"),
        body="Text: with [a link](https://example.org/).\n\n![](x.png)\n\n<!-- backfile:tail -->\n\n\n\nEnd.",
    )
    post = post_of(article, 5, 10)
    assert post.authors == ("ann lee",) and post.tags == ("gpt 4 5", "a b")
    assert post.body == "Text: with [a link](https://example.org/).\n\nEnd."
    for value in (post.title, plain_text(post.body), *post.tags, post.source):
        assert not set(value) & set('":\\\n') and value == value.strip()
    assert plain_body(post.body) == post.body
    assert plain_name(plain_name("A_b-C")) == plain_name("A_b-C") == "a b c"


def test_one_more_article_is_the_newest() -> None:
    dates = [make_post(n, 50).date for n in range(52)]
    assert max(dates[:50]) < dates[50] <= dates[51]


def test_a_file_with_one_more_name_is_not_written_and_one_written_again_is(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, ns=(1, 1))
    before = files_below(tmp_path)
    os.link(tmp_path / "a", tmp_path.parent / "elsewhere")
    assert written(before, files_below(tmp_path)) == 0
    (tmp_path / "b").write_text("x")
    (tmp_path / "c").write_text("x")
    assert written(before, files_below(tmp_path)) == 2
    assert files_below(tmp_path / "nowhere") == {}


def test_time_and_memory_are_those_of_all_processes(tmp_path: Path) -> None:
    burn = "import time; kept = bytearray(b'x') * 60_000_000\nwhile time.process_time() < 0.4: pass"
    command = [
        sys.executable,
        "-c",
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])",
    ]
    took = measured(command, tmp_path / "log")
    assert took.cpu >= 0.4 and took.megabytes > 50


def test_an_installed_environment_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("one==1", "two[extra]==2")
    folder = tmp_path / installing.environment_name(names)
    folder.mkdir()
    (folder / "complete").touch()
    monkeypatch.setattr("venv.create", lambda *a, **k: pytest.fail("made again"))
    assert installing.installed(*names, cache=tmp_path) == folder
    assert installing.environment_name(names) != installing.environment_name(names[:1])


def test_tables_show_medians_and_how_many_times_as_long_others_took() -> None:
    rows = [Row("cold", "backfile", Measured(wall, 2.0, 10.0), 5) for wall in (1.0, 9.0, 2.0)]
    rows.append(Row("cold", "Hugo", Measured(6.0, 3.0, 20.0), 5))
    table = case_table(merged(rows), ["backfile", "Hugo"])
    assert table[2:] == [
        "| cold | backfile | 2.00 | 2.00 | 10 | 5 | 3.0 (1.5) |  |",
        "| cold | Hugo | 6.00 | 3.00 | 20 | 5 |  |  |",
    ]
    assert page_table({"one": Counter(article=2, other=1)})[-1] == "| all files | 3 |"


def test_editing_the_card_changes_the_template_of_that_site_only(tmp_path: Path) -> None:
    one, other = (generators.backfile(tmp_path / name, "default") for name in ("a", "b"))
    before = other.card.read_bytes()
    one.edit_card("edition 1")
    assert one.card.read_bytes() != before == other.card.read_bytes()


def test_a_post_knows_where_it_lies() -> None:
    post = Post(3, "T", "2020-02-03T01:02:00+08:00", (), "s", (), "")
    assert (post.folder, post.permalink) == ("2020/02", "2020/02/03/article-000003")
