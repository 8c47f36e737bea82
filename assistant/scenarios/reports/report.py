"""A sales report as it was read, before it is told."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.models import Period, Phrase
from assistant.scenarios.deals.stages import Stages
from assistant.scenarios.portal import Portal
from assistant.scenarios.reports.amounts import order
from assistant.scenarios.reports.figures import Funnel
from assistant.scenarios.reports.question import Question
from assistant.scenarios.reports.reading import SalesReading
from assistant.scenarios.saying import say


@dataclass(frozen=True, slots=True)
class Report:
    """A sales report."""

    asked: Question
    before: Period
    """The period that it is compared with."""
    reading: SalesReading
    stages: Stages | None
    """What the conversion is narrowed to."""
    portal: Portal

    @property
    def whole(self) -> bool:
        """No deal is missing."""
        return self.reading.missing is None or self.reading.missing.what == "history"

    @property
    def empty(self) -> bool:
        """Nothing was created, won or lost."""
        figures = self.reading.now
        return not (figures.created.number or figures.won.number or figures.lost.number)

    @property
    def currencies(self) -> tuple[str, ...]:
        """In the order in which they are told."""
        return order(self.reading.now)

    @property
    def funnels(self) -> tuple[Funnel, ...]:
        """The largest first; none when a history is missing, since every figure would be wrong."""
        if self.reading.missing:
            return ()
        return tuple(sorted(self.reading.now.funnels, key=lambda funnel: -funnel.cohort))

    def named(self, funnel: Funnel) -> tuple[Phrase, ...]:
        """Of which pipeline it is, where the portal has several and the report is not about one alone."""
        if self.asked.pipeline or len(self.portal.pipelines()) < 2 or not funnel.pipeline.name:
            return ()
        return (say("reports.pipeline", name=funnel.pipeline.name),)
