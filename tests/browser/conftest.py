"""What the tests in a browser share: the archives, built once, and a browser for each module."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

import strained_archives as archives
from backfile.preview import background

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none; the continuous integration has to have one."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
            if (
                "browser" in getattr(item, "fixturenames", ())
                and CHROMIUM is None
                and not os.environ.get("CI")
            ):
                reason = "no Chromium on this machine: install it to run the browser tests"
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def strained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the archive with every kind of page."""
    return archives.strained(tmp_path_factory.mktemp("strained"))


@pytest.fixture(scope="session")
def small_sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The output folders of the small archives, by name."""
    return {
        name: archives.small(tmp_path_factory.mktemp("small"), *values)
        for name, values in archives.SMALL.items()
    }


@pytest.fixture(scope="module")
def address(strained: Path, small_addresses: dict[str, str]) -> Iterator[str]:
    """Where the archive with every kind of page is served, below a base path; a module may serve another one."""
    with background(strained, base_path="/old/") as server:
        yield server.url


@pytest.fixture(scope="module")
def small_addresses(small_sites: dict[str, Path]) -> Iterator[dict[str, str]]:
    """Where the small archives are served, by name."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(background(output, base_path="/old/")).url
            for name, output in small_sites.items()
        }


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    """A browser; the servers come first, since Playwright's own event loop would be in their way."""
    assert CHROMIUM, "the continuous integration has to install Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
