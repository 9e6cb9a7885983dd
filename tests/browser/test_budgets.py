"""The budgets of the default theme, on every kind of page of an archive with extremes."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from strained_archives import ARTICLES, INDEXES, PAGES


def _read(folder: Path, kind: str) -> bytes:
    place = folder / unquote(PAGES[kind])
    return (place if place.suffix == ".html" else place / "index.html").read_bytes()


@pytest.mark.parametrize("kind", INDEXES)
def test_indexes_stay_small(strained: Path, kind: str) -> None:
    data = _read(strained, kind)
    assert len(html.fromstring(data).xpath("//*")) <= 1500
    assert len(gzip.compress(data, mtime=0)) <= 10_000


@pytest.mark.parametrize("kind", ARTICLES)
def test_articles_stay_small_but_for_their_bodies(strained: Path, kind: str) -> None:
    data = _read(strained, kind)
    document = html.fromstring(data)
    body = document.xpath("//div[contains(@class, 'e-content')]")[0]
    own = html.tostring(body, encoding="utf-8")
    assert len(gzip.compress(data, mtime=0)) - len(gzip.compress(own, mtime=0)) <= 15_000


@pytest.mark.parametrize("kind", PAGES)
def test_one_picture_at_most_comes_first(strained: Path, kind: str) -> None:
    pictures = html.fromstring(_read(strained, kind)).xpath("//img")
    eager = [p for p in pictures if p.get("loading") != "lazy"]
    assert [p.get("fetchpriority") for p in eager] == (["high"] if pictures else [])
    for picture in pictures:
        assert picture.get("decoding") == "async"
        assert all(picture.get(name) for name in ("width", "height", "srcset"))


def test_articles_with_pictures_are_among_them(strained: Path) -> None:
    assert len(html.fromstring(_read(strained, "article many pictures")).xpath("//article//img")) >= 82


def test_the_style_and_the_script_are_small(strained: Path) -> None:
    for name, raw, packed in (("site.css", 20_000, 6_000), ("site.js", 8_000, 3_000)):
        data = (strained / "assets" / name).read_bytes()
        assert len(data) <= raw
        assert len(gzip.compress(data, mtime=0)) <= packed
