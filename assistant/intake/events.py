"""A delivery of the portal → events: posted by either generation of bots, or fetched."""

from __future__ import annotations

import re
from datetime import datetime

from assistant.errors import BadEventError
from assistant.intake import events_v1, events_v2
from assistant.intake.events_v1 import DeliveryV1
from assistant.intake.events_v2 import DeliveryV2
from assistant.intake.form import Payload
from assistant.models import Event

EVENT_NAME = re.compile(r"ON[A-Z0-9_]{2,60}")


def events_of(payload: Payload, portal: str, now: float, occasion: str = "") -> list[Event]:
    """The events of a delivery; none when it is of no interest to us: of a bot, of the system, of another kind.

    Args:
        payload: the whole decoded body.
        portal: `member_id`, already verified.
        now: Unix seconds.
        occasion: tells two deliveries with the same content apart; `ts` when left out.

    Raises:
        BadEventError: no event, or one that lacks what its kind must have.
    """
    name = str(payload.get("event", "")).upper()
    if not EVENT_NAME.fullmatch(name):
        raise BadEventError("`event` is missing or no name of an event")
    if read := events_v2.READERS.get(name):
        return read(DeliveryV2(payload, portal, now, occasion))
    if read_v1 := events_v1.READERS.get(name):
        return read_v1(DeliveryV1(payload, portal, now, occasion))
    return []


def fetched_events(event_id: int, kind: str, date: str, data: Payload, *, portal: str, now: float) -> list[Event]:
    """The events of one entry of `imbot.v2.Event.get`: its id tells it from all others.

    A typed command is the exception: it is also fetched as a message, and both are one event.

    Args:
        event_id: `eventId`.
        kind: `type`, for example `ONIMBOTV2MESSAGEADD`.
        date: when it happened, ISO 8601.
        data: with real types.
        portal: `member_id`.
        now: Unix seconds.

    Raises:
        BadEventError: as `events_of`.
    """
    try:
        sent = int(datetime.fromisoformat(date).timestamp())
    except ValueError:
        sent = 0
    return events_of({"event": kind, "data": data, "ts": sent}, portal, now, f"fetched {event_id}")
