"""Deals as one person may read them; what states, dates and amounts mean is written in docs/numbers.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.bitrix24 import pipelines
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.batch import BatchAnswer
from assistant.bitrix24.deal_lists import ClassicList, DealList, ItemList
from assistant.bitrix24.people import People
from assistant.bitrix24.rows import read_all
from assistant.errors import MethodMissingError
from assistant.models import DealCriteria, DealPage, Pipeline, Stage


class Deals:
    """Lists deals; their pipelines and responsible people ride in the same request when they are not known yet."""

    def __init__(self, asker: Asker, people: People) -> None:
        self._asker = asker
        self._people = people

    def deals(self, criteria: DealCriteria) -> DealPage:
        """Every deal that matches: one request for up to 500, two for up to 3,000.

        Raises:
            PortalError: what the portal refused.
        """
        asker = self._asker
        if criteria.assigned_to == ():
            return DealPage((), 0, asker.now)
        try:
            return self._read(ItemList(), criteria)
        except MethodMissingError:
            return self._read(ClassicList(), criteria)

    def pipelines(self) -> tuple[Pipeline, ...]:
        """Every pipeline that the person may read; at most ten minutes old, read by one at a time."""
        return pipelines.unpack(self._asker.directories.load(pipelines.NAME, self._read_pipelines))

    def _read_pipelines(self) -> list[dict[str, Any]]:
        return pipelines.pack(pipelines.read(self._asker.connection.read_batch(pipelines.COMMANDS)))

    def _read(self, way: DealList, criteria: DealCriteria) -> DealPage:
        found: dict[int, Mapping[str, Any]] = {}
        known = self._known_pipelines()
        for listing in way.listings(criteria, self._asker.zone):
            people = self._people.riders(criteria.assigned_to)
            rows = read_all(self._asker.connection, (listing,), [*(() if known else pipelines.COMMANDS), *people])
            known = known or self.keep_pipelines(rows.first)
            self._people.keep_riders(rows.first, people)
            # A deal of both a contact and a company is in two listings.
            found |= {listing.id_of(row): row for row in rows.rows}
        stages = StageNames(known)
        deals = tuple(way.deal(row, stages, self._asker.zone) for row in found.values())
        return DealPage(deals, len(deals), self._asker.now)

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

    def __init__(self, known: tuple[Pipeline, ...]) -> None:
        self._stages = {stage.id: stage for pipeline in known for stage in pipeline.stages}

    def __call__(self, code: str, semantics: str) -> Stage:
        """The stage; one without a name when it was removed since."""
        return self._stages.get(code) or Stage(id=code, name="", pipeline_id=0, sort=0, semantics=semantics)
