"""A list method over a table of ids, with the habits of portals that the documentation leaves open."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from assistant.bitrix24.answers import Answer
from assistant.bitrix24.batch import BatchAnswer, Command, Reference
from assistant.bitrix24.rows import PAGE, Listing

LISTING = Listing("table.list", {}, rows=("items",))


@dataclass
class Table:
    """A source whose batches list the ids that it holds at that moment."""

    ids: set[int]
    asked: list[tuple[Command, ...]] = field(default_factory=list)
    between: Callable[[Table], None] = lambda _: None
    """What happens before each request."""
    ids_of: Callable[[Any], Iterable[int]] | None = None
    """Which of the ids a condition lets through; all when nothing says so."""
    fails: Callable[[int, int], bool] = lambda _request, _command: False
    resolves: bool = True
    """Whether references mean anything to it; else they are numbers that are none."""
    count: int | None = None
    """What it gives for every total in place of the truth."""

    def read_batch(self, commands: Iterable[Command], *, halt: bool = False) -> BatchAnswer:
        assert not halt
        asked = tuple(commands)
        assert 0 < len(asked) <= 50
        self.between(self)
        self.asked.append(asked)
        results: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        totals: dict[str, int] = {}
        for at, command in enumerate(asked):
            if self.fails(len(self.asked), at):
                errors[command.key] = {"error": "INTERNAL_SERVER_ERROR", "error_description": "broke"}
                continue
            found = self._matching(command, results)
            results[command.key] = {"items": [{"id": each} for each in found[:PAGE]]}
            counted = command.params["start"] == 0
            totals[command.key] = (len(found) if counted else 0) if self.count is None else self.count
        content = {"result": results, "result_error": errors, "result_total": totals}
        return BatchAnswer(asked, Answer(json.loads(json.dumps(content))))

    def _matching(self, command: Command, results: dict[str, Any]) -> list[int]:
        condition = dict(command.params["filter"])
        below = self._number(condition.pop("<id", None), results)
        above = self._number(condition.pop(">id", None), results)
        wanted = set(self.ids_of(condition)) & self.ids if self.ids_of else self.ids
        kept = (each for each in wanted if (below is None or each < below) and (above is None or each > above))
        assert command.params["order"] == {"id": "DESC"}
        return sorted(kept, reverse=True)

    def _number(self, bound: Any, results: dict[str, Any]) -> int | None:
        if not isinstance(bound, Reference):
            return bound
        if not self.resolves:
            return None
        found: Any = results.get(bound.key)
        for step in bound.path:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return 0
        return int(found)
