"""What follows a slash command: states, periods, numbers, names, texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from assistant.catalogue import Intent
from assistant.understanding import dates
from assistant.understanding.heard import Heard, trimmed
from assistant.understanding.learned.tagger import Tagger
from assistant.understanding.rules import Found
from assistant.understanding.slots import entities_of, settled
from assistant.understanding.texts import beside_text, unclaimed
from assistant.understanding.unreadable import Strange, no_such_day, unexplained

_MARKED = frozenset({"person", "project"})
_WORD = re.compile(r"[^\W\d_]+")
_COUNTED, _COUNT = re.compile(r"\d\W*$"), re.compile(r"\W*\d")
"""A number beside a word: the day of a month that is none is no month."""


def arguments_of(
    intent: Intent, tagger: Tagger, heard: Heard, known: AbstractSet[str] = frozenset()
) -> tuple[tuple[Found, ...], str]:
    """Entities of the words after a command, and the rest of the words when the command keeps it.

    `known` are words of the sentences of its intent; other words that nothing explains may be a name.
    """
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
    if intent.rest == "title":
        return _titled(entities_of(intent, tagger, heard), heard), ""
    pieces = entities_of(intent, tagger, heard)
    if intent.rest == "reason":
        return pieces, _rest(heard, pieces)
    if not pieces and {"client", "person"} <= set(intent.entities):
        return _name(heard, start, end), ""
    return (*pieces, *_called(intent, heard, pieces, known)), ""


def unread(intent: Intent, heard: Heard, pieces: Sequence[Found], known: AbstractSet[str]) -> Strange | None:
    """What cannot be read of the words after a command, not even as a name: "31 February", "over -5", "abracadabra"."""
    if bad := no_such_day(heard, intent, pieces):
        return bad
    if place := unexplained(intent, heard, pieces, known):
        return Strange(heard.words(*place))
    start, end = trimmed(heard.plain, 0, len(heard.plain), " ")
    if start >= end or intent.rest or not intent.entities or intent.required:
        return None
    read = any(piece.by not in {"command", "tagger"} for piece in pieces)
    if read or not any(char.isalnum() for char in heard.plain):
        return None
    words = heard.speech.content(heard.plain, ())
    named = any(not dates.speaks_of_time(word, heard.at.lang) for word in words)
    return None if named and heard.plain[start] != "/" else Strange(heard.words(start, end))


def _titled(pieces: tuple[Found, ...], heard: Heard) -> tuple[Found, ...]:
    """What is typed behind the command is the title; only what a word or a sign marks is a project or who gets it."""
    title = next((piece for piece in pieces if piece.type == "title"), None)
    marked = tuple(piece for piece in pieces if piece.type not in _MARKED or _marked(piece, heard, title))
    if marked == pieces and (title or not pieces):
        return pieces
    others = [piece for piece in marked if piece.type != "title"]
    start, end = heard.speech.without_request(heard.plain, *unclaimed(heard.plain, others))
    whole = Found("title", start, end, heard.words(start, end), "command")
    return settled(beside_text(whole, heard, (), [replace(piece, by="named") for piece in others]))


def _marked(piece: Found, heard: Heard, title: Found | None) -> bool:
    speech, before, after = heard.speech, heard.plain[: piece.start], heard.plain[piece.end :]
    if piece.type == "project":
        return piece.by == "named" or bool(speech.projects.search(before))
    if title is None:
        return False
    # Behind other words, or the title, it is no beginning of the title.
    told = bool(before.strip()) or after.lstrip()[:1] in {":", ",", "-"}
    return told or bool(speech.deed.match(after) or speech.politeness.match(after.lstrip()))


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


def _called(intent: Intent, heard: Heard, pieces: Sequence[Found], known: AbstractSet[str]) -> tuple[Found, ...]:
    """Words that nothing explains are a name, where a command takes one and has none."""
    place = unexplained(intent, heard, pieces, known)
    types = [type_ for type_ in ("client", "person") if type_ in intent.entities]
    if place is None or not types or any(piece.type in {"client", "person"} for piece in pieces):
        return ()
    words = heard.plain[slice(*place)]
    alone = not any(piece.start < place[1] and place[0] < piece.end for piece in pieces)
    if not alone or any(dates.speaks_of_time(word, heard.at.lang) for word in _WORD.findall(words)):
        return ()
    return (heard.name(types[0], *trimmed(heard.plain, *place), "command"),)


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
