"""Pages by date: years, months, days, calendars."""

from __future__ import annotations

import itertools

import pytest
from index_samples import changed, check_whole, entry, plan, titles  # type: ignore[import-not-found]

from backfile.index.spans import calendar_of, heat, spine_of, steps_of
from backfile.model import CalendarDay, DatesPage, DayPage, MonthPage, YearPage

ENTRIES = [
    entry("year", "2023"),
    entry("month", "2024-02"),
    entry("first", "2024-02-01T08:00:00Z", tags=("x", "y")),
    entry("second", "2024-02-01T09:00:00Z", tags=("x",)),
    entry("leap", "2024-02-29", tags=("x", "y", "z")),
    entry("next", "2024-04-01"),
    entry("undated", ""),
]


@pytest.mark.parametrize(
    ("count", "level"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (6, 3), (7, 4), (500, 4)]
)
def test_heat_goes_by_the_steps(count: int, level: int) -> None:
    assert heat(count, (1, 2, 4, 7)) == level


def test_the_scale_of_a_year_changes_seldom_and_reaches_its_largest_day() -> None:
    scales = [steps_of(peak) for peak in range(1, 1000)]
    assert scales[0] == (1, 2, 3, 4) and scales[6] == (1, 2, 4, 7) and scales[13] == (1, 4, 8, 14)
    assert len(set(scales)) == 9, "it doubles"
    assert all(heat(peak, steps_of(peak)) == 4 for peak in range(4, 1000))
    assert all(a < b for steps in set(scales) for a, b in itertools.pairwise(steps))


def test_one_more_article_on_a_day_changes_no_other_month() -> None:
    busy = [entry(f"b{n}", "2024-03-05") for n in range(5)]
    before = plan([*ENTRIES, *busy])
    after = plan([*ENTRIES, *busy, entry("b5", "2024-03-05")])
    assert "2024/02/index.html" not in changed(before, after)
    doubled = plan([*ENTRIES, *busy, *(entry(f"c{n}", "2024-03-05") for n in range(2))])
    assert "2024/02/index.html" in changed(before, doubled), (
        "at seven articles a day the year has another scale"
    )
    page = doubled["2024/02/index.html"]
    assert isinstance(page, MonthPage) and page.calendar.steps == (1, 2, 4, 7)


def test_a_calendar_begins_on_monday() -> None:
    from collections import Counter

    cal = calendar_of("2024-02", Counter({"2024-02-29": 4}), 4, (1, 2, 4, 7))
    assert (cal.month, cal.url, cal.count, len(cal.weeks)) == ("2024-02", "2024/02/", 4, 5)
    assert all(len(week) == 7 for week in cal.weeks)
    assert [c.number for c in cal.weeks[0]] == [0, 0, 0, 1, 2, 3, 4]
    assert cal.weeks[0][0] == CalendarDay(0, "", 0, 0, "")
    assert cal.weeks[4][3] == CalendarDay(29, "2024-02-29", 4, 3, "2024/02/29/")
    assert cal.weeks[4][2] == CalendarDay(28, "2024-02-28", 0, 0, "")


def test_the_page_of_all_dates_has_years_with_articles() -> None:
    page = plan(ENTRIES)["dates/index.html"]
    assert isinstance(page, DatesPage)
    assert [(y.year, y.url, y.count) for y in page.years] == [("2023", "2023/", 1), ("2024", "2024/", 5)]
    assert [m.count for m in page.years[1].months][:4] == [0, 4, 0, 1] and page.undated == 1


def test_the_page_of_a_year() -> None:
    found = plan(ENTRIES)
    page = found["2024/index.html"]
    assert isinstance(page, YearPage)
    assert (page.url, page.title, page.year, page.count) == ("2024/", "2024", "2024", 5)
    assert [(b.month, b.url, b.count) for b in page.bars][1:4] == [
        ("2024-02", "2024/02/", 4),
        ("2024-03", "", 0),
        ("2024-04", "2024/04/", 1),
    ]
    assert [(c.month, c.count) for c in page.calendars] == [("2024-02", 4), ("2024-04", 1)]
    assert page.loose == () and (page.older, page.newer) == ("2023/", "")
    older = found["2023/index.html"]
    assert isinstance(older, YearPage) and titles(older.loose) == ["Year"] and older.newer == "2024/"
    assert older.calendars == ()
    check_whole(found)


def test_the_page_of_a_month() -> None:
    found = plan(ENTRIES)
    page = found["2024/02/index.html"]
    assert isinstance(page, MonthPage)
    assert (page.url, page.title, page.month, page.count) == ("2024/02/", "2024-02", "2024-02", 4)
    assert [(g.day, g.url, titles(g.cards)) for g in page.groups] == [
        ("2024-02-29", "2024/02/29/", ["Leap"]),
        ("2024-02-01", "2024/02/01/", ["Second", "First"]),
        ("2024-02", "2024/02/", ["Month"]),
    ]
    assert page.days == (
        ("2024-02-29", "2024/02/29/", 1),
        ("2024-02-01", "2024/02/01/", 2),
        ("2024-02", "", 1),
    )
    assert [(t.name, t.count) for t in page.tags] == [("x", 3), ("y", 2)]
    assert (page.older, page.newer) == ("", "2024/04/") and page.calendar.count == 4


def test_a_month_of_more_than_a_hundred_shows_the_first_of_each_day() -> None:
    entries = [entry(f"a{n}", f"2024-02-{n % 20 + 1:02d}") for n in range(100)]
    page = plan(entries)["2024/02/index.html"]
    assert isinstance(page, MonthPage) and len(page.groups) == 20
    page = plan([*entries, entry("one more", "2024-02-01")])["2024/02/index.html"]
    assert isinstance(page, MonthPage)
    assert page.count == 101 and [len(g.cards) for g in page.groups] == [3] * 20
    assert [day for day, _, _ in page.days] == [g.day for g in page.groups]
    assert page.days[-1] == ("2024-02-01", "2024/02/01/", 6)


def test_the_page_of_a_day() -> None:
    found = plan(ENTRIES)
    page = found["2024/02/01/index.html"]
    assert isinstance(page, DayPage)
    assert (page.day, page.title, titles(page.cards)) == ("2024-02-01", "2024-02-01", ["First", "Second"])
    assert (page.older, page.newer) == ("", "2024/02/29/")
    last = found["2024/04/01/index.html"]
    assert isinstance(last, DayPage) and (last.older, last.newer) == ("2024/02/29/", "")


def test_dates_that_no_calendar_has_make_no_pages() -> None:
    found = plan(
        [entry("a", "2024-13-45"), entry("b", "2024-02-31", permalink="b"), entry("c", "0000-00-00")]
    )
    assert {p for p in found if p.startswith(("2024", "0000"))} == {
        "2024/index.html",
        "2024/02/index.html",
        "2024/13/45/a/index.html",
        "0000/00/00/c/index.html",
    }
    check_whole(found)


def test_spines_without_gaps() -> None:
    assert [y.year for y in spine_of(["2021", "2024-01"], gaps=False)] == ["2021", "2024"]
    assert spine_of(["", ""]) == ()
