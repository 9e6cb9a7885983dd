"""The list of placeholders, and the census of pictures that finds new ones. Promise 33."""

from __future__ import annotations

from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from backfile.fetch import ledger, placeholders
from backfile.fetch.placeholders import Census, Placeholder, Placeholders
from backfile.model import Attempt

KEPT = Attempt(
    "https://a.example/1.png",
    "kept",
    "2026-01-01T00:00:00Z",
    "a" * 64,
    media="image/png",
    width=9,
    height=9,
    bytes=100,
    rung="origin",
    fingerprint="00ff00ff00ff00ff",
)


def test_what_is_listed_is_read(tmp_path: Path) -> None:
    placeholders.append(tmp_path, Placeholder(sha256="a" * 64, note="here"))
    placeholders.append(tmp_path, Placeholder(fingerprint="f" * 16))
    found, problems = placeholders.read(tmp_path)
    assert problems == ()
    assert found.names("a" * 64)
    assert not found.names("b" * 64)
    assert found.names("b" * 64, "f" * 16)


def test_a_missing_list_holds_what_ships(tmp_path: Path) -> None:
    found, problems = placeholders.read(tmp_path / "none")
    assert problems == ()
    assert placeholders.SHIPPED
    assert all(found.names(one.sha256) for one in placeholders.SHIPPED)


def test_bad_lines_are_reported_with_their_place(tmp_path: Path) -> None:
    good = msgspec.json.encode(Placeholder(sha256="a" * 64)).decode()
    lines = [good[:30], "{}", '{"sha256": "xyz"}', "[" * 5000, "", good]
    (tmp_path / placeholders.FILE).write_text("\n".join(lines), encoding="utf-8")
    found, problems = placeholders.read(tmp_path)
    assert found.names("a" * 64)
    assert [problem.line for problem in problems] == [1, 2, 3, 4]
    assert {problem.source for problem in problems} == {"content/images/placeholders.jsonl"}


def test_fingerprints_are_compared_with_two_bits_of_grace() -> None:
    listed = Placeholders([Placeholder(fingerprint="00ff00ff00ff00ff")])
    assert listed.names("", "00ff00ff00ff00fc")
    assert not listed.names("", "00ff00ff00ff00f8")
    assert not listed.names("", "")


def test_a_kept_placeholder_is_a_loss_that_is_asked_for_again(tmp_path: Path) -> None:
    ledger.append(tmp_path / "ledger", KEPT)
    listed = Placeholders([Placeholder(sha256="a" * 64)])
    known, _ = ledger.read(tmp_path / "ledger", listed.judged)
    found = known[KEPT.url]
    assert (found.outcome, found.reason, found.sha256, found.permanent) == (
        "lost",
        placeholders.REASON,
        "",
        False,
    )
    assert ledger.due(found, "2026-01-03T00:00:00Z")


def test_a_later_good_copy_counts_although_a_placeholder_came_first(tmp_path: Path) -> None:
    good = msgspec.structs.replace(KEPT, sha256="b" * 64, time="2026-02-01T00:00:00Z")
    for attempt in (KEPT, good):
        ledger.append(tmp_path / "ledger", attempt)
    known, _ = ledger.read(tmp_path / "ledger", Placeholders([Placeholder(sha256="a" * 64)]).judged)
    assert known[KEPT.url] == good


def _answer(sha256: str, size: int = 100) -> Attempt:
    return msgspec.structs.replace(KEPT, sha256=sha256, bytes=size)


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_crowd_is_many_addresses_and_a_good_part_of_all(same: int, others: int) -> None:
    census = Census()
    for number in range(others):
        census.count(f"other {number}", _answer(f"{number}", 1000 + number))
    for number in range(same):
        census.count(f"same {number}", _answer("x"))
    expected = same >= 5 and 3 * same >= same + others
    assert bool(census.crowd(_answer("x"))) == expected


def test_one_address_alone_is_no_crowd_however_often_it_answers() -> None:
    census = Census()
    for _ in range(50):
        census.count("same", _answer("x"))
    assert not census.crowd(_answer("x"))
    assert not census.repeats("same", _answer("x"))


def test_other_bytes_of_the_same_type_size_and_length_are_a_crowd_too() -> None:
    census = Census()
    for number in range(6):
        census.count(f"same {number}", _answer(f"x{number}"))
    assert census.crowd(_answer("x0")) == {f"x{number}" for number in range(6)}


def test_plain_pictures_of_one_size_are_no_crowd() -> None:
    census = Census()
    for number in range(6):
        census.count(f"same {number}", msgspec.structs.replace(_answer(f"x{number}"), fingerprint=""))
    assert not census.crowd(msgspec.structs.replace(_answer("x0"), fingerprint=""))


def test_pictures_of_one_size_and_length_that_look_different_are_no_crowd() -> None:
    census = Census()
    for number in range(6):
        look = f"{number:016x}"
        census.count(f"same {number}", msgspec.structs.replace(_answer(f"x{number}"), fingerprint=look))
    assert not census.crowd(msgspec.structs.replace(_answer("x0"), fingerprint=f"{0:016x}"))
