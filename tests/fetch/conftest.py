from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from loopback import Runner, Web


@pytest.fixture
def web() -> Iterator[Web]:
    server = Web()
    yield server
    server.close()


@pytest.fixture
def run(web: Web, tmp_path: Path) -> Runner:
    return Runner(web, tmp_path / "store")
