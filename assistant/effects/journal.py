"""The journal of effects: *about to*, the call, *done* with its result; kept in Redis by event and step.

A step that is done is never done again: its result is given. A step that was begun and not finished is in doubt: it is
looked for, and done again only when it is not there. What cannot be looked for is done again once, and says so.
A call whose worker died may still be on its way to the portal: it is given time to arrive before it is looked for.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from pydantic import TypeAdapter
from redis import Redis
from redis.client import Pipeline

from assistant import storage
from assistant.effects.permit import Permit
from assistant.errors import AssistantError, PortalUnavailableError, UnsentError

T = TypeVar("T")
DAY = 86_400
UNDO = "undo"
"""The step of a draft that takes back what its other steps made."""
MOST_TRIES = 2
"""Of a step that cannot be looked for: at most one repeat."""
SETTLES = 2.0
"""Seconds from the beginning of a call until what it does can be seen, for all but the slowest portals."""


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}
"""To make one takes as long as to understand a message, so a crowd must not make the same one in each thread."""
_ADAPTERS_LOCK = threading.Lock()


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    with _ADAPTERS_LOCK:
        if kind not in _ADAPTERS:
            _ADAPTERS[kind] = TypeAdapter(kind)
        return _ADAPTERS[kind]


class InDoubtError(AssistantError):
    """A step may have happened more than once already and cannot be looked for: it is not tried again."""

    phrase = "trouble.in_doubt"


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """A step that happened."""

    result: T
    at: float
    """When, Unix seconds."""
    before: bool
    """It happened in an earlier call of `once`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A change of the portal, or of what comes from it regularly, as an admin is told of it."""

    portal: str
    person: int
    """Who wanted it."""
    what: str
    """Method and object, no texts of people: `tasks.task.add 4711`."""
    at: float
    """When it was begun, Unix seconds."""
    state: str
    """`done`; `doubt`: begun, and whether it happened is not known yet."""
    id: int | str | None = None
    """Of what was changed, once it is done."""
    undone: float = 0.0
    """When it was taken back, Unix seconds; 0: it was not."""


class Journal:
    """Gives the effects of events. Methods here and of `Effects` raise `redis.RedisError`."""

    def __init__(
        self,
        redis: Redis,
        days: int = 30,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._redis = redis
        self._life = days * DAY
        self._clock = clock
        self._sleep = sleep

    def of(self, portal: str, subject: str, person: int = 0) -> Effects:
        """What was done for an event, or for a draft that several events are about; read at the first use."""
        return Effects(self._redis, (portal, subject, person), self._life, self._clock, self._sleep)

    def keep(self, pipe: Pipeline, portal: str, person: int, change: str, subject: str) -> None:
        """Note what changes in Redis alone, together with the change itself: both happen, or neither.

        Args:
            pipe: takes the commands; of a connection to the journal's database.
            portal: whose `person` wants it.
            person: who wants it.
            change: like `subscription.stop`.
            subject: what is changed, its id.
        """
        now = self._clock()
        key, step = storage.effects(portal, f"{change.partition('.')[0]}-{subject}"), f"{change} {now}"
        record = {"portal": portal, "person": person, "what": f"{change} {subject}", "at": now, "done": now}
        record["result"] = {"id": subject}
        pipe.hset(key, step, json.dumps(record))
        pipe.expire(key, self._life)
        pipe.zadd(storage.CHANGES, {_member(key, step): now})
        pipe.expire(storage.CHANGES, self._life)

    def entries(self, since: float = 0.0) -> Iterator[Entry]:
        """Changes that began after a time, the newest first; replies are not among them."""
        for raw in cast("list[bytes]", self._redis.zrevrangebyscore(storage.CHANGES, "+inf", since)):
            subject, step = json.loads(raw)
            found, undo = cast("list[bytes | None]", self._redis.hmget(subject, [step, UNDO]))
            if found:
                undone = json.loads(undo).get("done", 0.0) if undo and step != UNDO else 0.0
                yield _entry(json.loads(found), undone)


def _entry(record: dict[str, Any], undone: float) -> Entry:
    state = "done" if "done" in record else "doubt"
    return Entry(
        record["portal"], record["person"], record["what"], record["at"], state, _id(record.get("result")), undone
    )


def _member(key: str, step: str) -> str:
    return json.dumps([key, step])


def _id(stored: object) -> int | str | None:
    found = stored.get("id") if isinstance(stored, dict) else None
    return found if isinstance(found, int | str) else None


class Effects:
    """The steps of one event or draft. One worker at a time works on it: its dialog's lease is the lock."""

    def __init__(
        self,
        redis: Redis,
        about: tuple[str, str, int],
        life: int,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._redis = redis
        self.portal, self.subject, self.person = about
        self._key = storage.effects(self.portal, self.subject)
        self._life = life
        self._clock = clock
        self._sleep = sleep
        self._loaded: dict[str, dict[str, Any]] | None = None
        self._noted: dict[str, dict[str, Any]] = {}

    def note(self, name: str, kind: type[T], value: T) -> None:
        """Remember what a repeat has to go on from; stored together with the next step that begins."""
        self._noted[name] = {"note": _adapter(kind).dump_python(value, mode="json", exclude_defaults=True)}

    def store(self) -> None:
        """Store what was noted without waiting for the next step."""
        with self._redis.pipeline() as pipe:
            pipe.hset(self._key, mapping={name: json.dumps(each) for name, each in self._noted.items()})
            pipe.expire(self._key, self._life)
            pipe.execute()
        self._records.update(self._noted)
        self._noted = {}

    @property
    def begun(self) -> bool:
        """Whether anything was begun, beside notes."""
        return any("note" not in record for record in self._records.values())

    def recall(self, name: str, kind: type[T]) -> T | None:
        """What was noted before a crash."""
        record = self._records.get(name)
        return _adapter(kind).validate_python(record["note"]) if record and "note" in record else None

    def known(self, step: str) -> bool:
        """Whether a step was begun."""
        return step in self._records

    def done(self, step: str, kind: type[T]) -> Done[T] | None:
        """A step that happened."""
        record = self._records.get(step)
        if record is None or "done" not in record:
            return None
        return Done(_adapter(kind).validate_python(record["result"]), record["done"], before=True)

    def once(
        self,
        step: str,
        kind: type[T],
        do: Callable[[Permit], T],
        *,
        look: Callable[[], T | None] | None = None,
        what: str = "",
        forget: str = "",
    ) -> Done[T]:
        """Do a step unless it happened.

        Args:
            step: its name within the event.
            kind: type of the result; it is stored as JSON.
            do: makes the call; an error other than `PortalUnavailableError` says that nothing has changed.
            look: finds what an earlier try has done, `None` when it did nothing. An error that no later try can mend
                says that it cannot be found out.
            what: method of a change that the audit lists; empty for replies. The result's `id` is added.
            forget: a note that is of no use once the step is done.

        Raises:
            InDoubtError: it may have happened twice already.
            AssistantError: of `do` and `look`; after one with `retry` call again.
        """
        happened = self.done(step, kind)
        if happened:
            return happened
        begun = self._records.get(step)
        repeat = False
        if begun is not None:
            self._settle(begun)
            found, sure = self._found(look)
            if found is not None:
                return self._finish(step, kind, found, begun, forget)
            if not sure and begun["tries"] >= MOST_TRIES:
                raise InDoubtError(f"{self._key} {step}: tried {begun['tries']} times, the answers got lost")
            repeat = not sure
        record = self._begin(step, what, begun)
        try:
            result = do(Permit(self._permit_key(step), repeat))
        except PortalUnavailableError as error:
            if isinstance(error, UnsentError):
                self._withdraw(step, begun)
            else:
                self._put(step, {**record, "ended": True})
            raise
        except AssistantError:
            self._withdraw(step, begun)
            raise
        return self._finish(step, kind, result, record, forget, before=False)

    @property
    def _records(self) -> dict[str, dict[str, Any]]:
        if self._loaded is None:
            stored = cast("dict[bytes, bytes]", self._redis.hgetall(self._key))
            self._loaded = {name.decode(): json.loads(record) for name, record in stored.items()}
        return self._loaded

    def _permit_key(self, step: str) -> str:
        return hashlib.sha256(f"{self._key}\n{step}".encode()).hexdigest()[:32]

    def _found(self, look: Callable[[], T | None] | None) -> tuple[T | None, bool]:
        """What an earlier try has done, and whether that could be found out."""
        if look is None:
            return None, False
        try:
            return look(), True
        except AssistantError as error:
            if error.retry:
                raise
            return None, False

    def _settle(self, begun: dict[str, Any]) -> None:
        """A try that was not seen to end, because its worker died, may take effect only now."""
        rest = begun.get("last", 0.0) + SETTLES - self._clock()
        if "ended" not in begun and 0 < rest <= SETTLES:
            self._sleep(rest)

    def _begin(self, step: str, what: str, begun: dict[str, Any] | None) -> dict[str, Any]:
        tries = begun["tries"] + 1 if begun else 1
        now = self._clock()
        at = begun["at"] if begun else now
        record = {"portal": self.portal, "person": self.person, "what": what, "at": at, "last": now, "tries": tries}
        with self._redis.pipeline() as pipe:
            fields = {name: json.dumps(each) for name, each in {**self._noted, step: record}.items()}
            pipe.hset(self._key, mapping=fields)  # type: ignore[arg-type]
            pipe.expire(self._key, self._life)
            if what:
                pipe.zadd(storage.CHANGES, {self._member(step): at})
                pipe.zremrangebyscore(storage.CHANGES, "-inf", self._clock() - self._life)
                pipe.expire(storage.CHANGES, self._life)
            pipe.execute()
        self._records.update(self._noted, **{step: record})
        self._noted = {}
        return record

    def _finish(
        self, step: str, kind: type[T], result: T, record: dict[str, Any], forget: str, *, before: bool = True
    ) -> Done[T]:
        now = self._clock()
        stored = _adapter(kind).dump_python(result, mode="json")
        number = _id(stored)
        what = f"{record['what']} {number}" if record["what"] and number else record["what"]
        record = {**record, "what": what, "done": now, "result": stored}
        with self._redis.pipeline() as pipe:
            pipe.hset(self._key, step, json.dumps(record))
            pipe.expire(self._key, self._life)  # the portal may have said goodbye meanwhile
            if forget:
                pipe.hdel(self._key, forget)
            pipe.execute()
        self._records[step] = record
        self._records.pop(forget, None)
        return Done(result, now, before)

    def _withdraw(self, step: str, begun: dict[str, Any] | None) -> None:
        """The try has changed nothing; the doubt about an earlier one, if any, stays."""
        if begun is not None:
            self._put(step, begun)
            return
        with self._redis.pipeline() as pipe:
            pipe.hdel(self._key, step)
            pipe.zrem(storage.CHANGES, self._member(step))
            pipe.execute()
        self._records.pop(step, None)

    def _put(self, step: str, record: dict[str, Any]) -> None:
        self._redis.hset(self._key, step, json.dumps(record))
        self._records[step] = record

    def _member(self, step: str) -> str:
        return _member(self._key, step)
