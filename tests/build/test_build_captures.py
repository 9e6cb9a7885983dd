"""Telling captures apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backfile.build.captures import Known, is_capture
from backfile.build.ownership import sort_captures
from backfile.errors import Problem
from backfile.model import Article, Capture, Entry, Facts, entry_of


def entry(article_id: str, file: str, sha256: str) -> Entry:
    article = Article(id=article_id, capture=Capture(file=file, sha256=sha256))
    return entry_of(f"content/articles/{article_id}.md", b"", b"", article, Facts())


def test_pictures_are_no_captures() -> None:
    assert [n for n in ("a.txt", "b.md", "noending", "c.PNG", "d.css", "e.html") if is_capture(n)] == [
        "a.txt",
        "b.md",
        "noending",
        "e.html",
    ]


def test_each_case() -> None:
    problem = Problem("content/sources/x", 0, "unreadable")
    known = [
        ("sources/changed.txt", Known("changed.txt", "new", ("changed",))),
        ("sources/copy.txt", Known("copy.txt", "s1", ("kept",))),
        ("sources/kept.txt", Known("kept.txt", "s1", ("kept",))),
        ("sources/new-a.txt", Known("new-a.txt", "s3", ("new",))),
        ("sources/new-b.txt", Known("new-b.txt", "s4", ("new",))),
        ("sources/x", Known("x", "s5", (), problem)),
    ]
    archive = [
        entry("changed", "sources/changed.txt", "old"),
        entry("kept", "sources/kept.txt", "s1"),
    ]
    found = sort_captures(known, archive)
    assert [(n.file, n.id) for n in found.new] == [("sources/new-a.txt", "new")]
    assert [c.file for c in found.changed] == ["sources/changed.txt"]
    assert found.kept == 1 and found.quarantined == (problem,)
    assert found.duplicates == (
        ("sources/copy.txt", "articles/kept.md"),
        ("sources/new-b.txt", "sources/new-a.txt"),
    )


def test_a_moved_capture_is_still_the_articles_own() -> None:
    found = sort_captures(
        [("sources/there/a.txt", Known("a.txt", "s", ("a",)))], [entry("a", "sources/here/a.txt", "s")]
    )
    assert found.kept == 1 and not found.duplicates


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from("12")),
        unique_by=lambda t: t[0] + t[1],
    )
)
def test_the_sum_is_what_came_in_whatever_the_order(files: list[tuple[str, str, str]]) -> None:
    known = [(f"sources/{i}{n}", Known(f"{i}{n}", s, (i,))) for i, n, s in files]
    archive = [entry("a", "sources/ax", "1")]
    one, other = sort_captures(known, archive), sort_captures(known[::-1], archive)
    assert one == other
    assert len(one.new) + len(one.changed) + one.kept + len(one.duplicates) + len(one.quarantined) == len(
        known
    )
