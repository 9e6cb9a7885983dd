"""The ledger: a fold that no order of lines can change. Promises 32 and 35, and kill-safety."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.fetch import ledger
from backfile.model import Attempt

SHA = "ab" * 32
URL = "https://pictures.example/1.png"


def attempt(
    outcome: str = "kept", time: str = "2026-01-01T00:00:00Z", url: str = URL, **more: object
) -> Attempt:
    sha256 = "" if outcome == "lost" else SHA
    return msgspec.structs.replace(Attempt(url=url, outcome=outcome, time=time, sha256=sha256), **more)


ATTEMPTS = st.builds(
    attempt,
    outcome=st.sampled_from(["kept", "damaged", "lost"]),
    time=st.sampled_from([f"2026-01-0{n}T00:00:00Z" for n in range(1, 5)] + ["2026-01-02T08:00:00+08:00"]),
    sha256=st.sampled_from([SHA, "cd" * 32]),
    reason=st.sampled_from(["", "404"]),
)


@given(st.lists(ATTEMPTS, max_size=6), st.randoms())
def test_the_fold_is_commutative_associative_and_idempotent(lines: list[Attempt], random: object) -> None:
    whole = ledger.fold(lines)
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ledger.fold(shuffled) == whole
    assert ledger.fold(lines + lines) == whole
    half = [part for part in (ledger.fold(lines[:3]), ledger.fold(lines[3:])) if part is not None]
    assert ledger.fold(half) == whole


def test_the_first_good_copy_is_kept_for_ever() -> None:
    first = attempt(time="2026-01-01T00:00:00Z")
    later = attempt(time="2027-01-01T00:00:00Z", sha256="cd" * 32)
    gone = attempt("lost", "2028-01-01T00:00:00Z", reason="404")
    assert ledger.fold([gone, later, first]) == first
    assert ledger.fold([attempt("damaged"), gone]) == attempt("damaged")
    older = attempt("lost", "2027-01-01T00:00:00Z")
    assert ledger.fold([gone, older]) == gone
    assert ledger.fold([]) is None


def test_times_are_compared_as_moments() -> None:
    early = attempt(time="2026-01-02T07:00:00+08:00")
    late = attempt(time="2026-01-02T00:00:00Z", sha256="cd" * 32)
    assert ledger.fold([late, early]) == early


def test_what_is_appended_is_read(tmp_path: Path) -> None:
    one, two = attempt(), attempt("lost", url="site:sources/a/图.png", reason="404", tries=2)
    for line in (one, two, two):
        ledger.append(tmp_path / "ledger", line)
    known, problems = ledger.read(tmp_path / "ledger")
    assert known == {one.url: one, two.url: two}
    assert problems == ()
    text = ledger.shard(tmp_path / "ledger", one.url).read_text(encoding="utf-8")
    assert text == f'{{"outcome":"kept","sha256":"{SHA}","time":"2026-01-01T00:00:00Z","url":"{URL}"}}\n'


def test_a_missing_ledger_is_empty(tmp_path: Path) -> None:
    assert ledger.read(tmp_path / "none") == ({}, ())


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_a_half_line_of_a_kill_costs_only_itself(tmp_path: Path, cut: int) -> None:
    ledger.append(tmp_path, attempt("lost"))
    path = ledger.shard(tmp_path, URL)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:-cut])
    ledger.append(tmp_path, attempt("kept"))
    known, problems = ledger.read(tmp_path)
    assert known[URL].outcome == "kept"
    assert len(problems) == (0 if cut == 1 else 1)


def test_bad_lines_are_reported_with_their_place(tmp_path: Path) -> None:
    ledger.append(tmp_path, attempt())
    path = ledger.shard(tmp_path, URL)
    good = path.read_text(encoding="utf-8")
    other = good.replace("kept", "lost")
    path.write_text(
        f"<<<<<<< ours\n{good}=======\n{other}>>>>>>> theirs\n"
        'not json\n[1]\n{"url": "x"}\n\n'
        f"{good.replace('kept', 'eaten')}{good.replace(SHA, '..')}{good.replace('2026-', 'x')}",
        encoding="utf-8",
    )
    known, problems = ledger.read(tmp_path)
    assert list(known) == [URL]
    assert [p.line for p in problems] == [1, 3, 5, 6, 7, 8, 10, 11, 12]
    assert all(path.name in p.source and not p.fatal and p.message for p in problems)


@given(st.binary(max_size=200))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "00.jsonl").write_bytes(data)
    assert isinstance(ledger.read(folder)[0], dict)


def test_absurd_values_raise_nothing(tmp_path: Path) -> None:
    lines = (
        b'{"url":"a","x":' + b"[" * 200_000,
        b'{"url":"a","outcome":"lost","time":"0001-01-01T00:00:00+14:00","tries":-99999999999999999999}',
        b'{"url":"a","outcome":"lost","time":"9999-12-31T23:59:59-14:00","tries":9}',
        b'{"url":"a","outcome":"lost","time":"2026-01-01T00:00:00","tries":true}',
    )
    (tmp_path / "00.jsonl").write_bytes(b"\n".join(lines))
    known, problems = ledger.read(tmp_path)
    assert [p.line for p in problems][:1] == [1]
    assert not ledger.due(known["a"], "2026-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("known", "now", "wanted"),
    [
        (None, "2026-01-01T00:00:00Z", True),
        (attempt(), "2099-01-01T00:00:00Z", False),
        (attempt("lost", permanent=True), "2099-01-01T00:00:00Z", False),
        (attempt("lost", tries=1), "2026-01-01T20:00:00Z", False),
        (attempt("lost", tries=1), "2026-01-02T00:00:00Z", True),
        (attempt("lost", tries=2), "2026-01-07T00:00:00Z", False),
        (attempt("lost", tries=2), "2026-01-08T00:00:00Z", True),
        (attempt("lost", tries=3), "2026-01-30T00:00:00Z", False),
        (attempt("lost", tries=40), "2026-12-31T00:00:00Z", False),
        (attempt("lost", tries=40), "2027-01-01T00:00:00Z", True),
        (attempt("damaged"), "2026-01-02T00:00:00Z", True),
        (attempt("lost"), "2020-01-01T00:00:00Z", False),
    ],
)
def test_when_to_ask_again(known: Attempt | None, now: str, wanted: bool) -> None:
    assert ledger.due(known, now) is wanted
