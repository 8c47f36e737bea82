"""Messages that need the one before: answers to a question, "and for May?", "no, from the 16th"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.catalogue import Intent
from assistant.models import Candidate, Decision, Kind, Period, Run, Scope
from assistant.understanding.dates import Direction
from assistant.understanding.heard import Heard, trimmed
from assistant.understanding.learned.tagger import NAME, Tagger
from assistant.understanding.rules import Found
from assistant.understanding.slots import FREE, NUMBERS, entities_of
from assistant.understanding.texts import TEXTS

_ALONE = 0.9
"""Confidence from which a message of small words and entities is whole: "who is on vacation"."""
_TALK = ("dialogue.", "session.", "help")
"""Intents that are no answer to a question for a text."""
_LONGEST = 6
"""Small words of a message that goes on from the one before, at most."""
_PAST_STATES = frozenset({"won", "lost", "closed", "done"})
_WORD = re.compile(r"[\w-]+")
_BARE_NUMBER = re.compile(r"\d{1,2}-?[^\W\d]{0,3}")
_NAME_WORDS = 4
"""Words of a name at most."""
_LINK = 3
"""Letters of a small word before a bare day at most: `the`, `на`."""


@dataclass(frozen=True, slots=True)
class Alone:
    """What the intent model makes of a message by itself."""

    best: str
    """The likeliest intent."""
    decision: Decision
    stands: bool
    """It is surely whole without the one before."""


@dataclass(frozen=True, slots=True)
class Continued:
    """A message that changes what was asked before."""

    kind: Kind
    pieces: tuple[Found, ...]
    """What it changes."""
    scope: Scope


def needs_more(heard: Heard, best: Candidate, intent: Intent) -> bool:
    """The message has entities and small words only, and no intent claims it all the same."""
    if not heard.speech.fragment(heard.plain, heard.found):
        return False
    if heard.speech.kind(heard.plain) is not Kind.NEW or best.confidence < _ALONE:
        return True
    return any(piece.by == "dates" for piece in heard.found) and "period" not in intent.entities


def continued(  # noqa: PLR0917 - called in one place
    heard: Heard, names: Sequence[Found], alone: Alone, after: Run, intent: Intent, tagger: Tagger
) -> Continued | None:
    """What a message changes of the step before; nothing when it stands for itself.

    Args:
        heard: the message.
        names: what the spotter found in it.
        alone: what the intent model makes of the message by itself.
        after: the step that was answered last, or that a question is open about.
        intent: the intent of that step.
        tagger: finds names in the light of an intent.
    """
    speech, plain = heard.speech, heard.plain
    begins, start = speech.opening(plain)
    same = alone.best == after.intent and alone.decision is not Decision.NONE
    names = [*names, *called(heard, alone.best, tagger)]
    if not names and begins is not Kind.NEW and "client" in intent.required:
        names = _capitals(heard, start)
    words = [Found("scope", *place, "", "words") for place in speech.scope_words(plain)]
    covered = (*heard.found, *names, *words, Found("opening", 0, start, "", "words"))
    if speech.content(plain, covered):
        if begins is Kind.NEW or not same:
            return None
    elif begins is Kind.NEW and not same and alone.stands:
        return None
    if len(speech.outside(plain, covered)) > _LONGEST:
        return None
    kind = Kind.CORRECTION if begins is Kind.CORRECTION else Kind.FOLLOWUP
    narrowed = intent.model_copy(
        update={
            "entities": tuple(type_ for type_ in intent.entities if type_ not in TEXTS),
            "direction": _direction(after, intent, heard.at.now.date()),
        }
    )
    read = _anchored(heard, after).directed(narrowed)
    pieces = entities_of(narrowed, tagger, read)
    pieces = (*pieces, *_names(read, names, pieces, after, narrowed))
    if kind is Kind.CORRECTION and after.slots.period:
        pieces = tuple(_mended(piece, read, after.slots.period) for piece in pieces)
    said = speech.said_scope(plain[start:], ())
    if not pieces and said in {None, after.scope}:
        return None
    return Continued(kind, pieces, said or after.scope)


def slot_of(slot: str, heard: Heard, names: Sequence[Found], decision: Decision, best: Candidate) -> tuple[Found, ...]:
    """The answer to the question for a slot; empty when the message is about something else."""
    bare = not heard.speech.content(heard.plain, (*heard.found, *names))
    name_only = bool(names) and slot in FREE and bare
    elsewhere = slot not in TEXTS or best.intent.startswith(_TALK)
    if decision is Decision.ANSWER and elsewhere and not name_only and not (heard.found and bare):
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


def without_pronouns(pieces: tuple[Found, ...], heard: Heard, intent: Intent) -> tuple[tuple[Found, ...], bool]:
    """Pieces without clients that are only a pronoun, and whether a pronoun stands for the client of before."""
    pronouns = heard.speech.pronouns
    named = tuple(
        piece
        for piece in pieces
        if piece.type not in {"client", "person"} or not pronouns.fullmatch(heard.plain, piece.start, piece.end)
    )
    if any(piece.type in {"client", "person", "phone"} for piece in named):
        return named, False
    return named, "client" in intent.entities and bool(pronouns.search(heard.plain))


def _direction(after: Run, intent: Intent, today: dt.date) -> Direction:
    """Where a day without a year looks: where the step before looked."""
    slots = after.slots
    if {slots.deal_state, slots.task_state} & _PAST_STATES or (slots.period and slots.period.last < today):
        return "past"
    return "future" if slots.period and slots.period.first > today else intent.direction


def _anchored(heard: Heard, after: Run) -> Heard:
    """A bare day or hour is one of the month or day spoken of before: "no, from the 16th", "at 16:00"."""
    dated = [piece for piece in heard.found if piece.by == "dates"]
    words = [word for piece in dated for word in _WORD.findall(heard.plain[piece.start : piece.end])]
    if not words or not all(_BARE_NUMBER.fullmatch(word) or _links(word, heard) for word in words):
        return heard
    if after.slots.datetime:
        now = dt.datetime.combine(after.slots.datetime.date(), dt.time())
    elif after.slots.period:
        first = after.slots.period.first
        upto = any(_said_with(heard.speech.ends, heard.plain, piece) for piece in dated)
        now = dt.datetime.combine(first if upto else first.replace(day=1), dt.time())
    else:
        return heard
    return replace(heard, at=replace(heard.at, now=now))


def _names(
    heard: Heard, names: Sequence[Found], pieces: Sequence[Found], after: Run, intent: Intent
) -> tuple[Found, ...]:
    """A name that the tagger has not taken is of the type that was named before, else a colleague, else a client."""
    types = [type_ for type_ in ("person", "client") if type_ in intent.entities]
    types.sort(key=lambda type_: getattr(after.slots, type_) is None)
    if not types or any(piece.type in types for piece in pieces):
        return ()
    free = [name for name in names if not any(name.overlaps(piece) for piece in pieces)]
    places = [trimmed(heard.plain, name.start, name.end) for name in free[:1]]
    return tuple(heard.name(types[0], *place, "spotter") for place in places if place[0] < place[1])


def _links(word: str, heard: Heard) -> bool:
    speech = heard.speech
    short = len(word) <= _LINK and word in speech.small
    return short or bool(speech.starts.fullmatch(word) or speech.ends.fullmatch(word))


def called(heard: Heard, intent: str, tagger: Tagger) -> list[Found]:
    """Names that the message would hold by itself: "and Anna's?" is the card of a client."""
    runs = tagger.tag(heard.doc, heard.found, intent, heard.speech.small)
    return [Found(NAME, run.start, run.end, "", "tagger") for run in runs if run.type in {"client", "person"}]


def _capitals(heard: Heard, start: int) -> list[Found]:
    """All words from a place on, if the first has a capital letter: "what about Zyx Unlimited?"."""
    begin, end = trimmed(heard.plain, start, len(heard.plain))
    named = begin < end and heard.normal.cased[begin].isupper() and heard.plain[begin:end].count(" ") < _NAME_WORDS
    return [Found(NAME, begin, end, "", "capitals")] if named else []


def _mended(piece: Found, heard: Heard, before: Period) -> Found:
    """A period of which only one end was said keeps the other end of the one before."""
    if piece.type != "period" or not isinstance(piece.value, Period):
        return piece
    first, last = piece.value.first, piece.value.last
    begins = _said_with(heard.speech.starts, heard.plain, piece)
    ends = _said_with(heard.speech.ends, heard.plain, piece)
    if begins and not ends and first <= before.last:
        return replace(piece, value=Period(first, before.last))
    if ends and not begins and last >= before.first:
        return replace(piece, value=Period(before.first, last))
    return piece


def _said_with(words: re.Pattern[str], plain: str, piece: Found) -> bool:
    """One of the words stands in a piece or right before it, with one small word between at most."""
    if words.search(plain, piece.start, piece.end):
        return True
    return any(len(_WORD.findall(plain[m.end() : piece.start])) <= 1 for m in words.finditer(plain, 0, piece.start))
