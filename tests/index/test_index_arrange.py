"""What is published, in which order, and at which address."""

from __future__ import annotations

from itertools import permutations

import pytest
from index_samples import SITE, entry, titles  # type: ignore[import-not-found]

from backfile.addresses import article_id
from backfile.index import arrange
from backfile.index.holding import former_path
from backfile.index.moments import day_of, rfc3339
from backfile.index.places import Places, comparable
from backfile.model import Entry, entry_of


def folders(*entries: Entry) -> dict[str, str]:
    holding, _ = arrange(entries, SITE)
    return {item.entry.article.title: item.folder for item in holding.items}


def test_only_what_is_published() -> None:
    entries = [entry(status or "plain", status=status) for status in ("", "published", "gone", "draft")]
    entries += [entry("w", status="withdrawn"), entry("odd", status="Hidden")]
    assert set(folders(*entries)) == {"Plain", "Published", "Gone"}
    with_drafts, _ = arrange(entries, SITE, drafts=True)
    assert {i.entry.article.title for i in with_drafts.items} == {"Plain", "Published", "Gone", "Draft"}


def test_the_order_is_day_then_moment_then_id() -> None:
    entries = [
        entry("undated", ""),
        entry("year", "2024"),
        entry("month", "2024-07"),
        entry("day", "2024-07-28"),
        entry("late in shanghai", "2024-07-28T23:00:00+08:00"),
        entry("naive counts as shanghai", "2024-07-28T23:30:00"),
        entry("noon in london", "2024-07-28T16:00:00Z"),
        entry("next day as written", "2024-07-29T00:10:00+14:00"),
        *sorted(
            (entry(n, "2024-08-01T08:00:00+08:00") for n in ("twin a", "twin b")), key=lambda e: e.article.id
        ),
    ]
    for shuffled in (entries[::-1], entries[3:] + entries[:3]):
        holding, problems = arrange(shuffled, SITE)
        assert [i.entry for i in holding.items] == entries
        assert problems == ()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-07-28T12:39:00+08:00", "2024-07-28"),
        ("2024-07", "2024-07"),
        ("2024", "2024"),
        ("2024-02-31", "2024-02"),
        ("2024-13-01", "2024"),
        ("0000-01-01", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_a_day_is_what_a_calendar_has(written: str, day: str) -> None:
    assert day_of(written) == day


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-07-28T12:39:00+08:00", "2024-07-28T12:39:00+08:00"),
        ("2024-07-28T12:39", "2024-07-28T12:39:00+08:00"),
        ("2024-07-28T04:39:00Z", "2024-07-28T04:39:00Z"),
        ("2024-07-28", "2024-07-28T00:00:00+08:00"),
        ("2024-07", "2024-07-01T00:00:00+08:00"),
        ("2024", "2024-01-01T00:00:00+08:00"),
        ("2024-02-31", "2024-02-01T00:00:00+08:00"),
        ("1890-05-01", "1890-04-30T15:54:17Z"),
        ("9999-12-31T23:00:00-23:00", "1970-01-01T00:00:00Z"),
        ("", "1970-01-01T00:00:00Z"),
    ],
)
def test_feeds_say_dates_with_a_zone(written: str, moment: str) -> None:
    from zoneinfo import ZoneInfo

    assert rfc3339(written, ZoneInfo("Asia/Shanghai")) == moment


def test_addresses_without_a_permalink_come_from_date_and_file() -> None:
    bare = [
        entry_of(
            f"content/articles/{file}", b"", b"", entry("x", date, id="", permalink="", title=file).article, e
        )
        for file, date in (
            ("a.md", "2024-07-28T12:00:00Z"),
            ("deep/b c.markdown", "2024-07"),
            ("c.md", ""),
            ("with-pictures/index.md", "2024-07-28"),
            ("28.md", "2024-07"),
            ("..md", "2024"),
        )
        for e in (entry("x").facts,)
    ]
    mark = article_id("path:content/articles/28.md")
    assert folders(*bare) == {
        "a.md": "2024/07/28/a",
        "deep/b c.markdown": "2024/07/b c",
        "c.md": "undated/c",
        "with-pictures/index.md": "2024/07/28/with-pictures",
        "28.md": f"2024/07/28-{mark[:4]}",
        "..md": f"2024/{article_id('path:content/articles/..md')}",
    }
    holding, _ = arrange(bare, SITE)
    assert {i.id for i in holding.items} == {article_id(f"path:{e.path}") for e in bare}


