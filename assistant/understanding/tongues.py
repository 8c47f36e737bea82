"""A language at work: its pipeline and the patterns made of its words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.models import Kind, Pronoun, Scope
from assistant.understanding.corpus import Tongue
from assistant.understanding.dates import Direction
from assistant.understanding.rules import Found, Pipeline, longest
from assistant.understanding.rules.phrases import expression
from assistant.understanding.text import Typos, fold

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SETTINGS = frozenset({"period", "datetime", "deal_state", "task_state", "amount", "person", "name"})
_FRAGMENT = 3
"""Small words in a fragment at most."""
_PAST_STATES = frozenset({"won", "lost", "closed", "done"})
_MASKS = {
    "period": "<when>",
    "datetime": "<when>",
    "phone": "<phone>",
    "amount": "<sum>",
    "number": "<number>",
    "name": "<name>",
}


@dataclass(frozen=True)
class Speech:
    """Patterns and rules of one language."""

    pipeline: Pipeline
    typos: Typos
    small: frozenset[str]
    own: re.Pattern[str]
    readable: re.Pattern[str]
    past: re.Pattern[str]
    future: re.Pattern[str]
    followup: re.Pattern[str]
    correction: re.Pattern[str]
    negations: re.Pattern[str]
    asides: re.Pattern[str]
    asking: re.Pattern[str]
    they: re.Pattern[str]
    one: re.Pattern[str]
    looks: tuple[tuple[str, re.Pattern[str]], ...]
    dropped: tuple[tuple[str, re.Pattern[str]], ...]
    pipelines: re.Pattern[str]
    stages: re.Pattern[str]
    steps: Mapping[str, re.Pattern[str]]
    ordinals: tuple[re.Pattern[str], ...]
    starts: re.Pattern[str]
    ends: re.Pattern[str]
    request: re.Pattern[str]
    politeness: re.Pattern[str]
    links: re.Pattern[str]
    assignees: re.Pattern[str]
    projects: re.Pattern[str]
    deed: re.Pattern[str]
    looking_back: re.Pattern[str]
    anyone: str

    @classmethod
    def of(cls, lang: str, tongues: Mapping[str, Tongue], slips: Mapping[str, Typos]) -> Speech:
        """Compile the words of a language; people mix in words of states and dates of the other languages.

        `slips` mend misspelt words, by language.
        """
        tongue, typos = tongues[lang], slips[lang]
        others = {each: tongues[each] for each in tongues if each != lang}
        return cls(
            Pipeline(tongue, typos, others, slips),
            typos,
            frozenset(map(fold, tongue.function_words)),
            re.compile(expression(tongue.own)),
            re.compile(expression(tongue.readable)),
            re.compile(rf"{expression(tongue.past)}|(?<!\w)(?=\w{{5}})\w+(?:{_ending(tongue.past_endings)})(?!\w)"),
            re.compile(expression(tongue.future)),
            _opening(tongue.talk.followup),
            _opening(tongue.talk.correction),
            re.compile(expression(tongue.talk.negations)),
            re.compile(expression(tongue.talk.asides)),
            _opening(tongue.talk.asking),
            re.compile(expression(tongue.talk.they)),
            re.compile(expression(tongue.talk.one)),
            _each(tongue.talk.views),
            _each(tongue.talk.drops),
            re.compile(expression(tongue.talk.pipelines)),
            re.compile(expression(tongue.talk.stages)),
            {step: re.compile(expression(words)) for step, words in tongue.talk.steps.items()},
            tuple(re.compile(expression(words)) for words in tongue.talk.ordinals),
            re.compile(expression(tongue.starts)),
            re.compile(expression(tongue.ends)),
            re.compile(rf"[\s,:;!.-]*(?:{expression(tongue.request)})(?=[\s,:;!.-]|$)"),
            re.compile(expression(tongue.politeness)),
            re.compile(rf"(?:{expression(tongue.links)})[\s:]*$"),
            re.compile(rf"(?:{expression(tongue.assignees)})[\s:,-]*$"),
            re.compile(rf"(?:{expression(tongue.introducers.get('project', ()))})[\s:]*$"),
            re.compile(rf"\W*\w+(?:{_ending(tongue.deed_endings)})(?!\w)"),
            re.compile(rf"(?:{expression(tongue.looking_back)})\s*$"),
            fold(tongue.anyone),
        )

    def kind(self, plain: str) -> Kind:
        """How the message relates to the one before, as far as its beginning tells."""
        return self.opening(plain)[0]

    def opening(self, plain: str) -> tuple[Kind, int]:
        """What the beginning says about the message before, and where it ends."""
        kind, end = Kind.NEW, 0
        while True:
            if found := self.correction.match(plain, end):
                kind, end = Kind.CORRECTION, found.end()
            elif found := self.followup.match(plain, end):
                kind, end = Kind.FOLLOWUP if kind is Kind.NEW else kind, found.end()
            else:
                return kind, end

    def asks(self, plain: str) -> bool:
        """It is a question, as far as its beginning and its end tell."""
        return bool(self.asking.match(plain, self.opening(plain)[1])) or plain.rstrip().endswith("?")

    def pronoun(self, plain: str) -> Pronoun:
        """Whom a pronoun in the text stands for."""
        if self.they.search(plain):
            return Pronoun.THEY
        return Pronoun.ONE if self.one.search(plain) else Pronoun.NOBODY

    def views(self, plain: str, found: Sequence[Found]) -> list[Found]:
        """Words that ask for another look at the last answer, the longest first; "more than 50" is none."""
        looks = [
            Found("view", *match.span(), view, "words") for view, words in self.looks for match in words.finditer(plain)
        ]
        looks.sort(key=lambda look: look.start - look.end)
        found = [piece for piece in found if piece.type != "date_meaning"]  # "when have I got time" says no date's
        kept: list[Found] = []
        for look in looks:
            if not any(look.overlaps(other) for other in (*found, *kept)):
                kept.append(look)
        return kept

    def drops(self, plain: str) -> list[Found]:
        """Words that take a slot of the question before away: "any stage", "за всё время"."""
        return [*longest(Found("drop", *match.span(), slot, "words") for slot, words in self.dropped
                         for match in words.finditer(plain))]  # fmt: skip

    def fragment(self, plain: str, found: Sequence[Found]) -> bool:
        """The message has entities and small words only, so it needs the one before: "for May", "only won"."""
        types = {piece.type for piece in found} - {"date_meaning"}
        if not types or not types <= _SETTINGS or self.content(plain, found):
            return False
        return len(self.outside(plain, found)) <= _FRAGMENT

    def outside(self, plain: str, found: Sequence[Found]) -> list[str]:
        """Words outside of all pieces."""
        return [word.group() for word in _WORD.finditer(plain) if not _covered(word, found)]

    def content(self, plain: str, found: Sequence[Found]) -> list[str]:
        """Words outside of all pieces that are no small words of the language."""
        return [word for word in self.outside(plain, found) if word not in self.small]

    def scope(self, plain: str, entities: Sequence[Found]) -> Scope:
        """Whose data are asked for: what the words say, else everybody's for a named client or colleague."""
        named = any(entity.type in {"client", "person"} for entity in entities)
        return self.said_scope(plain, entities) or (Scope.READABLE if named else Scope.OWN)

    def said_scope(self, plain: str, entities: Sequence[Found]) -> Scope | None:
        """Whose data the words ask for, if they say so; words inside of names and texts do not count."""
        masked = list(plain)
        for entity in entities:
            if entity.type in {"client", "person", "title", "problem", "project", "stage"}:
                masked[entity.start : entity.end] = " " * (entity.end - entity.start)
        outside = self.asides.sub(" ", "".join(masked))
        if self.readable.search(outside):
            return Scope.READABLE
        return Scope.MINE if self.own.search(outside) else None

    def scope_words(self, plain: str) -> list[tuple[int, int]]:
        """Where words say whose data are meant."""
        return [found.span() for words in (self.own, self.readable) for found in words.finditer(plain)]

    def direction(self, plain: str, found: Sequence[Found], usual: Direction, *, writes: bool) -> Direction:
        """Where a day without a year looks."""
        if writes and usual != "none":
            return usual
        values = {(piece.type, piece.value) for piece in found}
        if ("date_meaning", "closing") in values:
            return "future"
        if usual == "past":
            return usual
        if any(type_ in {"deal_state", "task_state"} and value in _PAST_STATES for type_, value in values):
            return "past"
        past, future = self.past.search(plain), self.future.search(plain)
        if bool(past) != bool(future):
            return "past" if past else "future"
        return usual

    def without_request(self, plain: str, start: int, end: int) -> tuple[int, int]:
        """The piece without words at its edges that only carry a request."""
        while (found := self.request.match(plain, start, end)) and found.end() > start:
            start = found.end()
        while start < end and plain[start] in " ,:;!.-":
            start += 1
        while end > start and plain[end - 1] in " ,:;!.?-":
            end -= 1
        for found in self.politeness.finditer(plain, start, end):
            if not plain[found.end() : end].strip(" ,:;!.?-"):
                end = start + len(plain[start : found.start()].rstrip(" ,:;!.?-"))
                break
        return start, end


