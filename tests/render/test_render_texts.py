"""Strings, dates, citations, bars: the small pure parts."""

from __future__ import annotations

import pytest
import render_samples as samples
from markupsafe import Markup

from backfile.errors import ThemeError
from backfile.model import Term
from backfile.render import graphs
from backfile.render.citations import citations, linked_data
from backfile.render.dates import Dates, clock, folder_date, known_parts
from backfile.render.links import Links, absolute
from backfile.render.strings import Strings, parsed

TEXT = """
plain = "five"
[a]
n = { one = "{n} item", other = "{n} items" }
b = "<{x}>"
[date]
unknown = "unknown"
day = "d MMMM y"
month = "MMMM y"
year = "y"
short_day = "yyyy.MM.dd"
short_month = "yyyy.MM"
"""


def test_strings() -> None:
    t = Strings("en", parsed(TEXT, "strings/en.toml"), "en")
    assert [t("a.n", n=n) for n in (0, 1, 2, 12345)] == ["0 items", "1 item", "2 items", "12,345 items"]
    assert t("plain") == "five" and t("a.b", x="{y}") == "<{y}>"
    assert t("a.b", x=Markup("<i>")) == "&lt;<i>&gt;"
    assert t.percent(13, 1000) == "1.3%" and t.percent(1, 1) == "100%" and t.percent(0, 0) == "0%"


@pytest.mark.parametrize("key", ["a", "a.c", "date.none"])
def test_a_missing_key_is_an_error(key: str) -> None:
    with pytest.raises(ThemeError, match=rf"strings/en\.toml: there is no {key}"):
        Strings("en", parsed(TEXT, "strings/en.toml"), "en")(key)


def test_a_place_that_nobody_fills_is_an_error() -> None:
    with pytest.raises(ThemeError, match=r"a\.b"):
        Strings("en", parsed(TEXT, "strings/en.toml"), "en")("a.b", y=1)


@pytest.mark.parametrize("text", ["x = ", "x = 1", "[x]\ny = [1]"])
def test_strings_that_are_none(text: str) -> None:
    with pytest.raises(ThemeError, match=r"strings/en\.toml"):
        parsed(text, "strings/en.toml")


def test_dates_as_far_as_known() -> None:
    date = Dates(Strings("en", parsed(TEXT, "strings/en.toml"), "en"), "en")
    whole = "2024-07-28T00:30:00+14:00"
    assert [date(d) for d in (whole, "2024-07", "2024", "")] == [
        "28 July 2024",
        "July 2024",
        "2024",
        "unknown",
    ]
    assert [date(d, "short") for d in (whole, "2024-07", "2024")] == ["2024.07.28", "2024.07", "2024"]
    assert date("2024-13-45") == "2024-13-45" and date("0000-01-01") == "0000-01-01"
    assert date("soon") == "soon"
    assert clock(whole) == "00:30" and clock("2024-07-28") == "" and clock("") == ""
    assert known_parts(whole) == ("2024", "07", "28") and known_parts("") == ()
    assert [folder_date(u) for u in ("2024/07/28/", "2024/", "tags/2024/", "2024/07/x/", "")] == [
        "2024-07-28",
        "2024",
        "",
        "",
        "",
    ]


def test_links() -> None:
    assert [Links("", False)(u) for u in ("", "a/", "f.xml")] == ["./", "a/", "f.xml"]
    offline = [Links("../", True)(u) for u in ("", "a/#d1", "f.xml", "#x")]
    assert offline == ["../index.html", "../a/index.html#d1", "../f.xml", "../index.html#x"]
    assert absolute(samples.SITE, "a/") == "https://archive.example/old/a/"


def test_bars() -> None:
    assert graphs.path([0, 5, 10], 10) == "M1 40V20h.8V40zM2 40V0h.8V40z"
    assert graphs.path([1], 10_000) == "M0 40V39h.8V40z"
    assert [graphs.share(n, 200) for n in (0, 1, 100, 200)] == [0, 1, 50, 100]
    assert graphs.month_peak(()) == 1 and graphs.term_peak(()) == 1
    assert graphs.letter_id("A") == "letter-a" and graphs.letter_id("#") == "letter-other"


def test_citations() -> None:
    found = {name: text for _, name, text in citations(samples.article())}
    url = "https://archive.example/old/2024/07/28/article-1/"
    assert (
        found["GB/T 7714"]
        == f"林一鸣. 城北旧印刷厂停机：最后一台对开机去向已定[EB/OL]. 示例晚报, (2024-07-28)[2024-08-02]. {url}."
    )
    assert found["APA"] == (
        "林一鸣. (2024, July 28). 城北旧印刷厂停机：最后一台对开机去向已定. 示例晚报. "
        f"Retrieved August 2, 2024, from {url}"
    )
    assert (
        "  author       = {{林一鸣}},\n" in found["BibTeX"]
        and f"  url          = {{{url}}},\n" in found["BibTeX"]
    )


def test_citations_of_little_known_articles() -> None:
    card = samples.card(0, "", source=None, authors=(), title="A {b} 50% & c_d")
    page = samples.article(card=card, added="", absolute="", original="")
    found = {name: text for _, name, text in citations(page)}
    assert found["GB/T 7714"] == "A {b} 50% & c_d[EB/OL]."
    assert found["APA"] == "A {b} 50% & c_d. (n.d.)."
    assert found["BibTeX"] == "@online{ref-card000000,\n  title        = {A \\{b\\} 50\\% \\& c\\_d}\n}"


def test_many_authors() -> None:
    people = tuple(Term(n, "") for n in "ABCD")
    found = {name: text for _, name, text in citations(samples.article(card=samples.card(0, authors=people)))}
    assert found["GB/T 7714"].startswith("A, B, C, 等. ")
    assert found["APA"].startswith("A, B, C, & D. ")
    assert "{A} and {B} and {C} and {D}" in found["BibTeX"]


def test_linked_data_leaves_out_what_is_unknown() -> None:
    data = linked_data(samples.article(), samples.SITE)
    assert data["author"] == [{"@type": "Person", "name": "林一鸣"}]
    assert data["image"] == "https://archive.example/old/images/cover-1280.webp"
    assert data["isBasedOn"] == samples.article().original
    bare = linked_data(samples.article(original="javascript:x", absolute="", cover=None), samples.ENGLISH)
    assert not {"isBasedOn", "archivedAt", "image", "dateModified"} & bare.keys()
