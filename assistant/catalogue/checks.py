"""Whether a query and its reply fit the source that they name: what cannot be asked or told is found before it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import get_args

from assistant.catalogue.declared import Answer, Button, Condition, Line, Query, Scalar, View
from assistant.catalogue.intents import EntityType, Intent
from assistant.catalogue.kinds import PERIODS, SLOT_VALUES, Kind
from assistant.catalogue.problems import Document, Place, Problem
from assistant.catalogue.sources import SOURCES, Source
from assistant.catalogue.templates import Words

COMPARED: Mapping[Kind, tuple[str, ...]] = {
    "number": ("at_least", "at_most"),
    "money": ("at_least", "at_most"),
    "text": ("is_",),
}
"""What a condition may compare, by the kind of the field; whether there is a value may always be asked."""


def check(document: Document, intent: Intent, intents: Mapping[str, Intent]) -> Iterator[Problem]:
    """What is to mend in the answer of one intent."""
    if intent.rows and intent.rows not in intents:
        yield document.problem(["rows"], f"there is no intent {intent.rows!r}; {suggestion(intent.rows, intents)}")
    if (intent.query is None) != (intent.reply is None):
        missing = "reply" if intent.query else "query"
        yield document.problem(["query", "reply"], f"query and reply belong together; {missing} is missing")
    if intent.query and intent.reply:
        yield from _Checks(document, intent, intents, ()).view(View(query=intent.query, reply=intent.reply))
    for name, view in intent.behind_buttons.items():
        yield from _Checks(document, intent, intents, ("behind_buttons", name)).view(view)


class _Checks:
    """The checks of one view; `place` is where it stands in the file."""

    def __init__(self, document: Document, intent: Intent, intents: Mapping[str, Intent], place: Place) -> None:
        self._document = document
        self._intent = intent
        self._intents = intents
        self._place = place

    def view(self, view: View) -> Iterator[Problem]:
        source = SOURCES.get(view.query.source)
        if source is None:
            yield self._unknown(("query", "from"), view.query.source, SOURCES, "source")
            return
        yield from self._query(view.query, source)
        yield from self._reply(view.reply, source, view.query.source)
        if view.query.where and not view.reply.empty:
            yield self._problem(("reply",), "with `where`, `empty` has to say what was looked for in vain")

    def _query(self, query: Query, source: Source) -> Iterator[Problem]:
        for entity in self._intent.entities:
            if entity not in source.slots:
                known = ", ".join(source.slots)
                yield self._problem(
                    ("entities",), f"{query.source} cannot be narrowed down by {entity}, only by: {known}"
                )
        for name in ("unless_said", "always"):
            for slot, value in getattr(query, name).items():
                yield from self._slot(("query", name, slot), slot, value, source.slots)
        for field, condition in query.where.items():
            yield from self._condition(("query", "where", field), field, condition, source)
        for at, each in enumerate(query.sort):
            if each.removeprefix("-") not in source.fields:
                yield self._unknown(("query", "sort", at), each.removeprefix("-"), source.fields, "field")
        if query.dated_by and query.dated_by not in source.dates:
            yield self._unknown(("query", "dated_by"), query.dated_by, source.dates, "date of " + query.source)
        if source.dates and not query.dated_by:
            yield self._problem(("query",), f"say with dated_by what the period is about: {' or '.join(source.dates)}")

    def _slot(self, place: Place, slot: str, value: Scalar, slots: Collection[str]) -> Iterator[Problem]:
        if slot not in slots:
            yield self._unknown(place, slot, slots, "slot")
        elif value is not None and not _fits(slot, str(value)):
            yield self._unknown(place, str(value), SLOT_VALUES[slot], f"value of {slot}")

    def _condition(self, place: Place, field: str, condition: Condition, source: Source) -> Iterator[Problem]:
        kind = source.fields.get(field)
        if kind is None:
            yield self._unknown(place, field, source.fields, "field")
            return
        for name in ("at_least", "at_most", "is_"):
            if getattr(condition, name) is not None and name not in COMPARED.get(kind, ()):
                yield self._problem(place, f"{field} is a {kind}, which {name.strip('_')} cannot compare; use given")

    def _reply(self, reply: Answer, source: Source, name: str) -> Iterator[Problem]:
        lines: Mapping[str, tuple[Line, Mapping[str, Kind]]] = {
            "headline": (reply.headline, source.values),
            "row": (reply.row, source.fields),
            "below": (reply.below, source.values),
            "empty": (reply.empty, source.values),
        }
        for part, (line, values) in lines.items():
            words = Words(values, f"a row of {name}" if part == "row" else f"an answer about {name}")
            for at, variant in enumerate(line):
                place: Place = ("reply", part, at)
                yield from self._present(place, (*variant.when, *variant.unless), values)
                yield from self._text((*place, "text"), variant.text, words)
        words = Words(source.values, f"an answer about {name}")
        for row, buttons in enumerate(reply.buttons):
            for at, button in enumerate(buttons):
                yield from self._button(("reply", "buttons", row, at), button, source, words)

    def _text(self, place: Place, text: Mapping[str, str | Mapping[str, str]], words: Words) -> Iterator[Problem]:
        for lang, each in text.items():
            for complaint in words.complaints(each):
                yield self._problem((*place, lang), complaint)
        for lang in sorted({"en", *self._intent.title} - text.keys()):
            wrong = lang == "en"
            why = "it is told where a language has no text" if wrong else "English is told in its place"
            yield self._problem(place, f"the text in {lang} is missing; {why}", wrong=wrong)

    def _present(self, place: Place, names: Collection[str], values: Mapping[str, Kind]) -> Iterator[Problem]:
        for each in names:
            if each not in values:
                yield self._unknown(place, each, values, "value")

    def _button(self, place: Place, button: Button, source: Source, words: Words) -> Iterator[Problem]:
        yield from self._present(place, (*button.when, *button.unless), source.values)
        if button.way:
            if button.way not in source.ways:
                yield self._unknown(place, button.way, source.ways, "button")
            return
        yield from self._text((*place, "text"), button.text, words)
        target = self._intents.get(button.run or self._intent.name)
        if target is None:
            yield self._unknown((*place, "run"), button.run, self._intents, "intent")
            return
        if button.view and button.view not in target.behind_buttons and target.declared():
            yield self._unknown((*place, "view"), button.view, target.behind_buttons, "view")
        takes = (*target.entities, "date_meaning")
        for slot, value in button.with_.items():
            yield from self._slot((*place, "with", slot), slot, value, takes)

    def _problem(self, place: Place, text: str, *, wrong: bool = True) -> Problem:
        return self._document.problem((*self._place, *place), text, wrong=wrong)

    def _unknown(self, place: Place, name: str, known: Collection[str], what: str) -> Problem:
        return self._problem(place, f"there is no {what} {name!r}; {suggestion(name, known)}")


def _fits(slot: str, value: str) -> bool:
    """Whether a slot can have a value; a person or a client may have any name."""
    if slot not in SLOT_VALUES or slot == "person":
        return True
    return value in SLOT_VALUES[slot] or (slot == "period" and is_range(value))


def suggestion(name: str, known: Collection[str]) -> str:
    """The nearest name, or all there are."""
    near = get_close_matches(name, known, n=1)
    if near:
        return f"did you mean {near[0]}?"
    return f"known are {', '.join(known)}" if known else "none are known here"


def is_range(value: str) -> bool:
    """`2026-06-01..2026-06-30`."""
    first, _, last = value.partition("..")
    try:
        return date.fromisoformat(first) <= date.fromisoformat(last or first)
    except ValueError:
        return False


assert set(SLOT_VALUES) <= {*get_args(EntityType), "date_meaning"}
assert set(PERIODS) == set(SLOT_VALUES["period"])
