"""Formats of the package and of other distributions."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.ingest import Format, read, registry, unknown_format
from backfile.ingest.registry import built_in
from backfile.model import CaptureFile
from backfile.plugins import plugins_stamp

MODULE = """
from backfile.ingest import Format
from backfile.model import Raw

def accepts(capture, text):
    return text.startswith("%NOTE")

def parse(capture, text):
    title, _, body = text.removeprefix("%NOTE").partition("\\n")
    return (Raw(format="x", file="y", sha256=capture.sha256, title=title.strip(), body=body),)

def fail(capture, text):
    raise KeyError("no such key")

def leave(capture, text):
    raise SystemExit(3)

NOTES = Format("notes", "notes of a made-up program", accepts, parse)
FIRST = Format("notes", "notes with front matter", lambda c, t: "%NOTE" in t, parse, before=("front-matter",))
SHADOW = Format("wechat-text", "not the real one", accepts, parse)
FAILS = Format("notes", "", accepts, fail)
FAILS_EARLY = Format("notes", "", fail, parse)
LEAVES = Format("notes", "", accepts, leave)
LEAVES_EARLY = Format("notes", "", leave, parse)
GIVES_NOTHING = Format("notes", "", accepts, lambda c, t: None)
BAD_NAME = Format("Notes!", "", accepts, parse)
NO_FORMAT = object()
"""

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a distribution with entry points of the group; the registry forgets it afterwards."""

    def do(*objects: str, name: str = "notes") -> None:
        (tmp_path / "made_up_notes.py").write_text(MODULE)
        info = tmp_path / "made_up_notes-1.2.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: made-up-notes\nVersion: 1.2\n")
        points = "".join(f"{name}-{o.lower()} = made_up_notes:{o}\n" for o in objects)
        (info / "entry_points.txt").write_text(f"[backfile.formats]\n{points}")
        monkeypatch.syspath_prepend(str(tmp_path))
        registry.cache_clear()

    yield do
    registry.cache_clear()


def capture(text: str) -> CaptureFile:
    return CaptureFile("sources/a/b.txt", sha256_hex(text.encode()), text.encode())


def test_every_module_with_a_format_is_one() -> None:
    folder = Path(__file__).parents[2] / "generator" / "backfile" / "ingest"
    with_format = [p.stem for p in folder.glob("*.py") if "\nFORMAT = " in p.read_text("utf-8")]
    assert sorted(f.name for f in built_in()) == sorted(name.replace("_", "-") for name in with_format)
    assert all(f.about for f in built_in())


def test_a_plugin_reads_its_captures(install: Install) -> None:
    install("NOTES")
    assert registry().problems == ()
    assert [f.name for f in registry().formats] == [*(f.name for f in built_in()), "notes"]
    result = read(capture("%NOTE Reeds\nText"))
    assert not isinstance(result, Problem)
    assert (result[0].format, result[0].file, result[0].title) == ("notes", "sources/a/b.txt", "Reeds")
    assert plugins_stamp() == (("notes-notes", "made_up_notes:NOTES", "made-up-notes", "1.2"),)


def test_a_plugin_may_stand_before_a_format_that_it_names(install: Install) -> None:
    text = "---\ntitle: T\n---\n%NOTE"
    assert _format_of(text) == "front-matter"
    install("FIRST")
    assert _format_of(text) == "notes"


@pytest.mark.parametrize(
    ("made", "word"),
    [
        ("SHADOW", "already"),
        ("BAD_NAME", "letters"),
        ("NO_FORMAT", "no backfile.ingest.Format"),
        ("MISSING", "loaded"),
    ],
)
def test_a_broken_plugin_is_reported_and_left_out(install: Install, made: str, word: str) -> None:
    install(made)
    (problem,) = registry().problems
    assert word in problem.message and "made-up-notes" in problem.source and not problem.fatal
    assert registry().formats == built_in()
    assert word in unknown_format("notes")


def test_of_two_plugins_with_one_name_the_first_is_kept(install: Install) -> None:
    install("NOTES", "FIRST")
    assert len(registry().problems) == 1
    assert [f.name for f in registry().formats].count("notes") == 1


@pytest.mark.parametrize("made", ["FAILS", "FAILS_EARLY", "LEAVES", "LEAVES_EARLY", "GIVES_NOTHING"])
def test_a_failing_plugin_is_a_problem_of_its_capture_alone(install: Install, made: str) -> None:
    install(made)
    result = read(capture("%NOTE Reeds\nText"))
    assert isinstance(result, Problem)
    assert "notes" in result.message and result.hint
    assert _format_of("---\ntitle: T\n---\nText") == "front-matter"


def test_an_unknown_name_lists_the_known_ones() -> None:
    said = unknown_format("wechat-txt")
    assert 'did you mean "wechat-text"?' in said
    assert all(f.name in said for f in registry().formats)
    assert unknown_format("wechat-text") == ""


def test_a_format_stands_before_those_it_names() -> None:
    names = [f.name for f in registry().formats]
    assert all(names.index(f.name) < names.index(other) for f in built_in() for other in f.before)


def _format_of(text: str) -> str:
    result = read(capture(text))
    assert not isinstance(result, Problem), result
    return result[0].format


def test_a_format_needs_only_four_values() -> None:
    one = Format("x", "y", lambda capture, text: True, lambda capture, text: ())
    assert (one.binary, one.before) == (False, ())


DOCUMENT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")


def test_the_worked_example_of_the_documentation_works() -> None:
    source = DOCUMENT.partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {}
    exec(source, names)
    one = names["FORMAT"]
    text = "%NOTE Reeds\n%DAY 2024-07-28\nText"
    assert one.accepts(capture(text), text) and not one.accepts(capture("x"), "x")
    (raw,) = one.parse(capture(text), text)
    assert (raw.title, raw.date, raw.body) == ("Reeds", "2024-07-28", "Text")
    assert len(source.splitlines()) < 45


def test_every_format_is_documented() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|", DOCUMENT, re.MULTILINE)
    assert sorted(rows) == sorted(f.name for f in built_in())


LONG = 200_000
HOSTILE = [
    "# " + " " * LONG + "x",
    "# a" + " " * LONG + "x\n\n> " + " " * LONG + "|x",
    "# T\n\n> " + "." * LONG,
    "# T\n\n> " + "*" * LONG + "a:",
    "# T\n\n" + "_" * LONG + "x",
    "# T\n\n原创 " + "a  " * LONG + " 2024-01-02",
    "# T\n\n[" + " " * LONG + "](javascript:" + "(" * LONG,
    "![cover_image](" + " " * LONG + "\n# T\n\n" + "[a](" * LONG,
    "title: x\n" + "  - a\n" * 400 + "x",
    "title: x\n" * 400 + "x",
    "---\ntitle: a: b" + " " * LONG + "c\n---\n",
    "---\ntags: [" + "a: b," * 10_000 + "\n---\n",
    "---\n" + "x:" * LONG + "\n---\n",
    "> 本文由 [简悦" + "[" * LONG,
    "\n" * LONG + "# T",
    "发布时间:" * LONG,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_headers_are_read_soon(text: str) -> None:
    started = time.process_time()
    for name in ("", *(f.name for f in built_in())):
        read(capture(text), name)
    assert time.process_time() - started < 4
