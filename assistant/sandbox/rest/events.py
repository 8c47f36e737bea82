"""Calendar events as the portal shows them: dates in its own format beside Unix seconds, and what others may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from assistant.sandbox.clock import PORTAL_ZONE

if TYPE_CHECKING:
    from assistant.sandbox.company.company import Company
    from assistant.sandbox.company.records import Event, Repetition, User

DAY = 86400
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HIDDEN = {"busy": "[Busy]", "absent": "[Absent]", "quest": "[Maybe]", "free": "[Free]"}


def shown(company: Company, event: Event, viewer: User) -> dict[str, Any]:
    """An event with all its fields (calendar/_includes/calendar_event_fields)."""
    open_to = _open_to(company, event, viewer)
    host = company.users.get(event.created_by)
    attendees = [
        {"id": each, "entryId": str(event.parent_id), "status": "H" if each == event.created_by else "Q"}
        for each in event.attendees
    ]
    return {
        **busy(company, event, viewer),
        "PARENT_ID": str(event.parent_id),
        "DELETED": "N",
        "CAL_TYPE": "user",
        "OWNER_ID": str(event.owner_id),
        "TZ_OFFSET_FROM": str(_offset(event, event.start)),
        "TZ_OFFSET_TO": str(_offset(event, event.end)),
        "DT_LENGTH": event.end - event.start + (DAY if event.whole_day else 0),
        "CREATED_BY": str(event.created_by),
        "DATE_CREATE": _written(event.created, PORTAL_ZONE),
        "TIMESTAMP_X": _written(event.changed, PORTAL_ZONE),
        "DESCRIPTION": event.description if open_to else "",
        "PRIVATE_EVENT": "Y" if event.private else "",
        "IS_MEETING": event.meeting,
        "MEETING_STATUS": ("H" if event.owner_id == event.created_by else event.answer) if event.meeting else None,
        "MEETING_HOST": str(event.created_by),
        "MEETING": {"HOST_NAME": host.full_name if host else "", "NOTIFY": True} if event.meeting else None,
        "LOCATION": event.location if open_to else "",
        "REMIND": [],
        "RRULE": _rule(event.rule) if event.rule else "",
        "EXDATE": ";".join(f"{day:%d.%m.%Y}" for day in event.rule.without) if event.rule else "",
        "DATE_FROM_FORMATTED": _formatted(event, event.start),
        "DATE_TO_FORMATTED": _formatted(event, event.end),
        "SECTION_ID": str(event.owner_id),
        "SECT_ID": str(event.owner_id),
        "ATTENDEE_LIST": attendees if open_to else [],
    }


def busy(company: Company, event: Event, viewer: User) -> dict[str, Any]:
    """An event as calendar.accessibility.get gives it."""
    zone = UTC if event.whole_day else _zone(event)
    return {
        "ID": str(event.id),
        "NAME": event.name if _open_to(company, event, viewer) else HIDDEN[event.accessibility],
        "DATE_FROM": _written(event.start, zone, whole=event.whole_day),
        "DATE_TO": _written(event.end, zone, whole=event.whole_day),
        "DATE_FROM_TS_UTC": str(event.start),
        "DATE_TO_TS_UTC": str(event.end),
        "~USER_OFFSET_FROM": 0 if event.whole_day else _offset(event, event.start),
        "~USER_OFFSET_TO": 0 if event.whole_day else _offset(event, event.end),
        "DT_SKIP_TIME": "Y" if event.whole_day else "N",
        "TZ_FROM": event.zone,
        "TZ_TO": event.zone,
        "ACCESSIBILITY": event.accessibility,
        "IMPORTANCE": event.importance,
        "EVENT_TYPE": None,
    }


def invite(company: Company, event: Event) -> None:
    """Put copies of a meeting into the calendars of its guests."""
    for guest in event.attendees:
        if guest != event.owner_id and guest in company.users:
            company.events.add(replace(event, id=company.events.next_id(), owner_id=guest, parent_id=event.id))


def _open_to(company: Company, event: Event, viewer: User) -> bool:
    """Owners and guests see everything, heads and administrators all but the private; others see times alone."""
    if viewer.id in (event.owner_id, event.created_by, *event.attendees):
        return True
    people = company.rights.people(viewer)
    return not event.private and (people is None or event.owner_id in people)


def _rule(rule: Repetition) -> dict[str, Any]:
    names = [WEEKDAYS[weekday] for weekday in rule.weekdays]
    shown: dict[str, Any] = {"FREQ": rule.frequency, "INTERVAL": rule.interval}
    if names:
        shown["BYDAY"] = {name: name for name in names}
    if rule.count:
        shown["COUNT"] = rule.count
    if rule.until:
        until = int(datetime(rule.until.year, rule.until.month, rule.until.day, tzinfo=UTC).timestamp())
        shown |= {"UNTIL": f"{rule.until:%d.%m.%Y}", "~UNTIL": f"{rule.until:%d.%m.%Y}", "UNTIL_TS": until}
    return shown


def _formatted(event: Event, at: int) -> str:
    zone = UTC if event.whole_day else _zone(event)
    return datetime.fromtimestamp(at, zone).strftime("%a %b %d %Y" if event.whole_day else "%a %b %d %Y %H:%M:%S")


def _zone(event: Event) -> ZoneInfo:
    return ZoneInfo(event.zone)


def _offset(event: Event, at: int) -> int:
    offset = datetime.fromtimestamp(at, _zone(event)).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _written(at: int, zone: Any, *, whole: bool = False) -> str:
    return datetime.fromtimestamp(at, zone).strftime("%d.%m.%Y" if whole else "%d.%m.%Y %H:%M:%S")