def speeches(tongues: Mapping[str, Tongue], words: Mapping[str, Mapping[str, int]]) -> dict[str, Speech]:
    """All languages at work, each with the others beside it."""
    slips = {lang: Typos(words.get(lang, {})) for lang in tongues}
    return {lang: Speech.of(lang, tongues, slips) for lang in tongues}


def _each(words: Mapping[str, Sequence[str]]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What each word or phrase of a table stands for."""
    return tuple((value, re.compile(expression(phrases))) for value, phrases in words.items())


def _opening(phrases: Sequence[str]) -> re.Pattern[str]:
    """Phrases at the beginning, with or without commas between their words."""
    return re.compile(rf"\W*(?:{expression(phrases)})".replace(r"\s+", r"[\s,;:]+"))


def _covered(word: re.Match[str], found: Sequence[Found]) -> bool:
    return any(piece.start < word.end() and word.start() < piece.end for piece in found)


def _ending(endings: Sequence[str]) -> str:
    return "|".join(map(re.escape, endings)) or "(?!)"


def masked(plain: str, found: Sequence[Found], typos: Typos) -> str:
    """The text with signs in place of dates, phones, sums, numbers and names; misspelt words are put right."""
    return _replaced(plain, found, _MASKS, typos)


def nameless(plain: str, found: Sequence[Found], anyone: str, typos: Typos) -> str:
    """The text with one and the same name in place of every name; misspelt words are put right."""
    return _replaced(plain, found, {"name": anyone}, typos)


def _replaced(plain: str, found: Sequence[Found], others: Mapping[str, str], typos: Typos) -> str:
    out, at = [], 0
    for piece in sorted(found, key=lambda piece: (piece.start, -piece.end)):
        if piece.type in others and piece.start >= at:
            out += [_mended(plain[at : piece.start], typos), f" {others[piece.type]} "]
            at = piece.end
    return " ".join("".join([*out, _mended(plain[at:], typos)]).split())


def _mended(text: str, typos: Typos) -> str:
    return _WORD.sub(lambda found: typos.mend(found.group()), text)
