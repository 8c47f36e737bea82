"""What a person is told when something went wrong: what happened, what happens next, what they can do."""

from __future__ import annotations

from assistant.errors import AssistantError, NotConnectedError, ScopeMissingError
from assistant.models import Button, Phrase, Press, Reply, Run, Value


def trouble(error: AssistantError) -> Reply:
    """The reply for an error; its id stands in the message and in the log. The detail stays in the log."""
    values: dict[str, Value] = {"id": error.id}
    if isinstance(error, ScopeMissingError):
        values["scope"] = error.scope or "crm"
    buttons: tuple[tuple[Button, ...], ...] = ()
    if isinstance(error, NotConnectedError):
        buttons = ((Button(Phrase("button.connect"), Press(Run("session.connect"))),),)
    return Reply((Phrase(error.phrase, values),), buttons, personal=False)
