"""Calendars: own events, those of others, absences."""

from datetime import UTC, datetime

import pytest

VACATION = {
    "type": "user",
    "ownerId": 2,
    "name": "Vacation",
    "from": "2026-07-15",
    "to": "2026-07-28",
    "skip_time": "Y",
    "accessibility": "absent",
}


def test_a_vacation_is_one_event_of_whole_days(sandbox):
    event_id = sandbox.result("calendar.event.add", VACATION, login="anna")
    query = {"type": "user", "ownerId": 2, "from": "2026-07-28", "to": "2026-07-31"}
    row = next(row for row in sandbox.result("calendar.event.get", query, login="anna") if row["ID"] == str(event_id))
    assert (row["DT_SKIP_TIME"], row["ACCESSIBILITY"], row["DT_LENGTH"]) == ("Y", "absent", 14 * 86400)
    assert (row["DATE_FROM"], row["DATE_TO"]) == ("15.07.2026", "28.07.2026")
    assert datetime.fromtimestamp(int(row["DATE_TO_TS_UTC"]), UTC).isoformat() == "2026-07-28T00:00:00+00:00"
    after = {**query, "from": "2026-07-29"}
    assert str(event_id) not in [row["ID"] for row in sandbox.result("calendar.event.get", after, login="anna")]


def test_times_are_meant_in_the_zone_that_is_said_or_else_the_persons(sandbox):
    base = {"type": "user", "ownerId": 3, "name": "x"}
    said = base | {"from": "2026-07-01T10:00:00+00:00", "to": "2026-07-01T11:00:00+00:00"}
    named = base | {"from": "2026-07-01 10:00:00", "to": "2026-07-01 11:00:00", "timezone_from": "Asia/Tokyo"}
    own = base | {"from": "2026-07-01 10:00:00", "to": "2026-07-01 11:00:00"}
    stamps = base | {"from_ts": 1782900000, "to_ts": 1782903600}
    starts = []
    for params in (said, named, own, stamps):
        event_id = sandbox.result("calendar.event.add", params, login="ivan")
        starts.append(int(sandbox.result("calendar.event.getbyid", {"id": event_id}, login="ivan")["DATE_FROM_TS_UTC"]))
    ten = int(datetime(2026, 7, 1, 10, tzinfo=UTC).timestamp())
    assert starts == [ten, ten - 9 * 3600, ten - 3 * 3600, 1782900000]


def test_an_event_is_changed_and_deleted_by_its_owner_alone(sandbox):
    event_id = sandbox.result("calendar.event.add", VACATION, login="anna")
    change = {"id": event_id, "type": "user", "ownerId": 2, "name": "Sick leave", "to": "2026-07-16", "skip_time": "Y"}
    assert sandbox.call("calendar.event.update", change, login="ivan").status_code == 400
    assert sandbox.result("calendar.event.update", change, login="anna") == event_id
    row = sandbox.result("calendar.event.getbyid", {"id": event_id}, login="anna")
    assert (row["NAME"], row["DATE_TO"]) == ("Sick leave", "16.07.2026")
    assert sandbox.call("calendar.event.delete", {"id": event_id}, login="ivan").status_code == 400
    assert sandbox.result("calendar.event.delete", {"id": event_id}, login="anna") is True
    assert sandbox.call("calendar.event.getbyid", {"id": event_id}, login="anna").status_code == 400


def test_a_calendar_of_somebody_else_takes_no_events(sandbox):
    answer = sandbox.call("calendar.event.add", VACATION, login="ivan")
    assert (answer.status_code, answer.json()) == (400, {"error": "", "error_description": "Доступ запрещен"})


def test_others_see_when_but_not_what(sandbox):
    query = {"type": "user", "ownerId": 2, "from": f"{sandbox.today}", "to": f"{sandbox.today}"}
    names = {
        login: {row["NAME"] for row in sandbox.result("calendar.event.get", query, login=login)}
        for login in ("anna", "ivan", "olga", "admin")
    }
    assert "Demo for Acme Corp" in names["anna"] & names["olga"] & names["admin"]
    assert names["ivan"] == {"[Busy]"}


