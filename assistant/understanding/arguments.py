"""What follows a slash command: states, periods, numbers, names, texts."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.catalogue import Intent
from assistant.understanding import dates
from assistant.understanding.heard import Heard, trimmed
from assistant.understanding.learned.tagger import Tagger
from assistant.understanding.rules import Found
from assistant.understanding.slots import entities_of


def arguments_of(intent: Intent, tagger: Tagger, heard: Heard) -> tuple[tuple[Found, ...], str]:
    """Entities of the words after a command, and the rest of the words when the command keeps it."""
    start, end = trimmed(heard.plain, 0, len(heard.plain), " ")
    if start >= end:
        return (), ""
    match intent.rest:
        case "topic":
            return (), heard.words(start, end).lstrip("/").lower()
        case "problem":
            return (Found("problem", start, end, heard.words(start, end), "command"),), ""
        case "client":
            phones = tuple(piece for piece in heard.found if piece.type == "phone" and piece.type in intent.entities)
            return phones[:1] or _name(heard, start, end), ""
    pieces = entities_of(intent, tagger, heard)
    if intent.rest == "reason":
        return pieces, _rest(heard, pieces)
    if not pieces and {"client", "person"} <= set(intent.entities):
        return _name(heard, start, end), ""
    return pieces, ""


def unread(intent: Intent, heard: Heard, pieces: Sequence[Found]) -> str:
    """The words after a command if nothing in them can be read, not even as a name: "31 February", "over -5"."""
    start, end = trimmed(heard.plain, 0, len(heard.plain), " ")
    if start >= end or intent.rest or not intent.entities or intent.required:
        return ""
    read = any(piece.by not in {"command", "tagger"} for piece in pieces)
    if read or not any(char.isalnum() for char in heard.plain):
        return ""
    words = heard.speech.content(heard.plain, ())
    named = any(not dates.speaks_of_time(word, heard.at.lang) for word in words)
    return "" if named and heard.plain[start] != "/" else heard.words(start, end)


def _name(heard: Heard, start: int, end: int) -> tuple[Found, ...]:
    start, end = trimmed(heard.plain, start, end)
    return (heard.name("client", start, end, "command"),) if start < end and heard.plain[start] != "/" else ()


def _rest(heard: Heard, pieces: Sequence[Found]) -> str:
    """Words outside of all entities."""
    out, at = [], 0
    for piece in sorted(pieces, key=lambda piece: piece.start):
        out.append(heard.words(at, max(at, piece.start)))
        at = max(at, piece.end)
    out.append(heard.words(at, len(heard.plain)))
    return " ".join(" ".join(out).split()).strip(" ,:;-.")
