"""Rows that the portal gives everybody alike, read once for all askers; the guard says who may see which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.bitrix24 import pipelines
from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import BatchAnswer, Command
from assistant.errors import MethodMissingError

_CATEGORIES, _STATUSES = pipelines.COMMANDS


@dataclass(frozen=True, slots=True)
class Known:
    """Pipelines and their stages as the portal gave them; nothing when it refused."""

    results: Mapping[str, Any]
    """By the keys of `pipelines.COMMANDS`."""

    @classmethod
    def read(cls, answer: BatchAnswer) -> Known:
        """What came with an answer to these commands, cut to what is used."""
        statuses = [row for row in answer.get(_STATUSES.key, ()) if pipelines.is_stage(row)]
        if isinstance(answer.error(_CATEGORIES.key), MethodMissingError):
            # Their names stay unknown, but which there are does not.
            rows = [{"id": each, "name": ""} for each in sorted({pipelines.of_status(row) for row in statuses})]
        else:
            rows = list(answer.get(_CATEGORIES.key, {}).get("categories", ()))
        if not rows or not statuses:
            return cls({})
        return cls(
            {
                _CATEGORIES.key: {"categories": _cut(rows, ("id", "name", "sort"))},
                _STATUSES.key: _cut(statuses, ("ENTITY_ID", "STATUS_ID", "NAME", "SORT", "SEMANTICS")),
            }
        )

    @property
    def pipelines(self) -> tuple[int, ...]:
        """Ids of all pipelines that there are."""
        found = self.results.get(_CATEGORIES.key, {"categories": ()})["categories"]
        return tuple(each for each in (number(row["id"]) for row in found) if each is not None)

    def among(self, commands: Sequence[Command]) -> dict[str, Any]:
        """Results of those of the commands that need not be sent, by key."""
        return dict(self._results_of(commands))

    def _results_of(self, commands: Sequence[Command]) -> Iterator[tuple[str, Any]]:
        for each in commands:
            for known in pipelines.COMMANDS:
                if known.key in self.results and (known.method, known.params) == (each.method, each.params):
                    yield each.key, self.results[known.key]


def _cut(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in names if name in row} for row in rows]