def test_a_private_event_is_hidden_from_heads_too(sandbox):
    private = VACATION | {"name": "Surgery", "private_event": "Y"}
    event_id = sandbox.result("calendar.event.add", private, login="anna")
    assert sandbox.result("calendar.event.getbyid", {"id": event_id}, login="olga")["NAME"] == "[Absent]"


def test_a_meeting_stands_in_the_calendars_of_its_guests(sandbox):
    times = {"from": "2026-07-01T10:00:00+02:00", "to": "2026-07-01T11:00:00+02:00"}
    meeting = {"type": "user", "ownerId": 2, "name": "Sync", **times, "is_meeting": "Y", "attendees": [2, 3]}
    event_id = sandbox.result("calendar.event.add", meeting, login="anna")
    query = {"type": "user", "ownerId": 3, "from": "2026-07-01", "to": "2026-07-01"}
    copies = [row for row in sandbox.result("calendar.event.get", query, login="ivan") if row["NAME"] == "Sync"]
    assert [(row["PARENT_ID"], row["MEETING_HOST"], row["MEETING_STATUS"]) for row in copies] == [
        (str(event_id), "2", "Q")
    ]
    sandbox.result("calendar.event.delete", {"id": event_id}, login="anna")
    assert "Sync" not in [row["NAME"] for row in sandbox.result("calendar.event.get", query, login="ivan")]


def test_an_event_that_comes_again_stands_there_each_time(sandbox):
    times = {"from": "2026-03-23T10:00:00+01:00", "to": "2026-03-23T11:00:00+01:00"}
    rule = {"FREQ": "WEEKLY", "BYDAY": ["MO", "WE"], "COUNT": 4}
    event = {"type": "user", "ownerId": 2, "name": "Stand-up", **times, "rrule": rule}
    event_id = sandbox.result("calendar.event.add", event, login="anna")
    query = {"type": "user", "ownerId": 2, "from": "2026-03-20", "to": "2026-04-30"}
    rows = [row for row in sandbox.result("calendar.event.get", query, login="anna") if row["ID"] == str(event_id)]
    assert [row["DATE_FROM"] for row in rows] == [  # the same clock time before and after daylight saving began
        "23.03.2026 10:00:00",
        "25.03.2026 10:00:00",
        "30.03.2026 10:00:00",
        "01.04.2026 10:00:00",
    ]
    assert rows[0]["RRULE"] == {"FREQ": "WEEKLY", "INTERVAL": 1, "BYDAY": {"MO": "MO", "WE": "WE"}, "COUNT": 4}
    assert int(rows[2]["DATE_FROM_TS_UTC"]) - int(rows[0]["DATE_FROM_TS_UTC"]) == (7 * 24 - 1) * 3600


def test_absences_are_seen_by_everybody_in_the_portals_format(sandbox):
    sandbox.result("calendar.event.add", VACATION, login="anna")
    query = {"users": [2, 1], "from": "2026-07-20", "to": "2026-07-20"}
    found = sandbox.result("calendar.accessibility.get", query, login="max")
    absences = [row for row in found["2"] if row["ACCESSIBILITY"] == "absent"]
    assert [(row["DATE_FROM"], row["DATE_TO"], row["DT_SKIP_TIME"]) for row in absences] == [
        ("15.07.2026", "28.07.2026", "Y")
    ]
    assert isinstance(found["1"], list)


@pytest.mark.misuses_rest("missing and wrong parameters")
@pytest.mark.parametrize(
    "wrong",
    [
        {"name": None},
        {"from": None},
        {"from": "soon"},
        {"accessibility": "gone"},
        {"to": "2026-07-01"},
        {"rrule": {"FREQ": "HOURLY"}},
    ],
)
def test_a_wrong_event_is_refused_with_an_empty_code(sandbox, wrong):
    before = len(sandbox.table("events"))
    answer = sandbox.call("calendar.event.add", VACATION | wrong, login="anna")
    assert (answer.status_code, answer.json()["error"]) == (400, "")
    assert len(sandbox.table("events")) == before


def test_the_portal_tells_its_holidays(sandbox):
    settings = sandbox.result("calendar.settings.get")
    assert settings["week_holidays"] == ["SA", "SU"]
    assert "25.12" in settings["year_holidays"].split(",")
