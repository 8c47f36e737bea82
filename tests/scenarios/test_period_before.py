"""Which period a report is compared with."""

from datetime import date

import pytest

from assistant.models import Period
from assistant.scenarios.reports.comparing import period_before

TODAY = date(2026, 6, 10)


def between(text: str) -> Period:
    first, _, last = text.partition(" ")
    return Period(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2026-05-01 2026-05-31", "2026-04-01 2026-04-30"),  # a month
        ("2026-02-01 2026-02-28", "2026-01-01 2026-01-31"),
        ("2026-01-01 2026-03-31", "2025-10-01 2025-12-31"),  # a quarter
        ("2025-01-01 2025-12-31", "2024-01-01 2024-12-31"),  # a year
        ("2026-06-01 2026-06-07", "2026-05-25 2026-05-31"),  # a week
        ("2026-06-09", "2026-06-08"),  # a day
        ("2026-06-10", "2026-06-09"),
        ("2026-06-01 2026-06-10", "2026-05-01 2026-05-10"),  # this month, up to today
        ("2026-06-01 2026-06-30", "2026-05-01 2026-05-10"),  # this month, up to its end
        ("2026-01-01 2026-06-10", "2025-01-01 2025-06-10"),  # this year, as many days
        ("2026-04-01 2026-06-30", "2026-01-01 2026-03-12"),  # this quarter, as many days
        ("2026-06-08 2026-06-14", "2026-06-01 2026-06-03"),  # this week
        ("2026-07-01 2026-07-31", "2026-06-01 2026-06-30"),  # a month to come
        ("2026-05-03 2026-05-12", "2026-04-23 2026-05-02"),  # any other range
        ("2026-06-01 2026-06-09", "2026-05-23 2026-05-31"),
    ],
)
def test_a_unit_is_compared_with_the_one_before_and_a_running_one_with_as_much_of_it(period: str, before: str) -> None:
    assert period_before(between(period), TODAY) == between(before)


def test_a_running_month_is_compared_with_no_more_than_the_month_before_has() -> None:
    march = between("2026-03-01 2026-03-31")
    assert period_before(march, date(2026, 3, 30)) == between("2026-02-01 2026-02-28")


def test_a_month_that_ends_today_is_a_whole_one() -> None:
    assert period_before(between("2026-06-01 2026-06-30"), date(2026, 6, 30)) == between("2026-05-01 2026-05-31")
