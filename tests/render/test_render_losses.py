"""Lists of lost pictures, and where pages speak of losses."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import render_samples as samples
from lxml import html

from backfile.config import Site
from backfile.model import AnyPage, Link, LostGroup
from backfile.render import Renderer

THEME = samples.load_theme()
RENDERER = Renderer(THEME, samples.SITE)
ENGLISH = Renderer(THEME, samples.ENGLISH)
ROOT = next(page for page, _ in samples.every_page() if page.path == "images/lost/index.html")


def parsed(page: AnyPage, renderer: Renderer = RENDERER) -> html.HtmlElement:
    return html.document_fromstring(renderer.page(page).decode())


def of_one(**fields: Any) -> html.HtmlElement:
    group = LostGroup(Link("T", "2024/a/", "2024-07-28", "", ""), (samples.lost_picture(**fields),))
    return parsed(samples.lost_year(groups=(group,)), ENGLISH).xpath("//ol[@class='rows']/li")[0]


@pytest.mark.parametrize(
    "url",
    [
        'https://img.example/"onmouseover="alert(1)',
        "https://img.example/<script>alert(1)</script>",
        "https://img.example/'><img src=x onerror=alert(1)>",
        "https://img.example/{{7*7}}{% raw %}",
        "https://img.example/&quot;&lt;&#x22;",
    ],
)
def test_a_hostile_address_stays_an_address(url: str) -> None:
    row = of_one(url=url)
    links = row.xpath(".//p/a")
    assert [a.get("href") for a in links] == [url, f"https://web.archive.org/web/*/{url}"]
    assert links[0].text_content() == url
    assert {a.get("rel") for a in links} == {"nofollow external noopener"}
    assert not row.xpath(".//script | .//img | .//@onmouseover | .//@onerror | .//@src")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:image/png;base64,AAAA", "../media/a.png", "<b>"]
)
def test_what_is_no_web_address_is_only_text(url: str) -> None:
    row = of_one(url=url, web=False)
    assert not row.xpath(".//p//a")
    assert row.xpath("string(.//p/span)") == url


def test_a_row_tells_why_and_when() -> None:
    assert of_one().xpath("string(.//p/span)") == "Reason: HTTP 404. Last tried 20 Nov 2026."
    damaged = of_one(state="damaged", reason="cut off", checked="").xpath("string(.//p/span)")
    assert damaged == "Arrived damaged. Reason: cut off"
    assert of_one().xpath(".//time/@datetime") == ["2024-07-28"]


@pytest.mark.parametrize(
    ("contact", "href"),
    [
        ("desk@archive.example", "mailto:desk@archive.example"),
        ("https://archive.example/help", None),
        ("", ""),
    ],
)
def test_readers_are_asked_for_help_where_there_is_whom_to_tell(contact: str, href: str | None) -> None:
    site = msgspec.structs.replace(samples.ENGLISH, contact=contact)
    tree = parsed(ROOT, Renderer(THEME, site))
    assert tree.xpath("//main//p/a/@href") == [href or contact][: bool(contact)]
    assert ("please tell us" in tree.xpath("string(//main)")) == bool(contact)


@pytest.mark.parametrize("page", [ROOT, samples.lost_year()], ids=["root", "year"])
def test_search_engines_are_to_show_the_articles_instead(page: AnyPage) -> None:
    tree = parsed(page)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not tree.xpath("//link[@rel='canonical']")


def test_the_fullest_list_has_not_too_many_elements() -> None:
    """The root of a year shows nearly two parts; each article with one loss is the worst case."""
    from backfile.index.losses import _SIZE

    link = Link("T", "2024/a/", "2024-07-28", "", "en")
    groups = tuple(LostGroup(link, (samples.lost_picture(n),)) for n in range(2 * _SIZE - 1))
    assert len(parsed(samples.lost_year(groups=groups)).xpath("//*")) <= 1500


def off(site: Site) -> Renderer:
    return Renderer(
        THEME, msgspec.structs.replace(site, pages=msgspec.structs.replace(site.pages, lost=False))
    )


def test_home_leads_to_the_lost_images() -> None:
    query = "//dl[@class='facts']//a[contains(@href, 'lost')]/@href"
    home = samples.home()
    assert home.images_lost
    assert parsed(home).xpath(query) == ["images/lost/"]
    assert parsed(msgspec.structs.replace(home, images_lost=0)).xpath(query) == []
    assert parsed(home, off(samples.SITE)).xpath(query) == []


def record(
    states: tuple[str, ...], renderer: Renderer = ENGLISH, day: str = "2024-07-28"
) -> html.HtmlElement:
    pictures = tuple(samples.picture(f"p{n}", state) for n, state in enumerate(states))
    page = samples.article(pictures=pictures, card=samples.card(1, day))
    row = parsed(page, renderer).xpath("//aside[@id='record']//dt[text()='Images']/following-sibling::dd[1]")
    return row[0]


def test_the_record_card_counts_damaged_as_lost_and_names_the_unasked() -> None:
    row = record(("kept", "kept", "lost", "damaged", "unasked"))
    assert row.text_content() == "2 kept, 2 lost, 1 not yet asked for"
    assert record(("kept",)).text_content() == "1 kept"
    assert record(("unasked",)).text_content() == "0 kept, 1 not yet asked for"
    assert record(("damaged",)).text_content() == "0 kept, 1 lost"


def test_the_record_card_leads_to_the_year_of_its_losses() -> None:
    lost = ("kept", "damaged")
    assert record(lost).xpath("a/@href") == ["../../../../images/lost/2024/"]
    assert record(lost, day="").xpath("a/@href") == ["../../../../images/lost/undated/"]
    assert record(("kept", "unasked")).xpath("a") == []
    plain = record(lost, off(samples.ENGLISH))
    assert plain.xpath("a") == [] and plain.text_content() == "1 kept, 1 lost"
