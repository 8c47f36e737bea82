"""Calendars as one person may see them, held against the raw table of the portal."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.bitrix24.calendars import working_hours
from assistant.bitrix24.repetition import times
from assistant.models import MeetingCriteria, Period, WorkingHours
from tests.bitrix24.conftest import Company

BERLIN = ZoneInfo("Europe/Berlin")
MONTH = Period(date(2026, 5, 25), date(2026, 6, 24))
WEEK = Period(date(2026, 6, 8), date(2026, 6, 14))
TODAY = Period.day(date(2026, 6, 10))
WEEKLY = {"FREQ": "WEEKLY", "INTERVAL": 1, "BYDAY": {"MO": "MO", "WE": "WE"}}


def starts(rule: dict[str, Any], first: datetime, last: date, **more: str) -> list[datetime]:
    return list(times({"RRULE": rule, **more}, first, Period(first.date(), last)))


def again(company: Company) -> int:
    """Anna's event that comes again every week."""
    mine = [row for row in company.sandbox.table("events") if row["owner_id"] == company.people["anna"]]
    return next(int(row["id"]) for row in mine if row["rule"])


def test_meetings_of_a_period_are_those_of_the_calendar(readers: Company) -> None:
    anna = readers.people["anna"]
    rows = [r for r in readers.sandbox.table("events") if r["owner_id"] == anna and r["id"] != again(readers)]
    wanted = set()
    for row in rows:
        zone = UTC if row["whole_day"] else BERLIN
        first, last = (datetime.fromtimestamp(row[name], zone).date() for name in ("start", "end"))
        if first <= MONTH.last and last >= MONTH.first:
            wanted.add(row["id"])
    before = readers.count()
    agenda = readers.portal("anna").meetings(MeetingCriteria(MONTH, (anna,)))
    assert readers.count() == before + 1
    found = [meeting for meeting in agenda.meetings if meeting.id != again(readers)]
    assert {meeting.id for meeting in found} == wanted
    assert len(found) == len(wanted) > 5


def test_a_meeting_that_comes_again_is_there_each_time(readers: Company) -> None:
    agenda = readers.portal("anna").meetings(MeetingCriteria(MONTH, (readers.people["anna"],)))
    syncs = [meeting.start for meeting in agenda.meetings if meeting.id == again(readers)]
    assert syncs == [datetime(2026, 6, day, 10, tzinfo=BERLIN) for day in (10, 17, 24)]


def test_a_meeting_has_its_place_or_the_link_of_the_call(readers: Company) -> None:
    def named(login: str, title: str) -> Any:
        agenda = readers.portal(login).meetings(MeetingCriteria(WEEK, (readers.people[login],)))
        return next(meeting for meeting in agenda.meetings if meeting.title == title)

    demo, weekly = named("anna", "Demo for Acme Corp"), named("ivan", "Планёрка")
    assert (demo.place, demo.link) == ("", "https://meet.nordlicht.example/acme")
    assert (weekly.place, weekly.link) == ("Переговорная 2", "")


def test_of_a_colleague_only_the_times_are_told_unless_the_portal_shows_more(readers: Company) -> None:
    anna = MeetingCriteria(TODAY, (readers.people["anna"],))
    seen = {login: readers.portal(login).meetings(anna).meetings for login in ("anna", "ivan", "olga")}
    assert {meeting.title for meeting in seen["ivan"]} == {""}
    assert not any(meeting.link or meeting.place for meeting in seen["ivan"])
    assert "Demo for Acme Corp" in {meeting.title for meeting in seen["olga"]}
    assert {(m.id, m.start, m.end) for m in seen["ivan"]} == {(m.id, m.start, m.end) for m in seen["anna"]}


def test_a_declined_invitation_takes_no_time_and_an_open_one_says_so(company: Company) -> None:
    day = Period.day(date(2026, 7, 1))
    anna, ivan = company.people["anna"], company.people["ivan"]
    for hour, answer in ((9, "N"), (11, "Y"), (14, "Q")):
        meeting = {
            "type": "user", "ownerId": anna, "name": f"At {hour}", "is_meeting": "Y", "attendees": [anna, ivan],
            "from": f"2026-07-01T{hour:02}:00:00+03:00", "to": f"2026-07-01T{hour + 1:02}:00:00+03:00",
        }  # fmt: skip
        company.sandbox.result("calendar.event.add", meeting, login="anna")
        copy = max(row["id"] for row in company.sandbox.table("events") if row["owner_id"] == ivan)
        company.sandbox.result("calendar.meeting.status.set", {"eventId": copy, "status": answer}, login="ivan")
    found = company.portal("ivan").meetings(MeetingCriteria(day, (ivan,))).meetings
    told = {meeting.title: meeting.unanswered for meeting in found if meeting.title.startswith("At ")}
    assert told == {"At 11": False, "At 14": True}


