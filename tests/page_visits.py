"""One page in a browser as a reader meets it, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

_AXE = Axe()
# Everything axe-core has but what it calls experimental; target-size is off unless it is asked for.
_RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
_COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
_SHIFTS = """
    globalThis.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push(entry.value);
    }).observe({ type: "layout-shift", buffered: true });
"""


@contextmanager
def visit(browser: Browser, width: int, scheme: Literal["light", "dark"] = "light") -> Iterator[Page]:
    """Open a page of its own context, closed in the end."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield context.new_page()
    context.close()


def violations(page: Page, *, colours_only: bool = False) -> list[str]:
    """Return what axe-core finds: the rule, then the selector and the reason."""
    found = _AXE.run(page, options=_COLOURS if colours_only else _RULES).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary'].splitlines()[1].strip()}"
        for rule in found
        for node in rule["nodes"]
    ]


def listen(page: Page, host: str) -> list[str]:
    """Return a list that fills with what the page complains about, asks other hosts for, and does not get."""
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request",
        lambda r: faults.append(f"asked for {r.url}") if r.url.split("/")[2:3] not in ([host], []) else None,
    )
    page.on("response", lambda r: faults.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    page.add_init_script(_SHIFTS)
    return faults


def layout_faults(page: Page) -> list[str]:
    """Return how far the page is wider than the window, and what moved while it loaded and was read to its end.

    What a page does by itself it does each time: a move that a second visit does not show came from where the browser happened
    to pause within the page's text on a busy machine.
    """
    faults = []
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wider > 0:
        faults.append(f"{wider} pixels wider than the window")
    shift = _read_to_the_end(page)
    if shift:
        page.reload(wait_until="networkidle")
        shift = _read_to_the_end(page)
    return [*faults, f"moved by {shift}"] if shift else faults


def _read_to_the_end(page: Page) -> float:
    """Scroll to the end of a page and return the sum of its layout shifts until then."""
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return float(page.evaluate("shifts.reduce((sum, value) => sum + value, 0)"))
