"""Days of a person as moments of the portal."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.bitrix24.moments import bounds, day, known_zone, midnight, moment, zone_by_clock, zone_of
from assistant.models import Period

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_period_runs_from_local_midnight_to_local_midnight() -> None:
    june = Period(date(2026, 6, 1), date(2026, 6, 30))
    assert bounds("createdTime", june, ZoneInfo("Europe/Moscow")) == {
        ">=createdTime": "2026-06-01T00:00:00+03:00",
        "<createdTime": "2026-07-01T00:00:00+03:00",
    }


def test_the_offset_is_that_of_each_end() -> None:
    march = bounds("d", Period(date(2026, 3, 1), date(2026, 3, 31)), BERLIN)
    assert march == {">=d": "2026-03-01T00:00:00+01:00", "<d": "2026-04-01T00:00:00+02:00"}


@pytest.mark.parametrize(("when", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_a_day_is_as_long_as_the_clocks_make_it(when: date, hours: int) -> None:
    first, last = bounds("d", Period.day(when), BERLIN).values()
    assert (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds() == hours * 3600


def test_a_day_without_midnight_begins_when_the_clocks_change() -> None:
    # In Cairo the clocks went from 00:00 to 01:00 on 26 April 2024.
    start = datetime.fromisoformat(midnight(date(2024, 4, 26), ZoneInfo("Africa/Cairo")))
    assert start.astimezone(ZoneInfo("UTC")) == datetime(2024, 4, 25, 22, tzinfo=ZoneInfo("UTC"))


def test_a_moment_is_told_in_the_persons_zone() -> None:
    at = moment("2026-06-10T16:20:00+03:00", BERLIN)
    assert at == datetime(2026, 6, 10, 15, 20, tzinfo=BERLIN)


@pytest.mark.parametrize("value", [None, "", "soon", 5])
def test_what_is_no_moment_is_none(value: object) -> None:
    assert moment(value, BERLIN) is None
    assert day(value) is None


def test_a_calendar_date_does_not_move_with_the_zone() -> None:
    assert day("2026-06-30T00:00:00+03:00") == date(2026, 6, 30)


def test_an_unknown_zone_does_not_stop_anybody() -> None:
    assert zone_of("Middle/Earth").key == "UTC"


@pytest.mark.parametrize(
    ("told", "zone"),
    [
        ("2026-06-10T12:04:00+03:00", "Etc/GMT-3"),
        ("2026-06-10T12:04:00-05:00", "Etc/GMT+5"),
        ("2026-06-10T12:04:00+00:00", "UTC"),
        ("2026-06-10T12:04:00+05:30", ""),
        ("2026-06-10T12:04:00", ""),
        ("noon", ""),
        (None, ""),
    ],
)
def test_a_clock_tells_the_zone_of_whole_hours_that_it_shows(told: object, zone: str) -> None:
    assert zone_by_clock(told) == zone
    at = datetime.fromisoformat("2026-06-10T09:04:00+00:00")
    assert not zone or at.astimezone(ZoneInfo(zone)).isoformat()[-6:] == str(told)[-6:]


@pytest.mark.parametrize("name", ["", None, "Europe/Atlantis", "../etc/passwd", "a\0b", 7])
def test_a_zone_that_nobody_knows_is_none(name: object) -> None:
    assert known_zone(name) == ""
    assert known_zone("Europe/Riga") == "Europe/Riga"
