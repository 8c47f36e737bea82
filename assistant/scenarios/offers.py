"""What to offer: buttons that run an intent, each under the same name wherever it appears."""

from __future__ import annotations

from assistant.catalogue import Catalogue, Intent
from assistant.models import Ask, Button, Phrase, Press, Prompt, Run, Slots, Translated
from assistant.scenarios.saying import button, say

LABELS = {
    "deals.list": "offer.deals",
    "deals.count": "offer.number",
    "client.card": "offer.client",
    "report.sales": "offer.report",
    "client.last_contact": "offer.last_contact",
    "tasks.list": "offer.tasks",
    "call.start": "offer.call",
    "help": "offer.help",
}
"""Short names for buttons, the commonest first; other intents go by their title."""


def offer(run: Run, catalogue: Catalogue) -> Button:
    """A button for a run; what it still needs is asked for when it is pressed."""
    intent = catalogue[run.intent]
    return Button(label(run, intent), Press(complete(run, intent)))


def complete(run: Run, intent: Intent) -> Run | Ask:
    """The run itself, or the question for what it lacks."""
    if not intent.answered or not intent.required or any(_has(run.slots, slot) for slot in intent.required):
        return run
    return Ask(run, "client" if "client" in intent.required else intent.required[0])


def label(run: Run, intent: Intent) -> Phrase:
    """What a run is called on a button; with a client the client is named."""
    if run.slots.client and run.intent in {"client.card", "call.start", "client.last_contact"}:
        keys = {"client.card": "offer.client_named", "call.start": "offer.call_named"}
        return say(keys.get(run.intent, "offer.last_contact_named"), client=run.slots.client)
    if run.slots == Slots() and run.intent in LABELS:
        return say(LABELS[run.intent])
    return title(intent)


def title(intent: Intent) -> Phrase:
    """What an intent is called in sentences and lists."""
    return say("title", title=Translated(intent.title)) if intent.title else say("offer.help")


def usual() -> tuple[Button, ...]:
    """What most people ask for, and the way to the rest."""
    return (
        button("offer.deals", Run("deals.list")),
        button("offer.tasks", Run("tasks.list")),
        button("offer.help", Run("help")),
    )


def typed(intent: Intent) -> Button | None:
    """A button that puts the command into the input field, for commands that need words."""
    if not intent.command:
        return None
    return Button(say("command", command=intent.command), Prompt(f"/{intent.command} "))


def _has(slots: Slots, slot: str) -> bool:
    return getattr(slots, slot, None) is not None
