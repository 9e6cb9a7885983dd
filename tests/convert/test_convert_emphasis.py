"""Marks of bold type that are split, empty, or hold blanks at their edges."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.convert.emphasis import mend_emphasis
from backfile.markdown import plain_text, render


def mended(text: str) -> tuple[str, dict[str, int]]:
    counts: Counter[str] = Counter()
    return mend_emphasis(text, counts), dict(counts)


@pytest.mark.parametrize(
    "text",
    [
        "**bold** and *not*",
        "**a****b** x",
        "Price** is 5. Tax** is 2.",
        "The price is 5.**\n\n** Without tax.",
        "In **bold** the price is 5**\n\n** Without tax.",
        "Rating: ****",
        "A house **** by the sea",
        "What the f**** is this",
        "****ing hell",
        "2 ** 3 and 4 ** 5",
        "f(**a, **b) and g(**c, **d)",
        "**see **below",
        "Note\\**** and\\*****",
        "a\n\n****\n\nb",
        "a\n\n**\n\nb",
        "```\n**a **\n\n**\n```",
        "    **a **\n",
        "`**a **` and <b title='**x **'>c</b>",
        "**a *b* **",
        "word** Text** word",
    ],
)
def test_asterisks_of_the_author_stay(text: str) -> None:
    assert mended(text) == (text, {})


@pytest.mark.parametrize(
    ("text", "expected", "counts"),
    [
        ("**How so? **", "**How so?**", {"emphasis_spaces": 1}),
        ("- **One: ** two\n- **Three: **", "- **One:** two\n- **Three:**", {"emphasis_spaces": 2}),
        ("**One **, two", "**One** , two", {"emphasis_spaces": 1}),
        ("**One\xa0**two", "**One**\xa0two", {"emphasis_spaces": 1}),
        ("** One**", "**One**", {"emphasis_spaces": 1}),
        ("> ** One **", "> **One**", {"emphasis_spaces": 1}),
        ("**One****** two", "**One** two", {"empty_emphasis": 1}),
        ("[a](/b)**** and **c**,**** d", "[a](/b) and **c**, d", {"empty_emphasis": 2}),
        ("****We said", "We said", {"empty_emphasis": 1}),
        ("****[We](/u) said", "[We](/u) said", {"empty_emphasis": 1}),
        ("**\u200b**We said", "We said", {"empty_emphasis": 1}),
        ("**One\n\n**\n\nTwo", "**One**\n\nTwo", {"split_emphasis": 1}),
        ("**One** two.**\n \n** \n\nThree", "**One** two.\n\nThree", {"split_emphasis": 1}),
        ("1. **One.****\n\n** Two\n2. **Three", "1. **One.**\n\nTwo\n2. **Three", {"split_emphasis": 1}),
        ("**One\n\n** [Two](/u) and **three**", "**One**\n\n[Two](/u) and **three**", {"split_emphasis": 1}),
        ("One\n\n**\n\n**\n\nTwo", "One\n\nTwo", {"split_emphasis": 1}),
    ],
)
def test_broken_pairs_are_mended(text: str, expected: str, counts: dict[str, int]) -> None:
    got, found = mended(text)
    assert re.sub(r"\n[ \t]*\n\s*", "\n\n", got) == expected
    assert found == counts
    assert mended(got) == (got, {})


FRAGMENTS = st.sampled_from(
    (
        "**",
        "**",
        "****",
        " ",
        " ",
        "\n",
        "\n\n",
        "ab",
        "C",
        ".",
        ",",
        "- ",
        "`",
        "[a](/b)",
        "*",
        "\xa0",
        "\\",
        "1. ",
    )
)


@given(st.lists(FRAGMENTS, max_size=14).map("".join))
def test_every_letter_stays_where_it_is(text: str) -> None:
    got, counts = mended(text)
    assert bool(counts) == (got != text)
    assert re.sub(r"[\s*]", "", got) == re.sub(r"[\s*]", "", text)
    assert mended(got)[0].count("**") <= got.count("**") <= text.count("**")
    shown, before = (plain_text(render(body).html) for body in (got, text))
    assert re.sub(r"\W", "", shown) == re.sub(r"\W", "", before)
