"""When a rhythm comes next: months of all lengths, and clocks that are changed."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from assistant.models import Rhythm
from assistant.models.rhythm import EVERY_DAY, WORKING_DAYS
from assistant.subscriptions import next_due

BERLIN = ZoneInfo("Europe/Berlin")
MONDAYS = Rhythm(time(9), (0,))


def following(rhythm: Rhythm, after: str, count: int = 1, zone: ZoneInfo = BERLIN) -> list[str]:
    """The next moments on the clock of a zone, with its distance to UTC."""
    moment = datetime.fromisoformat(after)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    found = []
    for _ in range(count):
        moment = next_due(rhythm, moment, zone)
        found.append(moment.strftime("%m-%d %H:%M %z"))
    return found


def test_a_week_later_it_comes_again_at_the_same_hour() -> None:
    assert following(MONDAYS, "2026-06-10 12:04", 2) == ["06-15 09:00 +0200", "06-22 09:00 +0200"]


def test_at_the_very_moment_the_next_one_is_meant() -> None:
    assert following(MONDAYS, "2026-06-15 08:59") == ["06-15 09:00 +0200"]
    assert following(MONDAYS, "2026-06-15 09:00") == ["06-22 09:00 +0200"]


def test_working_days_leave_out_the_weekend() -> None:
    rhythm = Rhythm(time(8, 30), WORKING_DAYS)
    assert following(rhythm, "2026-06-11 12:00", 2) == ["06-12 08:30 +0200", "06-15 08:30 +0200"]


def test_several_weekdays_come_in_their_order() -> None:
    rhythm = Rhythm(time(9), (0, 3))
    assert following(rhythm, "2026-06-10 12:00", 2) == ["06-11 09:00 +0200", "06-15 09:00 +0200"]


@pytest.mark.parametrize(("day", "days"), [(1, ["02-01", "03-01", "04-01"]), (31, ["01-31", "02-28", "03-31"])])
def test_a_month_without_the_day_has_its_last_one(day: int, days: list[str]) -> None:
    found = following(Rhythm(time(9), day=day), "2027-01-15 09:00", 3)
    assert [moment[:5] for moment in found] == days


def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change() -> None:
    assert following(MONDAYS, "2026-03-23 10:00") == ["03-30 09:00 +0200"]
    assert following(MONDAYS, "2026-03-16 10:00", 2) == ["03-23 09:00 +0100", "03-30 09:00 +0200"]
    assert following(MONDAYS, "2026-10-19 08:00", 2) == ["10-19 09:00 +0200", "10-26 09:00 +0100"]


def test_an_hour_that_the_clocks_leave_out_moves_ahead() -> None:
    nights = Rhythm(time(2, 30), EVERY_DAY)
    assert following(nights, "2026-03-28 03:00", 2) == ["03-29 03:30 +0200", "03-30 02:30 +0200"]


def test_an_hour_that_the_clocks_show_twice_comes_once() -> None:
    nights = Rhythm(time(2, 30), EVERY_DAY)
    assert following(nights, "2026-10-24 03:00", 2) == ["10-25 02:30 +0200", "10-26 02:30 +0100"]
    between = "2026-10-25 02:45+02:00"
    assert following(nights, between) == ["10-26 02:30 +0100"], "the second 02:30 of that night is left out"


def test_the_day_is_that_of_the_person() -> None:
    late_in_vladivostok = datetime(2026, 6, 14, 22, 30, tzinfo=UTC)  # Monday 08:30 there
    due = next_due(MONDAYS, late_in_vladivostok, ZoneInfo("Asia/Vladivostok"))
    assert due == datetime(2026, 6, 14, 23, tzinfo=UTC)


def test_a_midnight_that_does_not_exist_is_the_first_moment_of_the_day() -> None:
    beirut = ZoneInfo("Asia/Beirut")  # the clocks go ahead at midnight
    assert following(Rhythm(time(0), EVERY_DAY), "2026-03-28 12:00", 1, beirut) == ["03-29 01:00 +0300"]
