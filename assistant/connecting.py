"""A person comes back from the portal's page: the tokens are stored, and what was asked is answered in the chat."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.models import Dialog, Event, EventKind, Person, Run, WebPage
from assistant.replies import connected_page, refused_page

if TYPE_CHECKING:
    from assistant.bitrix24 import Invitation, Portals
    from assistant.dialogue import Presses, Waiting

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Connecting:
    """What the end of the authorization needs, made once for a process."""

    portals: Portals
    presses: Presses
    waiting: Waiting
    accept: Callable[[Sequence[Event]], object]
    """Stores events to be answered."""
    lang: str
    """Of the page when it is not known whose it is."""
    clock: Callable[[], float]
    """Unix seconds."""

    def arrive(self, query: Mapping[str, str]) -> WebPage:
        """Connect somebody.

        Args:
            query: what the portal put into the address: `state`, `code`, `member_id`, `server_domain`.

        Returns:
            The page to be shown; neither it nor the log holds anything of the query.
        """
        lang = self.lang
        try:
            invitation = self.portals.permissions.redeem(query.get("state", ""))
            lang = invitation.lang
            identity = self.portals.permissions.grant(
                invitation,
                code=query.get("code", ""),
                member_id=query.get("member_id", ""),
                oauth_host=query.get("server_domain", ""),
            )
            asked = self._go_on(invitation)
        except AssistantError as error:
            log.warning("%s Nobody was connected: %s: %s", error.id, type(error).__name__, error)
            return refused_page(lang, error)
        except Exception as error:
            unexpected = AssistantError(type(error).__name__)
            log.exception("%s Nobody was connected", unexpected.id)
            return refused_page(lang, unexpected)
        log.info("Person %d of portal %s is connected", identity.id, invitation.portal)
        return connected_page(lang, identity.name, asked=asked)

    def _go_on(self, invitation: Invitation) -> bool:
        """Let the question that waits be answered, else a greeting. True: there was a question."""
        portal, person = invitation.portal, invitation.person
        event = self.waiting.find(portal, person)
        now = self.clock()
        self.accept([replace(event or self._greeting(invitation, int(now)), received=now)])
        self.waiting.drop(portal, person)
        return event is not None

    def _greeting(self, invitation: Invitation, ts: int) -> Event:
        portal, person, dialog = invitation.portal, invitation.person, invitation.dialog
        press = self.presses.keep(Run("session.connect", view="done"), portal, person, dialog)
        return Event(
            id=secrets.token_hex(12),
            kind=EventKind.PRESS,
            portal=portal,
            bot_id=self.portals.bot(portal).id,
            person=Person(person),
            dialog=Dialog(dialog),
            message_id=0,
            params=press,
            ts=ts,
        )
