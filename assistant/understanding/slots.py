"""From what rules and tagger found to the entities of one intent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.catalogue import Intent
from assistant.models import Period
from assistant.understanding.beside import PIPELINE, pipeline_in, stage_in
from assistant.understanding.heard import Heard, trimmed
from assistant.understanding.learned.tagger import Tagged, Tagger
from assistant.understanding.rules import Found, longest
from assistant.understanding.texts import TEXTS, beside_text, text_of

FREE = frozenset({"client", "person", "title", "problem", "stage", "project"})
NUMBERS = frozenset({"ticket", "alert"})
_PAST, _AHEAD = 20, 5
"""Years back and ahead in which a bare number is a year."""
_SURE = 0.35
"""Mean probability of the tokens from which a name counts."""


def entities_of(intent: Intent, tagger: Tagger, heard: Heard) -> tuple[Found, ...]:
    """The entities that the intent takes, in the order of the text."""
    allowed = frozenset(intent.entities)
    if not allowed:
        return ()
    tagged = tagger.tag(heard.doc, heard.found, intent.name, heard.speech.small)
    ruled = _ruled(allowed, heard.found)
    if year := _year(intent, heard, ruled):
        ruled.append(year)
    names = _names(allowed, heard, tagged, ruled)
    if "stage" in allowed:
        names = _with_portals(heard, names, ruled)
    text = text_of(intent, heard, tagged, ruled)
    if text:
        return settled(beside_text(text, heard, tagged, [*names, *ruled]))
    # A state or a period inside of a name belongs to the name.
    ruled = [piece for piece in ruled if not any(piece.overlaps(name) for name in names)]
    return settled([*names, *ruled])


def lone_number(heard: Heard) -> bool:
    """The message is a number and nothing else: it does not say what of."""
    if {piece.type for piece in heard.found} != {"number"}:
        return False
    return not heard.speech.outside(heard.plain, heard.found)


def settled(pieces: Sequence[Found]) -> tuple[Found, ...]:
    """Without overlaps; "all" gives way to another state; of numbers the first counts."""
    states = [piece for piece in pieces if piece.type == "deal_state" and piece.value != "all"]
    numbers = [piece for piece in pieces if piece.type in NUMBERS][:1]
    kept = [
        piece
        for piece in pieces
        if not (states and piece.type == "deal_state" and piece.value == "all")
        and (piece.type not in NUMBERS or piece in numbers)
    ]
    # A title may reach around its deadline, a meaning of dates around a state, a pipeline be taken for a name.
    beside = [piece for piece in kept if piece.type in TEXTS or piece.type in {"date_meaning", PIPELINE}]
    others = longest(piece for piece in kept if piece not in beside)
    return tuple(sorted([*others, *beside], key=lambda piece: piece.start))


def _ruled(allowed: frozenset[str], found: Sequence[Found]) -> list[Found]:
    """What the rules found, as far as the intent takes it."""
    pieces = []
    closing = [piece for piece in found if (piece.type, piece.value) == ("date_meaning", "closing")]
    for piece in found:
        if piece.type.endswith("_state") and any(piece.overlaps(other) for other in closing):
            continue  # "should close" speaks of a date, not of closed deals
        if piece.type == "number":
            pieces += [replace(piece, type=type_) for type_ in sorted(NUMBERS & allowed)]
        elif piece.type in allowed:
            pieces.append(piece)
        elif piece.type == "datetime" and "period" in allowed and isinstance(piece.value, dt.datetime):
            pieces.append(replace(piece, type="period", value=Period.day(piece.value.date())))
        elif piece.type == "date_meaning" and allowed & {"deal_state", "task_state"}:
            pieces.append(piece)
    named = [piece for piece in pieces if piece.by == "named"]
    return [piece for piece in pieces if piece in named or not any(piece.overlaps(name) for name in named)]


def _year(intent: Intent, heard: Heard, ruled: Sequence[Found]) -> Found | None:
    """A number that can only be a year, where a question takes a period and has none: "deals all 2026"."""
    if intent.writes or "period" not in intent.entities or any(piece.type == "period" for piece in ruled):
        return None
    this = heard.at.now.year
    years = [
        (piece, piece.value)
        for piece in heard.found
        if piece.type == "number" and isinstance(piece.value, int) and heard.plain[piece.start].isdigit()
    ]
    years = [(piece, year) for piece, year in years if this - _PAST <= year <= this + _AHEAD]
    if len(years) != 1:
        return None
    piece, year = years[0]
    return replace(piece, type="period", value=Period(dt.date(year, 1, 1), dt.date(year, 12, 31)))


def _names(allowed: frozenset[str], heard: Heard, tagged: Sequence[Tagged], ruled: Sequence[Found]) -> list[Found]:
    """Names that the tagger finds, where no rule found something surer."""
    surer = [piece for piece in ruled if piece.type in {"person", "phone", "amount"} or piece.by == "named"]
    names = []
    for run in tagged:
        if run.type not in allowed & FREE - TEXTS or run.surety < _SURE:
            continue
        start, end = trimmed(heard.plain, *_quoted(run, heard.plain))
        name = heard.name(run.type, start, end, "tagger")
        if start < end and not any(name.overlaps(piece) for piece in surer):
            names.append(name)
    return names


def _with_portals(heard: Heard, names: list[Found], ruled: Sequence[Found]) -> list[Found]:
    """With a pipeline, and a stage where none was found: names that only the portal knows."""
    if pipeline := pipeline_in(heard):
        # The word beside it says what it is; it may still be a colleague's: "Anna's pipeline".
        names = [name for name in names if name.type != "stage" or not name.overlaps(pipeline)] + [pipeline]
    if any(piece.type == "stage" for piece in (*names, *ruled)):
        return names
    stage = stage_in(heard)
    return names if stage is None or any(map(stage.overlaps, (*names, *ruled))) else [*names, stage]


def _quoted(run: Tagged, plain: str) -> tuple[int, int]:
    """A stage or project in quotes is what stands in them: stage "Contract signed"."""
    quoted = re.search(r'"[^"]+"', plain[run.start : run.end]) if run.type in {"stage", "project"} else None
    return (run.start + quoted.start(), run.start + quoted.end()) if quoted else (run.start, run.end)
