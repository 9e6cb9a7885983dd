"""Lists of lost pictures by year: every loss once, parts that never change, and no page without a loss."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from index_samples import (  # type: ignore[import-not-found]
    SITE,
    archive,
    changed,
    check_whole,
    entry,
    file_of,
    picture,
    plan,
)
from test_index_properties import archives, entries_of, quick  # type: ignore[import-not-found]

from backfile.config import PageSettings
from backfile.index.facets import _lost
from backfile.index.losses import _SIZE
from backfile.model import AnyPage, ArticlePage, HomePage, LostPage, LostYearPage, Pager, SitemapPage

ROOT = "images/lost/index.html"


def lists(found: dict[str, AnyPage]) -> dict[str, AnyPage]:
    return {path: page for path, page in found.items() if path.startswith("images/lost/")}


def year_page(found: dict[str, AnyPage], path: str) -> LostYearPage:
    page = found[path]
    assert isinstance(page, LostYearPage)
    return page


def rows(page: AnyPage) -> list[tuple[str, str]]:
    """Return the article and the address of each picture that a page lists."""
    assert isinstance(page, LostYearPage)
    return [(group.article.url, picture.url) for group in page.groups for picture in group.pictures]


def walk(found: dict[str, AnyPage], root: LostYearPage) -> list[tuple[str, str]]:
    """Return what a reader sees who begins at the root of a year and follows "older" to the end."""
    page, seen = root, rows(root)
    while page.pager.older:
        page = year_page(found, file_of(page.pager.older))
        seen += rows(page)
    return seen


def losses(page: ArticlePage) -> set[tuple[str, str]]:
    pictures = [*page.pictures, *([page.cover] if page.cover is not None else [])]
    return {(page.url, p.url) for p in pictures if p.state in ("lost", "damaged")}


@quick  # type: ignore[untyped-decorator]
@given(archives)
def test_the_rows_are_the_losses(articles: list[dict[str, Any]]) -> None:
    """Every picture that is lost or damaged stands once for each published article that needs it, in its year."""
    found = plan(entries_of(articles))
    expected = {row for page in found.values() if isinstance(page, ArticlePage) for row in losses(page)}
    years = [p for p in found.values() if isinstance(p, LostYearPage) and p.number == 0]
    seen = [row for page in years for row in walk(found, page)]
    assert len(seen) == len(set(seen)) and set(seen) == expected
    assert (ROOT in found) == bool(expected) == bool(lists(found))
    for page in years:
        assert page.pictures == len(walk(found, page))
        assert page.articles == len({article for article, _ in walk(found, page)})
        for group in page.groups:
            assert group.article.day[:4] == page.year
    if expected:
        root, home = found[ROOT], found["index.html"]
        assert isinstance(root, LostPage) and isinstance(home, HomePage)
        assert root.pictures == len(expected) == home.images_lost
        assert [(y.year, y.pictures, y.articles) for y in root.years] == [
            (p.year, p.pictures, p.articles) for p in sorted(years, key=lambda p: p.year, reverse=True)
        ]


def year_of(losses: int, day: str = "2024-01-01", each: int = 7, name: str = "a") -> list[Any]:
    """Return articles of one day that have so many lost pictures together."""
    numbers = range(losses)
    return [
        entry(f"{name}{at:04d}", f"{day}T00:{at:02d}", images=tuple(f"lost-{n}" for n in numbers[at * each :][:each]))
        for at in range(-(-losses // each))
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, _SIZE - 1, _SIZE, _SIZE + 1, 2 * _SIZE - 1, 2 * _SIZE, 3 * _SIZE + 5])
def test_parts_are_numbered_from_the_oldest(count: int) -> None:
    found = plan(year_of(count))
    check_whole(found)
    parts = [p for p in lists(found).values() if isinstance(p, LostYearPage) and p.number]
    assert [p.number for p in parts] == list(range(1, count // _SIZE + 1))
    assert all(len(rows(p)) == _SIZE for p in parts)
    assert len(rows(found["images/lost/2024/index.html"])) < 2 * _SIZE
    numbers = sorted(int(url.removeprefix("lost-")) for part in parts for _, url in rows(part))
    assert numbers == list(range(len(parts) * _SIZE))


def test_a_full_part_changes_only_its_link_to_the_newer_one() -> None:
    before = plan(year_of(2 * _SIZE + 3))
    after = plan([*year_of(2 * _SIZE + 3), *year_of(_SIZE, "2024-02-01", name="b")])
    for number in (1, 2):
        old, new = (year_page(found, f"images/lost/2024/p/{number}/index.html") for found in (before, after))
        if number == 1:
            assert old == new
        bare = Pager(new.pager.older, old.pager.newer, new.pager.newest)
        assert msgspec.structs.replace(new, pager=bare) == old


def test_a_newest_article_without_losses_changes_no_list() -> None:
    entries = archive(120)
    before = plan(entries)
    after = plan([*entries, entry("newest", "2024-12-31", images=("pic-new", "unasked-new"), tags=("AI",))])
    assert len(lists(before)) > 5
    assert changed(lists(before), lists(after)) == set()


def test_a_newest_article_with_losses_changes_its_year_and_the_root() -> None:
    entries = archive(120)
    before = plan(entries)
    after = plan([*entries, entry("newest", "2023-12-31", images=("lost-new",))])
    assert changed(lists(before), lists(after)) == {ROOT, "images/lost/2023/index.html"}


def test_undated_articles_have_a_list_of_their_own() -> None:
    found = plan([entry("a", "", images=("lost-1",)), entry("b", "2024", images=("damaged-2",))])
    root = found[ROOT]
    assert isinstance(root, LostPage)
    assert [(y.year, y.url) for y in root.years] == [
        ("2024", "images/lost/2024/"),
        ("", "images/lost/undated/"),
    ]
    assert year_page(found, "images/lost/undated/index.html").groups[0].pictures[0].url == "lost-1"
    damaged = year_page(found, "images/lost/2024/index.html").groups[0].pictures[0]
    assert (damaged.state, damaged.reason, damaged.checked) == ("damaged", "HTTP 404", "2026-11-20")


def test_only_published_articles_are_listed() -> None:
    hidden = [entry(s, status=s, images=("lost-1",)) for s in ("draft", "withdrawn")]
    assert lists(plan([*hidden, entry("a", images=("pic",))])) == {}
    shown = plan([*hidden, entry("gone", status="gone", images=("lost-2",))])
    assert [url for _, url in rows(shown["images/lost/2024/index.html"])] == ["lost-2"]


def test_a_setting_switches_the_lists_off() -> None:
    site = msgspec.structs.replace(SITE, pages=PageSettings(lost=False))
    entries = [entry("a", images=("lost-1",))]
    assert lists(plan(entries)) and not lists(plan(entries, site))


def test_the_lists_are_not_in_the_sitemap() -> None:
    sitemap = plan([entry("a", images=("lost-1",))])["sitemap.xml"]
    assert isinstance(sitemap, SitemapPage)
    assert not [url for url, _ in sitemap.urls if "lost" in url]


def test_only_whole_web_addresses_lead_somewhere() -> None:
    urls = (
        "lost",
        "https://img.example/",
        "data:image/png;base64,",
        "HTTPS://img.example/x.png",
        "//img.example/x",
    )
    long = ("https://img.example/" + "x" * 2000, "javascript:alert(1)")
    found = {url: _lost(picture(url, False, "lost")) for url in (*urls, *long)}
    assert [found[url].web for url in (*urls, *long)] == [False, True, False, True, False, False, False]
    assert len(found[long[0]].url) == 301 and found[long[0]].url.endswith("…")
