"""Dates as they are written in the wild."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.frontmatter.canonical import DATE
from backfile.frontmatter.dates import parse_date


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-07-28 12:39", "2024-07-28T12:39:00+08:00"),
        ("2024-07-28", "2024-07-28"),
        ("2024-07-28T12:39:05.123Z", "2024-07-28T12:39:05+00:00"),
        ("2019-03-26 12:38:00 -0500", "2019-03-26T12:38:00-05:00"),
        ("2016-03-23 11:00:00 -4", "2016-03-23T11:00:00-04:00"),
        ("2014-03-12T10:11:00-04:00", "2014-03-12T10:11:00-04:00"),
        ("2013-11-21 8:47:00 -0400", "2013-11-21T08:47:00-04:00"),
        ("2021-02-08 16:30-:00+16:30", "2021-02-08"),
        ("2025年11月29日 07:00", "2025-11-29T07:00:00+08:00"),
        ("2024年7月28日", "2024-07-28"),
        ("2024年7月28日 星期日 下午3:05", "2024-07-28T15:05:00+08:00"),
        ("2024/7/28 上午12:05:00", "2024-07-28T00:05:00+08:00"),
        ("2024年7月28日 凌晨12:05", "2024-07-28T00:05:00+08:00"),
        ("2024年7月28日 中午12:05", "2024-07-28T12:05:00+08:00"),
        ("2024年7月", "2024-07"),
        ("2024年", "2024"),
        ("2024-07", "2024-07"),
        ("2024", "2024"),
        ("2026/2/2 23:48:01", "2026-02-02T23:48:01+08:00"),
        ("20240705", "2024-07-05"),
        ("202604030825", "2026-04-03T08:25:00+08:00"),
        ("1722141540", "2024-07-28T12:39:00+08:00"),
        ("1722141540000", "2024-07-28T12:39:00+08:00"),
        ("Tue, 26 Mar 2019 12:38:00 -0500", "2019-03-26T12:38:00-05:00"),
        ("26 March 2019", "2019-03-26"),
        ("March 26, 2019", "2019-03-26"),
        ("Mar 26th, 2019 12:38 PM EST", "2019-03-26T12:38:00-05:00"),
        ("Mar 26, 2019 at 12:05 am", "2019-03-26T00:05:00+08:00"),
        ("２０２４－０７－２８", "2024-07-28"),
        ("2024-02-30", ""),
        ("2024-13-01", ""),
        ("0001-01-01T00:00:00Z", ""),
        ("0000-00-00", ""),
        ("1970-01-01 08:00:00", ""),
        ("1970-01-01", "1970-01-01"),
        ("03/04/2019", ""),
        ("yesterday", ""),
        ("昨天", ""),
        ("", ""),
        ("12:30", ""),
        ("2024-07-28 25:61", "2024-07-28"),
        ("2024-07-28 12:39 +99:00", "2024-07-28"),
    ],
)
def test_written_dates(written: str, expected: str) -> None:
    assert parse_date(written, "Asia/Shanghai") == expected


def test_zones() -> None:
    assert parse_date("2024-01-02 03:04", "America/New_York") == "2024-01-02T03:04:00-05:00"
    assert parse_date("2024-07-02 03:04", "America/New_York") == "2024-07-02T03:04:00-04:00"
    assert parse_date("2024-07-02 03:04") == "2024-07-02T03:04:00"
    assert parse_date("1890-07-02 03:04", "Asia/Shanghai") == "1890-07-02"


@settings(deadline=None)
@given(st.text(alphabet="0123456789-/.:TZ+ 年月日午下abcmrJun,", max_size=30))
def test_anything_gives_a_date_or_nothing(text: str) -> None:
    result = parse_date(text, "Asia/Shanghai")
    assert DATE.match(result)
    if result:
        assert set(re.findall(r"\d{4}", result)) <= {result[:4]}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("28/07/2024", "2024-07-28"),
        ("28.7.2024", "2024-07-28"),
        ("07/28/2024", "2024-07-28"),
        ("05/05/2024", "2024-05-05"),
        ("05/06/2024", ""),
        ("31/02/2024", ""),
        ("28/07/2024 09:30", "2024-07-28T09:30:00+08:00"),
    ],
)
def test_a_day_before_its_month_is_read_where_only_one_reading_is_possible(text: str, day: str) -> None:
    assert parse_date(text, "Asia/Shanghai") == day


@pytest.mark.parametrize(
    ("timezone", "moment"),
    [
        ("Asia/Shanghai", "2024-01-28T12:39:00+08:00"),
        ("America/Chicago", "2024-01-28T12:39:00-06:00"),
        ("Europe/Berlin", "2024-01-28"),
        ("", "2024-01-28"),
    ],
)
def test_cst_is_china_or_chicago_as_the_site_is(timezone: str, moment: str) -> None:
    assert parse_date("2024-01-28 12:39:00 CST", timezone) == moment
