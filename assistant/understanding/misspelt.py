"""A month whose letters went wrong in a message that goes on from the one before: "and in mya?", "а за июьн"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.catalogue import Intent
from assistant.understanding import dates
from assistant.understanding.heard import Heard
from assistant.understanding.rules import Found

SLIP = "slip"
"""Finds months that are no date by the rules."""
_WORD = re.compile(r"[^\W\d_]+")
_ALONE = 4
"""Letters of a word that is a month without a preposition, at least."""


def with_month(heard: Heard, start: int, names: Sequence[Found], intent: Intent) -> Heard:
    """The message with the month that its only unknown word can be; as it was when something else explains it.

    Args:
        heard: the message.
        start: where the words end that it goes on with.
        names: of people and clients in it.
        intent: of the step before, with the direction of its period.
    """
    speech, plain = heard.speech, heard.plain
    if "period" not in intent.entities or any(piece.end > start for piece in heard.found):
        return heard
    words = [word for word in _WORD.finditer(plain, start) if word.group() not in speech.small]
    if len(words) != 1:
        return heard
    place = words[0].span()
    named = any(name.start < place[1] and place[0] < name.end for name in names)
    named = named or heard.normal.cased[place[0]].isupper()
    if not _dated(heard, place[0]) and (named or place[1] - place[0] < _ALONE):
        return heard
    month = dates.month_meant(words[0].group(), heard.at.lang)
    read = speech.pipeline.dates(month, heard.aimed(intent)) if month else []
    pieces = [Found(piece.type, *place, piece.value, SLIP) for piece in read if piece.type == "period"]
    return replace(heard, found=(*heard.found, *pieces))


def _dated(heard: Heard, place: int) -> bool:
    """A word stands there that leads to a time and never to a person."""
    speech, plain = heard.speech, heard.plain
    leads = speech.links.search(plain, 0, place) or speech.looking_back.search(plain, 0, place)
    return bool(leads) and not speech.assignees.search(plain, 0, place)
