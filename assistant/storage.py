"""Connections to Redis, the names of all keys and how long each lives."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from redis import ConnectionPool, Redis
from redis.backoff import ExponentialBackoff
from redis.retry import Retry

if TYPE_CHECKING:
    from assistant.settings import Settings

QUEUE_DB = 0
"""Belongs to dramatiq: its maintenance walks over all keys of the database."""
STATE_DB = 1
"""Everything else."""

DAY = 86_400
"""Seconds."""
INBOX_LIFE = 3 * DAY
PRESS_LIFE = DAY
ANSWER_LIFE = 600
"""What answered a question is remembered for its edits, which may come late."""
TOLD_LIFE = 60
SPOOL_LIFE = 7200
"""For a file that waits to be sent: longer than its event is tried."""
SENT_FILE_LIFE = DAY
"""The same rows make another file the next day."""
LANGUAGE_LIFE = 180 * DAY
TOKEN_LIFE = 180 * DAY
"""As long as a refresh token lives; for people the setting `token_days` counts."""
DIRECTORY_LIFE = 600
DIRECTORY_KEPT = 3600
INVITATION_LIFE = 600
WORKING_DAYS_LIFE = 30 * DAY
"""They are asked for once a day."""
WAITING_LIFE = 3600
"""For a question that waits for its person to connect."""


def connect(settings: Settings, db: int, *, timeout: float = 5.0, retries: int = 3) -> Redis:
    """A connection pool to one database; `timeout` bounds each try of a command, in seconds."""
    pool = ConnectionPool.from_url(
        settings.redis_url,
        decode_responses=False,
        socket_timeout=timeout,
        socket_connect_timeout=timeout,
        retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), retries),
        health_check_interval=30,
        driver_info=None,  # to find the client's version takes milliseconds for each of a crowd's connections
    )
    pool.connection_kwargs["db"] = db  # `redis://host/0` is a common form, its number must not win
    return Redis.from_pool(pool)


def identity(event_id: str) -> str:
    """Seen events."""
    return f"seen:{event_id}"


WORK = "work"
"""Dialogs with something in their inbox, by the time when somebody last looked after them."""
DUE = "due"
"""What has to happen at a time: retries and notices."""
DEAD = "dead"
"""Events that were given up, the newest first; the setting `dead_days` counts for each."""
CHANGES = "changes"
"""What the assistant changed in portals, by time; each names a step of the journal."""
WORKERS = "workers"
"""Worker processes by their last sign of life."""
POLLER = "poller"
"""The process that fetches events."""
SCHEDULE = "schedule"
"""When each subscription is due next."""
DELIVERIES = "deliveries"
"""Subscriptions that are being delivered, by the time when that began."""
SUSPECT = "suspect"
"""The one event at a time that is tried again after two workers died of it, or of what they did beside it."""
SUSPECTS = "suspects"
"""The conversations that wait for that, in line."""
DEATHS = "deaths"
"""How many workers died: an event under which few of them did is not to blame."""


def conversation(portal: str, dialog: str, person: int) -> str:
    """Names one person in one dialog: what belongs together and keeps its order."""
    return f"{portal}:{dialog}:{person}"


def inbox(conversation: str) -> str:
    """Accepted events of a conversation, in their order, until they are answered."""
    return f"inbox:{conversation}"


def lease(conversation: str) -> str:
    """Who works on a conversation."""
    return f"lease:{conversation}"


def progress(conversation: str) -> str:
    """What was tried with the first event of an inbox."""
    return f"progress:{conversation}"


def dialog_state(portal: str, dialog: str, person: int) -> str:
    """What was said before."""
    return f"dialog:{portal}:{dialog}:{person}"


def language(portal: str, person: int) -> str:
    """The language that a person wrote in last."""
    return f"language:{portal}:{person}"


def told(portal: str, dialog: str, occasion: str) -> str:
    """The assistant has just answered this there; an occasion may be long."""
    return f"told:{portal}:{dialog}:{blake2b(occasion.encode(), digest_size=8).hexdigest()}"


def answer(portal: str, dialog: str, person: int, message_id: int) -> str:
    """What answered a question."""
    return f"answer:{portal}:{dialog}:{person}:{message_id}"


def press_mark(portal: str, person: int) -> str:
    """Begins the ids of all buttons of a person, so that they can be found; what follows is random."""
    return _digest(portal) + _digest(f"{portal}:{person}")


def effects(portal: str, subject: str) -> str:
    """The journal of one event, or of a draft that several events are about."""
    return f"effects:{portal}:{subject}"


def spooled(portal: str, person: int, event_id: str, number: int) -> str:
    """A file of an answer that is about to be sent."""
    return f"spool:{portal}:{person}:{event_id}:{number}"


def sent_file(portal: str, digest: str, dialog: str) -> str:
    """Where on the portal's Drive a file lies that was sent into a dialog; an empty one: the last time."""
    return f"drive:{portal}:{digest}:{dialog}"


