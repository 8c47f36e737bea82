"""Many commands in one request (settings/how-to-call-rest-api/batch)."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import quote

from assistant.bitrix24.answers import Answer, error_of, number
from assistant.errors import PortalError, PortalUnavailableError

LIMIT = 50
"""Commands of one batch."""


@dataclass(frozen=True, slots=True)
class Command:
    """One call inside a batch; `key` names its result."""

    key: str
    method: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        query = encode(self.params)
        return f"{self.method}?{query}" if query else self.method


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in the result of an earlier command, to be replaced by the value there.

    What a portal makes of a place that does not exist is not documented, and it may be the place's surroundings. So
    references only save requests: their command may fail, and its rows are checked by whoever reads them.
    """

    key: str
    path: tuple[str | int, ...]
    number: bool = False
    """With a zero before it: what is not there is 0 then, no empty condition that everything fits."""

    def __str__(self) -> str:
        return ("0" if self.number else "") + f"$result[{self.key}]" + "".join(f"[{part}]" for part in self.path)


def encode(params: Mapping[str, Any]) -> str:
    """Parameters as a PHP query: `filter[%3EID]=5&select[0]=ID`; references stay readable for the portal."""
    return "&".join(f"{key}={_value(value)}" for key, value in _flat("", params))


def _flat(prefix: str, value: object) -> Iterator[tuple[str, object]]:
    pairs: Iterable[tuple[object, object]]
    if isinstance(value, Mapping):
        pairs = value.items()
    elif isinstance(value, list | tuple | set | frozenset):
        pairs = enumerate(value)
    else:
        yield prefix, value
        return
    for key, inner in pairs:
        name = str(key) if isinstance(key, int) else _name(str(key))
        yield from _flat(f"{prefix}[{name}]" if prefix else name, inner)


@lru_cache(maxsize=2000)
def _name(key: str) -> str:
    """`=` and `>` in a key would end or bend it."""
    return quote(key, safe="")


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return str(value)
    # What people typed is encoded even if it looks like a reference.
    return str(value) if isinstance(value, Reference) else quote(str(value), safe="")


def payload(commands: Iterable[Command], *, halt: bool = False) -> dict[str, Any]:
    """The parameters of `batch`.

    Raises:
        ValueError: more than 50 commands, none, or two with one key.
    """
    encoded: dict[str, str] = {}
    for command in commands:
        if command.key in encoded:
            raise ValueError(f"two commands of a batch are called {command.key}")
        encoded[command.key] = str(command)
    if not 0 < len(encoded) <= LIMIT:
        raise ValueError(f"a batch has 1 to {LIMIT} commands, not {len(encoded)}")
    return {"halt": int(halt), "cmd": encoded}


class Source(Protocol):
    """Gives what one person may read: with that person's own rights, or only what is provably theirs."""

    def read_batch(self, commands: Iterable[Command], *, halt: bool = False) -> BatchAnswer:
        """Up to 50 reading commands in one request; each has a result or an error of its own."""
        ...


class BatchAnswer:
    """Results and errors of the commands by key."""

    def __init__(self, commands: Iterable[Command], answer: Answer) -> None:
        self._methods = {command.key: command.method for command in commands}
        content = answer.result if isinstance(answer.result, Mapping) else {}
        self._results = _by_key(content.get("result"), self._methods)
        self._errors = _by_key(content.get("result_error"), self._methods)
        self._totals = _by_key(content.get("result_total"), self._methods)
        self._next = _by_key(content.get("result_next"), self._methods)

    def __contains__(self, key: str) -> bool:
        return key in self._results and key not in self._errors

    def __getitem__(self, key: str) -> Any:
        """The result of a command.

        Raises:
            PortalError: the command failed, or did not run because an earlier one failed.
        """
        error = self.error(key)
        if error is not None:
            raise error
        return self._results[key]

    def get(self, key: str, default: Any) -> Any:
        """The result of a command that may fail."""
        return self._results[key] if key in self else default

    def including(self, results: dict[str, Any]) -> BatchAnswer:
        """The same with results that were known without asking."""
        found = copy.copy(self)
        found._results = self._results | results  # noqa: SLF001 - its own copy
        return found

    def part(self, prefix: str) -> BatchAnswer:
        """What the commands brought whose keys begin so, under the rest of their keys."""

        def cut(found: dict[str, Any]) -> dict[str, Any]:
            return {key.removeprefix(prefix): value for key, value in found.items() if key.startswith(prefix)}

        part = copy.copy(self)
        part._methods, part._results, part._errors = map(cut, (self._methods, self._results, self._errors))  # noqa: SLF001
        part._totals, part._next = cut(self._totals), cut(self._next)  # noqa: SLF001 - its own copy
        return part

    def error(self, key: str) -> PortalError | None:
        """What went wrong with a command; `None` when it has a result."""
        failure = self._errors.get(key)
        if failure is not None:
            content = failure if isinstance(failure, Mapping) else {"error": failure}
            return error_of(self._methods[key], content, _status(content))
        if key not in self._results:
            return PortalUnavailableError(f"{self._methods[key]}: the batch has no result of {key}")
        return None

    def total(self, key: str) -> int | None:
        """How many rows match; `None` for commands that do not count."""
        return number(self._totals.get(key))

    def next(self, key: str) -> int | None:
        """Where the next page starts; `None` after the last."""
        return number(self._next.get(key))


def _by_key(found: object, methods: Mapping[str, str]) -> dict[str, Any]:
    """A map of the answer; PHP sends an empty one, and one with the keys 0, 1, 2 …, as a list."""
    if isinstance(found, Mapping):
        return dict(found)
    if isinstance(found, list):
        return {key: value for key, value in ((str(at), value) for at, value in enumerate(found)) if key in methods}
    return {}


_STATUS = {"expired_token": 401, "NO_AUTH_FOUND": 401, "insufficient_scope": 403, "ERROR_METHOD_NOT_FOUND": 404}


def _status(content: Mapping[str, Any]) -> int:
    """Commands have no HTTP status of their own."""
    return _STATUS.get(str(content.get("error")), 400)
