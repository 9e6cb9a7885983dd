"""Indexes from A to Z, feeds, sitemaps, redirects and small files."""

from __future__ import annotations

import re
from uuid import UUID

import msgspec
import pytest
from index_samples import SITE, archive, changed, check_whole, entry, file_of, plan, titles  # type: ignore[import-not-found]

from backfile.config import DeploySettings, PageSettings
from backfile.index import sitemaps
from backfile.index.indexes import letter_of, split_letter
from backfile.model import AnyPage, FeedPage, IndexPage, RedirectPage, SitemapPage, Term, TermCount, TextPage


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("apple", "A"),
        ("Éclair", "E"),
        ("ＧＰＴ", "G"),
        ("印刷", "Y"),
        ("重庆", "C"),
        ("4K", "#"),
        ("《旧报》", "#"),
        ("カメラ", "#"),
        ("신문", "#"),
        ("🙂", "#"),
        ("", "#"),
    ],
)
def test_letters(name: str, letter: str) -> None:
    assert letter_of(name) == letter


def index_of(found: dict[str, AnyPage], path: str) -> IndexPage:
    page = found[path]
    assert isinstance(page, IndexPage)
    return page


def test_an_index_lists_terms_with_pages() -> None:
    names = ("纸", "印刷", "apple", "Ape", "4K")
    found = plan(
        [
            entry(n, tags=(*names, f"single {n}"), authors=("林",) if n == "a" else (), source="报")
            for n in "ab"
        ]
    )
    page = index_of(found, "tags/index.html")
    assert (page.kind, page.letter, page.total, page.url) == ("tags", "", 5, "tags/")
    assert [(g.letter, g.url, [t.name for t in g.terms], g.count) for g in page.groups] == [
        ("A", "", ["Ape", "apple"], 2),
        ("Y", "", ["印刷"], 1),
        ("Z", "", ["纸"], 1),
        ("#", "", ["4K"], 1),
    ]
    assert [t.count for t in page.top] == [2] * 5
    authors = index_of(found, "authors/index.html")
    assert [(t.name, t.url) for g in authors.groups for t in g.terms] == [
        ("报", "authors/%E6%8A%A5/"),
        ("林", "authors/%E6%9E%97/"),
    ], "an article without authors stands under its source"


def test_a_long_index_has_a_page_a_letter() -> None:
    sources = [f"{letter}{n}" for letter in "abz" for n in range(130)] + [str(n) for n in range(20)]
    entries = [entry(f"e{n}", source=name) for n, name in enumerate(sources)]
    found = plan(entries)
    root = index_of(found, "sources/index.html")
    assert root.total == 410 and len(root.top) == 24
    assert [(g.letter, g.url, g.terms, g.count) for g in root.groups] == [
        ("A", "sources/p/a/", (), 130),
        ("B", "sources/p/b/", (), 130),
        ("Z", "sources/p/z/", (), 130),
        ("#", "sources/p/other/", (), 20),
    ]
    page = index_of(found, "sources/p/other/index.html")
    assert (page.letter, page.total, page.top) == ("#", 20, ())
    assert [(g.letter, len(g.terms), g.count) for g in page.groups] == [
        ("A", 0, 0),
        ("B", 0, 0),
        ("Z", 0, 0),
        ("#", 20, 20),
    ]
    check_whole(found)
    after = plan([*entries, entry("more", "2025-01-01", source="zebra")])
    assert {p for p in changed(found, after) if p.startswith("sources/p/")} == {"sources/p/z/index.html"}
    assert "sources/p/a/index.html" not in plan(entries[:300])


def test_a_letter_of_many_names_has_parts_that_one_more_name_leaves_alone() -> None:
    names = [TermCount(f"名字{n:04}", f"tags/n{n:04}/", 2) for n in range(2000)]
    parts = split_letter(names)
    assert [one for part in parts for one in part] == names
    assert len(parts) > 4 and all(len(part) <= 300 for part in parts)
    assert split_letter(names[:300]) == [names[:300]]
    at = 777
    after = split_letter([*names[:at], TermCount("名字0776x", "tags/n0776x/", 2), *names[at:]])
    assert sum(part not in parts for part in after) <= 2


