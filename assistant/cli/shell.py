"""`assistant shell`: type a message, see what is understood and why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from assistant import understanding
from assistant.catalogue import Catalogue
from assistant.cli.reference import at_time, moment, with_model
from assistant.dialogue import State, decide
from assistant.models import Ask, Clarify, Decline, Kind, Reading, Run, Slots, Step
from assistant.settings import load
from assistant.understanding.parsing import plain_value


@click.command(epilog="\b\nExamples:\n  assistant shell\n  assistant shell --now 2026-06-10T09:00 --lang ru")
@at_time
@with_model
def shell(*, now: datetime | None, lang: str, country: str | None, model: Path | None) -> None:
    """Type messages and see what is understood, why, and what would happen. An empty line ends it.

    The messages are one dialog: "and in May?" goes on from the one before.
    """
    settings = load()
    catalogue = Catalogue.load(settings.intents_dir)
    engine = understanding.load(model or settings.model_dir, catalogue)
    state = State()
    while text := click.prompt(">", prompt_suffix=" ", default="", show_default=False):
        local = moment(now)
        at = local.replace(tzinfo=UTC)
        reading = engine.read(text, now=local, lang=lang, fallback_lang=state.lang or "en",
                              country=country or settings.country, prefer_slot=state.wanted(at),
                              after=state.before(at))  # fmt: skip
        click.echo("\n".join(_explained(reading)))
        if reading.intent in catalogue or reading.intent == "none":
            step, state = decide(reading, state, catalogue, at)
            click.echo(f"  → {_said(step)}")


def _explained(reading: Reading) -> list[str]:
    kind = "" if reading.kind is Kind.NEW else f"  {reading.kind.value}"
    scope = reading.scope.value
    lines = [f"  {reading.intent}  {reading.confidence:.0%}  {reading.decision.value}{kind}  [{reading.lang}]  {scope}"]
    lines += [f"  {e.type}: {e.text!r} = {plain_value(e.value)}" for e in reading.entities]
    if reading.refers:
        lines.append(f"  a pronoun means who was spoken of last ({reading.refers.value})")
    if reading.view:
        lines.append(f"  as {reading.view}")
    lines += [f"  {reason.step:>10}  {reason.detail}" for reason in reading.why]
    return lines


def _said(step: Step) -> str:
    match step:
        case Run():
            return f"answers {_with_slots(step)}"
        case Ask(run, "confirm"):
            return f"asks for a yes, then does {_with_slots(run)}"
        case Ask(run, slot):
            return f"asks for {slot}, then answers {_with_slots(run)}"
        case Clarify(runs):
            return f"lets choose: {', '.join(run.intent for run in runs)}"
        case Decline(reason, did_you_mean):
            return f"declines ({reason}){': ' + ', '.join(did_you_mean) if did_you_mean else ''}"
        case _:
            return "takes the question back"


def _with_slots(run: Run) -> str:
    """The intent with everything that it would work with, what was said before included."""
    said = {name: getattr(run.slots, name) for name in Slots.__slots__}
    slots = [f"{name}={plain_value(value)}" for name, value in said.items() if value is not None]
    return " ".join((run.intent, run.scope.value, *slots))
