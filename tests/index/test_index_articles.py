"""Article pages and cards: pictures, terms, neighbours, related articles, links both ways."""

from __future__ import annotations

import msgspec
import pytest
from index_samples import SITE, archive, entry, lookup, plan, titles, with_facts  # type: ignore[import-not-found]

from backfile.index import arrange, pages, pictures_needed
from backfile.model import ArticlePage, Entry, Picture, Term


def articles(*entries: Entry) -> dict[str, ArticlePage]:
    found = plan(entries)
    return {page.title: page for page in found.values() if isinstance(page, ArticlePage)}


def test_an_article_shows_what_its_file_says() -> None:
    one = entry(
        "one",
        "2024-07-28T12:39:00+08:00",
        body="digest",
        byline="林一鸣 发自 城北",
        place="城北",
        section="本地",
        updated="2024-08-01",
        original="not a web address",
        status="gone",
        reason="taken down",
        summary="In short.",
        lang="zh-Hans",
        permalink="2024/07/28/印刷",
        tags=("Chip", "single", "chip"),
        authors=("林一鸣",),
        source="报",
    )
    page = articles(one, entry("two", tags=("CHIP",)))["One"]
    assert (page.path, page.url) == ("2024/07/28/印刷/index.html", "2024/07/28/%E5%8D%B0%E5%88%B7/")
    assert page.absolute == "https://archive.example/old/2024/07/28/%E5%8D%B0%E5%88%B7/"
    assert (page.byline, page.place, page.section, page.updated) == (
        "林一鸣 发自 城北",
        "城北",
        "本地",
        "2024-08-01",
    )
    assert (page.original, page.status, page.reason, page.body) == (
        "not a web address",
        "gone",
        "taken down",
        b"digest",
    )
    assert page.added == "2026-11-20T02:10:00Z" and page.file == "sources/one.txt"
    assert page.tags == (Term("Chip", "tags/chip/"), Term("single", ""), Term("chip", "tags/chip/"))
    assert page.description == "In short."
    card = page.card
    assert (card.day, card.time, card.date) == ("2024-07-28", "12:39", "2024-07-28T12:39:00+08:00")
    assert (card.deck, card.lang, card.minutes) == ("In short.", "zh-Hans", 1)
    assert card.authors == (Term("林一鸣", "authors/%E6%9E%97%E4%B8%80%E9%B8%A3/"),)
    assert card.source == Term("报", "sources/%E6%8A%A5/")


def test_a_site_without_an_address_has_no_absolute_ones() -> None:
    for base in ("", "file:"):
        found = plan([entry("a")], msgspec.structs.replace(SITE, base_url=base))
        page = found["2024/07/28/a/index.html"]
        assert isinstance(page, ArticlePage) and page.absolute == ""
        assert not [p for p in found if "sitemap" in p]


@pytest.mark.parametrize(
    ("date", "day", "time", "whole"),
    [
        ("2024-07-28T12:39", "2024-07-28", "12:39", "2024-07-28T12:39"),
        ("2024-07-28T99:00", "2024-07-28", "", "2024-07-28T99:00"),
        ("2024-02-30T12:39", "2024-02", "", "2024-02-30T12:39"),
        ("2024", "2024", "", "2024"),
        ("soon", "", "", ""),
    ],
)
def test_cards_say_no_more_of_a_date_than_a_calendar_knows(
    date: str, day: str, time: str, whole: str
) -> None:
    card = articles(entry("a", date))["A"].card
    assert (card.day, card.time) == (day, time)


@pytest.mark.parametrize(
    ("cover", "images", "thumb", "width"),
    [
        ("cover", ("pic-1",), "cover", 480),
        ("", ("pic-1", "pic-2"), "pic-1", 480),
        ("", ("small-1", "lost-1", "pic-2"), "pic-2", 480),
        ("", ("small-1", "lost-1", "small-2", "pic-2"), "pic-2", 720),
        ("lost-cover", ("small-1", "pic-2"), "pic-2", 720),
        ("lost-cover", ("unasked-1",), None, 0),
        ("", (), None, 0),
    ],
)
def test_what_stands_for_an_article(
    cover: str, images: tuple[str, ...], thumb: str | None, width: int
) -> None:
    shown = articles(entry("a", cover=cover, images=images))["A"].card.thumb
    assert (shown.url if shown else None) == thumb
    assert (shown.variants[0].width if shown else 0) == width


def test_no_folded_picture_stands_for_an_article() -> None:
    one = entry("a", images=("small-1", "pic-2"))
    one = with_facts(one, msgspec.structs.replace(one.facts, folded_images=1))
    assert articles(one)["A"].card.thumb is None


def test_pictures_answer_references_by_number() -> None:
    one = entry("a", cover="lost-cover", images=("pic-1", "lost-1", "pic-1", "damaged-1", "lost-1"))
    facts = msgspec.structs.replace(
        one.facts, images=(msgspec.structs.replace(one.facts.images[0], alt="A mill"), *one.facts.images[1:])
    )
    page = articles(with_facts(one, facts))["A"]
    assert [(p.url, p.alt, p.state) for p in page.pictures] == [
        ("pic-1", "A mill", "kept"),
        ("lost-1", "", "lost"),
        ("pic-1", "", "kept"),
        ("damaged-1", "", "damaged"),
        ("lost-1", "", "lost"),
    ]
    assert page.cover is not None and page.cover.state == "lost"
    assert page.card.lost == 3, "as many as the page has boxes for"


