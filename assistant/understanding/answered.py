"""Messages that answer a question for a slot: "which client?" – "Acme Corp"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.models import Candidate, Decision
from assistant.understanding.heard import Heard, trimmed
from assistant.understanding.rules import Found
from assistant.understanding.slots import FREE, NUMBERS
from assistant.understanding.texts import TEXTS

_SURE = 0.9
"""Confidence from which a question is one of its own, though a text was asked for."""
_TALK = ("dialogue.", "session.", "help")
"""Intents that are no answer to a question for a text."""


def slot_of(slot: str, heard: Heard, names: Sequence[Found], decision: Decision, best: Candidate) -> tuple[Found, ...]:
    """The answer to the question for a slot; empty when the message is about something else."""
    if slot in TEXTS and decision is Decision.ANSWER and best.confidence >= _SURE and heard.speech.asks(heard.plain):
        return ()
    bare = not heard.speech.content(heard.plain, (*heard.found, *names))
    name_only = bool(names) and slot in FREE and bare
    elsewhere = slot not in TEXTS or best.intent.startswith(_TALK)
    wanted = {slot, "datetime" if slot == "period" else slot, "number" if slot in NUMBERS else slot}
    answers = bare and any(piece.type in wanted for piece in heard.found)
    if decision is Decision.ANSWER and elsewhere and not name_only and not answers:
        return ()
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
