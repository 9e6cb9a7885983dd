"""Lists numbered from the oldest, their pagers, home, and the pages of terms."""

from __future__ import annotations

import re

import msgspec
import pytest
from index_samples import (  # type: ignore[import-not-found]
    SITE,
    cards_of,
    check_whole,
    entry,
    file_of,
    plan,
    titles,
)

from backfile.config import PageSettings
from backfile.index.lists import pager, split
from backfile.model import (
    AnyPage,
    Entry,
    HomePage,
    ListPage,
    Pager,
    TermCount,
    TermPage,
    UndatedPage,
)

SIZE = SITE.pages.list
ROOMY = msgspec.structs.replace(SITE, pages=PageSettings(list=9))
PART = re.compile(r"(?:^|/)p/\d+/")


def day(number: int) -> str:
    return f"2024-{number // 28 + 1:02d}-{number % 28 + 1:02d}"


def dated(count: int, **fields: object) -> list[Entry]:
    return [entry(f"a{n:03d}", day(n), **fields) for n in range(count)]


def shown(page: AnyPage) -> list[str]:
    if isinstance(page, UndatedPage):
        return list(titles(page.cards))
    assert isinstance(page, HomePage | ListPage | TermPage)
    return list(titles(cards_of(page.groups)))


def walk(found: dict[str, AnyPage], root: str) -> list[list[str]]:
    """Return what a reader sees who starts at a list's root and follows "older" to the end."""
    page = found[root]
    seen = [shown(page)]
    while page.pager.older:  # type: ignore[union-attr]
        page = found[file_of(page.pager.older)]  # type: ignore[union-attr]
        seen.append(shown(page))
    return seen


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20])
@pytest.mark.parametrize(("root", "fields"), [("index.html", {}), ("tags/x/index.html", {"tags": ("x",)})])
def test_every_article_is_reached_once_newest_first(count: int, root: str, fields: dict[str, object]) -> None:
    found = plan(dated(count, **fields))
    if root not in found:
        assert count < 2, "a tag has a page from two articles on"
        return
    pages = walk(found, root)
    assert [t for page in pages for t in page] == [f"A{n:03d}" for n in reversed(range(count))]
    assert (
        len(pages[0]) < 2 * SIZE
        and (count < SIZE or 4 * len(pages[0]) >= SIZE)
        and all(len(page) == SIZE for page in pages[1:])
    )
    numbers = [p for p in found if p.startswith(root.removesuffix("index.html") + "p/")]
    assert len(numbers) == count // SIZE, "a part exists once it is full"


@pytest.mark.parametrize("count", [0, 1, 3, 4, 6, 7])
def test_undated_articles_have_a_list_of_their_own(count: int) -> None:
    undated = [entry(f"u{9 - n}", "", capture=entry("x").article.capture) for n in range(count)]
    found = plan([*undated, *dated(4)])
    home = found["index.html"]
    assert isinstance(home, HomePage)
    assert (home.articles, home.undated, home.first, home.last) == (count + 4, count, day(0), day(3))
    assert [t for page in walk(found, "index.html") for t in page] == ["A003", "A002", "A001", "A000"]
    if count:
        pages = walk(found, "undated/index.html")
        assert sorted(t for page in pages for t in page) == sorted(e.article.title for e in undated)
        assert all(page == sorted(page) for page in pages), "by title"
    check_whole(found)


def test_an_archive_without_dates_still_has_a_home() -> None:
    found = plan([entry("a", ""), entry("b", "")])
    home = found["index.html"]
    assert isinstance(home, HomePage)
    assert sorted(shown(home)) == ["A", "B"] and home.spine == () and home.first == ""
    assert [(g.day, g.url) for g in home.groups] == [("", "")]


def test_an_empty_archive_is_whole() -> None:
    found = plan([])
    assert {"index.html", "404.html", "dates/index.html", "tags/index.html", "feed.xml"} <= set(found)
    check_whole(found)


