"""Connections to Redis, the names of all keys and how long each lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redis import Redis
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
IDENTITY_LIFE = 3 * DAY
DIALOG_LIFE = DAY
PRESS_LIFE = DAY
TOKEN_LIFE = 180 * DAY
"""As long as the refresh token lives."""
DIRECTORY_LIFE = 600


def connect(settings: Settings, db: int, *, timeout: float = 5.0) -> Redis:
    """A connection pool to one database; `timeout` bounds each command, in seconds."""
    return Redis.from_url(
        settings.redis_url,
        db=db,
        decode_responses=False,
        socket_timeout=timeout,
        socket_connect_timeout=timeout,
        retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), 3),
        health_check_interval=30,
    )


def identity(event_id: str) -> str:
    """Seen events."""
    return f"seen:{event_id}"


def inbox(portal: str, dialog: str, person: int) -> str:
    """Accepted events of one person in one dialog, in the order of acceptance."""
    return f"inbox:{portal}:{dialog}:{person}"


def dialog_state(portal: str, dialog: str, person: int) -> str:
    """What was said before."""
    return f"dialog:{portal}:{dialog}:{person}"


def press(press_id: str) -> str:
    """The action behind a button."""
    return f"press:{press_id}"


def portal(member_id: str) -> str:
    """An installed portal: addresses, application token, bot."""
    return f"portal:{member_id}"


def token(member_id: str, person: int) -> str:
    """The token pair of a person."""
    return f"token:{member_id}:{person}"


def directory(member_id: str, person: int, name: str) -> str:
    """A cached directory as one person sees it."""
    return f"directory:{member_id}:{person}:{name}"
