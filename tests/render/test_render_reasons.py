"""Why pictures are missing, in words for readers."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import render_samples as samples

from backfile.build.picturing import MISSING
from backfile.fetch.placeholders import REASON
from backfile.images.inspection import TOO_HUNGRY
from backfile.render.reasons import KINDS, Reasons
from backfile.render.strings import Strings, parsed

EN = parsed(dict(samples.load_theme().strings)["en"], "en")
BECAUSE = Reasons(Strings("en", EN, "en"))
CLIENT = Path(samples.__file__).parents[2] / "generator" / "backfile" / "fetch" / "client.py"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("the host answered 404", "the site no longer has it"),
        ("the host answered 403", "the site does not hand it out"),
        ("the host answered 500", "the site answered with error 500"),
        ("not found beside the capture or in [images] local", "no copy of it came with the article"),
        (REASON, "the site shows another picture in its place"),
        ("no whole answer within 30 seconds", "the site cannot be reached"),
        ("refused: 10.0.0.1 is no public address", "its address cannot be used"),
        (
            "not an image: it is HTML, not an image of a known type",
            "its address holds something else than an image",
        ),
        (MISSING, "the archive has lost its copy"),
        (TOO_HUNGRY, "it is too large to be shown"),
        ("the image cannot be decoded: broken\ndata", "the file is damaged"),
        ("{anything} else", "{anything} else"),
        ("", ""),
    ],
)
def test_reasons(reason: str, said: str) -> None:
    assert BECAUSE(reason) == said


def test_every_fixed_reply_of_the_client_has_its_words() -> None:
    replies = [
        node.args[2].value
        for node in ast.walk(ast.parse(CLIENT.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reply" and len(node.args) > 2
        if isinstance(node.args[2], ast.Constant) and node.args[2].value != "the host has what it had"
    ]
    assert len(replies) >= 7
    assert not [reply for reply in replies if BECAUSE(str(reply)) == reply]


def test_a_theme_without_these_words_shows_the_reason() -> None:
    assert Reasons(Strings("en", {}, "en"))("the host answered 404") == "the host answered 404"


def test_every_kind_of_reason_has_its_words_and_no_other() -> None:
    assert {key.removeprefix("reason.") for key in EN if key.startswith("reason.")} == {
        key for key, _ in KINDS
    }
