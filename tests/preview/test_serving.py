from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backfile import serving
from backfile.build.lock import locked
from backfile.errors import ConfigError, LockedError
from site_folder import SiteFolder, outside


class Served:
    """What `serve` was given: the arguments, and what the rebuild says."""

    def __init__(self) -> None:
        self.output = Path()
        self.arguments: dict[str, Any] = {}

    def __call__(self, output: Path, **arguments: Any) -> None:
        self.output, self.arguments = output, arguments


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """Stands in for the server, which has tests of its own."""
    stand_in = Served()
    monkeypatch.setattr(serving, "serve", stand_in)
    return stand_in


def start(site: SiteFolder, said: list[str]) -> None:
    serving.serve_site(site.folder, "127.0.0.1", 0, False, outside, said.append)


def test_the_site_is_built_and_served_below_its_base_path(tmp_path: Path, served: Served) -> None:
    site = SiteFolder(tmp_path)
    site.settings('[site]\ntitle = "Archive"\nbase_url = "https://news.example/archive"\n')
    start(site, [])
    assert (site.output / "index.html").is_file()
    assert served.output == site.output
    assert served.arguments["base_path"] == "/archive/"
    assert {site.folder / "content", site.folder / "site.toml"} < set(served.arguments["watch"])


def test_every_theme_of_the_chain_is_watched_and_a_change_of_the_stylesheet_is_shown(
    tmp_path: Path, served: Served
) -> None:
    site, said = SiteFolder(tmp_path), list[str]()
    site.settings('[site]\ntitle = "Archive"\ntheme = "mine"\n')
    site.write("themes/mine/theme.toml", 'extends = "default"\n')
    start(site, said)
    watch = served.arguments["watch"]
    assert site.folder / "themes" in watch and watch[-1].name == "default" and len(watch) == 4
    rebuild: Callable[[], bool] = served.arguments["rebuild"]
    assert not rebuild()
    site.write("themes/mine/assets/theme.css", ".foot { color: var(--accent); }")
    assert rebuild()
    assert not rebuild()
    site.write("themes/mine/theme.toml", 'extends = "defualt"\n')
    assert not rebuild()
    assert said[-1].startswith("not rebuilt: themes/mine/theme.toml: there is no theme 'defualt'")


def test_a_rebuild_says_whether_anything_changed(tmp_path: Path, served: Served) -> None:
    site, said = SiteFolder(tmp_path), list[str]()
    site.article("a")
    start(site, said)
    rebuild: Callable[[], bool] = served.arguments["rebuild"]
    assert not rebuild()
    site.article("a", body="Another text.")
    assert rebuild()
    site.settings('[site]\ntitel = "Archive"\n')
    assert not rebuild()
    assert said[-1].startswith("not rebuilt: ")
    assert "titel" in said[-1]


def test_a_locked_site_is_left_to_the_server_to_try_again(tmp_path: Path, served: Served) -> None:
    site = SiteFolder(tmp_path)
    start(site, [])
    with locked(site.folder / ".backfile"), pytest.raises(LockedError):
        served.arguments["rebuild"]()
    assert not served.arguments["rebuild"]()


def test_a_first_build_that_fails_is_said_at_once(tmp_path: Path, served: Served) -> None:
    site = SiteFolder(tmp_path)
    site.settings("[site]\n")
    with pytest.raises(ConfigError):
        start(site, [])
    assert served.arguments == {}


def test_a_rebuild_works_in_another_thread(tmp_path: Path, served: Served) -> None:
    site = SiteFolder(tmp_path)
    site.article("a")
    start(site, [])
    site.article("b")
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(served.arguments["rebuild"]()))
    thread.start()
    thread.join(30)
    assert answers == [True]
