"""What follows a slash command: states, periods, numbers, names, texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from assistant.catalogue import Intent
from assistant.understanding.learned.tagger import Tagger
from assistant.understanding.rules import Found
from assistant.understanding.slots import entities_of, name_of, trimmed
from assistant.understanding.text import Normal
from assistant.understanding.tongues import Speech


def arguments_of(
    intent: Intent, speech: Speech, tagger: Tagger, normal: Normal, doc: Doc, found: Sequence[Found]
) -> tuple[tuple[Found, ...], str]:
    """Entities of the words after a command, and the rest of the words when the command keeps it."""
    start, end = trimmed(normal.plain, 0, len(normal.plain), " ")
    if start >= end:
        return (), ""
    if intent.rest in {"topic"}:
        return (), normal.written[start:end].lstrip("/").lower()
    if intent.rest == "client":
        phones = tuple(piece for piece in found if piece.type == "phone" and "phone" in intent.entities)
        if phones:
            return phones[:1], ""
        first, last = trimmed(normal.plain, start, end)
        return (Found("client", first, last, name_of(normal.written[first:last]), "command"),), ""
    if intent.rest == "problem":
        return (Found("problem", start, end, normal.written[start:end], "command"),), ""
    pieces = entities_of(intent, speech, tagger, normal, doc, found)
    if intent.rest == "reason":
        return pieces, _rest(normal, pieces)
    if not pieces and "client" in intent.entities and "person" in intent.entities:
        first, last = trimmed(normal.plain, start, end)
        pieces = (Found("client", first, last, name_of(normal.written[first:last]), "command"),)
    return tuple(replace(piece, by="command") if piece.by == "tagger" else piece for piece in pieces), ""


def _rest(normal: Normal, pieces: Sequence[Found]) -> str:
    """Words outside of all entities."""
    out, at = [], 0
    for piece in sorted(pieces, key=lambda piece: piece.start):
        out.append(normal.written[at : max(at, piece.start)])
        at = max(at, piece.end)
    out.append(normal.written[at:])
    return " ".join(" ".join(out).split()).strip(" ,:;-.")
