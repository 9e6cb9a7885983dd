"""Sites to build."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from backfile.build import output
from backfile.render.theme import closures
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


_closures = lru_cache(closures)


@pytest.fixture
def closures_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each theme parsed once, for tests of very many builds: most of a small build's time, for a pure function."""
    monkeypatch.setattr(output, "closures", _closures)
