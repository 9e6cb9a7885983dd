"""Every kind of page: no barrier that axe-core knows, no error, no request elsewhere, nothing that moves or overflows."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser

from page_visits import layout_faults, listen, violations, visit
from strained_archives import PAGES, SMALL

SMALL_PAGES = ("", "dates/", "tags/", "1985/", "1985/01/", "1985/01/05/a0/")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_quiet_stays_in_place_and_has_no_barriers(
    browser: Browser, address: str, kind: str, width: int
) -> None:
    with visit(browser, width) as page:
        faults = listen(page, address.split("/")[2])
        page.goto(address + PAGES[kind])
        assert page.locator("h1").count() == 1
        assert faults + layout_faults(page) == []
        found = violations(page)
        page.emulate_media(color_scheme="dark")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 20, 24)"
        assert {"light": found, "dark": violations(page, colours_only=True)} == {"light": [], "dark": []}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SMALL)
def test_small_archives_are_sound(
    browser: Browser, small_addresses: dict[str, str], name: str, scheme: Literal["light", "dark"]
) -> None:
    address = small_addresses[name]
    found: dict[str, list[str]] = {}
    with visit(browser, 390 if scheme == "light" else 1280, scheme) as page:
        faults = listen(page, address.split("/")[2])
        # A tag of a single article has no page.
        for path in (*SMALL_PAGES, "tags/paper/") if SMALL[name][0] > 1 else SMALL_PAGES:
            page.goto(address + path)
            found[path] = layout_faults(page) + violations(page)
    assert faults == []
    assert {path: list_ for path, list_ in found.items() if list_} == {}


@pytest.mark.parametrize("kind", ["home", "article", "year", "tags"])
def test_axe_would_find_a_barrier(browser: Browser, address: str, kind: str) -> None:
    with visit(browser, 390) as page:
        page.goto(address + PAGES[kind])
        page.evaluate("document.querySelector('h1').style.color = '#ddd'")
        assert any(fault.startswith("color-contrast") for fault in violations(page))
