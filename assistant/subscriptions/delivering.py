"""What is due becomes an event of its person's inbox: once for each due time, whatever crashes in between.

The event is accepted under an identity made of the subscription and its due time, then the next time is stored. When
the process dies in between, it is taken again a minute later, and the second event is known already.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.errors import AssistantError
from assistant.models import Dialog, Event, EventKind, Person, Run, Subscription
from assistant.subscriptions.fitting import effective
from assistant.subscriptions.schedule import next_due
from assistant.subscriptions.spans import resolved
from assistant.subscriptions.store import Name, Subscriptions

log = logging.getLogger(__name__)

LATEST = timedelta(hours=6)
"""After a longer outage a delivery is left out: the next one is worth more than yesterday's."""


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Hands over what is due; any number of processes may do so."""

    subscriptions: Subscriptions
    accept: Callable[[Sequence[Event]], object]
    """Stores events to be answered, each identity once."""
    bot: Callable[[str], int]
    """The id of a portal's bot."""
    zone: Callable[[str, int], ZoneInfo]
    """Of a person of a portal."""
    clock: Callable[[], float]
    """Unix seconds."""

    def hand_over(self) -> int:
        """Hand over what is due now; how many it were."""
        names = self.subscriptions.take()
        for name in names:
            try:
                self._one(name)
            except AssistantError as error:
                log.warning("%s Subscription %s waits: %s", error.id, name.id, error)
                self.subscriptions.ended(name)
        return len(names)

    def _one(self, name: Name) -> None:
        subscription = self.subscriptions.find(name)
        if subscription is None:
            self.subscriptions.forget(name)
            return
        now = datetime.fromtimestamp(self.clock(), UTC)
        zone = self.zone(name.portal, name.person)
        due, following = _last_due(subscription, now, zone)
        if due <= now <= due + LATEST:
            self.accept([self._event(name, due, now)])
        else:
            log.info("Subscription %s was due at %s: it is left out", name.id, due)
            self.subscriptions.ended(name)
        self.subscriptions.put_on(name, subscription.due, following)

    def _event(self, name: Name, due: datetime, now: datetime) -> Event:
        moment = int(due.timestamp())
        return Event(
            id=f"due-{name.id}-{moment}",
            kind=EventKind.DUE,
            portal=name.portal,
            bot_id=self.bot(name.portal),
            person=Person(name.person),
            dialog=Dialog(str(name.person)),
            message_id=0,
            params=f"{name.id} {moment}",
            received=now.timestamp(),
        )


def _last_due(subscription: Subscription, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The last time that is over, however many were missed, and the one that follows."""
    due = datetime.fromtimestamp(subscription.due, UTC)
    if due > now:
        return due, due  # taken too early: it stays as it is
    following = next_due(subscription.rhythm, due, zone)
    while following <= now:
        due, following = following, next_due(subscription.rhythm, following, zone)
    return due, following


def due_of(event: Event) -> tuple[Name, datetime]:
    """Which subscription an event delivers, and when it was due."""
    id_, due = event.params.split(" ")
    return Name(event.portal, event.person.id, id_), datetime.fromtimestamp(int(due), UTC)


def due_run(subscription: Subscription, day: date) -> Run:
    """The question of a delivery, with the period that it means on that day."""
    span = effective(subscription.run, subscription.span, subscription.rhythm)
    slots = subscription.run.slots
    if span is None or slots.period:
        return subscription.run
    return replace(subscription.run, slots=replace(slots, period=resolved(span, day)))
