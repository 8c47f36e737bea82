"""What cannot be read: days that no calendar has, and words behind a command that mean nothing to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from assistant.catalogue import Intent
from assistant.models import Entity, Period
from assistant.understanding import dates
from assistant.understanding.heard import Heard
from assistant.understanding.rules import Found
from assistant.understanding.texts import TEXTS

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3
"""Letters of a word that somebody may miss in the answer."""


@dataclass(frozen=True, slots=True)
class Strange:
    """Words that nothing can be made of."""

    words: str
    nearest: tuple[Period, ...] = ()
    """The days that can be meant, the likeliest first."""

    def beside(self, pieces: Sequence[Found]) -> tuple[Found, ...]:
        """Pieces that none of these words were taken for."""
        return tuple(piece for piece in pieces if str(piece.value) not in self.words)


def no_such_day(heard: Heard, intent: Intent, pieces: Sequence[Found | Entity]) -> Strange | None:
    """A day that does not exist, where a question is about days; the text of a task may speak of any."""
    if "period" not in intent.entities:
        return None
    plain = heard.plain
    bad = dates.impossible(plain, heard.at.lang)
    if bad is None:
        return None
    words = heard.words(bad.start, bad.end)
    if any(words in str(piece.value) for piece in pieces if piece.type in TEXTS):
        return None
    if re.search(r"\d", plain[: bad.start] + plain[bad.end :]):
        return Strange(words)  # the other end of a range, or a sum
    months = [piece.value for piece in heard.speech.pipeline.dates(bad.month, heard.aimed(intent))]
    periods = [month for month in months if isinstance(month, Period)][:1]
    return Strange(words, tuple(day for month in periods for day in (Period.day(month.last), month)))


def unexplained(
    intent: Intent, heard: Heard, pieces: Sequence[Found], known: AbstractSet[str]
) -> tuple[int, int] | None:
    """Where the words behind a command lie that it knows nothing about.

    Args:
        intent: of the command.
        heard: the words behind the command.
        pieces: what was read of them.
        known: words of the sentences of this intent.
    """
    if intent.rest or intent.required or not intent.entities:
        return None
    speech, plain = heard.speech, heard.plain
    if plain.lstrip().startswith("/"):
        return None  # another command
    covered = [*pieces, *heard.found, *speech.views(plain, pieces)]
    covered += [Found("scope", *place, "", "words") for place in speech.scope_words(plain)]
    covered += [Found("politeness", *polite.span(), "", "words") for polite in speech.politeness.finditer(plain)]
    places = [
        word.span()
        for word in _WORD.finditer(plain)
        if len(word.group()) >= _SHORTEST
        and not any(piece.start < word.end() and word.start() < piece.end for piece in covered)
        and not {word.group(), speech.typos.mend(word.group())} & (speech.small | known)
    ]
    return (places[0][0], places[-1][1]) if places else None
