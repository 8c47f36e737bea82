"""Deals as one person may read them; what states, dates and amounts mean is written in docs/numbers.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from assistant.bitrix24 import pipelines
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.batch import BatchAnswer
from assistant.bitrix24.deal_lists import ClassicList, DealList, ItemList
from assistant.bitrix24.people import People
from assistant.bitrix24.rows import FRUGAL, Progress, Spare, stream, unheard
from assistant.errors import MethodMissingError
from assistant.models import Deal, DealCriteria, DealPage, Pipeline, Stage

MOST_PEOPLE = 500
"""In one condition: PHP takes no more than a thousand values from a query. Of more everybody's deals are read."""


class Deals:
    """Lists deals; their pipelines and responsible people ride in the same request when they are not known yet."""

    def __init__(self, asker: Asker, people: People) -> None:
        self._asker = asker
        self._people = people

    def deals(self, criteria: DealCriteria) -> DealPage:
        """Every deal that matches: one request for up to 500, two for up to 3,000, and for more as it goes fastest.

        Raises:
            PortalError: what the portal refused.
        """
        deals = tuple(self._stream((criteria,), self._asker.spare, unheard))
        return DealPage(deals, len(deals), self._asker.now)

    def each(self, several: Sequence[DealCriteria], progress: Progress = unheard) -> Iterator[Deal]:
        """Deals that match any of several criteria, of the same people: each once, as they come, in few requests.

        The first request is made at once. See `rows.stream` for `progress`.

        Raises:
            PortalError: what the portal refused; also while the deals come, and those until then are not all.
        """
        return self._stream(several, FRUGAL, progress)

    def _stream(self, several: Sequence[DealCriteria], spare: Spare, progress: Progress) -> Iterator[Deal]:
        asked = [criteria for criteria in several if criteria.assigned_to != ()]
        if not asked:
            return iter(())
        people = frozenset(asked[0].assigned_to or ())
        if len(people) > MOST_PEOPLE:
            asked = [replace(criteria, assigned_to=None) for criteria in asked]
        try:
            found = self._ask(ItemList(), asked, spare, progress)
        except MethodMissingError:
            found = self._ask(ClassicList(), asked, spare, progress)
        return (deal for deal in found if deal.assigned_to in people) if len(people) > MOST_PEOPLE else found

    def pipelines(self) -> tuple[Pipeline, ...]:
        """Every pipeline that the person may read; at most ten minutes old, read by one at a time."""
        return pipelines.unpack(self._asker.directories.lately(pipelines.NAME, self._read_pipelines))

    def _read_pipelines(self) -> list[dict[str, Any]]:
        return pipelines.pack(pipelines.read(self._asker.connection.read_batch(pipelines.COMMANDS)))

    def _ask(self, way: DealList, several: Sequence[DealCriteria], spare: Spare, progress: Progress) -> Iterator[Deal]:
        # A deal of both a contact and a company is in two listings.
        listings = [listing for criteria in several for listing in way.listings(criteria, self._asker.zone)]
        named = self._asker.named
        known = self._known_pipelines()
        people = self._people.riders(several[0].assigned_to)
        riders = [*(() if known or named else pipelines.COMMANDS), *people]
        rows = stream(self._asker.connection, listings, riders, spare=spare, progress=progress)
        stages = StageNames(known or (() if named else self.keep_pipelines(rows.first)), named)
        self._people.keep_riders(rows.first, people)
        return (way.deal(row, stages, self._asker.zone) for row in rows)

    def _known_pipelines(self) -> tuple[Pipeline, ...]:
        stored = self._asker.directories.find(pipelines.NAME)
        return pipelines.unpack(stored) if stored else ()

    def keep_pipelines(self, answer: BatchAnswer) -> tuple[Pipeline, ...]:
        """Store the pipelines that rode in a request."""
        found = pipelines.read(answer)
        self._asker.directories.keep(pipelines.NAME, pipelines.pack(found))
        return found


class StageNames:
    """Stages by code."""

    def __init__(self, known: tuple[Pipeline, ...], more: Callable[[], tuple[Pipeline, ...]] | None = None) -> None:
        """`more` gives those that got known since."""
        self._more = more
        self._stages: dict[str, Stage] = {}
        self._pipelines: set[int] = set()
        self._learn(known)

    def __call__(self, code: str, semantics: str) -> Stage:
        """The stage; one without a name when it was removed since."""
        if self._more and code not in self._stages and pipelines.of_stage(code) not in self._pipelines:
            self._learn(self._more())
            self._pipelines.add(pipelines.of_stage(code))
        return self._stages.get(code) or Stage(code, "", pipelines.of_stage(code), sort=0, semantics=semantics)

    def _learn(self, several: tuple[Pipeline, ...]) -> None:
        self._stages |= {stage.id: stage for pipeline in several for stage in pipeline.stages}
        self._pipelines |= {pipeline.id for pipeline in several}
