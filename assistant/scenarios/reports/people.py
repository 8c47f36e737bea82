"""People of a sales report: the best ones, and the view `by_person`: who won, lost and created what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from assistant.models import Phrase, Reply, Value
from assistant.scenarios.paging import Page
from assistant.scenarios.portal import Portal
from assistant.scenarios.reports import charts
from assistant.scenarios.reports.amounts import told
from assistant.scenarios.reports.figures import PersonFigures
from assistant.scenarios.reports.question import at, beside, how
from assistant.scenarios.reports.report import Report
from assistant.scenarios.saying import button, rows, say

BEST = 3
"""People who are named in the first answer."""


def ranked(report: Report) -> tuple[PersonFigures, ...]:
    """Most won deals first, then the greatest sum in the report's first currency."""
    first = report.currencies[:1]

    def rank(person: PersonFigures) -> tuple[int, Decimal, int, int]:
        sum_ = next((money.value for money in person.won.sums if money.currency in first), Decimal())
        return (-person.won.number, -sum_, -person.created.number, person.person)

    return tuple(sorted(report.reading.now.people, key=rank))


def best_of(report: Report) -> tuple[PersonFigures, ...]:
    """Who won most, of several people."""
    return tuple(each for each in ranked(report)[:BEST] if each.won.number) if report.asked.of_several else ()


def best_line(best: Sequence[PersonFigures], named: Mapping[int, Value], report: Report) -> tuple[Phrase, ...]:
    """Their names with what they won; nothing where nobody won."""

    def one(each: PersonFigures) -> Phrase:
        return say("reports.best_one", name=named[each.person], won=told(each.won, report.currencies))

    return (say("reports.best", people=tuple(map(one, best))),) if best else ()


def names(ids: Collection[int], portal: Portal) -> Mapping[int, Value]:
    """Of people, those who are gone as well."""
    known = portal.users(set(ids))

    def name(person: int) -> Value:
        if not person:
            return say("reports.nobody")
        return known[person].name if person in known else say("reports.somebody", id=str(person))

    return {person: name(person) for person in ids}


def by_person(report: Report) -> Reply:
    """Six people, then the next six."""
    people, run = ranked(report), report.asked.run
    page = Page.of(people, run.offset)
    named = names([each.person for each in page.shown], report.portal)

    def line(each: PersonFigures) -> Phrase:
        return say(
            "reports.person",
            name=named[each.person],
            won=told(each.won, report.currencies),
            lost=each.lost.number,
            created=each.created.number,
        )

    head = say("reports.by_person", head=report.asked.head, count=len(people))
    lines = (head, *(line(each) for each in page.shown), *page.rest_line(len(people)))
    back = button("button.summary", at(run))
    chart = charts.won_by_person(page.shown, named, report)
    buttons = rows((page.more(run), back, how(run, report.portal)), beside(report.asked))
    return Reply(lines, buttons, attachments=(chart,) if chart else ())