def test_pagers_by_hand() -> None:
    assert [split(n, 8) for n in (0, 7, 8, 9, 10, 15, 16, 17, 18)] == [
        (0, 0),
        (0, 0),
        (1, 0),
        (1, 0),
        (1, 1),
        (1, 1),
        (2, 1),
        (2, 1),
        (2, 2),
    ]
    assert [pager("tags/x/", n, 3, 2) for n in range(4)] == [
        Pager(older="tags/x/p/2/"),
        Pager(older="", newer="tags/x/p/2/", newest="tags/x/"),
        Pager(older="tags/x/p/1/", newer="tags/x/p/3/", newest="tags/x/"),
        Pager(older="tags/x/p/2/", newer="", newest="tags/x/"),
    ]
    assert pager("", 0, 1, 0) == Pager()
    assert pager("", 0, 1, 1) == Pager(older="p/1/")


def test_full_parts_change_only_their_link_to_the_newer() -> None:
    """Whatever is appended, also another spelling of the term that becomes the most frequent one."""
    entries: list[Entry] = []
    last: dict[str, AnyPage] = {}
    links: dict[str, int] = {}
    for n in range(14):
        spelling = "Chip" if n < 4 else "CHIP"
        entries.append(entry(f"a{n}", day(n), tags=(spelling,), authors=("林一鸣",), source="报"))
        found = {p: page for p, page in plan(entries).items() if PART.search(p)}
        for path, page in last.items():
            assert isinstance(page, ListPage | TermPage)
            if found[path] != page:
                links[path] = links.get(path, 0) + 1
                bare = [msgspec.structs.replace(p, pager=Pager()) for p in (page, found[path])]
                assert bare[0] == bare[1], path
        last = found
    assert len(last) == 4 * (14 // SIZE)
    assert set(links.values()) == {1} and len(links) == 4 * (14 // SIZE - 1)
    assert [last[f"tags/chip/p/{n}/index.html"].title for n in (1, 2)] == ["Chip", "CHIP"]


def test_home_says_what_is_held() -> None:
    entries = [
        entry("a", "2021-05", source="报", images=("pic-1", "lost-1", "pic-1"), cover="pic-1"),
        entry("b", "2023-01-02", source="刊", images=("damaged-1", "unasked-1"), cover="lost-2"),
        entry("c", "2023-01-03", images=("small-1", "pic-2")),
        entry("d", "2023-01-03T08:00:00Z"),
    ]
    home = plan(entries, ROOMY)["index.html"]
    assert isinstance(home, HomePage)
    assert (home.images_kept, home.images_lost) == (3, 3), "each picture of an article counts once"
    assert (home.first, home.last, home.sources_count, home.added) == (
        "2021-05",
        "2023-01-03",
        2,
        "2026-11-20",
    )
    assert [(y.year, y.url, y.count) for y in home.spine] == [
        ("2021", "2021/", 1),
        ("2022", "", 0),
        ("2023", "2023/", 3),
    ]
    assert [m.count for m in home.spine[0].months] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert home.spine[2].months[0].url == "2023/01/" and home.spine[2].months[1].url == ""
    assert [(g.day, g.url, titles(g.cards)) for g in home.groups] == [
        ("2023-01-03", "2023/01/03/", ["D", "C"]),
        ("2023-01-02", "2023/01/02/", ["B"]),
        ("2021-05", "2021/05/", ["A"]),
    ]
    assert home.lead is not None and home.lead.title == "C", "the newest that has a picture"
    home = plan([*entries, entry("e", "2023-02-01")], ROOMY)["index.html"]
    assert isinstance(home, HomePage) and home.lead is not None
    assert home.lead.title == "C", "also when it is not of the first day"
    assert home.sources == (
        TermCount("刊", "sources/%E5%88%8A/", 1),
        TermCount("报", "sources/%E6%8A%A5/", 1),
    )


def test_a_wrong_century_makes_no_thousand_columns() -> None:
    home = plan([entry("a", "1024-01-01"), entry("b", "2024-01-01")])["index.html"]
    assert isinstance(home, HomePage)
    assert [y.year for y in home.spine] == ["1024", "2024"]


def test_the_page_of_a_term() -> None:
    entries = [
        entry(
            "a", "2023-12-31", tags=("活字", "纸"), authors=("林一鸣",), source="报", images=("pic", "lost")
        ),
        entry("b", "2024-02-01", tags=("纸", "活字", "印刷"), source="报"),
        entry("c", "2024-02-02", tags=("活字", "印刷"), authors=("林一鸣", "周"), source="刊"),
        entry("d", "2024-02-03", tags=("活字", "独"), source="刊"),
        entry("e", "", tags=("活字",), source="报"),
    ]
    site = msgspec.structs.replace(SITE, pages=PageSettings(list=50))
    found = plan(entries, site)
    page = found["tags/活字/index.html"]
    assert isinstance(page, TermPage)
    assert (page.url, page.title, page.name, page.number, page.count) == (
        "tags/%E6%B4%BB%E5%AD%97/",
        "活字",
        "活字",
        0,
        5,
    )
    assert (page.first, page.last, page.images_kept, page.images_lost) == ("2023-12-31", "2024-02-03", 1, 1)
    assert [(g.year, g.url, titles(g.cards)) for g in page.groups] == [
        ("2024", "2024/", ["D", "C", "B"]),
        ("2023", "2023/", ["A"]),
        ("", "undated/", ["E"]),
    ]
    assert [(t.name, t.count) for t in page.tags] == [("印刷", 2), ("纸", 2)], (
        "itself and single ones left out"
    )
    assert [(t.name, t.count) for t in page.authors] == [("林一鸣", 2), ("周", 1)]
    assert [(t.name, t.count) for t in page.sources] == [("报", 3), ("刊", 2)]
    assert [f.url for f in page.feeds] == ["tags/%E6%B4%BB%E5%AD%97/feed.xml"]
    assert page.bars == (), "four dated articles make no curve"
    assert "tags/独/index.html" not in found
    source = found["sources/报/index.html"]
    assert (
        isinstance(source, TermPage)
        and source.sources == ()
        and titles(cards_of(source.groups)) == ["B", "A", "E"]
    )
    assert [t.name for t in source.authors] == ["林一鸣"], "the source itself is no author of its page"
    author = found["authors/报/index.html"]
    assert isinstance(author, TermPage) and titles(cards_of(author.groups)) == ["B", "E"], (
        "without authors: the source"
    )


def test_bars_are_months_or_years() -> None:
    def bars(*dates: str) -> list[tuple[str, str, int]]:
        page = plan([entry(f"a{n}", d, source="s") for n, d in enumerate(dates)])["sources/s/index.html"]
        assert isinstance(page, TermPage)
        return [(b.month, b.url, b.count) for b in page.bars]

    assert bars("2023-12-01", "2023-12-02", "2024-02", "2024-02-01", "2024") == [
        ("2023-12", "2023/12/", 2),
        ("2024-01", "", 0),
        ("2024-02", "2024/02/", 2),
    ]
    years = bars("1960-01-01", "1960", "2024-01-01", "2024-01-01", "2024-01-01")
    assert (len(years), years[0], years[1], years[-1]) == (
        65,
        ("1960", "1960/", 2),
        ("1961", "", 0),
        ("2024", "2024/", 3),
    )
    assert bars("2024", "2024", "2024", "2024", "2024") == []


def test_equal_keys_are_one_term_in_the_most_frequent_spelling() -> None:
    entries = [
        entry("a", tags=("GPT　4", "gpt 4")),
        entry("b", tags=("ＧＰＴ 4",)),
        entry("c", tags=("GPT 4",)),
        entry("d", tags=("GPT 4", "  ")),
    ]
    found = plan(entries)
    terms = [p for p in found if p.startswith("tags/") and p.endswith("/index.html") and p.count("/") == 2]
    assert terms == ["tags/gpt 4/index.html"]
    page = found[terms[0]]
    assert isinstance(page, TermPage) and (page.name, page.count) == ("GPT 4", 4)
