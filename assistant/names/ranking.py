"""Records of a portal ranked by how well they fit a name as it was written, and the choice among them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from assistant.names.likeness import likeness
from assistant.names.written import Written, written

T = TypeVar("T")

RESEMBLING = 40.0
"""Below this a record is not even listed."""
POSSIBLE = 60.0
"""From here a record may be offered: two of three words fit, or one badly misspelt."""
SURE = 82.0
"""From here a record can be taken: one wrong letter in seven, but not in six (Иванов is not Иваков)."""
CLEAR_LEAD = 6.0
"""So far behind the next record must be: an extra word of a company costs 10, another legal form 10, the other
gender 5 to 10, the rest of a person's name at most 5."""
FAR_BEHIND = 16.0
"""Records so far behind the best one are not offered beside it."""
OFFERED = 5


@dataclass(frozen=True, slots=True)
class Ranked(Generic[T]):
    """A record and how well it fits: 100 is the name itself, 0 has nothing in common."""

    record: T
    score: float


@dataclass(frozen=True, slots=True)
class Certain(Generic[T]):
    """Only this record can be meant."""

    record: T


@dataclass(frozen=True, slots=True)
class Doubtful(Generic[T]):
    """One of these may be meant, best first, at most five: ask."""

    records: tuple[T, ...]
    more: bool = False
    """Others fit as well as these."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No record resembles the name."""


def candidates(name: str, records: Sequence[T], key: Callable[[T], str]) -> tuple[Ranked[T], ...]:
    """The records that resemble `name`, best first; `key` gives a record's name. Equal scores keep their order."""
    return ranked(written(name), [(record, written(key(record))) for record in records])


def ranked(asked: Written, named: Sequence[tuple[T, Written]]) -> tuple[Ranked[T], ...]:
    """The same over names that are taken apart already."""
    known: dict[tuple[str, str], float] = {}
    scored = [Ranked(record, round(likeness(asked, name, known), 1)) for record, name in named]
    return tuple(sorted((one for one in scored if one.score >= RESEMBLING), key=lambda one: -one.score))


def choice(ranked: Sequence[Ranked[T]]) -> Certain[T] | Doubtful[T] | Nothing:
    """Which record is meant; a near tie or a weak likeness is doubtful, never a guess."""
    likely = [one for one in ranked if one.score >= POSSIBLE]
    if not likely:
        return Nothing()
    best = likely[0].score
    if best >= SURE and (len(likely) == 1 or best - likely[1].score >= CLEAR_LEAD):
        return Certain(likely[0].record)
    near = tuple(one.record for one in likely if best - one.score < FAR_BEHIND)
    return Doubtful(near[:OFFERED], more=len(near) > OFFERED)
