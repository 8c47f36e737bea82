"""Pipelines with their stages (crm.category.list, crm.status.list)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import BatchAnswer, Command
from assistant.errors import MethodMissingError
from assistant.models import Pipeline, Stage

NAME = "pipelines"
"""Of the directory."""
COMMANDS = (
    Command("categories", "crm.category.list", {"entityTypeId": 2}),
    # All lists of the CRM at once: which pipelines there are is only known after the first command.
    Command("statuses", "crm.status.list", {"order": {"SORT": "ASC"}}),
)
_ENTITY = "DEAL_STAGE"


def read(answer: BatchAnswer) -> tuple[Pipeline, ...]:
    """The pipelines in the results of `COMMANDS`, in the portal's order.

    Raises:
        PortalError: one of the commands failed.
    """
    stages: dict[int, list[Stage]] = {}
    for row in filter(is_stage, answer["statuses"]):
        stage = _stage(row, of_status(row))
        stages.setdefault(stage.pipeline_id, []).append(stage)
    return tuple(
        Pipeline(id=each, name=name, stages=tuple(sorted(stages.get(each, ()), key=lambda stage: stage.sort)))
        for each, name in _names(answer, stages)
    )


def is_stage(row: Mapping[str, Any]) -> bool:
    """Whether a row of crm.status.list is a stage of deals."""
    entity = str(row.get("ENTITY_ID") or "")
    return entity == _ENTITY or entity.startswith(f"{_ENTITY}_")


def of_status(row: Mapping[str, Any]) -> int:
    """The pipeline of such a row."""
    return number(str(row.get("ENTITY_ID") or "").removeprefix(f"{_ENTITY}_")) or 0


def _names(answer: BatchAnswer, stages: Iterable[int]) -> list[tuple[int, str]]:
    if isinstance(answer.error("categories"), MethodMissingError):
        # Before the method came there was one pipeline, or their names stay unknown.
        return [(each, "") for each in sorted(stages)]
    rows = sorted(answer["categories"]["categories"], key=lambda row: (number(row.get("sort")) or 0, row["id"]))
    return [(int(row["id"]), str(row.get("name") or "")) for row in rows]


def _stage(row: Mapping[str, Any], pipeline: int) -> Stage:
    semantics = str(row.get("SEMANTICS") or "")
    return Stage(
        id=str(row["STATUS_ID"]),
        name=str(row.get("NAME") or ""),
        pipeline_id=pipeline,
        sort=number(row.get("SORT")) or 0,
        semantics=semantics if semantics in ("S", "F") else "P",
    )


def of_stage(code: str) -> int:
    """The pipeline of a stage by its code: `C1:NEW` is of 1, `NEW` of the first one, 0."""
    prefix = re.match(r"C(\d+):", code)
    return int(prefix[1]) if prefix else 0


def pack(pipelines: Sequence[Pipeline]) -> list[dict[str, Any]]:
    """As JSON takes them."""
    return [asdict(pipeline) for pipeline in pipelines]


def unpack(stored: Iterable[Mapping[str, Any]]) -> tuple[Pipeline, ...]:
    """What `pack` made."""
    return tuple(
        Pipeline(id=each["id"], name=each["name"], stages=tuple(Stage(**stage) for stage in each["stages"]))
        for each in stored
    )