def test_an_absence_takes_whole_days_of_the_askers_zone(readers: Company) -> None:
    max_ = readers.people["max"]
    away = Period(date(2026, 7, 1), date(2026, 7, 1))
    ivan = readers.portal("ivan")
    (absence,) = [m for m in ivan.meetings(MeetingCriteria(away, (max_,))).meetings if m.whole_day]
    assert (absence.start, absence.end) == tuple(datetime(2026, *day, tzinfo=ivan.zone) for day in ((6, 30), (7, 5)))
    assert absence.availability == "absent"
    before = Period.day(date(2026, 6, 29))
    assert not [m for m in ivan.meetings(MeetingCriteria(before, (max_,))).meetings if m.whole_day]


def test_calendars_of_several_people_are_one_request(readers: Company) -> None:
    people = tuple(readers.people.values())
    before = readers.count()
    agenda = readers.portal("olga").meetings(MeetingCriteria(TODAY, people))
    assert readers.count() == before + 1
    assert {meeting.owner for meeting in agenda.meetings} <= set(people)
    assert len({meeting.owner for meeting in agenda.meetings}) > 1


def test_the_portal_tells_its_working_hours(readers: Company) -> None:
    hours = readers.portal("anna").meetings(MeetingCriteria(TODAY, (readers.people["anna"],))).hours
    assert (hours.start, hours.end) == (time(9), time(18))
    assert hours.works(date(2026, 6, 10))
    assert not hours.works(date(2026, 6, 13))
    assert not hours.works(date(2026, 12, 25))


@pytest.mark.parametrize(
    ("settings", "hours"),
    [
        ({}, WorkingHours()),
        ({"work_time_start": "9.30", "work_time_end": "19"}, WorkingHours(time(9, 30), time(19))),
        ({"work_time_start": "18", "work_time_end": "9"}, WorkingHours()),
        ({"work_time_start": "soon", "week_holidays": ["FR", "?"]}, WorkingHours(weekend=frozenset({4}))),
        ({"year_holidays": "1.01, 25.12", "year_workdays": "31.12"},
         WorkingHours(holidays=frozenset({(1, 1), (12, 25)}), workdays=frozenset({(12, 31)}))),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_read_are_the_usual_ones(settings: dict[str, Any], hours: WorkingHours) -> None:
    assert working_hours(settings) == hours


def test_an_event_that_never_repeats_has_one_time() -> None:
    start = datetime(2026, 6, 10, 9, tzinfo=BERLIN)
    assert list(times({"RRULE": ""}, start, TODAY)) == [start]


def test_a_weekly_event_keeps_its_clock_time_when_daylight_saving_begins() -> None:
    monday = datetime(2026, 3, 23, 10, tzinfo=BERLIN)
    found = starts(WEEKLY, monday, date(2026, 4, 1))
    assert [(each.day, each.hour) for each in found] == [(23, 10), (25, 10), (30, 10), (1, 10)]
    assert found[2].astimezone(UTC) - found[0].astimezone(UTC) == timedelta(days=7, hours=-1)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ({"FREQ": "DAILY", "INTERVAL": 3}, [(1, 31), (2, 3), (2, 6), (2, 9)]),
        ({"FREQ": "DAILY", "COUNT": "2"}, [(1, 31), (2, 1)]),
        ({"FREQ": "DAILY", "UNTIL_TS": 1769990400}, [(1, 31), (2, 1), (2, 2)]),
        ({"FREQ": "WEEKLY", "INTERVAL": "2"}, [(1, 31)]),
        ({"FREQ": "MONTHLY"}, [(1, 31)]),
        ({"FREQ": "SOMETIMES"}, [(1, 31)]),
    ],
)
def test_a_rule_is_followed_until_its_end(rule: dict[str, Any], days: list[tuple[int, int]]) -> None:
    found = starts(rule, datetime(2026, 1, 31, 9, tzinfo=BERLIN), date(2026, 2, 9))
    assert [(each.month, each.day) for each in found][: len(days)] == days
    assert found[-1].date() <= date(2026, 2, 10)


def test_a_monthly_event_skips_months_without_its_day() -> None:
    found = starts({"FREQ": "MONTHLY"}, datetime(2026, 1, 31, 9, tzinfo=BERLIN), date(2026, 5, 31))
    assert [each.month for each in found] == [1, 3, 5]


@pytest.mark.parametrize("written", ["25.03.2026;01.04.2026", "03/25/2026;04/01/2026", "2026-03-25;2026-04-01;?"])
def test_days_that_were_taken_out_are_left_out_however_the_portal_writes_them(written: str) -> None:
    found = starts(WEEKLY, datetime(2026, 3, 23, 10, tzinfo=BERLIN), date(2026, 4, 1), EXDATE=written)
    assert [each.day for each in found] == [23, 30]
