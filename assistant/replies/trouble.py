"""What a person is told when something went wrong: what happened, what happens next, what they can do."""

from __future__ import annotations

from assistant.errors import AssistantError, ForbiddenError, NotConnectedError, ScopeMissingError
from assistant.models import Button, KeyStyle, OpenLink, Phrase, Press, Reply, Run, Value


def trouble(error: AssistantError, invitation: str = "") -> Reply:
    """The reply for an error; its id stands in the message and in the log. The detail stays in the log.

    Args:
        error: what happened.
        invitation: the address where the person can connect, when that is what is missing; it is for nobody else.
    """
    values: dict[str, Value] = {"id": error.id}
    if isinstance(error, ScopeMissingError):
        values["scope"] = error.scope or "crm"
    buttons: tuple[tuple[Button, ...], ...] = ()
    if isinstance(error, NotConnectedError):
        way = OpenLink(invitation) if invitation else Press(Run("session.connect"))
        buttons = ((Button(Phrase("button.connect"), way, KeyStyle.PRIMARY),),)
    if isinstance(error, ForbiddenError | ScopeMissingError):
        # What else there is may be theirs to see.
        buttons = ((Button(Phrase("offer.help"), Press(Run("help"))),),)
    return Reply((Phrase(error.phrase, values),), buttons, personal=bool(invitation), shareable=False)
