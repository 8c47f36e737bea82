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
from assistant.models import Dialog, Event, EventKind, Person, Run, Subscription, WorkingHours
from assistant.subscriptions.fitting import effective
from assistant.subscriptions.schedule import falls_on, next_due
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
        hours = self.subscriptions.working_days.find(name.portal) if subscription.rhythm.on_working_days else None
        times = _Times(subscription, self.zone(name.portal, name.person), hours)
        due, day, following = times.last(now)
        if due <= now <= due + LATEST and times.wanted(day):
            self.accept([self._event(name, due, now)])
        else:
            log.info("Subscription %s was due at %s: it is left out", name.id, due)
            self.subscriptions.ended(name)
        self.subscriptions.put_on(name, subscription.due, following, day if due <= now else subscription.done)

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


@dataclass(frozen=True, slots=True)
class _Times:
    """When a subscription comes, by what is known now of its person's zone and of the portal's working days."""

    subscription: Subscription
    zone: ZoneInfo
    hours: WorkingHours | None

    def last(self, now: datetime) -> tuple[datetime, date, datetime]:
        """The last time that is over, however many were missed, with its day, and the one that follows."""
        due = datetime.fromtimestamp(self.subscription.due, UTC)
        day = self.subscription.day or due.astimezone(self.zone).date()
        if due > now:
            return due, day, due.astimezone(self.zone)  # taken too early: it stays as it was
        following = self._after(due, day)
        while following <= now:
            due, day = following, following.date()
            following = self._after(due, day)
        return due, day, following

    def wanted(self, day: date) -> bool:
        """Whether a day is still one on which people work, where that counts."""
        return not self.subscription.rhythm.on_working_days or falls_on(self.subscription.rhythm, day, self.hours)

    def _after(self, due: datetime, day: date) -> datetime:
        return next_due(self.subscription.rhythm, due, self.zone, self.hours, done=day)


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
