"""Keys, families of versions, persons, names in Latin letters, English names and terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.convert.tags import latin
from backfile.convert.tags.english import find_names_and_terms
from backfile.convert.tags.findings import Findings
from backfile.convert.tags.keys import families, key, tidy
from backfile.convert.tags.latin import names_in, names_of_lines
from backfile.convert.tags.persons import _DOTTED, _before_titles, _dotted, find_persons
from backfile.convert.tags.segmentation import segment
from backfile.convert.tags.values import Evidence


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GPT-4o", "gpt 4O"),
        ("Open Source", "open-source"),
        ("APIs", "API"),
        ("ＧＰＴ－４", "GPT-4"),
        ("潮汐闸 ", "潮汐闸"),
        ("**灯塔**", "灯塔"),
    ],
)
def test_spellings_of_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("GPT-4", "GPT-4o"), ("Redis", "Redi"), ("C++", "C"), ("灯塔", "灯台")]
)
def test_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_tidy_keeps_one_line() -> None:
    assert tidy("  「海\u202e港\n小报」, ") == "海港 小报"


def test_versions_belong_to_families() -> None:
    assert families("Loom-2-72B-Instruct") == ("Loom-2-72B", "Loom-2", "Loom")
    assert families("Loom2.5") == ("Loom",)
    assert families("Loom") == ()


def persons(*lines: str) -> set[str]:
    findings = Findings()
    find_persons(lines, segment(lines), findings)
    return {each.key for each in findings.evidence(lambda _: True)}


def test_person_beside_a_title() -> None:
    assert persons("昨天罗青岚教授来了。", "罗青岚很高兴。") == {"罗青岚"}


def test_person_by_frequency() -> None:
    assert persons("罗青岚来了。罗青岚笑，罗青岚走。") == {"罗青岚"}
    assert persons("罗青岚来了。") == set()


def test_foreign_person_with_dots() -> None:
    assert "艾达·索恩" in persons("艾达·索恩来到海港。")


@pytest.mark.parametrize(
    "text", ["一张图，两张图，三张图。", "高达三米，高达五米，高达七米！", "时长一天。时长两天。时长三天。"]
)
def test_words_that_begin_like_a_surname(text: str) -> None:
    assert persons(text) == set()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("团队用 LoomNet-2 和 Tidewall 3 做实验", ["LoomNet-2", "Tidewall 3"]),
        ("入选NeurIPS 2024 Oral", ["NeurIPS"]),
        ("CEO Ada Thornbury 说", ["Ada Thornbury"]),
        ("论文地址 PDF，Demo，AI", []),
        ("I’m sure You’re here", []),
        ("the Department of the Sea and the Bank of Hull", ["Department of the Sea", "Bank of Hull"]),
        ("a Draft U.S. Standard", ["Draft", "Standard"]),
    ],
)
def test_names_in_latin_letters(line: str, names: list[str]) -> None:
    assert [name for name, _ in names_in(line)] == names


@given(st.text(alphabet="aabcAABCÀé 019.&'’-+#\u00a0@/_潮汐", max_size=40))
def test_names_are_looked_for_where_they_can_begin(line: str) -> None:
    everywhere = [match.group(1) for match in latin._NAME.finditer(line)]
    assert [match.group(1) for match in latin._matches(line)] == everywhere


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("罗青岚教授说", ["罗青岚"]),
        ("青岚教授和罗青岚博士", ["青岚", "罗青岚"]),
        ("，岚教授，罗青老师", ["罗青"]),
    ],
)
def test_the_letters_before_a_title(text: str, names: list[str]) -> None:
    assert _before_titles(text) == names


@given(st.text(alphabet="潮汐闸门罗青·•a，", max_size=60))
def test_dotted_names_are_looked_for_near_dots(text: str) -> None:
    assert list(_dotted(text)) == _DOTTED.findall(text)


def english(*lines: str) -> dict[str, Evidence]:
    findings = Findings()
    find_names_and_terms(lines, "T" + "B" * (len(lines) - 1), findings)
    return {each.form or each.key: each for each in findings.evidence(lambda _: True)}


def test_a_capital_in_a_title_or_at_a_beginning_proves_nothing() -> None:
    found = english("Ferry News Today", "Ferries are slow. Ferries wait.", "Slow ferries wait.")
    assert all(each.kind == "term" for each in found.values())


def test_a_capital_in_running_text_proves_a_name() -> None:
    found = english("News", "We met Thornbury at the Hull Bridge.", "Again Thornbury came.")
    assert found["Thornbury"].kind == "latin"
    assert found["Hull Bridge"].kind == "latin"


def test_terms_neither_begin_nor_end_with_a_stop_word() -> None:
    found = english("The price of eel soup", "The eel soup is good, an eel soup of the town.")
    assert "eel soup" in found
    assert not any(form.startswith("the ") or form.endswith(" of") for form in found)


_NAME_PIECES = (
    "GPT-4",
    " Turbo",
    "iPhone",
    "灯塔",
    " ",
    ".",
    "a" * 12,
    "a" * 13,
    "aB",
    "Loom",
    "-",
    "@",
    "2031",
    "é",
    "AT&T",
    "of",
    "",
)


@given(st.lists(st.lists(st.sampled_from(_NAME_PIECES), max_size=8).map("".join), min_size=1, max_size=5))
def test_names_of_lines_are_those_of_each_line(lines: list[str]) -> None:
    each = [(name, number) for number, line in enumerate(lines) for name, _ in names_in(line)]
    assert list(names_of_lines(lines)) == each