def subscriptions(portal: str, person: int) -> str:
    """What a person wants regularly; kept until the person stops it, disconnects or leaves."""
    return f"subscriptions:{portal}:{person}"


def working_days(portal: str) -> str:
    """On which days people work in a portal."""
    return f"workdays:{portal}"


def press(press_id: str) -> str:
    """The action behind a button."""
    return f"press:{press_id}"


def portal(member_id: str) -> str:
    """An installed portal: addresses, application token, bot."""
    return f"portal:{member_id}"


def capabilities(member_id: str) -> str:
    """Which ways a portal offers."""
    return f"capabilities:{member_id}"


def offset(member_id: str, bot: int) -> str:
    """Up to which event a fetching bot has stored everything."""
    return f"offset:{member_id}:{bot}"


def token(member_id: str, person: int) -> str:
    """The token pair of a person."""
    return f"token:{member_id}:{person}"


def tokens_of(member_id: str) -> str:
    """A pattern that matches the token pairs of all people of a portal."""
    return f"token:{member_id}:*"


def directory(member_id: str, person: int, name: str) -> str:
    """A cached directory as one person sees it."""
    return f"directory:{member_id}:{person}:{name}"


def budget(host: str, source: str) -> list[str]:
    """The portal's bucket as one source address sees it: level, line, who still waits, under way, turns, pauses."""
    parts = ("bucket", "line", "alive", "flight", "tags", "paused")
    return [f"budget:{host}:{source}:{part}" for part in parts]


def belongings(member_id: str, person: int) -> tuple[str, ...]:
    """Patterns that match all that is kept of a person, but for events that wait to be answered."""
    return (
        token(member_id, person),
        directory(member_id, person, "*"),
        dialog_state(member_id, "*", person),
        f"answer:{member_id}:*:{person}:*",
        language(member_id, person),
        f"spool:{member_id}:{person}:*",
        sent_file(member_id, "*", str(person)),
        waiting(member_id, person),
        subscriptions(member_id, person),
        press(f"{press_mark(member_id, person)}*"),
    )


def belongings_of_all(member_id: str) -> tuple[str, ...]:
    """Patterns that match all that is kept of a portal's people, but for events that wait to be answered."""
    kinds = (
        "token",
        "directory",
        "dialog",
        "answer",
        "language",
        "waiting",
        "subscriptions",
        "told",
        "offset",
        "effects",
        "spool",
        "drive",
    )
    return (*(f"{kind}:{member_id}:*" for kind in kinds), working_days(member_id), press(f"{_digest(member_id)}*"))


def invitation(digest: str) -> str:
    """Who may use a `state` of the authorization."""
    return f"invitation:{digest}"


def waiting(member_id: str, person: int) -> str:
    """The question that is answered as soon as its person has connected."""
    return f"waiting:{member_id}:{person}"


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=4).hexdigest()
