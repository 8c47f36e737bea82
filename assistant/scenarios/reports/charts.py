"""Charts of a sales report; each figure in them stands in the text of the same answer, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from assistant.models import Chart, ChartBar, ChartKind, ChartPanel, Money, Period, Phrase, Value
from assistant.scenarios.reports.amounts import percent, sums
from assistant.scenarios.reports.figures import Funnel, PersonFigures, StageReached
from assistant.scenarios.reports.report import Report
from assistant.scenarios.saying import say

FEW = 6
"""Bars beside a funnel; of several currencies those that are told first."""


def overview(report: Report, best: Sequence[PersonFigures], names: Mapping[int, Value]) -> Chart:
    """What was won, by the best people or beside the time before, and the largest funnel.

    Args:
        report: not empty.
        best: people whom the text names.
        names: theirs.
    """
    panels = [_won_by_best(report, best, names) or _won_against_before(report) or _numbers(report)]
    parts = [panels[0].heading]
    head, period = report.asked.head, report.asked.period
    name = say("reports.chart.sales_name", pipeline=report.asked.of_pipeline, period=period)
    if report.funnels:
        shown, several = report.funnels[0], len(report.funnels)
        panels.append(_funnel(shown, report))
        drawn = panels[1].heading
        parts.append(say("reports.chart.largest", funnel=drawn, count=several) if several > 1 else drawn)
        named = report.asked.of_pipeline or report.named(shown)
        name = say("reports.chart.overview_name", pipeline=named, period=period)
    return Chart(head, tuple(panels), name, caption=say("reports.chart.parts", head=head, parts=tuple(parts)))


def funnel(shown: Funnel, report: Report) -> Chart:
    """How many deals reached each stage."""
    named = report.asked.of_pipeline or report.named(shown)
    name = say("reports.chart.funnel_name", pipeline=named, period=report.asked.period)
    return _alone(_funnel(shown, report), name, report)


def won_by_person(people: Sequence[PersonFigures], names: Mapping[int, Value], report: Report) -> Chart | None:
    """Sums that were won, the greatest of each currency first."""
    bars = _by_person(people, names, report)
    name = say("reports.chart.people_name", pipeline=report.asked.of_pipeline, period=report.asked.period)
    return _alone(_bars("reports.chart.people", bars), name, report) if bars else None


def against_before(report: Report) -> Chart | None:
    """Sums won in the period and in the one before."""
    bars = _beside(report)
    name = say("reports.chart.compared_name", pipeline=report.asked.of_pipeline, period=report.asked.period)
    return _alone(_bars("reports.chart.compared", bars, before=report.before), name, report) if bars else None


def _alone(panel: ChartPanel, name: Phrase, report: Report) -> Chart:
    head = report.asked.head
    return Chart(head, (panel,), name, caption=say("reports.chart.parts", head=head, parts=(panel.heading,)))


def _won_by_best(report: Report, best: Sequence[PersonFigures], names: Mapping[int, Value]) -> ChartPanel | None:
    """Of one person there is nothing to divide."""
    if len(best) < 2:
        return None
    if bars := _by_person(best, names, report):
        return _few(_bars("reports.chart.best", bars))
    return _bars("reports.chart.best_numbers", [ChartBar(names[each.person], each.won.number, each.won.number)
                                                for each in best])  # fmt: skip


def _won_against_before(report: Report) -> ChartPanel | None:
    """Sums, or numbers of deals where no deal has an amount."""
    before = report.before
    if bars := _beside(report):
        return _few(_bars("reports.chart.compared", bars, before=before))
    now, then = report.reading.now.won.number, report.reading.before.won.number
    if not (now or then):
        return None
    bars = [ChartBar(_now(report), now, now), ChartBar(_days(before), then, then, before=True)]
    return _bars("reports.chart.compared_numbers", bars, before=before)


def _numbers(report: Report) -> ChartPanel:
    figures = report.reading.now
    parts = (("created", figures.created), ("won", figures.won), ("lost", figures.lost))
    bars = [ChartBar(say("reports.chart.noun", name=say(f"reports.noun.{name}")), part.number, part.number)
            for name, part in parts]  # fmt: skip
    return _bars("reports.chart.numbers", bars)


def _funnel(shown: Funnel, report: Report) -> ChartPanel:
    def text(each: StageReached) -> Value:
        if each.of_before is None:
            return each.reached
        return say("reports.chart.reached", number=each.reached, share=percent(each.of_before))

    bars = tuple(ChartBar(each.stage.name, each.reached, text(each)) for each in shown.stages)
    heading = say("reports.chart.funnel", pipeline=report.named(shown))
    return ChartPanel(ChartKind.FUNNEL, bars, heading, note=say("reports.chart.funnel_note"))


def _by_person(people: Sequence[PersonFigures], names: Mapping[int, Value], report: Report) -> list[ChartBar]:
    found = [(money, each.person) for each in people for money in sums(each.won, ()) if money.value > 0]
    currencies = {money.currency: None for money, _ in found}
    places = {currency: place for place, currency in enumerate(report.currencies)}
    found.sort(key=lambda one: (places[one[0].currency], -one[0].value, one[1]))
    return [ChartBar(names[person], money.value, money, _group(money.currency, currencies)) for money, person in found]


def _beside(report: Report) -> list[ChartBar]:
    """Each currency now and before; none where nothing was won."""
    now, then = (sums(each.won, report.currencies) for each in (report.reading.now, report.reading.before))
    currencies = dict.fromkeys(money.currency for money in (*now, *then))
    return [
        _sum_of(currency, found, label, _group(currency, currencies), before=earlier)
        for currency in currencies
        for label, found, earlier in ((_now(report), now, False), (_days(report.before), then, True))
    ]


def _few(panel: ChartPanel) -> ChartPanel:
    """As many whole groups as are read beside a funnel, and that there are others."""
    groups = [tuple(bars) for _, bars in groupby(panel.bars, key=lambda bar: bar.group)]
    kept: tuple[ChartBar, ...] = ()
    for number, bars in enumerate(groups):
        if number and len(kept) + len(bars) > FEW:
            note = say("reports.chart.other_currencies", count=len(groups) - number)
            return ChartPanel(panel.kind, kept, panel.heading, note)
        kept += bars
    return panel


def _bars(heading: str, bars: Sequence[ChartBar], **values: Value) -> ChartPanel:
    return ChartPanel(ChartKind.BARS, tuple(bars), say(heading, **values))


def _sum_of(currency: str, found: tuple[Money, ...], label: Phrase, group: Phrase | None, *, before: bool) -> ChartBar:
    """What nobody won in a currency is 0, as in the text."""
    for money in found:
        if money.currency == currency:
            return ChartBar(label, money.value, money, group, before=before)
    return ChartBar(label, 0, 0, group, before=before)


def _now(report: Report) -> Phrase:
    """A period that is not over is compared with as many days of the one before."""
    asked = report.asked
    running = asked.running(report.portal.now.date())
    return say("reports.chart.so_far", period=asked.period) if running else _days(asked.period)


def _days(period: Period) -> Phrase:
    return say("reports.chart.days", period=period)


def _group(currency: str, currencies: Mapping[str, None]) -> Phrase | None:
    return say("text", text=currency) if len(currencies) > 1 else None
