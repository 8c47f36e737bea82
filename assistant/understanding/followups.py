"""Messages that need the one before: answers to a question, and fragments like "and for May?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.catalogue import Intent
from assistant.models import Candidate, Decision, Kind
from assistant.understanding.heard import Heard, trimmed
from assistant.understanding.learned.tagger import ANY
from assistant.understanding.rules import Found
from assistant.understanding.slots import FREE, NUMBERS
from assistant.understanding.texts import TEXTS

EVERYTHING = Intent(
    name=ANY,
    entities=(
        "period", "datetime", "client", "person", "deal_state",
        "task_state", "absence_kind", "stage", "amount", "project",
    ),
)  # fmt: skip
"""What a fragment may speak of: whatever its words can mean."""
_ALONE = 0.9
"""Confidence from which a message of small words and entities is whole: "who is on vacation"."""
_TALK = ("dialogue.", "session.", "help")
"""Intents that are no answer to a question for a text."""


def needs_more(heard: Heard, names: Sequence[Found], kind: Kind, best: Candidate, intent: Intent | None) -> bool:
    """The message has entities and small words only, and no intent claims it all the same."""
    parts = heard.found if kind is Kind.NEW else (*heard.found, *names)
    if not heard.speech.fragment(heard.plain, parts):
        return False
    if kind is not Kind.NEW or best.confidence < _ALONE:
        return True
    dates = any(piece.by == "dates" for piece in heard.found)
    return dates and intent is not None and "period" not in intent.entities


def slot_of(slot: str, heard: Heard, names: Sequence[Found], decision: Decision, best: Candidate) -> tuple[Found, ...]:
    """The answer to the question for a slot; empty when the message is about something else."""
    name_only = bool(names) and slot in FREE and not heard.speech.content(heard.plain, (*heard.found, *names))
    elsewhere = slot not in TEXTS or best.intent.startswith(_TALK)
    if decision is Decision.ANSWER and elsewhere and not name_only:
        return ()
    wanted = {slot, "datetime" if slot == "period" else slot, "number" if slot in NUMBERS else slot}
    pieces = tuple(
        replace(piece, type=slot) if piece.type == "number" else piece
        for piece in heard.found
        if piece.type in wanted and slot not in TEXTS
    )
    if pieces or slot not in FREE:
        return pieces
    start, end = heard.speech.without_request(heard.plain, 0, len(heard.plain))
    if slot in TEXTS:
        start, end = trimmed(heard.plain, start, end, " ,:;.!")
        return (Found(slot, start, end, heard.words(start, end), "question"),) if start < end else ()
    if name_only:
        start, end = names[0].start, names[-1].end
    start, end = trimmed(heard.plain, start, end)
    return (heard.name(slot, start, end, "question"),) if start < end else ()
