"""An event with what is known where it comes from, read once for all that is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from assistant.dialogue import State
from assistant.models import Event
from assistant.replies import Locale

if TYPE_CHECKING:
    from assistant.effects import Effects


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event on its way to its answer."""

    event: Event
    state: State
    """What was said before in its dialog."""
    locale: Locale
    """Of its person; its `now` is the moment at which the work began."""
    effects: Effects
    """What was done for it already."""

    @property
    def age(self) -> timedelta:
        """How long ago it was accepted; nothing when that is not known."""
        received = self.event.received
        return self.locale.now - datetime.fromtimestamp(received, UTC) if received else timedelta(0)
