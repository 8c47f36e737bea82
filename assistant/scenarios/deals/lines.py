"""One deal in one line: link, amount, stage, and the one thing that is worth knowing now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from assistant.models import Deal, Link, Phrase, Value
from assistant.scenarios.deals.selection import Selection
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import say

QUIET_DAYS = 7
"""Days without any activity after which a deal is called quiet."""
SOON = timedelta(7)
"""A closing date this near is told."""


def deal_lines(deals: Iterable[Deal], selection: Selection, portal: Portal) -> tuple[Phrase, ...]:
    """A line a deal; the responsible person is named when there may be several."""
    shown = tuple(deals)
    several = selection.whose.ids is None or len(selection.whose.ids) > 1
    names = portal.users({deal.assigned_to for deal in shown}) if several else {}
    pipelines = _pipeline_names(selection)

    def line(deal: Deal) -> Phrase:
        notes: list[Phrase] = []
        if deal.assigned_to in names:
            notes.append(say("deals.note.person", name=names[deal.assigned_to].name))
        notes.extend(_note(deal, selection, portal))
        amount: Value = deal.amount if deal.amount.value else say("deals.no_amount")
        stage = say("text", text=deal.stage.name)
        if deal.stage.pipeline_id in pipelines:
            stage = say("deals.stage_of", stage=deal.stage.name, pipeline=pipelines[deal.stage.pipeline_id])
        return say("deals.line", deal=Link(deal.title, deal.url), amount=amount, stage=stage, notes=tuple(notes))

    return tuple(line(deal) for deal in shown)


def _pipeline_names(selection: Selection) -> dict[int, str]:
    """Names that tell stages of the same name apart."""
    if selection.stages is None or len(selection.stages.pipelines) < 2:
        return {}
    return {pipeline.id: pipeline.name for pipeline in selection.stages.pipelines}


def _note(deal: Deal, selection: Selection, portal: Portal) -> tuple[Phrase, ...]:
    if deal.stage.semantics != "P":
        return (say("deals.note.at", at=deal.moved),) if deal.moved else ()
    if selection.counted_date == "created" and deal.created:
        return (say("deals.note.created", at=deal.created),)
    return _attention(deal, portal)


def _attention(deal: Deal, portal: Portal) -> tuple[Phrase, ...]:
    """The most urgent of: closing date passed, quiet for long, closing soon, touched today."""
    today = portal.now.date()
    if deal.closes and deal.closes < today:
        return (say("deals.note.late", day=deal.closes),)
    touched = deal.last_activity or deal.created
    quiet = (today - touched.astimezone(portal.zone).date()).days if touched else 0
    if quiet >= QUIET_DAYS:
        return (say("deals.note.quiet", count=quiet),)
    if deal.closes and deal.closes - today <= SOON:
        return (say("deals.note.closes", day=deal.closes),)
    if deal.last_activity and quiet <= 1:
        return (say("deals.note.at", at=deal.last_activity),)
    return ()
