"""The demonstration archive in a real browser: no errors, nothing asked of other hosts, readable without scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from backfile import config
from backfile.build import Options, build
from backfile.preview import background
from page_visits import layout_faults, listen, visit
from site_folder import outside

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration archive, built and served below a base path."""
    folder = tmp_path_factory.mktemp("site")
    for name in ("content", "site.toml"):
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    output = folder / "output"
    site = config.with_base_url(config.load(folder), "https://example.org/archive/")
    build(folder, site, Options(output=output, offline=True), outside())
    with background(output, base_path="/archive/") as server:
        yield server.url


def pages_of(page: Page, address: str) -> list[str]:
    """One address of each kind of page, found by following links from the home page."""
    page.goto(address)
    links = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.href)")
    kinds = ["dates/", "tags/", "authors/", "sources/", "404.html"]
    article = next(link for link in links if link.removeprefix(address).count("/") == 4)
    year, month, day = article.removeprefix(address).split("/")[:3]
    terms = [link for kind in ("tags/", "sources/") for link in links if link.startswith(address + kind)][:2]
    dated = [f"{year}/", f"{year}/{month}/", f"{year}/{month}/{day}/"]
    return [address, article, *terms, *(address + path for path in (*dated, *kinds))]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_loads_quietly(
    browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    with visit(browser, width, scheme) as page:
        faults = listen(page, address.split("/")[2])
        for url in pages_of(page, address):
            page.goto(url)
            assert page.locator("h1").count() == 1, url
            assert layout_faults(page) == [], url
    assert faults == []


def test_articles_are_whole_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages_of(page, address)[1])
    assert page.locator("article p").count() >= 2
    assert page.locator("#record").is_visible()
    context.close()


def test_the_choice_of_colours_survives(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(address)
    button = page.locator("[data-theme-button]")
    for _ in range(3):
        button.click()
        if page.evaluate("document.documentElement.dataset.theme") == "dark":
            break
    page.goto(address + "tags/")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    context.close()
