"""The one door: every step becomes a reply here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import assert_never

from assistant.catalogue import Catalogue
from assistant.models import Ask, Cancel, Clarify, Decline, Reply, Run, Step
from assistant.scenarios.calls import start_call
from assistant.scenarios.clients.card import client_card
from assistant.scenarios.clients.last_contact import last_contact
from assistant.scenarios.deals.listing import list_deals
from assistant.scenarios.declared import answer_declared
from assistant.scenarios.help import give_help
from assistant.scenarios.not_yet import not_yet
from assistant.scenarios.permission import connect, disconnect
from assistant.scenarios.portal import Portal
from assistant.scenarios.progress import Progress, silent
from assistant.scenarios.questions import ask, cancelled, clarify, decline
from assistant.scenarios.reports.sales import report_sales
from assistant.scenarios.reports.tasks import report_tasks
from assistant.scenarios.ringing import DIAL, dial, propose_dial
from assistant.scenarios.saying import say
from assistant.scenarios.smalltalk import chat
from assistant.scenarios.subscribing import ask_rhythm, list_subscriptions, subscribe
from assistant.scenarios.task_acting import FINISH, MOVE, finish_task, move_task, propose_act
from assistant.scenarios.task_making import CHANGE, CONFIRM, ask_change, make_task, propose_task
from assistant.scenarios.tasks import list_tasks

Scenario = Callable[[Run, Portal, Catalogue], Reply]
LongScenario = Callable[[Run, Portal, Catalogue, Progress], Reply]

SCENARIOS: Mapping[str, Scenario] = {
    "call.start": start_call,
    "client.card": client_card,
    "client.last_contact": last_contact,
    "deals.list": list_deals,
    "dialogue.confirm": chat,
    "dialogue.deny": chat,
    "help": give_help,
    "session.connect": connect,
    "session.disconnect": disconnect,
    "smalltalk.greet": chat,
    "smalltalk.thanks": chat,
    "subscription.cancel": list_subscriptions,
    "subscription.create": subscribe,
    "subscription.list": list_subscriptions,
    "task.create": make_task,
    DIAL: dial,
    FINISH: finish_task,
    MOVE: move_task,
    "tasks.list": list_tasks,
}
"""What answers an intent, beside those whose own files say how. Any other is coming in a later version."""

LONG: Mapping[str, LongScenario] = {
    "report.sales": report_sales,
    "report.tasks": report_tasks,
}
"""What may take long, and says how far it is."""


PROPOSALS: Mapping[str, Callable[[Ask, Portal, Catalogue], Reply]] = {
    "task.create": propose_task,
    DIAL: propose_dial,
    FINISH: propose_act,
    MOVE: propose_act,
}
"""What asks for a yes before something is changed, by intent."""


def answer(step: Step, portal: Portal, catalogue: Catalogue, progress: Progress = silent) -> Reply:
    """Answer a step; `progress` hears how far an answer is that takes long.

    Raises:
        AssistantError: the portal did not give what is needed; `replies.trouble` tells the person.
    """
    match step:
        case Run():
            return _run(step, portal, catalogue, progress)
        case Ask():
            return _ask(step, portal, catalogue)
        case Clarify():
            return clarify(step, catalogue)
        case Decline():
            return decline(step, catalogue)
        case Cancel():
            return cancelled()
        case _:
            assert_never(step)


def _ask(step: Ask, portal: Portal, catalogue: Catalogue) -> Reply:
    run = step.run
    if not _answers(run, catalogue):
        return not_yet(run, catalogue)
    if step.slot == CHANGE:
        return ask_rhythm(step) if run.intent == "subscription.create" else ask_change(step)
    propose = PROPOSALS.get(run.intent) if step.slot == CONFIRM else None
    return _read_as(run, propose(step, portal, catalogue)) if propose else ask(step, portal)


def _answers(run: Run, catalogue: Catalogue) -> bool:
    return (
        run.intent in SCENARIOS or run.intent in LONG or (run.intent in catalogue and bool(catalogue[run.intent].query))
    )


def _run(run: Run, portal: Portal, catalogue: Catalogue, progress: Progress) -> Reply:
    if run.intent not in catalogue or run.intent == "none":
        return decline(Decline(), catalogue)
    if run.intent in LONG:
        return _read_as(run, LONG[run.intent](run, portal, catalogue, progress))
    scenario = answer_declared if catalogue[run.intent].query else SCENARIOS.get(run.intent)
    reply = scenario(run, portal, catalogue) if scenario else not_yet(run, catalogue)
    return _read_as(run, reply)


def _read_as(run: Run, reply: Reply) -> Reply:
    if not run.read_as:
        return reply
    return replace(reply, lines=(say("read_as", command=run.read_as), *reply.lines))
