"""Which methods change something, and what they have to show before they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.effects import Permit

READING = frozenset(
    {"get", "list", "current", "search", "fields", "getfields", "profile", "scope", "time", "info", "findbycomm"}
)
"""Last words of methods that change nothing. Any other name counts as a write."""
UNLIMITED = frozenset(
    {
        *(f"imbot.{what}" for what in ("register", "update", "unregister", "chat.sendtyping")),
        *(f"imbot.command.{what}" for what in ("register", "update", "unregister")),
        *(f"imbot.v2.bot.{what}" for what in ("register", "update", "unregister")),
        *(f"imbot.v2.command.{what}" for what in ("register", "update", "unregister")),
        "imbot.v2.chat.inputaction.notify",
    }
)
"""Changes that may happen any number of times: the registration sets things to what they should be."""
MODERN = "/rest/api/"
"""In the address of REST 3.0."""


class UnjournaledWriteError(RuntimeError):
    """A call that changes something went around the journal of effects: a mistake of ours, nothing was sent."""


def require_permit(method: str, params: Mapping[str, Any], permit: Permit | None) -> None:
    """Refuse what changes something and does not stand in the journal.

    Raises:
        UnjournaledWriteError: see `Effects.once` for how to get a permit.
    """
    if permit is not None:
        return
    for name in _called(method, params):
        if changes(name) and name.lower() not in UNLIMITED:
            raise UnjournaledWriteError(f"{name} changes something: call it by Effects.once of assistant.effects")


def changes(method: str) -> bool:
    """Whether a method changes something, told by the last word of its name."""
    return method.lower().rpartition(".")[2] not in READING


def headers_of(endpoint: str, trace: Sequence[str], permit: Permit | None) -> dict[str, str]:
    """Headers of a call; with its key REST 3.0 does not run it again within a day (api-reference/rest-v3)."""
    headers = {"X-Trace-Id": ",".join(trace)} if trace else {}
    if permit is not None and MODERN in endpoint:
        headers["Idempotency-Key"] = permit.key
    return headers


def modern_endpoint(endpoint: str) -> str:
    """The address of REST 3.0 beside a classic one: `/rest/api/` in place of `/rest/`."""
    return endpoint.replace("/rest/", MODERN, 1)


def _called(method: str, params: Mapping[str, Any]) -> list[str]:
    """The method itself, or those of a batch."""
    if method.lower() != "batch":
        return [method]
    commands = params.get("cmd")
    return [str(each).partition("?")[0] for each in commands.values()] if isinstance(commands, Mapping) else []
