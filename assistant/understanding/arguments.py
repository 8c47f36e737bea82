"""What follows a slash command: states, periods, numbers, names, texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.catalogue import Intent
from assistant.understanding import dates
from assistant.understanding.heard import Heard, trimmed
from assistant.understanding.learned.tagger import Tagger
from assistant.understanding.rules import Found
from assistant.understanding.slots import entities_of

_WORD = re.compile(r"[^\W\d_]+")
_COUNTED, _COUNT = re.compile(r"\d\W*$"), re.compile(r"\W*\d")
"""A number beside a word: the day of a month that is none is no month."""


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
    if not intent.rest and "period" in intent.entities:
        heard = _with_bare_date(intent, tagger, heard)
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


def _with_bare_date(intent: Intent, tagger: Tagger, heard: Heard) -> Heard:
    """With a date of one word that is none in a sentence, where nothing else is one: "won May Anna"."""
    taken = entities_of(intent, tagger, heard)
    if any(piece.type == "period" for piece in taken):
        return heard
    at = heard.aimed(intent)
    for word in _WORD.finditer(heard.plain):
        covered = any(piece.start < word.end() and word.start() < piece.end for piece in taken)
        counted = _COUNTED.search(heard.plain, 0, word.start()) or _COUNT.match(heard.plain, word.end())
        read = [] if covered or counted else heard.speech.pipeline.dates(word.group(), at)
        if read and (read[0].start, read[0].end) == (0, len(word.group())):
            date = replace(read[0], start=word.start(), end=word.end())
            return replace(heard, found=(*heard.found, date))
    return heard


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
