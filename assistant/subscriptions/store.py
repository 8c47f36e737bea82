"""Subscriptions in Redis: one hash a person, and one schedule for all."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError
from redis import Redis
from redis.client import Pipeline

from assistant import storage
from assistant.models import Rhythm, Run, Span, Subscription, WorkingHours
from assistant.subscriptions.schedule import next_due
from assistant.subscriptions.working_days import WorkingDays

MOST = 20
"""Subscriptions of one person."""
MOST_UNDER_WAY = 8
"""Deliveries at the same time, in all processes: who asks something at nine o'clock finds a free worker."""
STUCK_AFTER = 120
"""Seconds after which a delivery that did not end makes room for the next."""
AGAIN_AFTER = 60
"""Seconds after which a subscription whose process died with it in hand is taken again."""
_STORED = TypeAdapter(Subscription)


@dataclass(frozen=True, slots=True)
class Name:
    """Where a subscription is found."""

    portal: str
    person: int
    id: str

    def __str__(self) -> str:
        return f"{self.portal}\n{self.person}\n{self.id}"

    @classmethod
    def of(cls, text: str) -> Name:
        """As it lies in the schedule."""
        portal, person, id_ = text.split("\n")
        return cls(portal, int(person), id_)


Note = Callable[[Pipeline, Name, str], None]
"""Notes that a person has changed one: `add`, `change`, `stop`, in the same transaction."""


def unnoted(_pipe: Pipeline, _name: Name, _change: str) -> None:
    """Nobody keeps a record."""


class Subscriptions:
    """All subscriptions. Methods here and of `PersonsSubscriptions` raise `redis.RedisError`."""

    def __init__(self, redis: Redis, clock: Callable[[], float], note: Note = unnoted) -> None:
        """`clock` gives Unix seconds."""
        self._redis = redis
        self._clock = clock
        self._note = note
        self.working_days = WorkingDays(redis)
        """Of portals."""
        self._take = redis.register_script((Path(__file__).parent / "schedule.lua").read_text())

    def of(
        self, portal: str, person: int, zone: ZoneInfo, ask: Callable[[], WorkingHours | None] = lambda: None
    ) -> PersonsSubscriptions:
        """Those of one person, whose clock shows the time of a zone; `ask` tells the portal's working days."""
        now, hours = partial(self._now, zone), partial(self.working_days.find, portal, ask)
        return PersonsSubscriptions(self._redis, portal, person, now, hours=hours, note=self._note)

    def _now(self, zone: ZoneInfo) -> datetime:
        return datetime.fromtimestamp(self._clock(), zone)

    def take(self) -> list[Name]:
        """What is due now, for this process alone; fewer while others are being delivered."""
        keys = [storage.SCHEDULE, storage.DELIVERIES]
        names = self._take(keys, [MOST_UNDER_WAY, STUCK_AFTER, AGAIN_AFTER, self._clock()])
        return [Name.of(name.decode()) for name in cast("list[bytes]", names)]

    def find(self, name: Name) -> Subscription | None:
        """The subscription of a name; `None` when it was stopped or its person is gone."""
        raw = cast("bytes | None", self._redis.hget(storage.subscriptions(name.portal, name.person), name.id))
        return _read(raw)

    def put_on(self, name: Name, due: float, following: datetime, done: date | None) -> None:
        """After what was due: the next time, unless the person has chosen another one meanwhile.

        Args:
            name: of the subscription.
            due: when it was due, as it was planned.
            following: when it comes next, in the person's zone.
            done: the day that is dealt with.
        """

        def put(kept: Subscription) -> Subscription:
            planned = replace(kept, due=following.timestamp(), day=following.date(), done=done)
            return planned if kept.due == due else kept

        self._update(name, put)

    def plan_anew(self, portal: str, zone_of: Callable[[int], ZoneInfo], people: Collection[int] | None = None) -> None:
        """The next times of people whose zone is another one now, or of everybody: the working days are others."""
        hours = self.working_days.find(portal)
        for raw, _ in self._redis.zscan_iter(storage.SCHEDULE, match=f"{portal}\n*"):
            name = Name.of(raw.decode())
            if people is None or name.person in people:
                self._update(name, partial(self._planned_anew, zone=zone_of(name.person), hours=hours))

    def _planned_anew(self, kept: Subscription, zone: ZoneInfo, hours: WorkingHours | None) -> Subscription:
        now = self._now(zone)
        if kept.due <= now.timestamp():
            return kept  # it is just being handed over, and planned then
        following = next_due(kept.rhythm, now, zone, hours, done=kept.done)
        return replace(kept, due=following.timestamp(), day=following.date())

    def pause(self, name: Name, *, paused: bool) -> None:
        """It cannot be delivered without the person, or it can again."""
        kept = self.find(name)
        if kept and kept.paused != paused:
            self._update(name, lambda kept: replace(kept, paused=paused))

    def ended(self, name: Name) -> None:
        """A delivery is over: there is room for the next."""
        self._redis.zrem(storage.DELIVERIES, str(name))

    def forget(self, name: Name) -> None:
        """There is no such subscription any more."""
        self._redis.zrem(storage.SCHEDULE, str(name))
        self.ended(name)

    def _update(self, name: Name, change: Callable[[Subscription], Subscription]) -> None:
        key = storage.subscriptions(name.portal, name.person)

        def step(pipe: Pipeline) -> None:
            kept = _read(cast("bytes | None", pipe.hget(key, name.id)))
            pipe.multi()
            if kept is None:
                pipe.zrem(storage.SCHEDULE, str(name))
            else:
                _write(pipe, name, change(kept))

        self._redis.transaction(step, key)


