"""Run time of methods: the portal blocks one that used too much of it in ten minutes (settings/performance/limits)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from assistant.bitrix24.answers import Answer, OperationLimitError, number

CLOSE = 0.9
"""Share of the limit from which a method is left alone; what runs at the same moment may take the rest."""
BLOCKED_FOR = 60.0
"""Seconds, when the portal does not say."""
LIMIT_CODE = "OPERATION_TIME_LIMIT"


def name_of(command: str) -> str:
    """The method of a command of a batch, as it is counted."""
    return command.partition("?")[0].lower()


def used_up(method: str, params: Mapping[str, Any], answer: Answer, limit: float) -> dict[str, float]:
    """Methods that should be left alone, and for how many seconds; `limit` is in seconds of run time."""
    found: dict[str, float] = {}
    for name, block in _blocks(method, params, answer):
        seconds, reset = block.get("operating"), number(block.get("operating_reset_at"))
        try:
            close = float(str(seconds)) >= limit * CLOSE
        except ValueError:
            close = False
        if close:
            found[name] = max(1.0, reset - time.time()) if reset else BLOCKED_FOR
    for name in _blocked(params, answer):
        found.setdefault(name, BLOCKED_FOR)
    return found


def _blocks(method: str, params: Mapping[str, Any], answer: Answer) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if method != "batch":
        yield method.lower(), answer.time
        return
    commands, times = params.get("cmd"), _part(answer, "result_time")
    for key, command in commands.items() if isinstance(commands, Mapping) else ():
        block = times.get(key)
        if isinstance(block, Mapping):
            yield name_of(str(command)), block


def _blocked(params: Mapping[str, Any], answer: Answer) -> Iterator[str]:
    for key, failure in _part(answer, "result_error").items():
        if isinstance(failure, Mapping) and failure.get("error") == LIMIT_CODE:
            yield name_of(str(params["cmd"][key]))


def _part(answer: Answer, name: str) -> Mapping[str, Any]:
    part = answer.result.get(name) if isinstance(answer.result, Mapping) else None
    return part if isinstance(part, Mapping) else {}


def without_paused(
    method: str, params: Mapping[str, Any], paused: Mapping[str, float]
) -> tuple[Mapping[str, Any], dict[str, float]]:
    """What may be sent, and the seconds by key that commands of a batch have to wait.

    Raises:
        OperationLimitError: nothing is left to send.
    """
    if not paused:
        return params, {}
    if method != "batch":
        if seconds := paused.get(method.lower()):
            raise _pause(method, seconds)
        return params, {}
    commands: Mapping[str, str] = params["cmd"]
    dropped = {key: paused[name] for key, command in commands.items() if (name := name_of(command)) in paused}
    left = {key: command for key, command in commands.items() if key not in dropped}
    if not left:
        raise _pause("batch", max(dropped.values()))
    return {**params, "cmd": left}, dropped


def _pause(method: str, seconds: float) -> OperationLimitError:
    return OperationLimitError(f"{method}: its run time is used up for {seconds:.0f} s", retry_after=seconds)


def with_dropped(answer: Answer, dropped: Mapping[str, float]) -> Answer:
    """The answer of a batch, with the error that the portal would have given for what was not sent."""
    if not dropped or not isinstance(answer.result, Mapping):
        return answer
    failures = dict(_part(answer, "result_error"))
    for key, seconds in dropped.items():
        block = {"operating_reset_at": int(time.time() + seconds)}
        failures[key] = {"error": LIMIT_CODE, "error_description": "Not sent: its run time is used up", "time": block}
    return replace(answer, result={**answer.result, "result_error": failures})
