"""Stages by their names: one name may stand in several pipelines, and then means all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.models import Phrase, Pipeline, Reply, Run, Stage
from assistant.names import Certain, Doubtful, candidates, choice
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

OFFERED = 5
FINAL = {"S": "won", "F": "lost"}
"""States by the semantics of a stage."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages that are meant."""

    stages: tuple[Stage, ...]
    pipelines: tuple[Pipeline, ...]
    """Where they stand."""
    narrowed: bool = False
    """One of several stages of the same name was chosen."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Codes for the portal."""
        return tuple(stage.id for stage in self.stages)

    @property
    def semantics(self) -> str:
        """What they have in common, empty when they differ."""
        kinds = {stage.semantics for stage in self.stages}
        return kinds.pop() if len(kinds) == 1 else ""

    @property
    def name(self) -> Phrase:
        """Like "Negotiation", or "Negotiation (Retail)" when one was chosen among several."""
        name = self.stages[0].name
        if self.narrowed:
            return say("deals.stage_of", stage=name, pipeline=self.pipelines[0].name)
        return say("text", text=name)


def choose_stages(run: Run, portal: Portal, pipeline: Pipeline | None = None) -> Stages | Reply:
    """The stages of a name (or of a code that a button carries), or the nearest ones as a question.

    Those of one pipeline, where a question is about it.
    """
    name = run.slots.stage or ""
    pipelines = (pipeline,) if pipeline else portal.pipelines()
    every = tuple(stage for pipeline in pipelines for stage in pipeline.stages)
    for stage in every:
        if stage.id == name:
            same = [other for other in every if _same(other.name, stage.name)]
            return _stages((stage,), pipelines, narrowed=len(same) > 1)
    exact = tuple(stage for stage in every if _same(stage.name, name))
    if exact:
        return _stages(exact, pipelines)
    if ending := [stage for stage in every if _ends_in_state(stage, name, run.slots.deal_state)]:
        return _stages(tuple(stage for stage in every if _same(stage.name, ending[0].name)), pipelines)
    first_of_name = tuple({stage.name.casefold(): stage for stage in reversed(every)}.values())
    ranked = candidates(name, first_of_name, lambda stage: stage.name)
    match choice(ranked):
        case Certain(stage):
            return _stages(tuple(other for other in every if _same(other.name, stage.name)), pipelines)
        case Doubtful(near):
            return _question(run, name, tuple(stage.name for stage in near))
        case _:
            names = dict.fromkeys(stage.name for stage in every if stage.semantics == "P")
            return _question(run, name, tuple(names)[:OFFERED])


def _question(run: Run, name: str, near: tuple[str, ...]) -> Reply:
    choices = [button("button.text", _at(run, stage), text=stage) for stage in near]
    without = button("button.any_stage", _at(run, None))
    return Reply((say("deals.no_stage", stage=name),), rows(tuple(choices), (without,)))


def _at(run: Run, stage: str | None) -> Run:
    return replace(run, slots=replace(run.slots, stage=stage), offset=0, read_as="")


def _stages(stages: tuple[Stage, ...], pipelines: tuple[Pipeline, ...], *, narrowed: bool = False) -> Stages:
    ids = {stage.pipeline_id for stage in stages}
    return Stages(stages, tuple(one for one in pipelines if one.id in ids), narrowed)


def _ends_in_state(stage: Stage, name: str, state: str | None) -> bool:
    """Its name goes on with a word for the state that it means: "at stage Deal lost" is read as lost ones at "Deal"."""
    begins = _same(" ".join(stage.name.split()[:-1]), name)
    return begins and state is not None and FINAL.get(stage.semantics) == state


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