def test_each_picture_is_looked_up_once_and_only_when_it_was_named() -> None:
    holding, _ = arrange(archive(30), SITE)
    asked: list[tuple[str, str, bool]] = []

    def look(owner: Entry, url: str, cover: bool) -> Picture:
        asked.append((owner.path, url, cover))
        found: Picture = lookup(owner, url, cover)
        return found

    list(pages(holding, look, SITE))
    assert len(asked) == len(set(asked)) == 30 * 6
    needed = [(e.path, url, cover) for e, url, cover in pictures_needed(holding)]
    assert len(needed) == len(set(needed)) and set(asked) <= set(needed)


def test_neighbours_follow_the_order() -> None:
    found = articles(entry("b", "2024-01-02"), entry("a", "2024-01-01"), entry("c", ""))
    row = {
        title: (page.previous and page.previous.title, page.next and page.next.title)
        for title, page in found.items()
    }
    assert row == {"C": (None, "A"), "A": ("C", "B"), "B": ("A", None)}


def test_related_are_earlier_and_share_what_is_rare() -> None:
    entries = [entry(f"common {n}", f"2024-01-{n + 1:02d}", tags=("common",)) for n in range(8)]
    entries += [
        entry("rare", "2024-02-01", tags=("rare",)),
        entry("both", "2024-02-02", tags=("Rare", "common")),
        entry("asked", "2024-02-03", tags=("common", "rare", "own")),
        entry("later", "2024-02-04", tags=("rare", "own", "common")),
    ]
    related = articles(*entries)["Asked"].related
    assert titles(related)[:2] == ["Both", "Rare"] and len(related) == 4
    assert [link.note for link in related] == [("common", "rare"), ("rare",), ("common",), ("common",)]
    ids = {e.article.title: e.article.id for e in entries}
    tied = sorted((t for t in ids if t.startswith("Common")), key=lambda t: ids[t])
    assert titles(related)[2:] == tied[:2], "equal ones by id"
    assert articles(entries[0])["Common 0"].related == ()


def test_related_are_sought_in_the_latest_fifty() -> None:
    entries = [
        entry(f"n{n:02d}", f"2024-{n // 28 + 1:02d}-{n % 28 + 1:02d}", tags=("t",), id=f"{n:04d}aa")
        for n in range(60)
    ]
    assert titles(articles(*entries)["N59"].related) == ["N09", "N10", "N11", "N12"]


def test_links_between_articles_work_both_ways() -> None:
    wechat = "http://mp.weixin.qq.com/s?__biz=MzA=&mid=1&idx=1&sn=abc#rd"
    target = entry("target", "2024-01-01", original=wechat, aliases=("old/place",))
    hrefs = (
        "https://mp.weixin.qq.com/s?__biz=MzA=&mid=1&idx=1&scene=21",
        wechat,
        "/2024/01/01/target/",
        "/2024/01/01/target/index.html?x=1#s2",
        "/old/2024/01/01/target",
        "https://archive.example/old/2024/01/01/TARGET/",
        "/old/place/",
        "https://mp.weixin.qq.com/s?__biz=MzA=&mid=2&idx=1",
        "//mp.weixin.qq.com/x",
        "target/",
        "mailto:a@b.example",
        "/2024/01/01/",
        "https://self.example/me",
        "http://[bad",
    )
    linking = entry("linking", "2024-02-01", links=hrefs, original="https://self.example/me")
    found = articles(target, linking)
    assert found["Linking"].links == tuple((href, "2024/01/01/target/") for href in hrefs[:7])
    assert titles(found["Target"].linked_from) == ["Linking"] and found["Linking"].linked_from == ()
    assert found["Target"].links == ()


def test_an_article_linked_from_everywhere_names_the_first_few() -> None:
    entries = [
        entry(f"n{n:02d}", f"2024-02-{n % 28 + 1:02d}", links=("/2024/01/01/target/",)) for n in range(40)
    ]
    page = articles(entry("target", "2024-01-01"), *entries)["Target"]
    assert len(page.linked_from) == 24 and page.linked_from[0].day == "2024-02-01"


def test_of_two_with_one_original_the_older_is_meant() -> None:
    originals = [
        entry("a", "2024-01-01", original="https://x.example/a"),
        entry("b", "2024-01-02", original="http://www.x.example/a/"),
    ]
    linking = entry("c", "2024-01-03", links=("https://x.example/a?utm_source=q", "http://www.x.example/a/"))
    found = articles(*originals, linking)
    assert [url for _, url in found["C"].links] == ["2024/01/01/a/", "2024/01/02/b/"], "as written goes first"


def test_an_article_counts_nothing_of_the_archive() -> None:
    entries = archive(100)
    base = plan(entries)["2014/01/01/article-0/index.html"]
    more = [
        entry(f"more {n}", "2025-01-01", tags=entries[0].article.tags, source="示例报0") for n in range(5)
    ]
    after = plan([*entries, *more])["2014/01/01/article-0/index.html"]
    assert isinstance(base, ArticlePage) and isinstance(after, ArticlePage)
    plain = [msgspec.structs.replace(p, tags=()) for p in (base, after)]
    assert plain[0] == plain[1]


@pytest.mark.parametrize(
    ("language", "lang"), [("zh-Hans", "und"), ("en", "und"), ("de", "de"), ("pt-BR", "pt-BR")]
)
def test_a_latin_text_that_is_not_english_is_the_sites_or_of_an_unknown_language(
    language: str, lang: str
) -> None:
    one = entry("a")
    one = with_facts(one, msgspec.structs.replace(one.facts, lang="und"))
    page = plan([one], msgspec.structs.replace(SITE, language=language))["2024/07/28/a/index.html"]
    assert isinstance(page, ArticlePage) and page.card.lang == lang
