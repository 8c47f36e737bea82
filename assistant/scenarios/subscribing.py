"""`subscription.*`: what somebody wants regularly is taken on at once, changed, listed, shown and stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from enum import StrEnum

from assistant.catalogue import Catalogue
from assistant.models import Ask, Button, Cancel, Phrase, Reply, Rhythm, Run, Subscription, Wish
from assistant.scenarios.deals.selection import select
from assistant.scenarios.offers import usual
from assistant.scenarios.paging import Page
from assistant.scenarios.people import whose
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say
from assistant.scenarios.subscription_words import (
    bare,
    hour_words,
    like,
    question_words,
    rhythm_words,
    span_words,
)
from assistant.subscriptions import MOST, SUBSCRIBABLE, due_run, effective, fitting, span_of
from assistant.subscriptions.fitting import DAILY, FIRST_OF_MONTH, MONDAYS, WORKDAYS

CREATE, LIST = "subscription.create", "subscription.list"
CHANGE = "change"
"""The slot of the question when it is to come."""
RHYTHM, ALONG, STOP = "rhythm", "along", "stop"
"""Views of `subscription.create` about the one that `key` names: another rhythm, a period that moves along, the end."""
OF_DEALS = frozenset({"deals.list", "deals.count", "report.sales"})
"""Intents that name people, clients, stages and pipelines; the others name people."""
HOURS = (time(8), time(9), time(12), time(17))
LISTED = 4
"""With a row of buttons each, that is what a phone shows."""


class Lack(StrEnum):
    """What a subscription waits for."""

    NOTHING = ""
    PERSON = "person"
    """Who has to do something: connect, for example."""
    RIGHT = "right"
    """To see what was subscribed to."""


PAUSED = {Lack.PERSON: "subscriptions.paused", Lack.RIGHT: "subscriptions.paused_without_right"}


def subscribe(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:  # noqa: ARG001
    """Take on a wish, or change one that was taken on."""
    match run.view:
        case "":
            return _taken_on(run.wish or Wish(), portal)
        case "rhythm" if run.wish and run.wish.rhythm:
            return _shown(portal.subscriptions.change(run.key, run.wish.rhythm), portal)
        case "along" if run.wish and run.wish.span:
            return _shown(portal.subscriptions.move_along(run.key, run.wish.span), portal)
        case _:
            return _stopped(portal.subscriptions.stop(run.key))


def list_subscriptions(run: Run, portal: Portal, catalogue: Catalogue) -> Reply:  # noqa: ARG001
    """All that somebody gets, each with buttons that show, change and end it; where one is to end, only with that."""
    kept = portal.subscriptions.all()
    if not kept:
        return _reply(say("subscriptions.none"), buttons=(usual(),))
    listed = run.intent == LIST
    page = Page.of(kept, run.offset, LISTED)
    head = say("subscriptions.head" if listed else "subscriptions.which", number=len(kept))
    lines = (head, *map(_line, page.shown, range(page.start + 1, page.end + 1)))
    numbered = enumerate(page.shown, start=page.start + 1)
    ways = tuple(_ways_of_one(each, number, portal) if listed else (_stop(each, number),) for number, each in numbered)
    ways = ways if listed else (tuple(one for row in ways for one in row),)
    return _reply(*lines, *page.rest_line(len(kept)), buttons=(*ways, (page.more(run),)))


def ask_rhythm(step: Ask) -> Reply:
    """When should it come?"""
    now = (step.run.wish or Wish()).rhythm or MONDAYS

    def other(rhythm: Rhythm, label: Phrase) -> Button | None:
        if rhythm == now:
            return None
        return button(
            "subscriptions.button.said", replace(step.run, view=RHYTHM, wish=Wish(rhythm=rhythm)), label=label
        )

    days = (replace(rhythm, at=now.at) for rhythm in (MONDAYS, WORKDAYS, DAILY, FIRST_OF_MONTH))
    hours = (replace(now, at=at) for at in HOURS)
    first = tuple(other(rhythm, rhythm_words(rhythm)) for rhythm in days)
    second = tuple(other(rhythm, say("text", text=hour_words(rhythm))) for rhythm in hours)
    cancel = button("button.cancel", Cancel())
    return replace(_reply(say("subscriptions.ask"), buttons=(first[:2], first[2:], second, (cancel,))), question=step)


def with_offer(reply: Reply, run: Run, portal: Portal, catalogue: Catalogue) -> Reply:
    """An answer with the button that subscribes to it, where that makes sense."""
    if run.intent not in SUBSCRIBABLE or run.offset or run.view == "why" or not catalogue[run.intent].answered:
        return reply
    if reply.question or not reply.personal:
        return reply
    if any(not line.texts and line.key.startswith(_NO_ANSWERS) for line in reply.lines):
        return reply
    wish = _wish(run, portal)
    rhythm = wish.rhythm or MONDAYS
    offered = button("subscriptions.button.said", Run(CREATE, wish=wish), label=rhythm_words(rhythm))
    last = reply.buttons[-1] if reply.buttons else ()
    if last and len(last) < 3:
        return replace(reply, buttons=(*reply.buttons[:-1], (*last, offered)))
    return replace(reply, buttons=(*reply.buttons, (offered,)))


def delivered(
    reply: Reply, subscription: Subscription, late: datetime | None = None, *, lacks: Lack = Lack.NOTHING
) -> Reply:
    """What somebody subscribed to, as it comes.

    Args:
        reply: the answer, or why there is none.
        subscription: what it is for.
        late: when it should have come.
        lacks: without it nothing more comes.
    """
    head = [say("subscriptions.delivered", rhythm=rhythm_words(subscription.rhythm))]
    if late:
        head.append(say("subscriptions.late", at=late))
    tail = (say(PAUSED[lacks]),) if lacks else ()
    return replace(reply, lines=(*head, *reply.lines, *tail), buttons=(*reply.buttons, *rows(_ways(subscription))))


_NO_ANSWERS = ("people.", "clients.", "ask.", "trouble.", "not_yet.", "deals.no_stage", "deals.no_pipeline")
"""How the phrases of questions back begin, in the book; without data of the portal no reply is an answer."""


def _taken_on(wish: Wish, portal: Portal) -> Reply:
    if wish.run is None or wish.run.intent not in SUBSCRIBABLE:
        return _reply(say("subscriptions.of_what"), buttons=(usual(),))
    if wish.span is None:
        wish = replace(_wish(wish.run, portal), rhythm=wish.rhythm)
    if wish.run and (unclear := _unclear(wish.run, portal)):
        return unclear
    run = wish.run or Run("")
    made = portal.subscriptions.add(run, wish.span, wish.rhythm or fitting(run, wish.span))
    if made is None:
        listed = button("subscriptions.button.list", Run(LIST))
        return _reply(say("subscriptions.too_many", number=MOST), buttons=((listed,),))
    return _shown(made, portal)


def _unclear(run: Run, portal: Portal) -> Reply | None:
    """The question that its answer would be instead: nobody wants to be asked every Monday who was meant."""
    asked = select(run, portal) if run.intent in OF_DEALS else whose(run, portal)
    if not isinstance(asked, Reply):
        return None
    return replace(asked, lines=(*asked.lines, say("subscriptions.unclear")))


def _wish(run: Run, portal: Portal) -> Wish:
    """What is wanted again and again when this was asked now."""
    run = bare(run)
    period = run.slots.period
    span = span_of(period, portal.now.date()) if period else None
    if span:
        run = replace(run, slots=replace(run.slots, period=None))
    return Wish(run, span, fitting(run, span))


def _shown(subscription: Subscription | None, portal: Portal) -> Reply:
    """What was agreed on: the question, its period, when it comes next."""
    if subscription is None:
        return _reply(say("subscriptions.gone"), buttons=(usual(),))
    what = question_words(subscription)
    lines = [say("subscriptions.made", rhythm=rhythm_words(subscription.rhythm), what=what)]
    along: Button | None = None
    period = subscription.run.slots.period
    span = effective(subscription.run, subscription.span, subscription.rhythm)
    if period:
        lines.append(say("subscriptions.fixed", period=period))
        instead = like(subscription.run)
        run = replace(_about(subscription, ALONG), wish=Wish(span=instead))
        along = button("subscriptions.button.along", run, span=span_words(instead))
    elif span:
        lines.append(say("subscriptions.each_time", span=span_words(span)))
    lines.append(say("subscriptions.next", at=datetime.fromtimestamp(subscription.due, portal.zone)))
    return _reply(*lines, buttons=((along,), _ways(subscription)))


def _stopped(subscription: Subscription | None) -> Reply:
    if subscription is None:
        return _reply(say("subscriptions.gone"), buttons=(usual(),))
    wish = Wish(subscription.run, subscription.span, subscription.rhythm)
    again = button("subscriptions.button.again", Run(CREATE, wish=wish))
    line = say("subscriptions.stopped", rhythm=rhythm_words(subscription.rhythm), what=question_words(subscription))
    return _reply(line, buttons=((again, button("subscriptions.button.list", Run(LIST))),))


def _line(subscription: Subscription, number: int) -> Phrase:
    notes: list[Phrase] = []
    span = effective(subscription.run, subscription.span, subscription.rhythm)
    period = subscription.run.slots.period
    if period:
        notes.append(say("subscriptions.note.fixed", period=period))
    elif span:
        notes.append(say("subscriptions.note.span", span=span_words(span)))
    if subscription.paused:
        notes.append(say("subscriptions.note.paused"))
    rhythm, what = rhythm_words(subscription.rhythm), question_words(subscription)
    return say("subscriptions.line", number=number, rhythm=rhythm, what=what, notes=tuple(notes))


def _ways(subscription: Subscription) -> tuple[Button, ...]:
    return (
        button("subscriptions.button.change", Ask(_about(subscription), CHANGE)),
        button("subscriptions.button.stop", _about(subscription, STOP)),
    )


def _ways_of_one(subscription: Subscription, number: int, portal: Portal) -> tuple[Button, ...]:
    """In a list: to see it now, as it would come today, to have it at another time, to have it no more."""
    return (
        button("subscriptions.button.show_one", due_run(subscription, portal.now.date()), number=number),
        button("subscriptions.button.change_one", Ask(_about(subscription), CHANGE), number=number),
        _stop(subscription, number),
    )


def _stop(subscription: Subscription, number: int) -> Button:
    return button("subscriptions.button.stop_one", _about(subscription, STOP), number=number)


def _about(subscription: Subscription, view: str = "") -> Run:
    return Run(CREATE, view=view, key=subscription.id, wish=Wish(rhythm=subscription.rhythm))


def _reply(*lines: Phrase, buttons: tuple[tuple[Button | None, ...], ...]) -> Reply:
    """Nothing that a group would want to see."""
    return Reply(lines, rows(*buttons), shareable=False)
