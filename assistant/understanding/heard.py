"""A message after the rules, ready for the intent model and the tagger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from assistant.catalogue import Intent
from assistant.models import Entity
from assistant.understanding.rules import Circumstances, Found
from assistant.understanding.text import Normal
from assistant.understanding.tongues import Speech

_PAIRS = frozenset({'""', "()"})
_EDGES = " \t\n\"'.,:;!?()-"


@dataclass(frozen=True, slots=True)
class Heard:
    """The cleaned text, its tokens, what the rules found, and in which language and circumstances."""

    normal: Normal
    doc: Doc
    found: tuple[Found, ...]
    speech: Speech
    at: Circumstances

    @classmethod
    def of(cls, normal: Normal, speech: Speech, at: Circumstances) -> Heard:
        """Run the rules of a language."""
        return cls(normal, *speech.pipeline(normal.cased, at), speech, at)

    @property
    def plain(self) -> str:
        """The cleaned text in small letters."""
        return self.normal.plain

    def aimed(self, intent: Intent) -> Circumstances:
        """The circumstances with the direction of an intent, the states that it takes and the tense."""
        allowed = {*intent.entities, "date_meaning"}
        relevant = [piece for piece in self.found if piece.type in allowed]
        direction = self.speech.direction(self.plain, relevant, intent.direction, writes=intent.writes)
        lasting = "period" in intent.required
        return replace(self.at, direction=direction, deadline=intent.deadline, lasting=lasting)

    def directed(self, intent: Intent) -> Heard:
        """The dates read once more, as the intent means them."""
        if not any(piece.by == "dates" for piece in self.found) and "period" not in intent.required:
            return self
        dates = self.speech.pipeline.dates(self.normal.cased, self.aimed(intent))
        return replace(self, found=(*dates, *(piece for piece in self.found if piece.by != "dates")))

    def words(self, start: int, end: int) -> str:
        """A piece of the text as written."""
        return self.normal.written[start:end]

    def name(self, type_: str, start: int, end: int, by: str) -> Found:
        """A name as written, without quotes."""
        return Found(type_, start, end, name_of(self.words(start, end)), by)

    def entities(self, pieces: Sequence[Found]) -> tuple[Entity, ...]:
        """What travels: values with their places in the original text."""
        entities = []
        for piece in pieces:
            start, end = self.normal.span(piece.start, piece.end)
            entities.append(Entity(piece.type, start, end, self.normal.original[start:end], piece.value))
        return tuple(entities)


def trimmed(plain: str, start: int, end: int, ends: str = _EDGES) -> tuple[int, int]:
    """A piece without signs at its edges; quotes and brackets go in pairs."""
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


def name_of(written: str) -> str:
    """A name without quotes."""
    return " ".join(written.translate({ord(char): None for char in "«»„“”\"'"}).split())


def _opens(text: str) -> bool:
    """The first character is a quote or bracket that is closed inside."""
    return (text[0] == '"' and text.count('"') % 2 == 0) or (text[0] == "(" and ")" in text)


def _closes(text: str) -> bool:
    """The last character closes a quote or bracket that was opened inside."""
    return (text[-1] == '"' and text.count('"') % 2 == 0) or (text[-1] == ")" and "(" in text)
