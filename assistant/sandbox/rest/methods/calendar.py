"""Calendars: calendar.event.*, calendar.meeting.status.set, calendar.accessibility.get, and their settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant.sandbox.clock import PORTAL_ZONE, day, moment
from assistant.sandbox.company.records import Event, Repetition
from assistant.sandbox.company.repetition import times
from assistant.sandbox.rest import events
from assistant.sandbox.rest.parameters import mapping, number, several
from assistant.sandbox.rest.registry import Call, RestError, method
from assistant.sandbox.rest.values import truth

CHANGEABLE = {
    "from", "to", "from_ts", "to_ts", "section", "name", "skip_time", "timezone_from", "timezone_to", "description",
    "color", "text_color", "accessibility", "importance", "private_event", "rrule", "is_meeting", "location", "remind",
    "attendees", "host", "meeting", "crm_fields",
}  # fmt: skip
ACCESSIBILITIES = ("busy", "absent", "quest", "free")
ANSWERS = ("Y", "N", "Q")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
DENIED = "Доступ запрещен"
MONTH = timedelta(days=31)


@method("calendar.event.add", scope="calendar", params=CHANGEABLE | {"auto_detect_section", "type", "ownerId"},
        kind="write", blank_errors=True)  # fmt: skip
def event_add(call: Call) -> int:
    """A new event in one's own calendar (api-reference/calendar/calendar-event/calendar-event-add)."""
    for name, other in (("type", ""), ("ownerId", ""), ("name", ""), ("from", "from_ts"), ("to", "to_ts")):
        if not call.params.get(name) and not (other and call.params.get(other)):
            raise RestError("", f'Не задан обязательный параметр "{name}" для метода "calendar.event.add"')
    owner = _owner(call)
    if owner != call.user.id and not call.user.admin:
        raise RestError("", DENIED)
    now = int(call.now.timestamp())
    table = call.portal.company.events
    number = table.next_id()
    event = Event(
        number, owner, call.user.id, "", 0, 0, False, "busy", "normal", False, "", "", now, now,
        call.user.time_zone or PORTAL_ZONE.key, parent_id=number,
    )  # fmt: skip
    _set(call, event)
    table.add(event)
    if event.meeting:
        events.invite(call.portal.company, event)
    call.portal.changes.publish("calendar.event.add", {"id": number, "name": event.name, "owner": owner})
    return number


@method("calendar.event.update", scope="calendar", params=CHANGEABLE | {"recurrence_mode", "current_date_from"},
        required={"id", "type", "ownerId", "name"}, kind="write", blank_errors=True)  # fmt: skip
def event_update(call: Call) -> int:
    """Change an own event (api-reference/calendar/calendar-event/calendar-event-update)."""
    event = replace(_own(call), changed=int(call.now.timestamp()))
    _set(call, event)
    call.portal.company.events.put(event)
    call.portal.changes.publish("calendar.event.update", {"id": event.id, "name": event.name})
    return event.id


@method("calendar.event.delete", scope="calendar", required={"id"}, kind="write", blank_errors=True)
def event_delete(call: Call) -> bool:
    """Delete an own event with its guests' copies (api-reference/calendar/calendar-event/calendar-event-delete)."""
    event = _own(call)
    table = call.portal.company.events
    for each in [each for each in table if event.id in (each.id, each.parent_id)]:
        table.remove(each)
    call.portal.changes.publish("calendar.event.delete", {"id": event.id})
    return True


@method("calendar.event.getbyid", scope="calendar", required={"id"}, blank_errors=True)
def event_by_id(call: Call) -> dict[str, Any]:
    """One event (api-reference/calendar/calendar-event/calendar-event-get-by-id)."""
    event = call.portal.company.events.get(number(call.params["id"]))
    if event is None:
        raise RestError("", "Событие не найдено")
    return events.shown(call.portal.company, event, call.user)


@method("calendar.event.get", scope="calendar", params={"from", "to", "section", "type", "ownerId"}, blank_errors=True)
def event_get(call: Call) -> list[dict[str, Any]]:
    """Events of a calendar that touch a period (api-reference/calendar/calendar-event/calendar-event-get)."""
    if not call.params.get("type"):
        raise RestError("", 'Не задан обязательный параметр "type" для метода "calendar.event.get"')
    if call.params["type"] != "user":
        # The company's calendar and those of groups are empty here.
        return []
    first = _day(call, "from") if call.params.get("from") else call.now.date() - MONTH
    last = _day(call, "to") if call.params.get("to") else call.now.date() + 3 * MONTH
    owned = call.portal.company.events.of([_owner(call)]).values()
    found = (each for event in owned for each in times(event, first, last))
    chosen = sorted(found, key=lambda e: (e.start, e.id))
    return [events.shown(call.portal.company, event, call.user) for event in chosen]


@method("calendar.accessibility.get", scope="calendar", params={"users", "from", "to"}, blank_errors=True)
def accessibility_get(call: Call) -> dict[str, list[dict[str, Any]]]:
    """When people are busy or away (api-reference/calendar/calendar-event/calendar-accessibility-get)."""
    for name in ("users", "from", "to"):
        if not call.params.get(name):
            raise RestError("", f'Не задан обязательный параметр "{name}" для метода "calendar.accessibility.get"')
    first, last = _day(call, "from"), _day(call, "to")
    found = {}
    for user_id in several(call, "users"):
        owned = call.portal.company.events.of([number(user_id)]).values()
        taken = (each for event in owned if event.accessibility != "free" for each in times(event, first, last))
        busy = sorted(taken, key=lambda event: event.start)
        found[str(user_id)] = [events.busy(call.portal.company, event, call.user) for event in busy]
    return found


