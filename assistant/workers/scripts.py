"""The Lua scripts, and where their hints for dramatiq go."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from redis import Redis

HERE = Path(__file__).parent
NAMESPACE = "dramatiq"
QUEUE = "conversations"
ACTOR = "work_on_conversation"
HEARTBEATS = f"{NAMESPACE}:__heartbeats__"
"""Where dramatiq looks for consumers that are silent."""
WAKE = f"{NAMESPACE}:{QUEUE}.wake"
"""The list whose tokens wake a consumer that waits."""


class Script(Protocol):
    """One script."""

    def __call__(self, keys: Sequence[str], args: Sequence[Any]) -> Any:
        """All its keys and arguments go in, the reply of Redis comes out."""


def load(redis: Redis, name: str) -> Script:
    """The script `name`.lua on a connection to the state database.

    Raises, when called:
        redis.RedisError: Redis is away, full or read-only.
    """
    text = (HERE / "queue.lua").read_text() + (HERE / f"{name}.lua").read_text()
    script = redis.register_script(text)
    # Keys and the envelope of dramatiq 2.2, see its `brokers/redis/dispatch.lua` and `message.py`.
    hints = (
        f"{NAMESPACE}:{QUEUE}",
        f"{NAMESPACE}:{QUEUE}.msgs",
        WAKE,
        json.dumps({"queue_name": QUEUE, "actor_name": ACTOR, "kwargs": {}}),
    )

    def run(keys: Sequence[str], args: Sequence[Any]) -> Any:
        return script(keys=keys, args=(*hints, *args))

    return run
