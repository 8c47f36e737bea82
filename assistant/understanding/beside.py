"""Names that the portal knows and the data do not: of a pipeline or a stage, beside the word that says what it is."""

from __future__ import annotations

import re

from assistant.understanding.heard import Heard, name_of
from assistant.understanding.rules import Found

PIPELINE = "pipeline"
"""Travels beside the entities, since the catalogue has no such type."""
_WORD = re.compile(r"[^\W_][\w&.-]*\w|[^\W_]")
_BEHIND, _BEFORE = re.compile(r'\s*:?\s*"([^"]{2,60})"'), re.compile(r'"([^"]{2,60})"\s*$')
_LONGEST = 4
"""Words of a name without quotes."""


def pipeline_in(heard: Heard) -> Found | None:
    """The name of a pipeline with the word beside it: "in the Retail pipeline", "в воронке «Розница»"."""
    for word in heard.speech.pipelines.finditer(heard.plain):
        place = _behind(heard, word.end()) or _before(heard, word.start())
        if place:
            start, end = min(word.start(), place[0]), max(word.end(), place[1])
            return Found(PIPELINE, start, end, name_of(heard.words(*place)), "beside")
    return None


def stage_in(heard: Heard) -> Found | None:
    """The name of a stage that is like no other name: "at stage abracadabra"."""
    for word in heard.speech.stages.finditer(heard.plain):
        if place := _behind(heard, word.end()):
            return heard.name("stage", *place, "beside")
    return None


def without_pipeline(pieces: tuple[Found, ...]) -> tuple[tuple[Found, ...], str]:
    """The entities, and the name of a pipeline beside them."""
    named = next((str(piece.value) for piece in pieces if piece.type == PIPELINE), "")
    return tuple(piece for piece in pieces if piece.type != PIPELINE), named


def _behind(heard: Heard, at: int) -> tuple[int, int] | None:
    if quoted := _BEHIND.match(heard.plain, at):
        return quoted.span(1)
    name: list[re.Match[str]] = []
    for word in _WORD.finditer(heard.plain, at):
        if not _goes_on(heard.plain[name[-1].end() if name else at : word.start()]) or not _a_name(heard, word):
            break
        name.append(word)
    return (name[0].start(), name[min(len(name), _LONGEST) - 1].end()) if name else None


def _before(heard: Heard, at: int) -> tuple[int, int] | None:
    if quoted := _BEFORE.search(heard.plain[:at]):
        return quoted.span(1)
    name: list[re.Match[str]] = []
    for word in reversed([*_WORD.finditer(heard.plain[:at])]):
        if not _goes_on(heard.plain[word.end() : name[-1].start() if name else at]) or not _a_name(heard, word):
            break
        name.append(word)
    return (name[min(len(name), _LONGEST) - 1].start(), name[0].end()) if name else None


def _goes_on(between: str) -> bool:
    """Nothing but spaces parts two words."""
    return bool(between) and not between.strip()


def _a_name(heard: Heard, word: re.Match[str]) -> bool:
    """It has a capital that no sentence begins with, or nobody uses it in a question; dates and states are none."""
    said, typos = word.group(), heard.speech.typos
    if said in heard.speech.small or said[0].isdigit():
        return False
    if any(piece.start < word.end() and word.start() < piece.end for piece in heard.found if piece.type != "name"):
        return False
    if word.start() and heard.normal.cased[word.start()].isupper():
        return True
    return not typos.knows(said) and typos.mend(said) == said
