"""Entities of intents that the catalogue does not know: whatever their sentences marked, as the tagger learnt it."""

from __future__ import annotations

from assistant.understanding.heard import Heard
from assistant.understanding.learned.tagger import Tagger
from assistant.understanding.rules import Found


def marked_entities(intent: str, tagger: Tagger, heard: Heard) -> tuple[Found, ...]:
    """Runs of the tagger; a rule that read the same type there gives the value, else the words are the value."""
    pieces = []
    for run in tagger.tag(heard.doc, heard.found, intent, heard.speech.small):
        ruled = next(
            (piece for piece in heard.found if piece.type == run.type and _within(piece, run.start, run.end)), None
        )
        value = ruled.value if ruled else heard.words(run.start, run.end)
        pieces.append(Found(run.type, run.start, run.end, value, f"tagger and {ruled.by}" if ruled else "tagger"))
    return tuple(pieces)


def _within(piece: Found, start: int, end: int) -> bool:
    return piece.start < end and start < piece.end
