"""Says how far a long answer is: now and then, in place of the notice that it takes longer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redis import RedisError

from assistant.errors import AssistantError
from assistant.models import Phrase, Reply
from assistant.replies import Locale, render
from assistant.telling import Said

if TYPE_CHECKING:
    from assistant.bitrix24 import Bot
    from assistant.effects import Effects, Permit

log = logging.getLogger(__name__)

EVERY = 3.0
"""Seconds between two edits; as long as it takes until the notice is sent."""
NOTICES = ("waiting.working", "waiting.many")
"""Phrases of the notices whose place it takes."""


@dataclass(slots=True)
class Underway:
    """Hears how far the answer to one private question is. It never stops the answer, whatever goes wrong."""

    bot: Callable[[], Bot]
    effects: Callable[[], Effects]
    """What was said for the event until now, by whichever process."""
    spare: Callable[[], bool]
    """Whether a request may be spent on it."""
    locale: Locale
    prefix: str
    """Begins the names of steps beside the answer."""
    clock: Callable[[], float] = time.monotonic
    _next: float = field(init=False)
    _said: int = field(init=False, default=0)
    _heard: Phrase | None = field(init=False, default=None)
    """What is not shown yet."""

    def __post_init__(self) -> None:
        self._next = self.clock() + EVERY

    def __call__(self, phrase: Phrase) -> None:
        """Show it, or keep it in mind."""
        self._heard = phrase
        if self.clock() >= self._next:
            self._next = self.clock() + EVERY
            self._try(phrase)

    def ended(self) -> None:
        """The answer is there: the last word in place of how far it was, where that was shown."""
        if self._said and self._heard:
            self._try(self._heard, last=True)

    def _try(self, phrase: Phrase, *, last: bool = False) -> None:
        try:
            if last or self.spare():
                self._show(phrase)
        except (AssistantError, RedisError) as error:
            log.info("Progress is not shown: %s", error)

    def _show(self, phrase: Phrase) -> None:
        effects = self.effects()
        told = (effects.done(f"{self.prefix}{key} 0", Said) for key in NOTICES)
        message = next((each.result.id for each in told if each and each.result.id), 0)
        if not message:
            return
        text = render(Reply((phrase,), personal=False), self.locale, lambda _: "")

        def update(permit: Permit) -> Said:
            self.bot().update(message, text, permit)
            return Said(message)

        self._said += 1
        effects.once(f"{self.prefix}progress {self._said}", Said, update, look=lambda: None)
        self._heard = None
