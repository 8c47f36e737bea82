"""The pipeline that a question is about, by its name; a portal's pipelines are known, no words of a language are."""

from __future__ import annotations

from dataclasses import replace

from assistant.models import Pipeline, Reply, Run, Scope
from assistant.names import Certain, Doubtful, Nothing, candidates, choice
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

OFFERED = 5
NOBODY = frozenset({"people.none", "clients.none"})
"""Phrases that say so."""
NAMES = ("client", "person")
"""Slots that the name of a pipeline may be taken for."""


def choose_pipeline(run: Run, portal: Portal) -> tuple[Run, Pipeline | None] | Reply:
    """The question and its pipeline, if it has one; or which there are, as a question.

    "Anna's funnel" has the name of a colleague beside the word for a pipeline: unless a pipeline is called so, she is
    meant.
    """
    name = run.slots.pipeline
    if not name:
        return run, None
    pipelines = portal.pipelines()
    found = _found(name, pipelines)
    taken = tuple(slot for slot in NAMES if _within(getattr(run.slots, slot), name))
    match found:
        case Certain(pipeline):
            return _without(run, taken), pipeline
        case _ if taken:
            return replace(run, slots=replace(run.slots, pipeline=None)), None
        case Doubtful(near):
            return _question(run, name, near)
        case _:
            return _question(run, name, pipelines[:OFFERED])


def or_pipeline(run: Run, reply: Reply, portal: Portal) -> Run | Reply:
    """What a name that belongs to nobody is: "sales report for Retail", "the Retail funnel".

    Args:
        run: the question, as it was asked.
        reply: what would be said about the name.
        portal: of the asker.

    Returns:
        The question about a pipeline of that name; which pipelines there are, where the word for one stands beside it;
        else the reply.
    """
    slots = run.slots
    if reply.lines[0].key not in NOBODY:
        return reply
    if slots.pipeline:
        taken = tuple(slot for slot in NAMES if _within(getattr(slots, slot), slots.pipeline))
        return _question(_without(run, taken), slots.pipeline, portal.pipelines()[:OFFERED]) if taken else reply
    match _found(slots.person or "", portal.pipelines()):
        case Certain(pipeline):
            return _without(replace(run, slots=replace(slots, pipeline=pipeline.name)), ("person",))
        case _:
            return reply


def _found(name: str, pipelines: tuple[Pipeline, ...]) -> Certain[Pipeline] | Doubtful[Pipeline] | Nothing:
    exact = [each for each in pipelines if _folded(each.name) == _folded(name)]
    return Certain(exact[0]) if exact else choice(candidates(name, pipelines, lambda each: each.name))


def _question(run: Run, name: str, near: tuple[Pipeline, ...]) -> Reply:
    choices = tuple(button("button.text", _at(run, each.name), text=each.name) for each in near)
    every = button("button.any_pipeline", _at(run, None))
    return Reply((say("deals.no_pipeline", name=name),), rows(choices, (every,)))


def _at(run: Run, name: str | None) -> Run:
    return replace(run, slots=replace(run.slots, pipeline=name), offset=0, read_as="")


def _without(run: Run, slots: tuple[str, ...]) -> Run:
    """A client or a colleague who was none asks for nobody else's deals either."""
    kept = replace(run.slots, **dict.fromkeys(slots))
    named = kept.person or kept.client or not slots
    return replace(run, slots=kept, scope=run.scope if named else Scope.OWN)


def _within(value: str | None, name: str) -> bool:
    return value is not None and (_folded(value) in _folded(name) or _folded(name) in _folded(value))


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