@method(
    "calendar.meeting.status.set", scope="calendar", required={"eventId", "status"}, kind="write", blank_errors=True
)
def meeting_status_set(call: Call) -> bool:
    """Answer an invitation (api-reference/calendar/calendar-event/calendar-meeting-status-set)."""
    event, answer = call.portal.company.events.get(number(call.params["eventId"])), str(call.params["status"])
    if event is None or event.owner_id != call.user.id or answer not in ANSWERS:
        raise RestError("", DENIED)
    call.portal.company.events.put(replace(event, answer=answer))
    return True


@method("calendar.settings.get", scope="calendar")
def settings_get(_call: Call) -> dict[str, Any]:
    """Working hours and holidays of the portal (api-reference/calendar/calendar-settings-get)."""
    return {
        "work_time_start": "9",
        "work_time_end": "18",
        "year_holidays": "1.01,1.05,3.10,25.12,26.12",
        "year_workdays": "",
        "week_holidays": ["SA", "SU"],
        "week_start": "MO",
    }


@method("calendar.user.settings.get", scope="calendar")
def user_settings_get(call: Call) -> dict[str, Any]:
    """How somebody's own calendar is set (api-reference/calendar/calendar-user-settings-get)."""
    zone = ZoneInfo(call.user.time_zone or PORTAL_ZONE.key)
    offset = call.now.astimezone(zone).utcoffset() or timedelta(0)
    return {
        "view": "month",
        "showDeclined": True,
        "timezoneName": zone.key,
        "timezoneOffsetUTC": int(offset.total_seconds()),
        "timezoneDefaultName": "",
        "work_time_start": "9.00",
        "work_time_end": "18.00",
    }


def _set(call: Call, event: Event) -> None:
    params = call.params
    if "rrule" in params:
        event.rule = _rule(call)
    if "skip_time" in params:
        event.whole_day = truth(params["skip_time"])
    zone = str(params.get("timezone_from") or call.user.time_zone or PORTAL_ZONE.key)
    event.zone = zone
    for name, attribute in (("from", "start"), ("to", "end")):
        if params.get(f"{name}_ts"):
            setattr(event, attribute, number(params[f"{name}_ts"]))
        elif params.get(name):
            setattr(event, attribute, _time(event, str(params[name]), name, zone))
    if event.end < event.start:
        raise RestError("", "При создании события произошла ошибка")
    for name in ("name", "description", "location", "importance", "accessibility"):
        if params.get(name) is not None:
            setattr(event, name, str(params[name]))
    if event.accessibility not in ACCESSIBILITIES:
        raise RestError("", 'Недопустимое значение параметра "accessibility"')
    if "private_event" in params:
        event.private = truth(params["private_event"])
    if truth(params.get("is_meeting")):
        guests = several(call, "attendees")
        event.meeting = True
        event.attendees = tuple(dict.fromkeys([event.owner_id, *(number(guest) for guest in guests)]))


def _rule(call: Call) -> Repetition | None:
    """How it comes again (calendar-event-add, the parameter rrule)."""
    wish = mapping(call, "rrule")
    if not wish:
        return None
    weekdays = wish.get("BYDAY") or []
    names = list(weekdays.values()) if isinstance(weekdays, dict) else list(weekdays)
    if wish.get("FREQ") not in FREQUENCIES or not set(names) <= set(events.WEEKDAYS):
        raise RestError("", 'Недопустимое значение параметра "rrule"')
    try:
        until = day(str(wish["UNTIL"])) if wish.get("UNTIL") else None
    except ValueError as error:
        raise RestError("", 'Недопустимое значение параметра "rrule"') from error
    return Repetition(
        str(wish["FREQ"]),
        number(wish.get("INTERVAL")) or 1,
        tuple(sorted(events.WEEKDAYS.index(name) for name in names)),
        number(wish.get("COUNT")),
        until,
    )


def _time(event: Event, text: str, name: str, zone: str) -> int:
    try:
        if event.whole_day:
            whole = day(text)
            return int(datetime(whole.year, whole.month, whole.day, tzinfo=UTC).timestamp())
        return moment(text, ZoneInfo(zone))
    except (ValueError, KeyError) as error:
        raise RestError("", f'Недопустимое значение параметра "{name}"') from error


def _owner(call: Call) -> int:
    owner = number(call.params.get("ownerId"))
    if call.params.get("type") != "user" or call.portal.user(owner) is None:
        raise RestError("", DENIED)
    return owner


def _own(call: Call) -> Event:
    event = call.portal.company.events.get(number(call.params["id"]))
    if event is None or not (call.user.admin or call.user.id in (event.owner_id, event.created_by)):
        raise RestError("", DENIED)
    return event


def _day(call: Call, name: str) -> date:
    try:
        return day(str(call.params[name]))
    except ValueError as error:
        raise RestError("", f'Недопустимое значение параметра "{name}"') from error
