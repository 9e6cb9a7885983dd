"""What holds for any archive, found by trying many."""

from __future__ import annotations

import sys
from random import Random
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_samples import (  # type: ignore[import-not-found]
    archive,
    check_whole,
    entry,
    made,
    plan,
    planned_of,
)

from backfile.model import AnyPage, ArticlePage, Entry, ListPage, Pager, TermPage, UndatedPage

NAMES = ("a", "b", "A", "印刷", "index", "p", "café", "cafe\u0301", "CAFÉ", "con", "tags", "x.html")
TERMS = (
    "活字",
    "chip",
    "Chip",
    "ＣＨＩＰ",
    "p",
    "index",
    "../x",
    "a/b",
    "a-b",
    "",
    "ß",
    "SS",
    "ΐ",
    "\u1fd3",
    "ŉ",
    "x" * 99,
)
DATES = (
    "",
    "2023",
    "2024-07",
    "2024-07-28",
    "2024-07-28T12:39:00+08:00",
    "2024-07-29",
    "2024-02-31",
    "0001-01-01",
    "9999-12-31",
)
PERMALINKS = (
    "",
    "2024/07/28/a",
    "2024/07/28/A",
    "2024/07",
    "2024",
    "tags",
    "undated/p/1",
    "x",
    "x/y",
    "x/Y/z",
    "x/index.html",
    "..",
)

article = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "date": st.sampled_from(DATES),
        "permalink": st.sampled_from(PERMALINKS),
        "tags": st.lists(st.sampled_from(TERMS) | st.text(max_size=4), max_size=4).map(tuple),
        "authors": st.lists(st.sampled_from(TERMS), max_size=2).map(tuple),
        "source": st.sampled_from(TERMS),
        "aliases": st.lists(st.sampled_from((*PERMALINKS, "x.html", "x.html/y")), max_size=2).map(tuple),
        "images": st.lists(st.sampled_from(("pic", "lost", "small")), max_size=3).map(tuple),
        "links": st.lists(st.sampled_from(("/x/", "/2024/07/28/a", "https://o.example/b")), max_size=2).map(
            tuple
        ),
        "original": st.sampled_from(("", "https://o.example/a", "https://o.example/b")),
        "status": st.sampled_from(("", "published", "gone", "draft", "withdrawn")),
    }
)
archives = st.lists(article, max_size=14)
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def entries_of(rows: list[dict[str, Any]]) -> list[Entry]:
    """Return an entry for each row; ids and files differ."""
    return [
        entry(f"{row['name']} {n}", **{k: v for k, v in row.items() if k != "name"})
        for n, row in enumerate(rows)
    ]


@quick
@given(archives, st.integers(0, 99))
def test_the_order_of_entries_means_nothing(rows: list[dict[str, Any]], seed: int) -> None:
    entries = entries_of(rows)
    before = plan(entries)
    Random(seed).shuffle(entries)
    after = plan(entries)
    assert list(before.items()) == list(after.items()), "pages and their order"


@quick
@given(archives)
def test_no_two_pages_share_a_place_and_no_address_leads_nowhere(rows: list[dict[str, Any]]) -> None:
    entries = entries_of(rows)
    found = plan(entries)
    check_whole(found)
    hidden = {"draft", "withdrawn"}
    shown = sum(e.article.status not in hidden for e in entries)
    assert sum(isinstance(page, ArticlePage) for page in found.values()) == shown


@quick
@given(archives, st.lists(article, min_size=1, max_size=8))
def test_appending_leaves_full_parts_and_old_addresses(
    rows: list[dict[str, Any]], more: list[dict[str, Any]]
) -> None:
    """Newer articles change of a full part only its link to the newer one, and no article's related ones."""
    old = entries_of(rows)
    new = [
        entry(
            f"new {n}",
            f"9999-12-31T{n:02d}:00:00Z",
            **{k: row[k] for k in ("tags", "authors", "source", "images")},
            permalink=f"new/{n}",
        )
        for n, row in enumerate(more)
    ]
    old = [
        e
        for e in old
        if not e.article.date.startswith("9999") and e.article.status in ("", "published", "gone")
    ]
    before, after = plan(old), plan([*old, *new])
    for path, page in before.items():
        if isinstance(page, ListPage | TermPage | UndatedPage) and "p/" in path and _is_part(page):
            if isinstance(page, ListPage) and not any(e.article.date for e in old):
                continue  # without any date, home shows the undated ones
            assert _bare(page) == _bare(after[path]), path
        if isinstance(page, ArticlePage):
            later = after[path]
            assert isinstance(later, ArticlePage)
            assert (page.related, page.previous, page.links) == (later.related, later.previous, later.links)


def _is_part(page: ListPage | TermPage | UndatedPage) -> bool:
    return page.number > 0 if not isinstance(page, UndatedPage) else page.url != "undated/"


def _bare(page: AnyPage) -> AnyPage:
    """Return a part without its link to the newer one."""
    assert isinstance(page, ListPage | TermPage | UndatedPage)
    return msgspec.structs.replace(page, pager=Pager(page.pager.older, "", page.pager.newest))


def test_twice_the_articles_are_about_twice_the_work() -> None:
    """Every build plans all pages anew, so nothing may be done for each pair of articles; calls are counted, not seconds."""
    plan(archive(100))
    small, large = (_calls(archive(count)) for count in (400, 800))
    assert large < 2.3 * small, (small, large)


def _calls(entries: list[Entry]) -> int:
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        plan(entries)
    finally:
        sys.setprofile(before)
    return count


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(archives, archives, st.booleans())
def test_a_page_is_what_it_was_when_it_is_made_of_the_same(
    one: list[dict[str, Any]], more: list[dict[str, Any]], instead: bool
) -> None:
    """What an unchanged page need not be made for: equal inputs give equal pages, whatever else changed."""
    before = planned_of(entries_of(one))
    after = planned_of(entries_of(one[len(more) :] + more if instead else one + more))
    for path, was in before.items():
        now = after.get(path)
        if now is not None and was.inputs and (was.kind, was.inputs) == (now.kind, now.inputs):
            assert made(was) == made(now), path


def test_one_more_article_leaves_most_pages_unmade() -> None:
    entries = archive(300)
    before, after = planned_of(entries[:-1]), planned_of(entries)
    same = [
        path
        for path, one in before.items()
        if one.inputs and path in after and one.inputs == after[path].inputs
    ]
    assert len(same) > len(after) * 0.8
