"""What an edit may change: the pages whose values differ, named one by one (files that scripts read have tests of their own)."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from index_samples import SITE, changed, check_whole, entry, plan  # type: ignore[import-not-found]

from backfile.addresses import article_id
from backfile.model import ArticlePage, Entry

# 2024-07-01 to 2024-07-07 and before; parts of three, so that the parts 1 and 2 of the home list are full.
BASE = [
    entry("undated", "", source="刊"),
    entry("y", "2022", source="刊"),
    entry("old", "2023-05-06", tags=("活字", "单"), authors=("林一鸣",), source="报"),
    entry("older twin", "2023-05-06", tags=("活字", "纸"), source="报", original="https://mp.example/s/twin"),
    entry("june", "2024-06-30T09:00:00+08:00", tags=("纸", "印刷"), authors=("周",), source="刊"),
    entry("july", "2024-07-01", tags=("印刷", "活字"), source="报", images=("pic-1",)),
    entry("latest", "2024-07-06", tags=("纸",), authors=("林一鸣",), source="报"),
]
HOME = {"index.html", "feed.xml", "sitemap.xml"}


def edit(name: str, **fields: object) -> Callable[[list[Entry]], list[Entry]]:
    """Return an edit of the front matter of one article."""

    def apply(entries: list[Entry]) -> list[Entry]:
        return [
            msgspec.structs.replace(e, article=msgspec.structs.replace(e.article, **fields))
            if e.article.title == name.title()
            else e
            for e in entries
        ]

    return apply


def add(*more: Entry) -> Callable[[list[Entry]], list[Entry]]:
    return lambda entries: [*entries, *more]


def remove(name: str) -> Callable[[list[Entry]], list[Entry]]:
    return edit(name, status="withdrawn")


def new_body(entries: list[Entry]) -> list[Entry]:
    return [msgspec.structs.replace(e, body=b"other") if e.article.title == "July" else e for e in entries]


def article(name: str, day: str) -> str:
    return f"{day.replace('-', '/')}/{name}/index.html"


def terms(kind: str, *names: str) -> set[str]:
    return {f"{kind}/{name}/{file}" for name in names for file in ("index.html", "feed.xml")}


def dates(*days: str) -> set[str]:
    return {f"{day.replace('-', '/')}/index.html" for day in days}


NEWEST = entry("newest", "2024-07-07", tags=("纸", "新"), authors=("周",), source="报")
LATEST = article("latest", "2024-07-06")
# Of the two of one day the one with the lower id comes first.
FIRST, SECOND = sorted(("old", "older twin"), key=article_id)

EDITS: dict[str, tuple[Callable[[list[Entry]], list[Entry]], set[str]]] = {
    "add the newest": (
        add(NEWEST),
        HOME
        | {article("newest", "2024-07-07"), LATEST, "dates/index.html"}
        | dates("2024-07-07", "2024-07-06", "2024-07", "2024")
        | {"tags/index.html", "authors/index.html", "sources/index.html"}
        | terms("tags", "纸")
        | terms("authors", "周")
        | terms("sources", "报")
    ),
    "add the newest of a new month, the second article of a tag, a link to an old one": (
        add(entry("newest", "2024-08-01", tags=("单",), source="新报", links=("https://mp.example/s/twin?utm_a=1",))),
        HOME
        | {article("newest", "2024-08-01"), LATEST, "dates/index.html"}
        | dates("2024-08-01", "2024-07-06", "2024-08", "2024-07", "2024")
        | {"tags/index.html", "authors/index.html", "sources/index.html"}
        | terms("tags", "单")
        | {article("old", "2023-05-06")}  # its tag has a page now
        | {article("older twin", "2023-05-06")}  # it is linked from the new one
        | terms("authors", "新报")
        | terms("sources", "新报")
    ),
    "fill a part": (
        add(*(entry(f"newest {n}", f"2024-07-06T2{n}:00:00+08:00") for n in range(3))),
        HOME
        | {article(f"newest {n}", "2024-07-06") for n in range(3)}
        | {LATEST, "dates/index.html", "p/3/index.html", "p/2/index.html"}
        | dates("2024-07-06", "2024-07", "2024")
    ),
    "edit a body": (new_body, {article("july", "2024-07-01")}),
    "edit what only the page shows": (edit("July", byline="by hand"), {article("july", "2024-07-01")}),
    "retag": (
        edit("July", tags=("活字", "纸")),
        {"index.html", "sitemap.xml", "tags/index.html", article("july", "2024-07-01")}
        | {article("june", "2024-06-30")}  # its tag has lost its page
        | {LATEST}  # a later article with that tag
        | dates("2024-07")
        | terms("tags", "印刷", "纸")
        | {"tags/纸/p/1/index.html", "tags/活字/index.html", "sources/报/index.html", "authors/报/index.html"}
    ),
    "withdraw the newest": (
        remove("Latest"),
        HOME
        | {LATEST, article("july", "2024-07-01"), "dates/index.html"}
        | {"p/2/index.html", "p/1/index.html", "tags/纸/p/1/index.html"}  # no longer full; no newer part
        | dates("2024-07-06", "2024-07-01", "2024-07", "2024")
        | {"tags/index.html", "authors/index.html", "sources/index.html"}
        | terms("tags", "纸")
        | terms("authors", "林一鸣")
        | terms("sources", "报")
    ),
    "add an undated one": (
        add(entry("no date", "")),
        {"index.html", "sitemap.xml", "dates/index.html", "undated/index.html"}
        | {article("no date", "undated"), article("undated", "undated"), article("y", "2022")}
    ),
    "add an old one, without author, source and tags": (
        add(entry("z", "2022-02")),
        {"index.html", "sitemap.xml", "p/1/index.html", "p/2/index.html", "dates/index.html"}
        | {article("z", "2022-02"), article("y", "2022"), article(FIRST, "2023-05-06")}
        | dates("2022-02", "2022", "2023-05")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_changes_what_it_must(name: str) -> None:
    apply, expected = EDITS[name]
    before, after = plan(BASE), plan(apply(BASE))
    check_whole(before)
    check_whole(after)
    assert {path for path in changed(before, after) if not path.endswith(".json")} == expected


def test_no_edit_changes_nothing() -> None:
    assert changed(plan(BASE), plan(BASE[::-1])) == set()


def test_back_dating_moves_the_lists_but_no_distant_article() -> None:
    """A back-dated article moves the numbered parts after it; of the articles, only its neighbours and its tags' later ones."""
    before = plan(BASE)
    after = plan([*BASE, entry("found late", "2023-06-01", tags=("活字",))])
    articles = {p for p in changed(before, after) if isinstance(after[p], ArticlePage)}
    assert articles == {
        article("found late", "2023-06-01"),
        article(SECOND, "2023-05-06"),
        article("june", "2024-06-30"),
        article("july", "2024-07-01"),
    }


def test_one_more_article_in_a_large_archive_changes_a_few_pages() -> None:
    from index_samples import archive

    entries = archive(400)
    site = msgspec.structs.replace(SITE, pages=type(SITE.pages)(list=10))
    more = entry("newest", "2024-12-30", tags=("AI", "标签1"), authors=("作者1",), source="示例报1")
    before, after = plan(entries, site), plan([*entries, more], site)
    different = changed(before, after)
    assert len(before) > 900 and len(different) <= 30, sorted(different)