def test_a_letter_of_many_names_has_a_page_a_part() -> None:
    entries = [entry(f"e{n}", source=f"源{n:03}") for n in range(900)]
    found = plan(entries)
    check_whole(found)
    first = index_of(found, "sources/p/y/index.html")
    assert len(first.parts) >= 3 and first.parts[0] == Term("源000", "sources/p/y/")
    pages = [index_of(found, file_of(part.url)) for part in first.parts]
    assert all(page.parts == first.parts for page in pages)
    assert sum(len(g.terms) for page in pages for g in page.groups) == 900


def feed_of(found: dict[str, AnyPage], path: str) -> FeedPage:
    page = found[path]
    assert isinstance(page, FeedPage)
    return page


def test_feeds_hold_the_newest_dated_articles() -> None:
    entries = [entry(f"a{n}", f"2024-07-{n + 1:02d}", tags=("x",)) for n in range(6)]
    entries += [entry("undated", "", tags=("x",), source="报")]
    found = plan(entries)
    feed = feed_of(found, "feed.xml")
    assert (feed.title, feed.home, feed.url) == ("旧闻馆", "", "feed.xml")
    assert titles(e.card for e in feed.entries) == ["A5", "A4", "A3", "A2"]
    assert feed.updated == "2024-07-06T00:00:00+08:00"
    assert feed.entries[0].absolute == "https://archive.example/old/2024/07/06/a5/"
    as_json = feed_of(found, "feed.json")
    assert (as_json.title, as_json.url, as_json.entries) == (feed.title, "feed.json", feed.entries)
    term = feed_of(found, "tags/x/feed.xml")
    assert (term.title, term.home, term.url) == ("x · 旧闻馆", "tags/x/", "tags/x/feed.xml")
    assert term.entries == feed.entries
    assert "sources/报/feed.xml" not in found, "nothing in it has a date"
    ids = [feed.id, term.id, *(e.id for e in feed.entries)]
    assert len({UUID(i.removeprefix("urn:uuid:")) for i in ids}) == 6
    elsewhere = plan(entries, msgspec.structs.replace(SITE, base_url=""))
    assert "feed.json" not in elsewhere, "its items would have no addresses"
    moved = feed_of(elsewhere, "feed.xml")
    assert (moved.id, [e.id for e in moved.entries]) == (feed.id, [e.id for e in feed.entries])
    assert {e.absolute for e in moved.entries} == {""}


def test_a_feed_is_as_new_as_its_newest_change() -> None:
    found = plan([entry("a", "2024-07-01", updated="2024-08-02T01:00:00Z"), entry("b", "2024-07-31")])
    feed = feed_of(found, "feed.xml")
    assert [(e.published[:10], e.updated) for e in feed.entries] == [
        ("2024-07-31", "2024-07-31T00:00:00+08:00"),
        ("2024-07-01", "2024-08-02T01:00:00Z"),
    ]
    assert feed.updated == "2024-08-02T01:00:00Z"
    assert feed_of(plan([]), "feed.xml").updated == "1970-01-01T00:00:00Z"


def test_a_small_site_has_one_sitemap() -> None:
    found = plan([entry(f"a{n}", f"2024-07-0{n + 1}", source="报", aliases=(f"old/{n}",)) for n in range(4)])
    page = found["sitemap.xml"]
    assert isinstance(page, SitemapPage) and page.parts == ()
    urls = dict(page.urls)
    assert len(urls) == len(page.urls)
    assert urls["https://archive.example/old/2024/07/01/a0/"] == "2026-11-20", "the day it was added"
    below = {url.removeprefix("https://archive.example/old/") for url in urls}
    assert {url for url in below if not re.search(r"/a\d/", url)} == {
        "",
        "dates/",
        "tags/",
        "authors/",
        "sources/",
        "sources/%E6%8A%A5/",
        "authors/%E6%8A%A5/",
        "2024/",
        "2024/07/",
        *(f"2024/07/0{n}/" for n in range(1, 5)),
    }


