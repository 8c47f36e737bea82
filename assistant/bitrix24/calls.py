"""Calls that the portal starts: it rings the person and then the client; each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.bitrix24.asker import Asker
from assistant.bitrix24.capabilities import CALLBACK, VOIP
from assistant.bitrix24.task_writes import Writing
from assistant.effects import Permit
from assistant.errors import ForbiddenError
from assistant.models import Started

CALL = "call"
"""The step of the journal, and the capability."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A call as the journal keeps it."""

    cause: str
    """The event that led to it."""
    sure: bool = True
    """The portal has confirmed it."""


class Calls:
    """Starts calls for one person."""

    def __init__(self, asker: Asker, writing: Writing) -> None:
        self._asker = asker
        self._writing = writing

    @property
    def offered(self) -> bool:
        """Whether the portal can ring this person."""
        return bool(self._method())

    def start(self, phone: str, name: str, key: str) -> Started:
        """Ring the person, then the number (voip.call.start, else voximplant.callback.start).

        A call cannot be looked for: one whose answer got lost is not started again.

        Args:
            phone: E.164.
            name: said to the person before the client is dialled.
            key: of the button.

        Raises:
            ForbiddenError: the portal has no way, or the person may not call.
        """
        self._writing.check()
        method = self._method()
        if not method:
            raise ForbiddenError("the portal starts no calls")

        def ring(permit: Permit) -> Rung:
            self._writing.connection.write(method, self._params(method, phone, name), permit)
            return Rung(self._writing.cause)

        def look() -> Rung:
            return Rung(self._writing.cause, sure=False)

        rung = self._writing.effects(key).once(CALL, Rung, ring, look=look, what=method).result
        return Started(before=rung.cause != self._writing.cause, sure=rung.sure)

    def _method(self) -> str:
        found = self._writing.capabilities()
        if found.offers(CALL, VOIP):
            return VOIP.methods[0]
        return CALLBACK.methods[0] if self._writing.call_line and found.offers(CALL, CALLBACK) else ""

    def _params(self, method: str, phone: str, name: str) -> dict[str, Any]:
        if method in VOIP.methods:
            return {"USER_ID": self._asker.me.id, "PHONE_NUMBER": phone}
        return {"FROM_LINE": self._writing.call_line, "TO_NUMBER": phone, "TEXT_TO_PRONOUNCE": name or phone}
