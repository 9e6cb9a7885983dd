"""What all tests share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import settings

from fuzzing import COUNTED

# A deadline for one example says how busy the machine is, and nothing of the code.
settings.register_profile("backfile", deadline=None)
settings.load_profile("backfile")


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """Return what a test tells how much it did; the summary adds it up over all tests, workers of xdist included."""
    return lambda what, number: record_property(COUNTED + what, number)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end how much the random tests did."""
    found: Counter[str] = Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, value in report.user_properties:
                if name.startswith(COUNTED) and isinstance(value, int):
                    found[name.removeprefix(COUNTED)] += value
    if found:
        terminalreporter.write_line(", ".join(f"{number:,} {what}" for what, number in sorted(found.items())))
