"""Reading by keyboard, without scripts, from a folder, in print, in forced colours, and with little motion."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

import strained_archives as archives
from page_visits import visit
from strained_archives import PAGES


def _file(folder: Path, path: str) -> Path:
    place = folder / unquote(path)
    return place if place.suffix == ".html" else place / "index.html"


def _regions(page: Page, limit: int = 400) -> list[str]:
    """Return the parts of the page that the tab key comes through, in their order."""
    seen: list[str] = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        where = page.evaluate(
            "(document.activeElement.closest('.skip, nav, main, footer') || document.body).className.split(' ')[0]"
        )
        if where == "":
            where = page.evaluate("document.activeElement.closest('main, footer, nav')?.tagName || ''")
        if not seen or seen[-1] != where:
            seen.append(where)
        if where == "foot":
            break
    return seen


@pytest.mark.parametrize("kind", ["tags", "article", "dates", "404"])
def test_the_tab_key_comes_through_every_part(browser: Browser, address: str, kind: str) -> None:
    with visit(browser, 1280) as page:
        page.goto(address + PAGES[kind])
        seen = _regions(page)
        assert seen[0] == "skip"
        assert seen.index("nav") < seen.index("wrap") < seen.index("foot")


def test_the_skip_link_leads_to_the_content(browser: Browser, address: str) -> None:
    with visit(browser, 390) as page:
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.locator(".skip").bounding_box() is not None
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_the_filter_is_reached_and_says_what_it_shows(browser: Browser, address: str) -> None:
    with visit(browser, 1280) as page:
        page.goto(address + PAGES["tags"])
        page.locator("[data-filter]").press_sequentially("纸张")
        assert "1" in page.locator("[data-filter-status]").inner_text()


def test_the_lightbox_gives_the_focus_back(browser: Browser, address: str) -> None:
    with visit(browser, 1280) as page:
        page.goto(address + PAGES["article"])
        page.locator(".body figure > a").first.focus()
        page.keyboard.press("Enter")
        assert page.locator("dialog.box").is_visible()
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
        page.keyboard.press("Escape")
        assert not page.locator("dialog.box").is_visible()
        assert page.evaluate("document.activeElement.matches('.body figure > a')")


def test_arrows_turn_pages_and_a_question_mark_shows_the_keys(browser: Browser, address: str) -> None:
    with visit(browser, 1280) as page:
        page.goto(address + PAGES["article many pictures"])
        page.keyboard.press("?")
        assert page.locator("#keys").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("#keys").is_visible()
        following = page.locator("a[rel~=next]").get_attribute("href")
        page.keyboard.press("ArrowRight")
        page.wait_for_url(f"**/{str(following).rstrip('/').split('/')[-1]}/**")
        page.keyboard.press("ArrowLeft")
        page.wait_for_url("**/many-pictures/**")


def test_every_page_is_whole_without_scripts(browser: Browser, address: str, strained: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for kind, path in PAGES.items():
        page.goto(address + path)
        assert page.locator("h1").is_visible(), kind
        assert page.locator("main").inner_text().strip(), kind
        assert page.locator(".js-only:visible").count() == 0, kind
        first = page.locator("main a[href]:not([href^='#']):not([href^='http:']):not([href^='https:'])").first
        if first.count():
            answer = page.request.get(str(first.evaluate("a => a.href")))
            assert answer.ok, f"{kind}: {answer.url}"
    context.close()


def test_a_folder_is_read_without_a_server(
    strained: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> None:
    output = archives.offline(strained.parent, tmp_path_factory.mktemp("offline") / "output")
    with visit(browser, 1280) as page:
        faults: list[str] = []
        # What a link that is followed cuts off has not failed.
        page.on("requestfailed", lambda r: faults.append(r.url) if r.failure != "net::ERR_ABORTED" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        for kind in ("home", "article", "tags", "year"):
            page.goto(_file(output, PAGES[kind]).as_uri())
            assert page.evaluate("getComputedStyle(document.body).margin") == "0px", kind
            page.locator("nav a").first.click()
            page.wait_for_url("**/dates/index.html")
        # Chromium lets no page of a folder cross-fade into another one, and says so of each link that is followed.
        assert [fault for fault in faults if "ViewTransition" not in fault] == []


def test_print_opens_the_citation_and_shows_addresses(browser: Browser, address: str) -> None:
    with visit(browser, 1280) as page:
        page.goto(address + PAGES["article"])
        assert not page.get_by_text("[EB/OL]").is_visible()
        page.emulate_media(media="print")
        assert page.get_by_text("[EB/OL]").is_visible()
        assert not page.get_by_text("欢迎订阅本报。").is_visible()
        assert not page.locator("nav.nav").is_visible()
        address_of = "a => getComputedStyle(a, '::after').content"
        assert "county.example/annals" in page.eval_on_selector(".body p a[href^=http]", address_of)
        assert page.eval_on_selector(".body p a:not([href^=http])", address_of) == "none"


def test_forced_colours_keep_what_only_colours_say(browser: Browser, address: str) -> None:
    context = browser.new_context(forced_colors="active", reduced_motion="reduce")
    page = context.new_page()
    for kind in ("home", "article", "year", "tags"):
        page.goto(address + PAGES[kind])
        assert page.locator("h1").is_visible()
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.goto(address + PAGES["year"])
    cell = "td a"
    assert page.eval_on_selector(cell, "a => getComputedStyle(a).borderTopWidth") != "0px"
    context.close()
