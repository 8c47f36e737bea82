"""Faults to order: late, wrong, missing and doubled answers, for tests of what the assistant does then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal[
    "latency",
    "status",
    "limit",
    "expired_token",
    "drop",
    "hang",
    "duplicate_event",
    "reorder_events",
    "truncate",
    "html",
]
KINDS: frozenset[str] = frozenset(get_args(Kind))
DEFAULT_MOMENT = {"drop": "before", "hang": "after"}


@dataclass(slots=True)
class Fault:
    """A fault that strikes calls (or events) whose name begins with `method`.

    `value` is: milliseconds for `latency`; a status, or `{"status", "error", "description"}`, for `status`;
    `"before"` (default) or `"after"` the method has run for `drop`. `hang` never answers: after the method has run
    (default), or `"before"`, and then it never runs. A `hang` and a `drop` after the method also strike a batch with
    such a command. Methods of REST 3.0 are named `api/tasks.task.add`.
    """

    kind: str
    method: str = ""
    count: int | None = None
    """How many times it strikes; None until cleared."""
    value: Any = None
    skip: int = 0
    """So many calls that it would strike are let through first."""


class Faults:
    """The faults that are set."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self.hanging: list[str] = []
        """What the calls that an ordered `hang` or `latency` holds up now were traced with."""

    def add(self, fault: Fault) -> None:
        """Set a fault.

        Raises:
            ValueError: for an unknown kind.
        """
        if fault.kind not in KINDS:
            raise ValueError(f"Unknown fault {fault.kind!r}; there are {', '.join(sorted(KINDS))}")
        self._faults.append(fault)

    @contextmanager
    def holding(self, trace: str) -> Iterator[None]:
        """A call is held up meanwhile."""
        self.hanging.append(trace)
        try:
            yield
        finally:
            self.hanging.remove(trace)

    def waiting(self) -> tuple[Fault, ...]:
        """Those that still strike."""
        return tuple(self._faults)

    def clear(self) -> None:
        """Remove all faults."""
        self._faults.clear()

    def take(self, kind: Kind, name: str, when: str | None = None) -> Fault | None:
        """The fault of this kind that strikes this method or event, counted down; None when there is none.

        `when` keeps the two moments of `drop` and `hang` apart.
        """
        for fault in self._faults:
            if when is not None and (fault.value or DEFAULT_MOMENT.get(kind)) != when:
                continue
            if fault.kind == kind and name.lower().startswith(fault.method.lower()):
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                if fault.count is not None:
                    fault.count -= 1
                    if fault.count <= 0:
                        self._faults.remove(fault)
                return fault
        return None
