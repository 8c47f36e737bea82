"""Questions back to the person, and what is said when nothing fits."""

from __future__ import annotations

from dataclasses import replace

from assistant.catalogue import Catalogue
from assistant.models import Ask, Button, Cancel, Clarify, Decline, Period, Press, Reply, Run
from assistant.scenarios.calendar import month, week
from assistant.scenarios.not_yet import not_yet
from assistant.scenarios.offers import complete, offer, usual
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

CONFIRM = "confirm"
"""The slot of a yes-or-no question: a misspelt command that writes."""
ASKED = {
    "client": "ask.client",
    "phone": "ask.client",
    "period": "ask.period",
    "datetime": "ask.datetime",
    "person": "ask.person",
    "title": "ask.title",
    "problem": "ask.problem",
    "ticket": "ask.ticket",
    "alert": "ask.alert",
    "stage": "ask.stage",
    "amount": "ask.amount",
    "project": "ask.project",
}
DECLINED = {
    "unknown": "decline.unknown",
    "unknown_command": "decline.unknown_command",
    "unread": "decline.unread",
    "no_day": "decline.no_day",
    "no_more": "decline.no_more",
    "no_look": "decline.no_look",
    "expired_press": "decline.expired_press",
    "foreign_press": "decline.foreign_press",
    "nothing_to_confirm": "smalltalk.nothing_open",
}


def ask(step: Ask, portal: Portal) -> Reply:
    """One short question a slot, likely answers where there are some, and the way out."""
    cancel = button("button.cancel", Cancel())
    if step.slot == CONFIRM:
        read_as, run = step.run.read_as, replace(step.run, read_as="")
        sure = button("button.confirm", run, command=read_as)
        return Reply((say("ask.confirm", command=read_as),), rows((sure, cancel)), personal=False)
    key = "ask.whom" if step.run.intent == "call.start" else ASKED.get(step.slot, "ask.anything")
    return Reply((say(key),), rows(_likely(step, portal), (cancel,)), personal=False)


def _likely(step: Ask, portal: Portal) -> tuple[Button, ...]:
    """Answers that can be guessed: only periods, nobody's name is."""
    if step.slot != "period":
        return ()
    today = portal.now.date()
    periods = (Period.day(today), week(today), month(today))
    keys = ("button.today", "button.this_week", "button.this_month")
    runs = (replace(step.run, slots=replace(step.run.slots, period=period)) for period in periods)
    return tuple(button(key, run) for key, run in zip(keys, runs, strict=True))


def clarify(step: Clarify, catalogue: Catalogue) -> Reply:
    """The likely meanings that this version answers as buttons, the likeliest first."""
    if len(step.runs) == 1 and not catalogue[step.runs[0].intent].answered:
        return not_yet(step.runs[0], catalogue)
    choices = tuple((offer(run, catalogue),) for run in step.runs[:3] if _worth_offering(run, catalogue))
    if not choices:
        return decline(Decline(), catalogue)
    question = say("clarify", count=len(choices))
    return Reply((question,), (*choices, (button("button.something_else", Run("help")),)), personal=False)


def decline(step: Decline, catalogue: Catalogue) -> Reply:
    """What is not understood, and what fits best instead."""
    if step.did_you_mean:
        buttons = tuple(filter(None, (_command(text, catalogue) for text in step.did_you_mean[:3])))
        return Reply((say("decline.did_you_mean"),), rows(buttons, (usual()[-1],)), personal=False)
    key = DECLINED.get(step.reason, "decline.unknown")
    worth = [run for run in step.offers[:2] if _worth_offering(run, catalogue)]
    offers = tuple(_offered(run, step, catalogue) for run in worth)
    buttons = (*offers, usual()[-1]) if offers else usual()
    line = say(key, words=step.words) if step.words else say(key)
    return Reply((line,), rows(() if step.reason == "foreign_press" else buttons), personal=False)


def _offered(run: Run, step: Decline, catalogue: Catalogue) -> Button:
    """A button for a run; in place of days that do not exist it names those that it is about."""
    period = run.slots.period
    return button("button.period", run, period=period) if step.words and period else offer(run, catalogue)


def _worth_offering(run: Run, catalogue: Catalogue) -> bool:
    """Help has its own button beside the offers, politeness needs none."""
    intent = catalogue[run.intent]
    return intent.answered and bool(intent.title) and intent.name != "help"


def cancelled() -> Reply:
    """The open question is gone."""
    return Reply((say("cancelled"),), rows(usual()), personal=False)


def _command(text: str, catalogue: Catalogue) -> Button | None:
    intent = catalogue.commands.get(text.lstrip("/"))
    if intent is None:
        return None
    return Button(say("command", command=intent.command), Press(complete(Run(intent.name), intent)))