@pytest.mark.parametrize(
    ("permalink", "folder"),
    [
        ("2024/07/28/plain", "2024/07/28/plain"),
        ("/2024/../a//b/", "2024/a/b"),
        ("tags/x", "tags-{}/x"),
        ("Images", "Images-{}"),
        ("2024/07", "2024/07-{}"),
        ("2024", "2024-{}"),
        ("undated", "undated-{}"),
        ("undated/p/1", "undated/p-{}/1"),
        ("undated/P", "undated/P-{}"),
        ("sitemap-2024.xml", "sitemap-2024.xml-{}"),
        ("robots.txt", "robots.txt-{}"),
        ("a/index.html", "a/index.html-{}"),
        ("a/con", "a/con-{}"),
        ("a/b" * 40, "undated/{id}"),
        ("..", "undated/{id}"),
    ],
)
def test_pages_of_ours_keep_their_addresses(permalink: str, folder: str) -> None:
    one = entry("x", permalink=permalink, id="abcdefghij")
    assert folders(one) == {"X": folder.format("abcd", id="abcdefghij")}


def test_twins_get_marks_by_id_whatever_their_order() -> None:
    entries = [
        entry("a", permalink="2024/07/28/café", id="aaaa111111"),
        entry("b", permalink="2024/07/28/CAFÉ", id="bbbb111111"),
        entry("c", permalink="2024/07/28/cafe\u0301", id="bbbb222222"),
        entry("d", permalink="2024/07/28/café-bbbb", id="zzzz111111"),
        entry("e", permalink="2024/07/28/café", id="../../etc"),
    ]
    found = [folders(*shuffled) for shuffled in permutations(entries)]
    assert all(f == found[0] for f in found)
    assert len({comparable(f) for f in found[0].values()}) == 5
    assert found[0]["E"] == "2024/07/28/café", "the lower id keeps the address"
    _, problems = arrange(entries, SITE)
    assert problems and not any(p.fatal for p in problems)


def test_a_permalink_goes_before_an_address_made_up() -> None:
    made_up = entry_of(
        "content/articles/a.md", b"", b"", entry("a", id="aaaa", permalink="").article, entry("a").facts
    )
    chosen = entry("b", id="zzzz", permalink="2024/07/28/a")
    assert folders(made_up, chosen) == {"A": "2024/07/28/a-aaaa", "B": "2024/07/28/a"}


def test_of_two_with_one_id_the_first_by_path_stays() -> None:
    entries = [entry("a", id="same"), entry("b", id="same")]
    for order in (entries, entries[::-1]):
        holding, problems = arrange(order, SITE)
        assert titles(i.entry.article for i in holding.items) == ["A"]
        assert [(p.source, p.fatal) for p in problems] == [("content/articles/b.md", True)]


def test_aliases_become_redirects_that_overwrite_nothing() -> None:
    first = entry(
        "a",
        aliases=(
            "old/a",
            "/old/a/",
            "old/b.html",
            "https://former.example/x/y/?p=1",
            "%E6%97%A7/a",
            "2024/07/28/a",
            "2024/07/28/b",
            "tags/x",
            "index.html",
            "old/b.html/c",
            "",
        ),
    )
    holding, problems = arrange([first, entry("b")], SITE)
    assert {(r.path, r.url) for r in holding.redirects} == {
        ("old/a/index.html", "old/a/"),
        ("old/b.html", "old/b.html"),
        ("x/y/index.html", "x/y/"),
        ("旧/a/index.html", "%E6%97%A7/a/"),
    }
    assert {r.target for r in holding.redirects} == {"2024/07/28/a/"}
    assert [p for p in problems if p.fatal] == []
    assert len(problems) == 5


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("a/b", "a/b/index.html"),
        ("a/b/index.html", "a/b/index.html"),
        ("a.html", "a.html"),
        ("/", ""),
        ("../..", ""),
        ("%2e%2e/%00a", "a/index.html"),
    ],
)
def test_former_paths_stay_below_the_root(alias: str, path: str) -> None:
    assert former_path(alias) == path


def test_no_file_stands_where_a_folder_is() -> None:
    places = Places()
    assert places.free_folder("a/b/c", "mark1") == "a/b/c"
    assert not places.take_file("A/b")
    assert places.take_file("a/x.html")
    assert places.free_folder("a/x.html/y", "mark1") == "a/x.html-mark/y"
    assert not places.take_file("a/x.html")
