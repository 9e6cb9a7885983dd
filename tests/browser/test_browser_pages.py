"""What only a browser can tell of pages at their extremes: nothing overflows, and what scripts find."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from backfile import config
from backfile.build import Options, build
from backfile.preview import background
from site_folder import outside

UNBREAKABLE = "Supercalifragilistic" * 6
WECHAT = "https://mp.weixin.qq.com/s?__biz=MzI3&mid=2247&idx=1&sn=ab#rd"


def write(folder: Path, name: str, title: str, date: str, original: str = "", lang: str = "en") -> None:
    path = folder / "content" / "articles" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = f"title: {title}\ndate: {date}\noriginal: {original}\nlang: {lang}\ntags: [paper, print]\n"
    text = "\n\n".join(f"## Part {n}\n\nThe text of {name}." for n in range(3))
    path.write_text(f"---\n{fields}---\n\n{text}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An archive of forty years with an unbreakable title, served below a base path."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "site.toml").write_text('[site]\ntitle = "Pages"\nlanguage = "en"\n', encoding="utf-8")
    for year in range(1985, 2025):
        write(folder, f"of-{year}", f"Of {year}", f"{year}-07-28", f"https://example.org/{year}?b=2&a=旧")
    write(folder, "before", "Before", "2024-08-01", WECHAT)
    write(folder, "long", UNBREAKABLE, "2024-08-02")
    write(folder, "after", "After", "2024-08-03")
    site = config.with_base_url(config.load(folder), "https://example.org/archive/")
    build(folder, site, Options(output=folder / "output", offline=True), outside())
    with background(folder / "output", base_path="/archive/") as server:
        yield server.url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "path", ["2024/08/01/before/", "2024/08/02/long/", "2024/08/03/after/", "", "dates/", "2024/", "2024/08/"]
)
def test_nothing_overflows(page: Page, address: str, width: int, path: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + path)
    assert overflow(page) <= 0
    wider = """() => [...document.querySelectorAll('.turn a, .turn span')].filter(e =>
        e.getBoundingClientRect().right > document.documentElement.clientWidth).length"""
    assert page.evaluate(wider) == 0
    assert page.evaluate("document.getElementsByTagName('*').length") <= 1500


def test_neighbours_share_the_row(page: Page, address: str) -> None:
    page.goto(address + "2024/08/03/after/")
    left, right = page.locator(".turn").bounding_box(), page.locator(".turn a").first.bounding_box()
    assert left and right and right["width"] <= left["width"] / 2 + 1


def test_the_header_is_one_row_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(address)
    box = page.locator(".top").bounding_box()
    assert box and box["height"] <= 70
    assert page.locator(".nav a").all_inner_texts() == ["Dates", "Tags", "Authors"], "it has no sources"


def test_a_spine_of_many_years_opens_at_the_newest_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    box = page.locator(".spine a").first.bounding_box()
    assert page.locator(".spine a").first.get_attribute("href") == "2024/"
    assert box and 0 <= box["x"] <= 390 - box["width"]
    last = page.locator(".spine a").last.bounding_box()
    assert last and last["x"] < 0, "the oldest years are reached by scrolling"
    context.close()


def test_labels_of_many_years_do_not_collide(page: Page, address: str) -> None:
    page.goto(address)
    collisions = """() => {
      const boxes = [...document.querySelectorAll('.spine a > span')].map(e => {
        const range = document.createRange(); range.selectNodeContents(e); return range.getBoundingClientRect(); });
      boxes.sort((a, b) => a.left - b.left);
      return boxes.slice(1).filter((b, n) => b.left < boxes[n].right + 2).length; }"""
    assert page.evaluate(collisions) == 0


def found(page: Page) -> list[str]:
    # Not by a function as text, which the pages' security policy forbids.
    page.locator(".find [role=status]:not(:empty)").wait_for()
    return page.locator(".find li a").all_inner_texts()


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("http://www.example.org/1999/?utm_source=x&a=%E6%97%A7&b=2#top", ["Of 1999"]),
        (WECHAT.replace("sn=ab#rd", "sn=zz&scene=1"), ["Before"]),
        ("of  2001", ["Of 2001"]),
        ("https://elsewhere.example/x/of-2003.html", ["Of 2003"]),
        ("nothing of the kind", []),
    ],
)
def test_a_missing_page_finds_by_address_and_title(
    page: Page, address: str, asked: str, titles: list[str]
) -> None:
    page.goto(address + "404.html")
    page.locator("#find").fill(asked)
    page.locator("#find").press("Enter")
    assert found(page) == titles


def test_a_missing_page_tries_its_own_address(page: Page, address: str) -> None:
    page.goto(address + "2019/01/01/of-1990/")
    assert found(page) == ["Of 1990"]
    page.locator(".find li a").click()
    assert page.url == address + "1990/07/28/of-1990/"
    page.goto(f"{address}https://example.org/1991?b=2&a=旧")
    assert found(page) == ["Of 1991"]


def test_a_missing_page_has_doors_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "404.html")
    assert not page.locator(".find").is_visible() and page.locator(".doors a").count() == 3
    context.close()


def test_on_this_day_is_the_readers_day(page: Page, address: str) -> None:
    page.clock.set_fixed_time("2024-07-28T12:00:00")
    page.goto(address)
    page.locator("[data-today]:not([hidden])").wait_for()
    rows = page.locator("[data-today] li")
    assert rows.locator("time").all_inner_texts() == ["2023", "2022", "2021", "2020", "2019"]
    assert rows.locator("a").first.inner_text() == "Of 2023"
    assert page.locator("[data-today] h2").inner_text() == "On this day July 28"


def test_a_day_without_articles_asks_for_nothing(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.set_fixed_time("2024-01-31T12:00:00")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-today]").is_hidden()
    assert not [url for url in asked if url.endswith(".json")]


def test_contents_stand_above_the_text_where_there_is_no_side_column(page: Page, address: str) -> None:
    page.goto(address + "2024/08/01/before/")
    assert page.locator(".toc").is_visible() and page.locator(".inner").is_hidden()
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.locator(".toc").is_hidden() and page.locator(".inner summary").is_visible()
    page.locator(".inner summary").click()
    page.locator(".inner a").nth(1).click()
    assert page.evaluate("document.querySelector(location.hash).textContent") == "Part 1"


def test_print_opens_the_citation_alone(page: Page, address: str) -> None:
    page.goto(address + "2024/08/01/before/")
    page.emulate_media(media="print")
    assert page.locator(".cite pre").first.is_visible()
    assert page.locator(".card details dl").is_hidden()


def test_the_slash_goes_to_the_filter(page: Page, address: str) -> None:
    page.goto(address + "tags/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "filter"
    assert page.locator("#filter").input_value() == ""
