"""`assistant shell`: type a message, see what is understood and why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from assistant import understanding
from assistant.catalogue import Catalogue
from assistant.cli.reference import at_time, moment, with_model
from assistant.dialogue import State, decide
from assistant.models import Ask, Clarify, Decline, Reading, Run, Step
from assistant.settings import load
from assistant.understanding.parsing import plain_value


@click.command(epilog="\b\nExamples:\n  assistant shell\n  assistant shell --now 2026-06-10T09:00 --lang ru")
@at_time
@with_model
def shell(*, now: datetime | None, lang: str, country: str | None, model: Path | None) -> None:
    """Type messages and see what is understood, why, and what would happen. An empty line ends it."""
    settings = load()
    catalogue = Catalogue.load(settings.intents_dir)
    engine = understanding.load(model or settings.model_dir, catalogue)
    state = State()
    while text := click.prompt(">", prompt_suffix=" ", default="", show_default=False):
        local = moment(now)
        reading = engine.read(text, now=local, lang=lang, fallback_lang=state.lang or "en",
                              country=country or settings.country)  # fmt: skip
        step, state = decide(reading, state, catalogue, local.replace(tzinfo=UTC))
        click.echo("\n".join(_explained(reading)))
        click.echo(f"  → {_said(step)}")


def _explained(reading: Reading) -> list[str]:
    lines = [f"  {reading.intent}  {reading.confidence:.0%}  {reading.decision.value}  [{reading.lang}]"]
    lines += [f"  {e.type}: {e.text!r} = {plain_value(e.value)}" for e in reading.entities]
    others = [f"{c.intent} {c.confidence:.0%}" for c in reading.candidates if c.intent != reading.intent]
    if others:
        lines.append(f"  also: {', '.join(others)}")
    lines += [f"  why {reason.step}: {reason.detail}" for reason in reading.why]
    return lines


def _said(step: Step) -> str:
    match step:
        case Run(intent):
            return f"answers {intent}"
        case Ask(run, slot):
            return f"asks for {slot}, then answers {run.intent}"
        case Clarify(runs):
            return f"lets choose: {', '.join(run.intent for run in runs)}"
        case Decline(reason, did_you_mean):
            return f"declines ({reason}){': ' + ', '.join(did_you_mean) if did_you_mean else ''}"
        case _:
            return "takes the question back"
