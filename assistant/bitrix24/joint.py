"""Several calls with one authorization as one batch, and each call's own answer out of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.bitrix24.answers import Answer
from assistant.bitrix24.batch import LIMIT, BatchAnswer, Command
from assistant.bitrix24.request import Request

MOST_BYTES = 1_000_000
"""Of all commands together; portals take bodies of a few megabytes."""
_UPLOADS = "file.upload"
_REST_3 = "/rest/api/"
_REFERENCE = re.compile(r"\$result\[([^\]]*)\]")
_MAPS = ("result", "result_error", "result_total", "result_next", "result_time")


def may_join(request: Request) -> bool:
    """Whether others may share its request: no files, no batches that stop at an error, no REST 3.0."""
    if not request.caller.shared or _REST_3 in request.endpoint or request.method.lower().endswith(_UPLOADS):
        return False
    return request.method != "batch" or not request.params.get("halt")


def commands_of(request: Request) -> int:
    """How many commands it is."""
    return len(request.params["cmd"]) if request.method == "batch" else 1


class Joint:
    """A batch that is being put together, in the order in which calls are added."""

    def __init__(self) -> None:
        self._commands: dict[str, str] = {}
        self._keys: list[dict[str, str]] = []
        """For each call: its own keys, and where their results will stand."""
        self._bytes = 0
        self._reads: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._commands)

    @property
    def params(self) -> dict[str, Any]:
        """Of `batch`."""
        return {"halt": 0, "cmd": self._commands}

    @property
    def full(self) -> bool:
        """Nothing more goes in."""
        return len(self._commands) >= LIMIT or self._bytes >= MOST_BYTES

    def add(self, request: Request) -> bool:
        """Take a call in, when there is room for the whole of it; equal reads are asked once."""
        keys: dict[str, str] = {}
        new: dict[str, str] = {}
        for key, text in _commands(request).items():
            # What people typed is encoded: this looks like a reference only where it is one.
            moved = _REFERENCE.sub(lambda found, keys=keys: f"$result[{keys.get(found[1], found[1])}]", text)  # type: ignore[misc]
            place = self._reads.get(moved) if request.repeatable else None
            if place is None:
                place = f"r{len(self._keys)}_{key}"
                new[place] = moved
            keys[key] = place
        size = sum(map(len, new.values()))
        if self._commands and (len(self) + len(new) > LIMIT or self._bytes + size > MOST_BYTES):
            return False
        self._commands |= new
        self._bytes += size
        self._keys.append(keys)
        if request.repeatable:
            self._reads |= {text: place for place, text in new.items()}
        return True

    def answer_of(self, at: int, request: Request, answer: Answer) -> Answer:
        """What the batch brought for the call that was added as number `at`.

        Raises:
            PortalError: the call failed, whatever became of the others.
        """
        keys = self._keys[at]
        if request.method == "batch":
            content = answer.result if isinstance(answer.result, Mapping) else {}
            return Answer({name: _of(content.get(name), keys) for name in _MAPS})
        (place,) = keys.values()
        read = BatchAnswer([Command(place, request.method)], answer)
        return Answer(read[place], read.total(place), read.next(place))


def _of(results: object, keys: Mapping[str, str]) -> dict[str, Any]:
    """PHP sends an empty map as a list."""
    if not isinstance(results, Mapping):
        return {}
    return {key: results[place] for key, place in keys.items() if place in results}


def _commands(request: Request) -> dict[str, str]:
    if request.method == "batch":
        return dict(request.params["cmd"])
    return {"": str(Command("", request.method, _flags(request.method, request.params)))}


def _flags(method: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """A query has no booleans; the bot platform takes `Y` and `N` in their place (chat-bots-v2)."""
    return _spelled(params) if method.lower().startswith("imbot.") else params


def _spelled(value: Any) -> Any:
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, Mapping):
        return {key: _spelled(inner) for key, inner in value.items()}
    return [_spelled(inner) for inner in value] if isinstance(value, list | tuple) else value
