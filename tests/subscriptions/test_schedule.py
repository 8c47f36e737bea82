"""When a rhythm comes next: months of all lengths, and clocks that are changed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from assistant.models import Rhythm, WorkingHours
from assistant.models.rhythm import EVERY_DAY, WORKING_DAYS
from assistant.subscriptions import next_due

BERLIN = ZoneInfo("Europe/Berlin")
MONDAYS = Rhythm(time(9), (0,))


def following(
    rhythm: Rhythm, after: str, count: int = 1, zone: ZoneInfo = BERLIN, hours: WorkingHours | None = None
) -> list[str]:
    """The next moments on the clock of a zone, with its distance to UTC."""
    moment = datetime.fromisoformat(after)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    found = []
    for _ in range(count):
        moment = next_due(rhythm, moment, zone, hours)
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


WORKDAYS = Rhythm(time(9), WORKING_DAYS)


def test_working_days_leave_out_what_is_free_in_the_portal_and_keep_its_working_saturdays() -> None:
    russia = WorkingHours(holidays=frozenset({(6, 12)}), workdays=frozenset({(6, 13)}))
    found = following(WORKDAYS, "2026-06-11 10:00", 2, hours=russia)
    assert [moment[:5] for moment in found] == ["06-13", "06-15"], "12 June is free, the Saturday after it is worked"


def test_where_people_rest_on_other_days_the_week_is_theirs() -> None:
    dubai = WorkingHours(weekend=frozenset({4, 5}))
    found = following(WORKDAYS, "2026-06-10 10:00", 3, hours=dubai)
    assert [moment[:5] for moment in found] == ["06-11", "06-14", "06-15"], "Friday and Saturday are free"


def test_holidays_move_nothing_but_working_days() -> None:
    free = WorkingHours(holidays=frozenset({(6, 15)}))
    assert following(MONDAYS, "2026-06-10 12:04", hours=free) == ["06-15 09:00 +0200"]


def test_a_portal_without_any_working_day_is_not_believed() -> None:
    idle = WorkingHours(weekend=frozenset(range(7)))
    (found,) = following(WORKDAYS, "2026-06-10 10:00", hours=idle)
    assert datetime.strptime(f"2027-{found[:5]}", "%Y-%m-%d").weekday() < 5  # noqa: DTZ007


def test_a_day_that_had_its_delivery_gets_no_second_one_in_another_zone() -> None:
    delivered = datetime(2026, 6, 15, 9, tzinfo=ZoneInfo("Asia/Vladivostok"))
    moscow = ZoneInfo("Europe/Moscow")  # it is two in the morning there
    due = next_due(Rhythm(time(9), EVERY_DAY), delivered, moscow, done=date(2026, 6, 15))
    assert due == datetime(2026, 6, 16, 9, tzinfo=moscow)