class PersonsSubscriptions:
    """What one person wants regularly."""

    def __init__(
        self,
        redis: Redis,
        portal: str,
        person: int,
        now: Callable[[], datetime],
        *,
        hours: Callable[[], WorkingHours | None],
        note: Note,
    ) -> None:
        """`now` gives the moment in the person's zone, `hours` the portal's working days."""
        self._note = note
        self._hours = hours
        self._redis = redis
        self._portal = portal
        self._person = person
        self._now = now

    def all(self) -> tuple[Subscription, ...]:
        """The next one first."""
        raw = cast("dict[bytes, bytes]", self._redis.hgetall(storage.subscriptions(self._portal, self._person)))
        return tuple(sorted(filter(None, map(_read, raw.values())), key=lambda each: (each.due, each.id)))

    def find(self, id_: str) -> Subscription | None:
        """One of them."""
        return next((each for each in self.all() if each.id == id_), None)

    def add(self, run: Run, span: Span | None, rhythm: Rhythm) -> Subscription | None:
        """Deliver the answer to a question regularly; the same wish twice is one. `None`: there are too many."""
        wanted = Subscription(secrets.token_urlsafe(9), run, rhythm, span)
        known = self.all()
        for each in known:
            if (each.wish, each.rhythm) == (wanted.wish, rhythm):
                return each
        return self._put(wanted, "add") if len(known) < MOST else None

    def change(self, id_: str, rhythm: Rhythm) -> Subscription | None:
        """Another rhythm; it may come again on a day on which it came."""
        known = self.find(id_)
        return self._put(replace(known, rhythm=rhythm, done=None), "change") if known else None

    def move_along(self, id_: str, span: Span) -> Subscription | None:
        """A period that moves along in place of one that never changes."""
        known = self.find(id_)
        if known is None:
            return None
        run = replace(known.run, slots=replace(known.run.slots, period=None))
        return self._put(replace(known, run=run, span=span), "change")

    def stop(self, id_: str) -> Subscription | None:
        """No delivery any more; what it was. `None`: there was none."""
        known = self.find(id_)
        if known:
            name = Name(self._portal, self._person, id_)
            with self._redis.pipeline() as pipe:
                pipe.hdel(storage.subscriptions(self._portal, self._person), id_)
                pipe.zrem(storage.SCHEDULE, str(name))
                self._note(pipe, name, "stop")
                pipe.execute()
        return known

    def _put(self, wanted: Subscription, change: str) -> Subscription:
        now = self._now()
        zone = cast("ZoneInfo", now.tzinfo)
        hours = self._hours() if wanted.rhythm.on_working_days else None
        following = next_due(wanted.rhythm, now, zone, hours, done=wanted.done)
        planned = replace(wanted, due=following.timestamp(), day=following.date())
        with self._redis.pipeline() as pipe:
            name = Name(self._portal, self._person, planned.id)
            _write(pipe, name, planned)
            self._note(pipe, name, change)
            pipe.execute()
        return planned


def moment_of(subscription: Subscription, zone: ZoneInfo) -> datetime:
    """When it comes next, on the clock of its person."""
    return datetime.fromtimestamp(subscription.due, UTC).astimezone(zone)


def _write(pipe: Pipeline, name: Name, subscription: Subscription) -> None:
    pipe.hset(
        storage.subscriptions(name.portal, name.person),
        name.id,
        _STORED.dump_json(subscription, exclude_defaults=True).decode(),
    )
    pipe.zadd(storage.SCHEDULE, {str(name): subscription.due})


def _read(raw: bytes | None) -> Subscription | None:
    try:
        return _STORED.validate_json(raw) if raw is not None else None
    except ValidationError:
        return None  # of a version that knew more
