"""The answer that somebody subscribed to, as it comes without being asked for."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, ForbiddenError, NotConnectedError, NotServedError
from assistant.models import Event, Reply, Run
from assistant.replies import remembered, trouble
from assistant.scenarios import Lack, answer, delivered
from assistant.subscriptions import due_of, due_run

if TYPE_CHECKING:
    from assistant.bitrix24 import Portals
    from assistant.catalogue import Catalogue
    from assistant.dialogue import Waiting
    from assistant.incoming import Incoming

log = logging.getLogger(__name__)

LATE = timedelta(minutes=10)
"""After that a delivery says when it was due."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is said for a subscription."""

    reply: Reply
    run: Run
    """The question that it answers."""
    paused: bool
    """It needs the person, or a right of theirs, first; that is told once, and it is tried each time."""


@dataclass(frozen=True, slots=True)
class Delivering:
    """Answers questions that nobody has just asked, after those that somebody waits for."""

    portals: Portals
    catalogue: Catalogue
    waiting: Waiting

    def delivery(self, incoming: Incoming) -> Delivery | None:
        """What is said; `None`: it was stopped meanwhile, or the person was told before what it waits for."""
        event, locale = incoming.event, incoming.locale
        name, due = due_of(event)
        subscription = self.portals.subscriptions.find(name)
        if subscription is None:
            return None
        run = due_run(subscription, due.astimezone(locale.zone).date())
        late = due.astimezone(locale.zone) if locale.now - due >= LATE else None
        try:
            reply = self._answered(event, run, locale.lang)
        except (NotConnectedError, NotServedError, ForbiddenError) as error:
            log.info("%s %s (event %s)", error.id, error, event.id)
            if subscription.paused:
                return None
            refused = self._refused(event, run, error, locale.lang)
            lacks = Lack.RIGHT if isinstance(error, ForbiddenError) else Lack.PERSON
            return Delivery(delivered(refused, subscription, late, lacks=lacks), run, paused=True)
        except AssistantError as error:
            if error.retry:
                raise
            log.warning("%s %s: %s (event %s)", error.id, type(error).__name__, error, event.id)
            reply = trouble(error)
        return Delivery(delivered(reply, subscription, late), run, paused=False)

    def ended(self, event: Event, *, paused: bool | None) -> None:
        """It is over; `None`: nothing was said."""
        name, _ = due_of(event)
        if paused is not None:
            self.portals.subscriptions.pause(name, paused=paused)
        self.portals.subscriptions.ended(name)

    def _answered(self, event: Event, run: Run, lang: str) -> Reply:
        portal = self.portals.as_person(event.portal, event.person.id, trace=(event.id,), lang=lang, report=True)
        reply = answer(run, portal, self.catalogue)
        return remembered(reply, portal.as_of) if portal.as_of else reply

    def _refused(self, event: Event, run: Run, error: AssistantError, lang: str) -> Reply:
        invitation = ""
        if isinstance(error, NotConnectedError):
            self.waiting.keep(event, run)
            portal = self.portals.as_person(event.portal, event.person.id, trace=(event.id,), lang=lang)
            invitation = portal.invite()
        return trouble(error, invitation)
