"""The application's token as the bot may use it: for methods of the bot platform and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from assistant.bitrix24.batch import BatchAnswer, Command
from assistant.bitrix24.connection import Connection
from assistant.effects import Permit

Api = Literal["v1", "v2"]
"""The generations of the bot platform."""
PREFIXES: Final[Mapping[Api, str]] = {"v1": "imbot.", "v2": "imbot.v2."}


class BotConnection:
    """Calls `imbot.v2.*`, or `imbot.*` of the first generation.

    The token is the installing admin's, so it could read everything. It never does: names are given without the
    prefix, and there is no other way to call with this token.
    """

    def __init__(self, connection: Connection, api: Api = "v2") -> None:
        self._connection = connection
        self._prefix = PREFIXES[api]

    def read(self, name: str, params: Mapping[str, Any]) -> Any:
        """The result of `imbot.v2.{name}`, which changes nothing."""
        return self._connection.read(self._prefix + name, params).result

    def write(self, name: str, params: Mapping[str, Any], permit: Permit | None = None) -> Any:
        """The result of `imbot.v2.{name}`, which changes something."""
        return self._connection.write(self._prefix + name, params, permit).result

    def write_batch(self, commands: Iterable[Command]) -> BatchAnswer:
        """Several of them in one request; the methods of the commands are named without the prefix."""
        return self._connection.write_batch(
            Command(command.key, self._prefix + command.method, command.params) for command in commands
        )
