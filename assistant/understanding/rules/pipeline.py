"""The spaCy pipeline of one language: tokens, then one component a kind of rule; each adds what it found to the Doc."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from assistant.models import Period
from assistant.understanding import dates
from assistant.understanding.corpus.tongue import Tongue
from assistant.understanding.rules.amounts import Amounts
from assistant.understanding.rules.found import Found
from assistant.understanding.rules.named import Named
from assistant.understanding.rules.numbers import find_numbers
from assistant.understanding.rules.phones import find_phones
from assistant.understanding.rules.phrases import Lexicon, expression
from assistant.understanding.text import Typos, fold

_CYRILLIC, _LATIN = re.compile(r"[а-яё]{2}", re.IGNORECASE), re.compile(r"[a-z]{2}", re.IGNORECASE)
_STEPS = ("dates", "phones", "amounts", "numbers", "words", "named")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What rules need beside the text."""

    now: dt.datetime
    lang: str
    country: str
    direction: dates.Direction = "none"
    deadline: bool = False
    """"until Friday" is the single day Friday."""
    lasting: bool = False
    """"for a week" begins today."""


@Language.factory("assistant_rule")
def _component(nlp: Language, name: str, rule: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - spaCy's signature
    """A component that adds what the rule of that name finds; the rules themselves come with the Doc."""
    return _Step(rule)


class _Step:
    def __init__(self, rule: str) -> None:
        self._rule = rule

    def __call__(self, doc: Doc) -> Doc:
        rule: Callable[[Doc, Circumstances, tuple[Found, ...]], list[Found]] = doc.user_data["rules"][self._rule]
        found: tuple[Found, ...] = doc.user_data.setdefault("found", ())
        doc.user_data["found"] = (*found, *rule(doc, doc.user_data["circumstances"], found))
        return doc


class Pipeline:
    """Tokenizer and rules of a language; words of other languages count where its own words say nothing."""

    def __init__(
        self,
        tongue: Tongue,
        typos: Typos,
        others: Mapping[str, Tongue] | None = None,
        slips: Mapping[str, Typos] | None = None,
    ) -> None:
        others, slips = others or {}, slips or {}
        self._now = re.compile(expression([*tongue.now, *(word for other in others.values() for word in other.now)]))
        self._today = re.compile(expression(tongue.today))
        self._others = {lang: _script(other) for lang, other in others.items() if _script(other) != _script(tongue)}
        self.nlp = spacy.blank("xx")
        for step in _STEPS:
            self.nlp.add_pipe("assistant_rule", name=step, config={"rule": step})
        lexicon, amounts, named = Lexicon(self.nlp, tongue.synonyms, typos), Amounts(tongue), Named(tongue)
        foreign = [Lexicon(self.nlp, other.synonyms, slips.get(lang, typos)) for lang, other in others.items()]
        small = frozenset(map(fold, tongue.function_words))
        self._rules: dict[str, Any] = {
            "dates": lambda doc, at, _: self.dates(doc.text, at),
            "phones": lambda doc, at, taken: find_phones(doc.text, at.country, taken),
            "amounts": lambda doc, _, taken: amounts.find(doc.text.lower(), taken),
            "numbers": lambda doc, _, taken: find_numbers(doc.text, taken),
            "words": lambda doc, *_: _with_foreign(lexicon.find(doc), foreign, doc, small),
            "named": lambda doc, _, taken: named.find(doc.text, taken),
        }

    def __call__(self, cased: str, circumstances: Circumstances) -> tuple[Doc, tuple[Found, ...]]:
        """Tokens of a cleaned text and everything that the rules found, overlaps included."""
        doc = self.nlp.make_doc(cased)
        doc.user_data["rules"] = self._rules
        doc.user_data["circumstances"] = circumstances
        doc = self.nlp(doc)
        return doc, doc.user_data["found"]

    def dates(self, text: str, at: Circumstances) -> list[Found]:
        """Periods and moments of a text, read in a direction; "now" is neither."""
        found = self._dates(text, at, at.lang)
        for lang, script in self._others.items():
            # "отпуск 1-14 August", "завтра беру day off": a date in the letters of the other language is read in it.
            more = self._dates(text, at, lang) if script.search(text) else []
            for piece in more:
                beside = [own for own in found if own.overlaps(piece)]
                if script.search(text[piece.start : piece.end]) and all(_inside(own, piece) for own in beside):
                    found = [*(own for own in found if own not in beside), piece]
        if not found and (part := self._today.search(fold(text))):
            found = [Found("period", *part.span(), Period.day(at.now.date()), "dates")]
        return sorted(found, key=lambda piece: piece.start)

    def _dates(self, text: str, at: Circumstances, lang: str) -> list[Found]:
        found = []
        intention: dates.Intention = "deadline" if at.deadline else "range"
        for piece in dates.find(text, now=at.now, lang=lang, prefer=at.direction, lasting=at.lasting):
            if self._now.fullmatch(text[piece.start : piece.end].lower().strip()):
                continue
            moment = dates.datetime_of(piece)
            if moment is not None:
                found.append(Found("datetime", piece.start, piece.end, moment, "dates", piece.also))
                continue
            first, last = dates.period_of(piece, now=at.now, intention=intention)
            found.append(Found("period", piece.start, piece.end, Period(first, last), "dates", piece.also))
        return found


def _script(tongue: Tongue) -> re.Pattern[str]:
    """The letters of a language."""
    return _CYRILLIC if _CYRILLIC.search(" ".join(tongue.function_words)) else _LATIN


def _inside(inner: Found, outer: Found) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _with_foreign(own: list[Found], foreign: list[Lexicon], doc: Doc, small: frozenset[str]) -> list[Found]:
    found = list(own)
    for lexicon in foreign:
        for piece in lexicon.find(doc):
            words = doc.text[piece.start : piece.end].lower().split()
            if not any(piece.overlaps(other) for other in found) and not small.issuperset(words):
                found.append(piece)
    return sorted(found, key=lambda piece: piece.start)
