"""Sites to build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from site_folder import SiteFolder


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """An empty site."""
    return SiteFolder(tmp_path)


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[[str], SiteFolder]:
    """Return a maker of further sites."""

    def make(name: str) -> SiteFolder:
        folder = tmp_path / name
        folder.mkdir()
        return SiteFolder(folder)

    return make
