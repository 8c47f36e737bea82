"""Messages that need the one before: "and for May?", "no, from the 16th"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.catalogue import Intent
from assistant.models import Candidate, Decision, Kind, Period, Pronoun, Run, Scope
from assistant.understanding.beside import PIPELINE
from assistant.understanding.dates import Direction
from assistant.understanding.heard import Heard, trimmed
from assistant.understanding.learned.tagger import NAME, Tagger
from assistant.understanding.misspelt import SLIP, with_month
from assistant.understanding.rules import Found
from assistant.understanding.slots import FREE, entities_of
from assistant.understanding.stepping import stepped
from assistant.understanding.texts import TEXTS

_ALONE = 0.9
"""Confidence from which a message of small words and entities is whole: "who is on vacation"."""
_LONGEST = 6
"""Small words of a message that goes on from the one before, at most."""
STATES = frozenset({"deal_state", "task_state"})
_PAST_STATES = frozenset({"won", "lost", "closed", "done"})
_WORD = re.compile(r"[\w-]+")
_BARE_NUMBER = re.compile(r"\d{1,2}-?[^\W\d]{0,3}")
_ALONE_VIEWS = frozenset({"more", "again"})
"""Looks that nothing else may be said with."""
_VAGUE_VIEWS = frozenset({"why", "more", "list", "count", "again"})
"""Looks whose words say many other things beside a word that nobody knows."""
_CARD = "client.card"
"""What a name alone means by itself."""
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
    refuses: bool = False
    """It takes something back, in words that people use for that and no others."""


@dataclass(frozen=True, slots=True)
class Continued:
    """A message that changes what was asked before."""

    kind: Kind
    pieces: tuple[Found, ...]
    """What it changes."""
    scope: Scope
    view: str = ""
    """The look at the answer that it asks for."""
    drops: tuple[str, ...] = ()
    """The slots that it takes away."""


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
    if alone.refuses and not heard.found:
        return None
    same = alone.best == after.intent and alone.decision is not Decision.NONE
    narrowed = intent.model_copy(
        update={
            "entities": tuple(type_ for type_ in intent.entities if type_ not in TEXTS),
            "direction": _direction(after, intent, heard.at.now.date()),
        }
    )
    views = speech.views(plain, heard.found)
    drops = [drop for drop in speech.drops(plain) if _drops(str(drop.value), after, intent)]
    names = [*names, *called(heard, alone.best, tagger)]
    names = [replace(name, start=max(start, name.start)) for name in names if name.end > start]
    step = _step(heard, after, intent)
    if begins is not Kind.NEW and not (views or drops or step):
        heard = with_month(heard, start, names, narrowed)
    named = [name for name in names if not any(map(name.overlaps, (*views, *drops, *_months(heard))))]
    if not named and begins is not Kind.NEW and not (views or drops):
        named = _strange(heard, start, alone, begins, intent)
    if begins is Kind.CORRECTION:
        named = [*named, *_denied(heard, named)]
    names = _meant(named, heard)
    words = [Found("scope", *place, "", "words") for place in speech.scope_words(plain)]
    words += [Found("politeness", *polite.span(), "", "words") for polite in speech.politeness.finditer(plain)]
    told = entities_of(intent, tagger, heard) if begins is not Kind.NEW else ()
    told = tuple(piece for piece in told if piece.type in {"stage", "project", PIPELINE})
    covered = (*heard.found, *told, *named, *words, *views, *drops, *step, Found("opening", 0, start, "", "words"))
    looks_only = bool(views) and not names and not heard.found and not step and not drops
    if strange := speech.content(plain, covered):
        shown = looks_only and not alone.stands and len(strange) == 1 and views[0].value not in _VAGUE_VIEWS
        slip = bool(heard.found) and len(strange) == 1 and len(strange[0]) <= _LINK and not alone.stands
        # "Only the won ones" after a report.
        counted = alone.best == intent.rows and len(strange) == 1 and not names
        if (begins is Kind.NEW or not (same or slip or counted)) and not shown:
            return None
    elif begins is Kind.NEW and not same and alone.stands and not (looks_only or step or drops):
        return None
    if len(speech.outside(plain, covered)) > _LONGEST:
        return None
    kind = Kind.CORRECTION if begins is Kind.CORRECTION else Kind.FOLLOWUP
    read = _anchored(heard, after).directed(narrowed)
    pieces = () if looks_only else entities_of(narrowed, tagger, read)
    pieces = tuple(_behind(start, piece, heard) for piece in pieces if piece.end > start)
    dropped = [name for name in named if name not in names]
    pieces = tuple(piece for piece in pieces if not any(map(piece.overlaps, (*views, *drops, *step, *dropped))))
    pieces = (*pieces, *step)
    pieces = (*pieces, *_names(read, names, pieces, after, narrowed))
    pieces = tuple(_colleague(piece, after) for piece in _meant(pieces, heard))
    if kind is Kind.CORRECTION and after.slots.period:
        pieces = tuple(_mended(piece, read, after.slots.period) for piece in pieces)
    said = None if looks_only else speech.said_scope(_without(drops, plain)[start:], ())
    view = next((str(view.value) for view in views if looks_only or view.value not in _ALONE_VIEWS), "")
    others = said is Scope.READABLE and after.slots.person is not None  # "everybody's" after Anna's
    if not pieces and said in {None, after.scope} and not view and not others and not drops:
        return None
    return Continued(kind, pieces, said or after.scope, view, tuple(str(drop.value) for drop in drops))


def without_pronouns(pieces: tuple[Found, ...], heard: Heard, intent: Intent) -> tuple[tuple[Found, ...], Pronoun]:
    """Pieces without names that are only a pronoun, and whom of before a pronoun stands for."""
    speech, plain = heard.speech, heard.plain
    named = tuple(
        piece
        for piece in pieces
        if piece.type not in {"client", "person"}
        or not any(words.fullmatch(plain, piece.start, piece.end) for words in (speech.they, speech.one))
    )
    taken = {"client", "person"} & {*intent.entities}
    if not taken or any(piece.type in {"client", "person", "phone"} for piece in named):
        return named, Pronoun.NOBODY
    texts = [piece for piece in named if piece.type in TEXTS]
    return named, speech.pronoun(_without([*texts, *speech.views(plain, heard.found)], plain))


def _drops(slot: str, after: Run, intent: Intent) -> bool:
    """There is such a slot to take away; without a period a report would be about another one."""
    if slot == "period":
        return intent.deadline or (slot in intent.entities and bool(STATES & {*intent.entities}))
    if slot == PIPELINE:
        return after.slots.pipeline is not None
    return slot in intent.entities and (getattr(after.slots, slot) is not None or slot == "person")


def _months(heard: Heard) -> list[Found]:
    return [piece for piece in heard.found if piece.by == SLIP]


def _without(pieces: Sequence[Found], plain: str) -> str:
    letters = list(plain)
    for piece in pieces:
        letters[piece.start : piece.end] = " " * (piece.end - piece.start)
    return "".join(letters)


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
    numbers = [word for word in words if _BARE_NUMBER.fullmatch(word)]
    if not numbers or not all(_links(word, heard) for word in words if word not in numbers):
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


def _colleague(piece: Found, after: Run) -> Found:
    """One word that the tagger calls a client is another colleague, when a colleague was asked about and no client."""
    slots = after.slots
    asked = (slots.person or slots.person_id) and not (slots.client or slots.client_id)
    if piece.type != "client" or piece.by != "tagger" or not asked or len(str(piece.value).split()) > 1:
        return piece
    return replace(piece, type="person")


def _links(word: str, heard: Heard) -> bool:
    speech = heard.speech
    short = len(word) <= _LINK and word in speech.small
    return short or bool(speech.starts.fullmatch(word) or speech.ends.fullmatch(word))


def called(heard: Heard, intent: str, tagger: Tagger) -> list[Found]:
    """Names that the message would hold by itself: "and Anna's?" is the card of a client."""
    runs = tagger.tag(heard.doc, heard.found, intent, heard.speech.small)
    return [Found(NAME, run.start, run.end, "", "tagger") for run in runs if run.type in {"client", "person"}]


def _denied(heard: Heard, named: Sequence[Found]) -> list[Found]:
    """What stands right behind a "not", so that another name stays."""
    speech, plain = heard.speech, heard.plain
    words = [_WORD.search(plain, word.end()) for word in speech.negations.finditer(plain)]
    denied = [Found(NAME, *word.span(), "", "denied") for word in words if word and word.group() not in speech.small]
    return [each for each in denied if named and not any(map(each.overlaps, (*named, *heard.found)))]


def _behind(start: int, piece: Found, heard: Heard) -> Found:
    """A name does not reach into the words that a message goes on with: "I meant Petrov"."""
    if piece.start >= start or piece.type not in FREE or piece.by == "words":
        return piece
    return heard.name(piece.type, *trimmed(heard.plain, start, piece.end), piece.by)


def _step(heard: Heard, after: Run, intent: Intent) -> tuple[Found, ...]:
    """The period that only the one of before makes clear."""
    before = after.slots.period
    if before is None or "period" not in intent.entities:
        return ()
    speech = heard.speech
    step = stepped(heard.plain, speech.steps, speech.ordinals, before)
    if step is None:
        return ()
    # "last month" is a date of its own; "in the second" may be a day, but not after a quarter.
    return () if any(piece.overlaps(step) and piece.end > step.end for piece in heard.found) else (step,)


def _strange(heard: Heard, start: int, alone: Alone, begins: Kind, intent: Intent) -> list[Found]:
    """Words that can be nothing but a name: "what about Zyx Unlimited?", "no, petrov", "not Anna but Ivan"."""
    speech, plain = heard.speech, heard.plain
    if not {"client", "person"} & {*intent.entities} or any(piece.end > start for piece in heard.found):
        return []
    runs: list[list[re.Match[str]]] = [[]]
    for word in _WORD.finditer(plain, start):
        if word.group() in speech.small:
            runs.append([])
        elif runs[-1] and "," in plain[runs[-1][-1].end() : word.start()]:
            runs.append([word])
        else:
            runs[-1].append(word)
    places = [trimmed(plain, run[0].start(), run[-1].end()) for run in runs if run]
    told = [Found(NAME, begin, end, "", "strange") for begin, end in places if begin < end]
    meant = _meant(told, heard)
    if len(meant) != 1 or plain[meant[0].start : meant[0].end].count(" ") >= _NAME_WORDS:
        return []
    # A refusal with something behind it mends; a small letter may begin a question of its own.
    mends = begins is Kind.CORRECTION and (alone.best.startswith("dialogue.") or alone.decision is not Decision.ANSWER)
    if mends:
        return told
    nothing = alone.decision is Decision.NONE
    if heard.normal.cased[meant[0].start].isupper():
        return told if nothing or "client" in intent.required else []
    unknown = not any(map(speech.typos.knows, _WORD.findall(plain, meant[0].start, meant[0].end)))
    return told if unknown and (nothing or alone.best == _CARD) else []


def _meant(pieces: Sequence[Found], heard: Heard) -> list[Found]:
    """Without what was not meant, where something else was: "not in April but in June"."""
    speech, plain = heard.speech, heard.plain

    def refused(piece: Found) -> bool:
        before = speech.negations.finditer(plain, 0, piece.start)
        between = [_WORD.findall(plain[word.end() : piece.start]) for word in before]
        return any(len(words) <= 1 and speech.small.issuperset(words) for words in between)

    denied = [piece for piece in pieces if refused(piece)]
    meant = {piece.type for piece in pieces if piece not in denied}
    return [piece for piece in pieces if piece not in denied or piece.type not in meant]


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