def test_a_large_site_has_a_sitemap_a_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "_WHOLE_ARTICLES", 10)
    monkeypatch.setattr(sitemaps, "_WHOLE", 20)
    entries = [*archive(40), entry("undated", "")]
    found = plan(entries)
    root = found["sitemap.xml"]
    assert isinstance(root, SitemapPage) and root.urls == ()
    names = [part.removeprefix("https://archive.example/old/") for part in root.parts]
    assert {
        "sitemap-2014.xml",
        "sitemap-2023.xml",
        "sitemap-pages.xml",
        "sitemap-pages-2.xml",
        "sitemap-undated.xml",
    } <= set(names)
    parts = [found[name] for name in names]
    listed = [url for part in parts if isinstance(part, SitemapPage) for url, _ in part.urls]
    assert len(listed) == len(set(listed)) and all(
        len(p.urls) <= 20 for p in parts if isinstance(p, SitemapPage)
    )
    after = plan([*entries, entry("more", "2023-12-31", source="示例报0")])
    assert {p for p in changed(found, after) if p.startswith("sitemap")} == {"sitemap-2023.xml"}


def test_small_files_and_redirects() -> None:
    site = msgspec.structs.replace(SITE, deploy=DeploySettings(cname="archive.example "))
    found = plan([entry("a", aliases=("old/a", "old/b.html"))], site)
    texts = {
        p: page.text for p, page in found.items() if isinstance(page, TextPage) and not p.endswith(".json")
    }
    assert texts == {
        ".nojekyll": "",
        "robots.txt": "User-agent: *\nAllow: /\n\nSitemap: https://archive.example/old/sitemap.xml\n",
        "CNAME": "archive.example\n",
    }
    assert found["old/a/index.html"] == RedirectPage(
        path="old/a/index.html", url="old/a/", title="A", target="2024/07/28/a/"
    )
    assert found["old/b.html"].url == "old/b.html"
    bare = plan([], msgspec.structs.replace(SITE, base_url=""))
    assert "CNAME" not in bare and isinstance(bare["robots.txt"], TextPage)
    assert bare["robots.txt"].text == "User-agent: *\nAllow: /\n"


def test_hostile_terms_have_portable_places() -> None:
    names = (
        "../../etc",
        "CON",
        "p",
        "index",
        "长" * 400,
        "a/b",
        "a?b",
        "🙂",
        "\u202egnp",
        "x.",
        ".x",
        "A\u0300",
        "À",
    )
    entries = [entry(f"e{n}", tags=names, authors=names, source=names[n]) for n in range(len(names))]
    found = plan(entries, msgspec.structs.replace(SITE, pages=PageSettings(list=5)))
    check_whole(found)
    for path in found:
        assert ".." not in path.split("/") and all(
            0 < len(piece.encode()) <= 200 for piece in path.split("/")
        )
        assert not path.startswith("/") and not any(c in path for c in '\\?#%:*"<>|\u202e')


def test_a_long_index_says_which_names_came_last() -> None:
    short = [entry(f"a{n}", f"2024-07-{n + 1:02}", tags=(f"t{n // 2}",)) for n in range(20)]
    page = plan(short)["tags/index.html"]
    assert isinstance(page, IndexPage)
    assert page.new == ()
    long = [
        entry(f"a{n:02}", f"2024-{n // 28 + 1:02}-{n % 28 + 1:02}", tags=(f"t{n % 30:02}",))
        for n in range(60)
    ]
    page = plan(long)["tags/index.html"]
    assert isinstance(page, IndexPage)
    assert [term.name for term in page.new] == [f"t{n:02}" for n in range(29, 21, -1)]
    again = plan([*long, entry("z", "2024-12-01", tags=("t00",))])["tags/index.html"]
    assert isinstance(again, IndexPage)
    assert again.new == page.new, "a name that has its page is not new again"
