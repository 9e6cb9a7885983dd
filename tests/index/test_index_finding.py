"""What scripts read: articles by address and title for the page of a missing address, and by day of the calendar."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_samples import SITE, archive, changed, entry, plan  # type: ignore[import-not-found]

from backfile.addresses import identity
from backfile.index.finding import files_of, number_of, slug_key, title_key, url_key
from backfile.model import AnyPage, HomePage, NotFoundPage, TextPage

WECHAT = "https://mp.weixin.qq.com/s?__biz=MzI3&mid=2247&idx=1&sn=ab&chksm=8f#rd"
FINDING, DAYS = "search/lookup/", "dates/on-this-day/"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Example.ORG:443/A/b/?utm_source=x&b=2&a=1#top", "example.org/A/b?a=1&b=2"),
        ("http://user@example.org:80/a", "example.org/a"),
        ("http://example.org:8080/a", "example.org:8080/a"),
        ("  https://example.org/%E6%97%A7%E9%97%BB/ ", "example.org/旧闻"),
        ("https://example.org/100%/a%FF", "example.org/100%/a%FF"),
        ("https://example.org/?id=5&amp;x", "example.org?id=5&x="),
        (WECHAT, "wechat:MzI3/2247/1"),
        ("http://mp.weixin.qq.com/mp/x?__biz=MzI3&appmsgid=2247&itemidx=1", "wechat:MzI3/2247/1"),
        ("https://mp.weixin.qq.com/s/abcDEF", "wechat:abcDEF"),
        ("https://example.org/", ""),
        ("https://example.org", ""),
        ("mailto:a@example.org", ""),
        ("", ""),
    ],
)
def test_the_key_of_a_url(url: str, key: str) -> None:
    assert url_key(url) == key


@given(
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(["example.org", "www.example.org", "EXAMPLE.org:443", "mp.weixin.qq.com"]),
    st.lists(st.sampled_from(["a", "B", "旧", "%E6%97%A7", "%zz", "s", "."]), max_size=3),
    st.lists(
        st.sampled_from(["b=2", "a=1", "utm_x=3", "from=t", "__biz=M", "mid=2", "idx=1", "c"]), max_size=4
    ),
)
def test_urls_of_one_identity_have_one_key(scheme: str, host: str, path: list[str], query: list[str]) -> None:
    url = f"{scheme}://{host}/{'/'.join(path)}?{'&'.join(query)}#x"
    other = f"http://{host.removeprefix('www.')}/{'/'.join(path)}/?{'&'.join([*reversed(query), 'spm=9'])}"
    assert identity(url) != identity(other) or url_key(url) == url_key(other)


def test_the_number_of_a_key_is_its_crc() -> None:
    assert number_of("123456789") == 0xCBF43926


def files(found: dict[str, AnyPage], below: str) -> dict[str, object]:
    return {
        path.removeprefix(below): json.loads(page.text)
        for path, page in found.items()
        if path.startswith(below) and isinstance(page, TextPage)
    }


def find(found: dict[str, AnyPage], key: str) -> list[list[str]]:
    page = found["404.html"]
    assert isinstance(page, NotFoundPage)
    number = number_of(key)
    shard = files(found, FINDING)[f"{page.files}/{number % page.files}.json"]
    assert isinstance(shard, dict)
    return list(shard.get(f"{number:08x}", []))


def test_articles_are_found_by_address_and_title() -> None:
    found = plan(
        [
            entry("a", original=WECHAT, title="一个 标题"),
            entry("b", "2024-07-29", original="https://example.org/b?x=1", title="一个标题"),
            entry("draft", original="https://example.org/draft", status="draft"),
            entry("withdrawn", original="https://example.org/withdrawn", status="withdrawn"),
        ]
    )
    assert find(found, url_key(WECHAT.replace("https", "http").partition("#")[0])) == [
        ["2024/07/28/a/", "一个 标题"]
    ]
    assert find(found, url_key("https://www.example.org/b/?utm_source=y&x=1")) == [
        ["2024/07/29/b/", "一个标题"]
    ]
    assert [url for url, _ in find(found, title_key("一个标题"))] == ["2024/07/28/a/", "2024/07/29/b/"]
    assert find(found, slug_key("B")) == [["2024/07/29/b/", "一个标题"]]
    text = json.dumps(files(found, FINDING))
    assert "draft" not in text and "withdrawn" not in text


def test_one_more_article_changes_three_files_of_many() -> None:
    entries = archive(700)
    before, after = plan(entries), plan([*entries, entry("newest", "2024-12-30", original="https://e.org/n")])
    paths = {p for p in changed(before, after) if p.startswith(FINDING)}
    assert 1 <= len(paths) <= 3 and len(files(before, FINDING)) == files_of(700) == 32
    assert max(len(json.dumps(shard)) for shard in files(before, FINDING).values()) < 20_000


@pytest.mark.parametrize(("articles", "expected"), [(0, 1), (1, 1), (42, 1), (43, 2), (100_000, 4096)])
def test_files_grow_in_powers_of_two(articles: int, expected: int) -> None:
    assert files_of(articles) == expected


def test_each_day_has_its_file() -> None:
    entries = [entry(f"y{year}-{n}", f"{year}-07-28") for year in range(2015, 2025) for n in range(3)]
    found = plan([*entries, entry("month", "2024-02"), entry("leap", "2024-02-29"), entry("undated", "")])
    days = files(found, DAYS)
    assert sorted(days) == ["02-29.json", "07-28.json"]
    rows = days["07-28.json"]
    assert isinstance(rows, list)
    assert [row[0] for row in rows] == ["2024", "2024", "2023", "2023", "2022", "2022"]
    assert days["02-29.json"] == [["2024", "2024/02/29/leap/", "Leap", "en"]]
    home = found["index.html"]
    assert isinstance(home, HomePage)
    months = [int(home.anniversaries[n * 8 : n * 8 + 8], 16) for n in range(12)]
    assert [n + 1 for n in range(12) if months[n]] == [2, 7]
    assert (months[1] >> 28, months[6] >> 27) == (1, 1)
    more = plan([*entries, entry("more", "2001-07-29")])
    assert {p for p in changed(plan(entries), more) if p.startswith(DAYS)} == {f"{DAYS}07-29.json"}


def test_a_copy_for_files_has_nothing_that_only_a_server_can_give() -> None:
    found = plan([entry("a")], msgspec.structs.replace(SITE, base_url="file:"))
    assert not files(found, FINDING) and not files(found, DAYS)
    missing, home = found["404.html"], found["index.html"]
    assert isinstance(missing, NotFoundPage) and isinstance(home, HomePage)
    assert (missing.files, home.anniversaries) == (0, "")


def test_an_archive_without_sources_does_not_offer_them() -> None:
    without, with_one = plan([entry("a")]), plan([entry("a"), entry("b", source="报")])
    assert without["index.html"].sections == without["404.html"].sections == ("dates", "tags", "authors")
    assert "sources/index.html" not in without and "sources/index.html" in with_one
    assert with_one["2024/07/28/a/index.html"].sections[-1] == "sources"
