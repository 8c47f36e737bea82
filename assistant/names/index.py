"""A list of many names that is searched often."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.names.ranking import Ranked, ranked
from assistant.names.written import Written, written

T = TypeVar("T")

COMPARED = 200
"""So many names that share the rarest trigrams with the one asked are compared word by word."""
HOPELESS = 0.3
"""Names that share less than this part of what the best one shares are left out before."""


class Index(Generic[T]):
    """Records prepared once, so that one name among 100,000 is found in milliseconds."""

    def __init__(self, records: Sequence[T], key: Callable[[T], str]) -> None:
        self._records = tuple(records)
        self._names = tuple(written(key(record)) for record in self._records)
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            for gram in _grams(name):
                places[gram].append(place)
        total = max(1, len(self._records))
        self._places = {gram: np.array(found, dtype=np.int32) for gram, found in places.items()}
        self._rarity = {gram: float(np.log1p(total / len(found))) for gram, found in places.items()}
        self._size = np.ones(len(self._records))
        for gram, found in self._places.items():
            self._size[found] += self._rarity[gram]
        self._size **= 0.4  # a long name shares more by chance, but is often asked by a part

    def candidates(self, name: str, limit: int = 5) -> tuple[Ranked[T], ...]:
        """At most `limit` records that resemble `name`, best first."""
        asked = written(name)
        nearest = self._nearest(asked)
        return ranked(asked, [(self._records[place], self._names[place]) for place in nearest])[:limit]

    def _nearest(self, asked: Written) -> list[int]:
        grams = [gram for gram in _grams(asked) if gram in self._places]
        if not grams:
            return []
        found = np.concatenate([self._places[gram] for gram in grams])
        rarity = np.repeat([self._rarity[gram] for gram in grams], [len(self._places[gram]) for gram in grams])
        shared: NDArray[np.float64] = np.bincount(found, weights=rarity, minlength=len(self._records)) / self._size
        near = np.flatnonzero(shared > HOPELESS * shared.max())
        if len(near) > COMPARED:
            near = near[np.argpartition(shared[near], -COMPARED)[-COMPARED:]]
        return [int(place) for place in np.sort(near)]


def _grams(name: Written) -> set[str]:
    """Trigrams of the words that count, with their beginnings, and the full first names they stand for."""
    grams: set[str] = set()
    for one, weight in zip(name.words, name.weights, strict=True):
        if weight < 0.3:
            continue
        text = f"^{one.folded}"
        grams.add(text[:2])  # what an initial says
        grams.update(text[at : at + 3] for at in range(max(1, len(text) - 2)))
        grams.update(f"#{full}" for full in one.given)
    return grams
