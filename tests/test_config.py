"""site.toml: what is accepted, and how mistakes are explained."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backfile import config
from backfile.errors import ConfigError, SiteNotFoundError


def test_only_a_title_is_needed() -> None:
    site = config.parse('[site]\ntitle = "Archive"\n')
    assert (site.title, site.language, site.pages.list, site.images.widths) == (
        "Archive",
        "en",
        50,
        (720, 1280),
    )


def test_every_table_is_read() -> None:
    site = config.parse(
        '[site]\ntitle = "A"\ntimezone = "Asia/Shanghai"\nbase_url = "https://example.org/a"\n'
        '[import]\nsource = "Paper"\n[tags]\nmax = 3\nstop = ["x"]\n[tags.aliases]\nQwen = "通义千问"\n'
        '[images]\nlocal = ["assets"]\nwidths = [1280, 720, 720]\n[fetch]\nseconds = 5\n'
        '[[fetch.hosts]]\nhost = "example.org"\ngap = 1.5\n[pages]\nlist = 20\n[deploy]\ncname = "a.example"\n'
    )
    assert site.base_url == "https://example.org/a/"
    assert site.images.widths == (720, 1280)
    assert site.fetch.hosts[0].gap == 1.5
    assert site.tags.aliases == {"Qwen": "通义千问"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no [site] table"),
        ("[site", "site.toml"),
        ('[site]\ntitle = "A"\nlangage = "zh"\n', 'did you mean "language"?'),
        ('[site]\ntitle = "A"\n[image]\n', 'did you mean "images"?'),
        ('[site]\ntitle = "A"\n[fetch]\nsecond = 3\n', 'did you mean "seconds"?'),
        ('[site]\ntitle = "A"\n[fetch]\nseconds = "3"\n', "[fetch]"),
        ("[site]\ntitle = 3\n", "[site]"),
        ('[site]\ntitle = " "\n', "title is empty"),
        ('[site]\ntitle = "A"\ntimezone = "Asia/Shanghay"\n', 'did you mean "Asia/Shanghai"?'),
        ('[site]\ntitle = "A"\nbase_url = "ftp://a"\n', "base_url"),
        ('[site]\ntitle = "A"\n[images]\nquality = 0\n', "quality"),
        ('[site]\ntitle = "A"\n[pages]\nlist = 0\n', "at least 1"),
    ],
)
def test_a_mistake_is_named_with_the_nearest_word(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        config.parse(text)
    assert message in str(error.value)


def test_the_nearest_folder_upward_is_found(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('[site]\ntitle = "A"\n')
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert config.find(deep) == tmp_path
    assert config.load(tmp_path).title == "A"


def test_no_site_is_an_error_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(SiteNotFoundError, match="backfile new"):
        config.load(tmp_path)


def test_the_documentation_is_made_from_the_structs() -> None:
    page = Path(__file__).parent.parent / "docs" / "configuration.md"
    if os.environ.get("UPDATE"):
        page.write_text(config.reference(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == config.reference(), "run the tests with UPDATE=1"
