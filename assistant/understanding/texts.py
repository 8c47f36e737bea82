"""Titles and problems: the message without the words of request, the deadline and the assignee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.catalogue import Intent
from assistant.models import Period
from assistant.understanding.heard import Heard, trimmed
from assistant.understanding.learned.tagger import Tagged
from assistant.understanding.rules import Found
from assistant.understanding.text import fold

TEXTS = frozenset({"title", "problem"})
_EDGES = " \t\n,:;-.!"
_NEAR = 5
"""Characters between a text and a month that belongs to it: " for "."""
_WEEKS = 20
"""Days of a period that is too long for a deadline behind "for"."""
_ASIDE = 3
"""Words of an aside behind a problem: ", please help"."""


def text_of(intent: Intent, heard: Heard, tagged: Sequence[Tagged], ruled: Sequence[Found]) -> Found | None:
    """The title or problem of an intent that takes one: from the first to the last piece that the tagger calls so."""
    kind = next((type_ for type_ in intent.entities if type_ in TEXTS), "")
    if not kind:
        return None
    plain = heard.plain
    runs = [run for run in tagged if run.type == kind]
    if kind == "problem":
        # The whole message is the problem; the tagger only tells words of request before it and thanks behind it.
        start, end = (runs[0].start, _end(plain, runs[-1].end)) if runs else (0, len(plain))
    elif runs:
        start, end = runs[0].start, runs[-1].end
    else:
        start, end = unclaimed(plain, ruled)
    start, end = trimmed(plain, *heard.speech.without_request(plain, start, end), ends=_EDGES)
    deadline = kind == "title" and any(piece.by == "dates" and 0 <= piece.start - end <= 1 for piece in ruled)
    if deadline and (link := heard.speech.links.search(plain, start, end)):
        end = len(plain[: link.start()].rstrip())
    return Found(kind, start, end, heard.words(start, end), "tagger") if start < end else None


def beside_text(text: Found, heard: Heard, tagged: Sequence[Tagged], pieces: Sequence[Found]) -> list[Found]:
    """The text and what is no part of it: a deadline, an assignee or a project that the work does not need."""
    plain, speech = heard.plain, heard.speech
    kept = []
    for piece in pieces:
        if piece.type == "person" and plain.startswith("'s", piece.end):
            text = replace(text, start=min(text.start, piece.start))  # "Anna's cake" is a cake
        elif piece.type == "person" and text.start < piece.start and not speech.assignees.search(plain[: piece.start]):
            if piece.start - text.end <= 1:
                text = replace(text, end=max(text.end, piece.end))
        elif _belongs_to_work(piece, heard):
            if 0 <= piece.start - text.end <= _NEAR:
                text = replace(text, end=piece.end)
        elif piece.by == "named" or not piece.overlaps(text) or _taken_out(piece, tagged):
            kept.append(piece)
    value, at = "", text.start
    for start, end in sorted(place for piece in kept for place in _places(piece, heard)):
        if start < text.end and text.start < end:
            value += heard.words(at, max(at, start)) + " "
            at = max(at, end)
    value = " ".join((value + heard.words(at, text.end)).split()).strip(" ,:;-")
    start, end = speech.without_request(fold(value), 0, len(value))
    return [replace(text, value=value[start:end]), *kept] if start < end else kept


def _end(plain: str, tagged: int) -> int:
    """The end of a problem: of the tagged piece if only a short aside follows, else of the message."""
    aside = plain[tagged:].lstrip()
    return tagged if aside[:1] in {",", ".", "!"} and len(aside.split()) <= _ASIDE else len(plain)


def unclaimed(plain: str, ruled: Sequence[Found]) -> tuple[int, int]:
    """The whole text without entities at its edges."""
    start, end = 0, len(plain)
    for piece in ruled:
        if not plain[start : piece.start].strip(_EDGES):
            start = max(start, piece.end)
    for piece in reversed(ruled):
        if piece.start > start and not plain[piece.end : end].strip(_EDGES):
            end = min(end, piece.start)
    return start, end


def _belongs_to_work(piece: Found, heard: Heard) -> bool:
    """Of the acts for May: a whole month or more that is looked back at is no deadline."""
    if not isinstance(piece.value, Period) or piece.value.days <= _WEEKS:
        return False
    first_word = heard.plain[piece.start : piece.end].split(" ")[0]
    before = heard.plain[: piece.start]
    return any(heard.speech.looking_back.search(head) for head in (before, before + first_word))


def _taken_out(piece: Found, tagged: Sequence[Tagged]) -> bool:
    """The tagger calls it what the rule calls it, not a part of the text."""
    dates = {"datetime", "period"}
    types = dates if piece.type in dates else {piece.type}
    return any(run.type in types and run.start < piece.end and piece.start < run.end for run in tagged)


def _places(piece: Found, heard: Heard) -> list[tuple[int, int]]:
    """Where a piece stands, with the small word before it."""
    places = [(piece.start, piece.end), *piece.also]
    if piece.by == "dates":
        link = heard.speech.links.search(heard.plain, 0, piece.start)
        places += [link.span()] if link else []
    return places
