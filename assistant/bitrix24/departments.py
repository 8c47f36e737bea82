"""The tree of departments (department.get) and who heads which part of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from assistant.bitrix24.answers import number

Branch = tuple[int, int, int]
"""A department, the one above it and its head; 0 where there is none."""


class Departments:
    """The tree of departments."""

    def __init__(self, branches: Iterable[Branch]) -> None:
        self._heads: dict[int, int] = {}
        self._children: dict[int, set[int]] = {}
        for each, parent, head in branches:
            self._heads[each] = head
            self._children.setdefault(parent, set()).add(each)

    @classmethod
    def read(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """The tree in the rows of department.get."""
        return cls(branches(rows))

    def headed_by(self, person: int) -> set[int]:
        """The departments of a head, with all below."""
        found: set[int] = set()
        reached = [each for each, head in self._heads.items() if head == person]
        while reached:
            each = reached.pop()
            if each not in found:
                found.add(each)
                reached.extend(self._children.get(each, ()))
        return found


def branches(rows: Iterable[Mapping[str, Any]]) -> list[Branch]:
    """Rows of department.get; the head is left out where there is none."""
    return [
        (number(row.get("ID")) or 0, number(row.get("PARENT")) or 0, number(row.get("UF_HEAD")) or 0) for row in rows
    ]
