"""What has to happen at a time: the retry of an event, a notice to somebody who waits, the daily round. In Redis."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from redis import Redis

from assistant import storage
from assistant.models import Event
from assistant.workers import entries, scripts

TYPING_AFTER = 1.0
"""Seconds from acceptance until somebody who waits sees that an answer is on its way: most have it by then."""
WORKING_AFTER = 3.0
"""Seconds from acceptance until somebody who waits is told that we work on it."""
TROUBLE_AFTER = 10.0
"""Seconds until it is told that something went wrong, or only takes long."""
LATE_AFTER = 30.0
"""Seconds until it is told again when that could not be sent."""
MOST_AT_ONCE = 50
ROUND = "round\n"
"""The daily round, as it lies in the set."""
FIRST_ROUND_AFTER = 600.0
"""Seconds after the first start of all."""
ROUND_AGAIN_AFTER = 3600.0
"""Seconds after which a round that failed, or whose process died, is begun again."""
ROUND_EVERY = float(storage.DAY)
SWEEP_AFTER = 3.0
"""Seconds that a conversation may wait for a worker before it is called again."""
SWEEP_AFTER_UNDER_LOAD = 30.0


class NoticeKind(StrEnum):
    """What a person who waits is told."""

    TYPING = "typing"
    """Nothing in words: it is shown where there is room for it."""
    WORKING = "working"
    """We are at it."""
    TROUBLE = "trouble"
    """Something went wrong and is tried again; `Notice.phrase` and `Notice.error` say what."""
    LATE = "late"
    """It takes much longer than it should; the answer still comes."""
    GAVE_UP = "gave_up"
    """There will be no answer."""


NAMES = (NoticeKind.TYPING, NoticeKind.WORKING, NoticeKind.TROUBLE, NoticeKind.LATE)
"""Notices that an answer makes needless."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What to tell the person of an event."""

    kind: NoticeKind
    phrase: str = ""
    """Key of the phrase of the error (`trouble.portal_away`), empty when nothing went wrong."""
    error: str = ""
    """The id of the error, as it stands in the log."""


@dataclass(frozen=True, slots=True)
class DueNotice:
    """A notice whose time has come."""

    event: Event
    entry: bytes
    notice: Notice
    tries: int = 0
    """How often sending it failed; only the last word is sent again."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What is due now."""

    following: float | None
    """Seconds until the next thing is due; `None` when nothing is planned."""
    notices: list[DueNotice]
    round: bool
    """The daily round has to be made."""


def name(kind: str, conversation: str, event_id: str) -> str:
    """A notice as it lies in the set of due things."""
    return f"{kind}\n{conversation}\n{event_id}"


def gave_up(conversation: str, entry: bytes, phrase: str, error: str, tries: int = 0) -> str:
    """The last word about an event, as it lies in the set; it carries the event, which is in no inbox any more."""
    return name(NoticeKind.GAVE_UP, conversation, json.dumps([entry.decode(), phrase, error, tries]))


class Due:
    """The set of due things. Methods raise `redis.RedisError`."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._due = scripts.load(redis, "due")
        self._sweep = scripts.load(redis, "sweep")

    def take(self) -> Taken:
        """Take what is due: retries are started, the rest is given to this process alone."""
        pauses = (WORKING_AFTER - TYPING_AFTER, TROUBLE_AFTER - WORKING_AFTER, ROUND_AGAIN_AFTER)
        args = (MOST_AT_ONCE, storage.inbox(""), storage.progress(""), *pauses)
        first, rounds, *rest = self._due([storage.DUE, storage.WORK], args)
        notices = [_notice(*rest[i : i + 3]) for i in range(0, len(rest), 3)]
        return Taken(float(first) if first else None, notices, bool(rounds))

    def plan_round(self) -> None:
        """See that there is a daily round."""
        self._redis.zadd(storage.DUE, {ROUND: self._now() + FIRST_ROUND_AFTER}, nx=True)

    def round_made(self) -> None:
        """The next one is tomorrow."""
        self._redis.zadd(storage.DUE, {ROUND: self._now() + ROUND_EVERY})

    def waits(self, notice: DueNotice) -> bool:
        """Whether the event of a notice still has no answer."""
        inbox = storage.inbox(entries.conversation(notice.event))
        return self._redis.lpos(inbox, notice.entry) is not None  # type: ignore[arg-type]

    def again(self, notice: DueNotice, delay: float) -> None:
        """A notice could not be sent: "trouble" waits for the last notice, the last word for its next try."""
        conversation = entries.conversation(notice.event)
        kind = notice.notice.kind
        if kind is NoticeKind.TROUBLE:
            member, delay = name(NoticeKind.LATE, conversation, notice.event.id), LATE_AFTER - TROUBLE_AFTER
        elif kind is NoticeKind.GAVE_UP:
            phrase, error = notice.notice.phrase, notice.notice.error
            member = gave_up(conversation, notice.entry, phrase, error, notice.tries + 1)
        else:
            return
        self._redis.zadd(storage.DUE, {member: self._now() + delay})

    def sweep(self) -> int:
        """Call for conversations that wait although nobody works on them; gives how many."""
        prefixes = (storage.lease(""), storage.progress(""))
        return int(self._sweep([storage.WORK], [SWEEP_AFTER, SWEEP_AFTER_UNDER_LOAD, *prefixes, 200]))

    def _now(self) -> float:
        seconds, micros = self._redis.time()
        return float(seconds) + float(micros) / 1e6


def _notice(kind: bytes, entry: bytes, about: bytes) -> DueNotice:
    what = NoticeKind(kind.decode())
    if what is NoticeKind.GAVE_UP:
        text, phrase, error, tries = json.loads(entry)
        return DueNotice(entries.decode(text.encode()), text.encode(), Notice(what, phrase, error), tries)
    phrase, error = json.loads(about) or ("", "")
    return DueNotice(entries.decode(entry), entry, Notice(what, phrase, error))
