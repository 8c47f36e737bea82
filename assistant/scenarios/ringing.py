"""`call.dial`: the portal rings the person and then the number that they said yes to."""

from __future__ import annotations

from dataclasses import replace

from assistant.catalogue import Catalogue
from assistant.errors import ForbiddenError
from assistant.models import Ask, Button, Call, Cancel, KeyStyle, Press, Reply, Run, Slots
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

DIAL = "call.dial"


def ring_buttons(phones: tuple[str, ...], name: str, portal: Portal) -> tuple[tuple[Button, ...], ...]:
    """A button a number, where the portal can ring the person; its text names the number that was shown above."""
    if not phones or not portal.rings:
        return ()
    moment = portal.now

    def deed(phone: str) -> Run:
        key = f"{DIAL}-{phone}-{portal.me.id}-{int(moment.timestamp())}"
        return Run(DIAL, Slots(phone=phone, client=name or None), key=key, confirmed=True, asked=moment)

    if len(phones) == 1:
        return ((Button(say("ringing.button.ring"), Press(deed(phones[0])), KeyStyle.PRIMARY),),)
    return tuple((button("ringing.button.ring_number", deed(phone), phone=Call(phone)),) for phone in phones)


def dial(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:
    """Start the call; where the person may not, their own device dials."""
    if not run.confirmed:
        return propose_dial(Ask(run, "confirm"), portal, catalogue)
    phone = run.slots.phone or ""
    whom = say("ringing.whom", name=run.slots.client) if run.slots.client else say("ringing.nobody")
    own = Button(say("button.call"), Call(phone))
    try:
        started = portal.start_call(phone, run.slots.client or "", run.key)
    except ForbiddenError:
        return Reply((say("ringing.forbidden", phone=Call(phone)),), rows((own,)))
    if not started.sure:
        return Reply((say("ringing.doubt", phone=Call(phone), whom=whom),), rows((own,)))
    return Reply((say("ringing.before" if started.before else "ringing.started", phone=Call(phone), whom=whom),))


def propose_dial(step: Ask, portal: Portal, catalogue: Catalogue) -> Reply:  # noqa: ARG001
    """Ask again when the button is older than ten minutes."""
    run = step.run
    whom = say("ringing.whom", name=run.slots.client) if run.slots.client else say("ringing.nobody")
    yes = Button(say("ringing.button.ring"), Press(replace(run, confirmed=True, asked=portal.now)), KeyStyle.PRIMARY)
    question = say("ringing.question", phone=Call(run.slots.phone or ""), whom=whom)
    return Reply((question,), rows((yes, button("button.cancel", Cancel()))))
