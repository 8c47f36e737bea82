"""`session.connect` and `session.disconnect`: the person lets the assistant act, or no longer."""

from __future__ import annotations

from assistant.catalogue import Catalogue
from assistant.models import Button, KeyStyle, OpenLink, Reply, Run
from assistant.scenarios.offers import usual
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

DONE = "done"
"""The view of `session.connect` that follows the portal's page."""


def connect(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:  # noqa: ARG001
    """A button that opens the portal's page; in a group it goes to the person alone, because nobody else can use it."""
    if run.view == DONE and portal.connected:
        return _answer("session.done", usual())
    address = portal.invite()
    if not address:
        return _answer("session.not_needed", usual())
    link = OpenLink(address)
    if portal.connected:
        return _answer("session.already", (Button(say("button.connect_again"), link),), usual())
    return _answer("session.invitation", (Button(say("button.connect"), link, KeyStyle.PRIMARY),))


def disconnect(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:  # noqa: ARG001
    """The tokens are wiped at once; to come back takes one button."""
    done = "session.withdrawn" if portal.withdraw() else "session.nothing_to_withdraw"
    return _answer(done, (button("button.connect", Run("session.connect")),))


def _answer(phrase: str, *buttons: tuple[Button | None, ...]) -> Reply:
    """Nothing that a group would want to see."""
    return Reply((say(phrase),), rows(*buttons), shareable=False)
