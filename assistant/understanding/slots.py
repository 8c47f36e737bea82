"""From what rules and tagger found to the entities of one intent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from assistant.catalogue import Intent
from assistant.models import Entity, Period
from assistant.understanding.learned.tagger import Tagged, Tagger
from assistant.understanding.rules import Found, longest
from assistant.understanding.text import Normal
from assistant.understanding.tongues import Speech

FREE = frozenset({"client", "person", "title", "problem", "stage", "project"})
TEXTS = frozenset({"title", "problem"})
_NUMBERS = frozenset({"ticket", "alert"})
_SURE = 0.35
_PAIRS = frozenset({'""', "()"})
_EDGES = " \t\n\"'.,:;!?()-"


def entities_of(
    intent: Intent, speech: Speech, tagger: Tagger, normal: Normal, doc: Doc, found: Sequence[Found]
) -> tuple[Found, ...]:
    """The entities that the intent takes, in the order of the text."""
    allowed = frozenset(intent.entities)
    if not allowed:
        return ()
    tagged = tagger.tag(doc, found, intent.name, speech.small)
    ruled = _ruled(allowed, found)
    text = _text(intent, speech, normal, tagged, ruled)
    names = _names(allowed, normal, tagged, ruled)
    if text:
        return _beside_text(text, tagged, [*names, *ruled], normal)
    # A state or a period inside of a name belongs to the name, if the tagger is sure.
    ruled = [piece for piece in ruled if not any(piece.overlaps(name) for name in names)]
    return _settled([*names, *ruled])


def _ruled(allowed: frozenset[str], found: Sequence[Found]) -> list[Found]:
    pieces = []
    closing = [piece for piece in found if (piece.type, piece.value) == ("date_meaning", "closing")]
    for piece in found:
        if piece.type.endswith("_state") and any(piece.overlaps(other) for other in closing):
            continue  # "should close" speaks of a date, not of closed deals
        if piece.type == "number":
            pieces += [replace(piece, type=type_) for type_ in sorted(_NUMBERS & allowed)]
        elif piece.type in allowed:
            pieces.append(piece)
        elif piece.type == "datetime" and "period" in allowed and isinstance(piece.value, dt.datetime):
            pieces.append(replace(piece, type="period", value=Period.day(piece.value.date())))
        elif piece.type == "date_meaning" and allowed & {"deal_state", "task_state"}:
            pieces.append(piece)
    return pieces


def _names(allowed: frozenset[str], normal: Normal, tagged: Sequence[Tagged], ruled: Sequence[Found]) -> list[Found]:
    groups = [piece for piece in ruled if piece.type == "person"]
    names = []
    for run in tagged:
        if run.type not in allowed & FREE - TEXTS or run.surety < _SURE:
            continue
        start, end = trimmed(normal.plain, *_quoted(run, normal.plain))
        if start >= end:
            continue
        name = Found(run.type, start, end, name_of(normal.written[start:end]), "tagger")
        if any(name.overlaps(group) for group in groups):
            continue
        if any(name.overlaps(piece) for piece in ruled if piece.type in {"phone", "amount"}):
            continue
        names.append(name)
    return names


def _quoted(run: Tagged, plain: str) -> tuple[int, int]:
    """A stage or project in quotes is what stands in them: stage "Contract signed"."""
    quoted = re.search(r'"[^"]+"', plain[run.start : run.end]) if run.type in {"stage", "project"} else None
    return (run.start + quoted.start(), run.start + quoted.end()) if quoted else (run.start, run.end)


def _text(
    intent: Intent, speech: Speech, normal: Normal, tagged: Sequence[Tagged], ruled: Sequence[Found]
) -> Found | None:
    """The title or problem: from the first to the last piece that the tagger calls so."""
    kind = next((type_ for type_ in intent.entities if type_ in TEXTS), "")
    if not kind:
        return None
    runs = [run for run in tagged if run.type == kind]
    if kind == "problem":
        # The whole message is the problem; the tagger only tells words of request before it and thanks behind it.
        start, end = (runs[0].start, _end(normal.plain, runs[-1].end)) if runs else (0, len(normal.plain))
    elif runs:
        start, end = runs[0].start, runs[-1].end
    else:
        start, end = _unclaimed(normal.plain, ruled)
    start, end = trimmed(normal.plain, *speech.without_request(normal.plain, start, end), ends=" \t\n,:;-.!")
    for piece in ruled:
        if kind == "title" and piece.by == "dates" and 0 <= piece.start - end <= 1 and (link := speech.links.search(normal.plain, start, end)):
            end = len(normal.plain[: link.start()].rstrip())
    return Found(kind, start, end, normal.written[start:end], "tagger") if start < end else None


def _end(plain: str, tagged: int) -> int:
    """The end of a problem: of the tagged piece if only a short aside follows, else of the message."""
    aside = plain[tagged:].lstrip()
    return tagged if aside[:1] in {",", ".", "!"} and len(aside.split()) <= 3 else len(plain)


def _unclaimed(plain: str, ruled: Sequence[Found]) -> tuple[int, int]:
    """The whole text without entities at its edges."""
    start, end = 0, len(plain)
    for piece in ruled:
        if not plain[start : piece.start].strip(_EDGES):
            start = max(start, piece.end)
    for piece in reversed(ruled):
        if piece.start > start and not plain[piece.end : end].strip(_EDGES):
            end = min(end, piece.start)
    return start, end


def _beside_text(text: Found, tagged: Sequence[Tagged], pieces: Sequence[Found], normal: Normal) -> tuple[Found, ...]:
    """A deadline or an assignee inside of the text counts only if the tagger takes it out of the text."""
    kept = []
    for piece in pieces:
        inside = piece.overlaps(text)
        own = any(
            run.type in {piece.type, "datetime" if piece.type == "period" else "period"}
            and run.start < piece.end
            and piece.start < run.end
            for run in tagged
        )
        if not inside or own:
            kept.append(piece)
    kept = list(_settled(kept))
    value, at = "", text.start
    for start, end in sorted(place for piece in kept for place in ((piece.start, piece.end), *piece.also)):
        if start < text.end and text.start < end:
            value += normal.written[at : max(at, start)] + " "
            at = max(at, end)
    value += normal.written[at : text.end]
    value = " ".join(value.split()).strip(" ,:;-")
    if not value:
        return tuple(kept)
    return tuple(sorted([replace(text, value=value), *kept], key=lambda piece: piece.start))


def _settled(pieces: Sequence[Found]) -> tuple[Found, ...]:
    """Without overlaps; "all" gives way to another state; of numbers the first counts."""
    states = [piece for piece in pieces if piece.type == "deal_state" and piece.value != "all"]
    numbers = [piece for piece in pieces if piece.type in _NUMBERS][:1]
    meanings = {id(piece) for piece in pieces if piece.type == "date_meaning"}
    kept = [
        piece
        for piece in pieces
        if not (states and piece.type == "deal_state" and piece.value == "all")
        and (piece.type not in _NUMBERS or piece in numbers)
    ]
    plain = longest(piece for piece in kept if id(piece) not in meanings)
    extra = [piece for piece in kept if id(piece) in meanings]
    return tuple(sorted([*plain, *extra], key=lambda piece: piece.start))


def trimmed(plain: str, start: int, end: int, ends: str = _EDGES) -> tuple[int, int]:
    """Without signs at the edges; quotes and brackets go in pairs."""
    while start < end:
        first, last = plain[start], plain[end - 1]
        if first + last in _PAIRS and end - start > 1 and first not in plain[start + 1 : end - 1]:
            start, end = start + 1, end - 1
        elif first in ends and not _opens(plain[start:end]):
            start += 1
        elif last in ends and not _closes(plain[start:end]):
            end -= 1
        else:
            break
    if plain[start:end].endswith("'s"):
        end -= 2
    return start, end


def _opens(text: str) -> bool:
    """The first character is a quote or bracket that is closed inside."""
    return (text[0] == '"' and text.count('"') % 2 == 0) or (text[0] == "(" and ")" in text)


def _closes(text: str) -> bool:
    """The last character closes a quote or bracket that was opened inside."""
    return (text[-1] == '"' and text.count('"') % 2 == 0) or (text[-1] == ")" and "(" in text)


def name_of(written: str) -> str:
    """A name as written, without quotes."""
    return " ".join(written.translate({ord(char): None for char in "«»„“”\"'"}).split())


def entity(normal: Normal, found: Found) -> Entity:
    """What travels: the place in the original text."""
    start, end = normal.span(found.start, found.end)
    return Entity(found.type, start, end, normal.original[start:end], found.value)
