"""Whose token a pair is, and whether this person is served."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import BatchAnswer, Command, payload
from assistant.bitrix24.moments import known_zone, zone_by_clock
from assistant.bitrix24.token_record import Identity, TokenPair
from assistant.bitrix24.transport import Transport
from assistant.errors import ConsentError, NotConnectedError, Refusal

EMPLOYEE = "employee"
"""`USER_TYPE`; the others are of the extranet, of mail, of other portals."""
_YES = (True, "Y", "1", "true")
CALENDAR = Command("calendar", "calendar.user.settings.get")
CLOCK = Command("clock", "server.time")
_COMMANDS = (
    Command("profile", "profile"),
    Command("user", "user.current"),
    CALENDAR,
    CLOCK,
)


def owner(transport: Transport, pair: TokenPair, lang: str) -> Identity:
    """Ask the portal whose the pair is, and by which clock the person lives, in one request.

    Most profiles have no time zone; then the person's calendar has one (profile, user.current,
    calendar.user.settings.get, server.time).

    Raises:
        NotConnectedError: the portal does not accept the token.
        ConsentError: the person is no active employee.
        PortalError: the portal could not be asked.
    """
    answered = transport.call(pair.client_endpoint, "batch", payload(_COMMANDS), auth=pair.access, repeatable=True)
    answer = BatchAnswer(_COMMANDS, answered)
    profile: Mapping[str, Any] = answer["profile"] or {}
    person = number(profile.get("ID")) or 0
    if person <= 0:
        raise NotConnectedError("profile: the token belongs to nobody")
    # Without the permission `user` it is not known; the portal's own rights hold in any case.
    user: Mapping[str, Any] = answer.get("user", {})
    if not works_here(user):
        raise ConsentError(f"person {person} is no active employee", reason=Refusal.NO_EMPLOYEE)
    return Identity(
        id=person,
        name=f"{profile.get('NAME') or ''} {profile.get('LAST_NAME') or ''}".strip(),
        time_zone=known_zone(profile.get("TIME_ZONE")) or zone_of_calendar(answer.get(CALENDAR.key, {})),
        portal_zone=zone_by_clock(answer.get(CLOCK.key, "")),
        lang=lang,
        departments=departments_of(user),
    )


def zone_of_calendar(settings: object) -> str:
    """The zone in the settings of a person's calendar, empty when there is none (calendar.user.settings.get)."""
    told = settings if isinstance(settings, Mapping) else {}
    return known_zone(told.get("timezoneName")) or known_zone(told.get("timezoneDefaultName"))


def works_here(user: Mapping[str, Any]) -> bool:
    """Whether a row of `user.get` or `user.current` is of an active employee; what it does not say is no reason."""
    return user.get("ACTIVE", True) in _YES and user.get("USER_TYPE", EMPLOYEE) == EMPLOYEE


def departments_of(user: Mapping[str, Any]) -> tuple[int, ...]:
    """Ids of a person's departments."""
    departments = user.get("UF_DEPARTMENT")
    return tuple(filter(None, map(number, departments))) if isinstance(departments, list) else ()
