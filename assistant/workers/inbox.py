"""Inboxes: events are stored once, wait in the order of their conversation and leave when they are answered."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from redis import Redis, RedisError

from assistant import storage
from assistant.errors import StoreUnavailableError
from assistant.models import Event, EventKind
from assistant.settings import Settings
from assistant.workers import entries, scripts
from assistant.workers.due import NAMES, TYPING_AFTER, NoticeKind, gave_up, name

LEASE_LIFE = 10.0
"""Seconds until another worker takes over a conversation whose worker died elsewhere; on this machine that is seen."""
SPOKEN = frozenset({EventKind.MESSAGE, EventKind.COMMAND, EventKind.PRESS})
"""Kinds that somebody waits for an answer to."""


class Inbox:
    """The side of the intake."""

    def __init__(self, settings: Settings, *, timeout: float = 0.35) -> None:
        """`timeout` bounds one try, in seconds; there are two."""
        self._redis = storage.connect(settings, storage.STATE_DB, timeout=timeout, retries=1)
        self._accept = scripts.load(self._redis, "accept")
        self._identity_life = settings.identity_days * storage.DAY

    def accept(self, events: Sequence[Event]) -> tuple[bool, ...]:
        """Store a group of events in one round trip; given none, only try whether it could.

        Returns:
            True for each event that is new, False for each that was accepted before.

        Raises:
            StoreUnavailableError: it is not sure that they are stored.
        """
        args: list[Any] = [self._identity_life, storage.INBOX_LIFE, TYPING_AFTER]
        for event in events:
            conversation = entries.conversation(event)
            entry = entries.encode(event)
            args += (
                storage.identity(event.id),
                storage.inbox(conversation),
                storage.progress(conversation),
                conversation,
                entry.split(" ", 2)[1],
                entry,
                name(NoticeKind.TYPING, conversation, event.id) if event.kind in SPOKEN else "",
            )
        try:
            if not events:
                self._redis.ping()
                return ()
            return tuple(map(bool, self._accept([storage.WORK, storage.DUE], args)))
        except RedisError as error:
            raise StoreUnavailableError(f"Redis did not store the event: {type(error).__name__}") from error

    def close(self) -> None:
        """Let the connections go."""
        with contextlib.suppress(RedisError):
            self._redis.close()


class Answer(StrEnum):
    """What asking for a turn gave."""

    GO = "go"
    """There is an event to be handled."""
    BUSY = "busy"
    """Another worker has the conversation."""
    EMPTY = "empty"
    """Everything is answered; the conversation was left."""
    LATER = "later"
    """The first event waits for its next try; the conversation was left."""
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Turn:
    """The next thing to do in a conversation."""

    answer: Answer
    entry: bytes = b""
    crashes: int = 0
    """How many workers died while they handled this event."""
    others: int = 0
    """How many died meanwhile, as far as this machine sees it, that did not."""
    retries: int = 0
    """How often it failed and was put off."""
    error: str = ""
    """The id that the person was told for its failure."""


class Turns:
    """The side of the worker: a conversation is leased, its events are taken one after another.

    Every method may raise `redis.RedisError` and may then be called again with the same arguments.
    """

    def __init__(self, redis: Redis, dead_days: int = 14) -> None:
        self._turn = scripts.load(redis, "turn")
        self._dead_life = dead_days * storage.DAY

    def begin(self, conversation: str, token: str) -> Turn:
        """Take the conversation and its first event."""
        return self._ask("begin", conversation, token)

    def finish(self, conversation: str, token: str, entry: bytes) -> Turn:
        """The event is answered; take the next."""
        return self._ask("finish", conversation, token, entry, *_notices(conversation, entry))

    def postpone(self, conversation: str, token: str, entry: bytes, *, delay: float, phrase: str, error: str) -> Turn:
        """The event failed: leave the conversation and try again in `delay` seconds."""
        return self._ask("postpone", conversation, token, entry, delay, phrase, error)

    def bury(self, conversation: str, token: str, entry: bytes, *, reason: str, phrase: str, error: str) -> Turn:
        """The event is given up: kept as a dead letter, its person is told; take the next."""
        letter = {"at": time.time(), "reason": reason, "error": error, "event": entries.as_json(entries.decode(entry))}
        told = gave_up(conversation, entry, phrase, error)
        return self._bury(conversation, token, entry, letter, told)

    def discard(self, conversation: str, token: str, entry: bytes) -> Turn:
        """The entry cannot be read, another version made it: kept as it is; take the next."""
        letter = {"at": time.time(), "unreadable": entry.decode(errors="replace")}
        return self._bury(conversation, token, entry, letter)

    def leave(self, conversation: str, token: str) -> Turn:
        """Give the conversation back; somebody else is called when there is more to do."""
        return self._ask("leave", conversation, token)

    def _bury(self, conversation: str, token: str, entry: bytes, letter: dict[str, Any], told: str = "") -> Turn:
        notices = _notices(conversation, entry)
        return self._ask("bury", conversation, token, entry, json.dumps(letter), self._dead_life, told, *notices)

    def _ask(self, command: str, conversation: str, token: str, *args: bytes | str | float) -> Turn:
        keys = [
            storage.inbox(conversation),
            storage.lease(conversation),
            storage.progress(conversation),
            storage.WORK,
            storage.DUE,
            storage.SUSPECT,
            storage.SUSPECTS,
            storage.DEATHS,
            storage.DEAD,
        ]
        reply = self._turn(keys, [command, conversation, token, int(LEASE_LIFE * 1000), *args])
        answer = Answer(reply[0].decode())
        if answer is not Answer.GO:
            return Turn(answer)
        _, entry, crashes, others, retries, error = reply
        return Turn(answer, entry, crashes, others, retries, error.decode())


def _notices(conversation: str, entry: bytes) -> list[str]:
    event_id = entry.split(b" ", 1)[0].decode()
    return [name(kind, conversation, event_id) for kind in NAMES]
