"""The Lua scripts of the budget."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from redis import Redis

HERE = Path(__file__).parent


class Script(Protocol):
    """One script."""

    def __call__(self, keys: Sequence[str], args: Sequence[str | float]) -> Any:
        """All its keys and arguments go in, the reply of Redis comes out."""


def load(redis: Redis, name: str) -> Script:
    """The script `name`.lua on a connection to the state database; raises `redis.RedisError` when called."""
    script = redis.register_script((HERE / "bucket.lua").read_text() + (HERE / f"{name}.lua").read_text())

    def run(keys: Sequence[str], args: Sequence[str | float]) -> Any:
        return script(keys=keys, args=args)

    return run
