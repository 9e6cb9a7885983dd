"""References without a host, and the ways out that are closed."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from backfile.fetch.local import Found, resolve


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "site" / "content"
    for name in (
        "sources/a/1.png",
        "sources/a/b c.png",
        "sources/a/图.png",
        "sources/100%.png",
        "sources/a/x#1?.png",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "assets" / "img").mkdir(parents=True)
    (tmp_path / "assets" / "img" / "2.png").write_bytes(b"x")
    (tmp_path / "secret.png").write_bytes(b"x")
    (tmp_path / "site" / "secret.png").write_bytes(b"x")
    return folder


def key(reference: str, content: Path, local: tuple[Path, ...] = ()) -> str:
    found = resolve(reference, content=content, beside="sources/a", local=local)
    return found.key if found else ""


@pytest.mark.parametrize(
    ("reference", "wanted"),
    [
        ("1.png", "site:sources/a/1.png"),
        ("./1.png", "site:sources/a/1.png"),
        ("../a/./1.png", "site:sources/a/1.png"),
        ("../100%.png", "site:sources/100%.png"),
        ("../100%25.png", "site:sources/100%.png"),
        ("b c.png", "site:sources/a/b c.png"),
        ("b%20c.png", "site:sources/a/b c.png"),
        ("%E5%9B%BE.png", "site:sources/a/图.png"),
        ("1.png?v=2#top", "site:sources/a/1.png"),
        ("x%231%3F.png", "site:sources/a/x#1?.png"),
        ("x#1?.png", "site:sources/a/x#1?.png"),
        ("/sources/a/1.png", "site:sources/a/1.png"),
        ("none.png", ""),
        ("", ""),
        (".", ""),
        ("..", ""),
        ("/", ""),
        ("https://pictures.example/1.png", ""),
        ("//pictures.example/1.png", ""),
        ("data:image/png;base64,AAAA", ""),
        ("file:1.png", ""),
        ("C:\\1.png", ""),
    ],
)
def test_beside_the_article(content: Path, reference: str, wanted: str) -> None:
    assert key(reference, content) == wanted


@pytest.mark.parametrize(
    "reference",
    [
        "../../../secret.png",
        "../../../../secret.png",
        "..%2f..%2f..%2fsecret.png",
        "%2e%2e/%2e%2e/%2e%2e/secret.png",
        "/../secret.png",
        "/..%2fsecret.png",
        "//../secret.png",
        "/img/../../secret.png",
        "a\0/1.png",
        "%00",
        "x" * 5000,
    ],
)
def test_nothing_outside_is_found(content: Path, tmp_path: Path, reference: str) -> None:
    assert key(reference, content, (tmp_path / "assets",)) == ""


def test_leading_slashes_are_looked_up_in_the_local_folders(content: Path, tmp_path: Path) -> None:
    local = (tmp_path / "none", tmp_path / "assets")
    found = resolve("/img/2.png", content=content, beside="sources/a", local=local)
    assert found == Found("local:img/2.png", tmp_path / "assets" / "img" / "2.png")
    assert key("img/2.png", content, local) == ""


def test_a_local_folder_inside_content_gives_site_keys(content: Path) -> None:
    assert key("/a/1.png", content, (content / "sources",)) == "site:sources/a/1.png"


def test_links_that_lead_outside_are_not_followed(content: Path, tmp_path: Path) -> None:
    (content / "sources" / "a" / "link.png").symlink_to(tmp_path / "secret.png")
    (content / "sources" / "out").symlink_to(tmp_path)
    (content / "sources" / "loop").symlink_to(content / "sources" / "loop")
    (content / "sources" / "a" / "in.png").symlink_to(content / "sources" / "a" / "1.png")
    for reference in ("link.png", "../out/secret.png", "../loop", "../loop/1.png"):
        assert key(reference, content) == ""
    assert key("in.png", content) == "site:sources/a/in.png"


def test_both_spellings_of_an_accent_are_one_key(content: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "é.png")
    (content / "sources" / "a" / decomposed).write_bytes(b"x")
    assert key("é.png", content) == key(decomposed, content) == "site:sources/a/é.png"
