"""Charts of a sales report; each figure in them stands in the text of the same answer, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.models import Chart, ChartBar, ChartKind, Money, Phrase, Value
from assistant.scenarios.reports.amounts import percent, sums
from assistant.scenarios.reports.figures import Funnel, PersonFigures, StageReached
from assistant.scenarios.reports.question import Question
from assistant.scenarios.reports.report import Report
from assistant.scenarios.saying import say


def funnel(shown: Funnel, asked: Question) -> Chart:
    """How many deals reached each stage."""

    def text(each: StageReached) -> Value:
        if each.of_before is None:
            return each.reached
        return say("reports.chart.reached", number=each.reached, share=percent(each.of_before))

    bars = tuple(ChartBar(each.stage.name, each.reached, text(each)) for each in shown.stages)
    return Chart(
        ChartKind.FUNNEL,
        title=say("reports.chart.funnel", head=asked.head, pipeline=shown.pipeline.name),
        bars=bars,
        name=say("reports.chart.funnel_name", period=asked.period, pipeline=shown.pipeline.name),
        caption=say("reports.chart.funnel", head=asked.head, pipeline=shown.pipeline.name),
        note=say("reports.chart.funnel_note"),
    )


def won_by_person(people: Sequence[PersonFigures], names: Mapping[int, Value], report: Report) -> Chart | None:
    """Sums that were won, the greatest of each currency first."""
    asked = report.asked
    found = [(money, each.person) for each in people for money in sums(each.won, ()) if money.value > 0]
    currencies = {money.currency: None for money, _ in found}
    places = {currency: place for place, currency in enumerate(report.currencies)}
    found.sort(key=lambda one: (places[one[0].currency], -one[0].value, one[1]))
    bars = [ChartBar(names[person], money.value, money, _group(money.currency, currencies)) for money, person in found]
    if not bars:
        return None
    return Chart(
        ChartKind.BARS,
        title=say("reports.chart.people", head=asked.head),
        bars=tuple(bars),
        name=say("reports.chart.people_name", period=asked.period),
        caption=say("reports.chart.people", head=asked.head),
    )


def against_before(report: Report) -> Chart | None:
    """Sums won in the period and in the one before."""
    now, then = (sums(each.won, report.currencies) for each in (report.reading.now, report.reading.before))
    currencies = dict.fromkeys(money.currency for money in (*now, *then))
    bars = [
        ChartBar(period, money.value, money, group=_group(currency, currencies))
        for currency in currencies
        for period, found in ((report.before, then), (report.asked.period, now))
        for money in (_of(currency, found),)
        if money.value >= 0
    ]
    if not bars:
        return None
    return Chart(
        ChartKind.BARS,
        title=say("reports.chart.compared", head=report.asked.head, before=report.before),
        bars=tuple(bars),
        name=say("reports.chart.compared_name", period=report.asked.period),
        caption=say("reports.chart.compared", head=report.asked.head, before=report.before),
    )


def _of(currency: str, found: tuple[Money, ...]) -> Money:
    return next((money for money in found if money.currency == currency), Money(Decimal(), currency))


def _group(currency: str, currencies: Mapping[str, None]) -> Phrase | None:
    return say("text", text=currency) if len(currencies) > 1 else None
