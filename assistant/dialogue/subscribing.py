"""A rhythm in what somebody says: "every Monday at 9" after a list, or as the answer when it is to come."""

from __future__ import annotations

from dataclasses import replace

from assistant.models import Ask, Decision, Reading, Run, Wish
from assistant.subscriptions import SUBSCRIBABLE, read_hour, read_rhythm, read_wish

SUBSCRIBE = "subscription.create"


def wished(reading: Reading, last: Run | None) -> Run | None:
    """What was asked last, wanted regularly, or a look at all that is; `None`: the words are about something else."""
    if not reading.command and (wish := read_wish(reading.text)):
        return Run(f"subscription.{wish}")
    told = None if reading.command else read_rhythm(reading.text)
    meant = reading.decision is Decision.ANSWER and reading.intent == SUBSCRIBE
    if not meant and (told is None or told.rest):
        return None
    about = last if last and last.intent in SUBSCRIBABLE else None
    return Run(SUBSCRIBE, wish=Wish(about, rhythm=told.rhythm if told else None))


def rhythm_chosen(ask: Ask, text: str) -> Run | None:
    """The answer when a subscription is to come: another rhythm, or another hour of the same."""
    known = ask.run.wish.rhythm if ask.run.wish else None
    told, hour = read_rhythm(text), read_hour(text)
    rhythm = told.rhythm if told else None
    if told and not told.timed and known:
        rhythm = replace(told.rhythm, at=known.at)
    elif hour and known:
        rhythm = replace(known, at=hour)
    return replace(ask.run, view="rhythm", wish=Wish(rhythm=rhythm)) if rhythm else None
