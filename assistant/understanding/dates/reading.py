"""The search for dates and periods in a message."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from assistant.understanding.dates.calendar import DAY
from assistant.understanding.dates.choice import Direction
from assistant.understanding.dates.found import Found
from assistant.understanding.dates.grammar import grammar
from assistant.understanding.dates.patterns import Setting, Token
from assistant.understanding.dates.resolution import Resolver
from assistant.understanding.dates.rules.lasting import unstarted
from assistant.understanding.dates.values import Cycle, Days, Several
from assistant.understanding.dates.words import Vocabulary, fold

_FINAL: Final = (
    "DATE", "PERIOD", "INSTANT", "INSTANTS", "CLOCK", "CLOCKSPAN", "MOMENT", "MOMENTS", "OPEN", "SEVERAL",
)  # fmt: skip
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]{3}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;\n](?:\s|$)")
_LONGEST: Final = 4000
_FARTHEST_WORDS: Final = 8


def find(
    text: str, *, now: datetime, lang: str, prefer: Direction = "none", lasting: bool = False
) -> tuple[Found, ...]:
    """All dates, periods and clock times of a message, in its order.

    `now` is the local time of the person who writes, `lang` the language of the message (a message written in the
    other script is read in the language of its script). `prefer` gives a direction to days and months without a
    year: "future" for requests, "past" for reports, "none" when nothing tells: ahead, but "for May" looks back.
    What contains today is taken in any direction. With `lasting` an amount of time alone begins today ("for a week").
    Never raises on any text.
    """
    text = text[:_LONGEST]
    language = _language_of(text, lang)
    reader = grammar(language)
    setting = Setting(now.replace(tzinfo=None), prefer, reader.vocabulary, text, lasting)
    tokens = reader.read(setting)
    if not tokens:
        return ()
    resolver = Resolver(setting)
    found = [each for token in _turned(tokens, setting) for each in _resolved(token, resolver)]
    if not found:
        found = [each for token in unstarted(tokens, setting) for each in _resolved(token, resolver)]
    found = _joined(found, text, reader.vocabulary)
    return tuple(_with_distant_clock(found, text))


def prepare(lang: str) -> None:
    """Build the grammars that messages of a language may need, so that the first message does not wait for them."""
    for language in {lang, "en", "ru"}:
        grammar(language)


def _language_of(text: str, lang: str) -> str:
    if lang == "ru":
        return "en" if not _CYRILLIC.search(text) and _LATIN.search(text) else "ru"
    return "ru" if _CYRILLIC.search(text) and not _LATIN.search(text) else lang


def _turned(tokens: list[Token], setting: Setting) -> list[Token]:
    """Periods behind "за", or that begin with it, look back: за 1 квартал, за 15.05–31.05."""
    words = setting.vocabulary.words
    for place, token in enumerate(tokens):
        value = token.meanings.get("PERIOD")
        if not isinstance(value, Days) or value.cycle is not Cycle.YEARLY:
            continue
        inside = words.get(fold(setting.text[token.start : token.end].split()[0]), {})
        if "FORBACK" in inside or (place and tokens[place - 1].has("FORBACK")):
            token.meanings = {"PERIOD": replace(value, backward=True)}
    return tokens


def _resolved(token: Token, resolver: Resolver) -> list[Found]:
    for category in _FINAL:
        if category not in token.meanings:
            continue
        value = token.meanings[category]
        values = value.items if isinstance(value, Several) else (value,)
        return [found for each in values if (found := resolver.found(each, token.start, token.end))]
    return []


def _joined(found: list[Found], text: str, vocabulary: Vocabulary) -> list[Found]:
    """Neighbouring days joined by "and" made one range."""
    joined: list[Found] = []
    for each in found:
        if joined and _adjacent(joined[-1], each) and _is_and(text[joined[-1].end : each.start], vocabulary):
            joined[-1] = replace(joined[-1], end=each.end, kind="period", last=each.last)
        else:
            joined.append(each)
    return joined


def _adjacent(left: Found, right: Found) -> bool:
    return (
        left.kind in {"date", "period"}
        and _is_day(left.last)
        and _is_day(right.first)
        and left.first is not None
        and right.last is not None
        and isinstance(left.last, date)
        and left.last + DAY == right.first
    )


def _is_day(end: object) -> bool:
    return isinstance(end, date) and not isinstance(end, datetime)


def _is_and(between: str, vocabulary: Vocabulary) -> bool:
    words = fold(between).split()
    return len(words) in {1, 2} and "AND" in vocabulary.words.get(words[0], {}) and words[1:] in ([], ["the"], ["в"])


def _with_distant_clock(found: list[Found], text: str) -> list[Found]:
    """One day and one clock time that stand apart in a sentence made one date-time."""
    days = [each for each in found if each.kind == "date"]
    clocks = [each for each in found if each.kind == "time"]
    if len(found) != 2 or len(days) != 1 or len(clocks) != 1:
        return found
    day, clock = days[0], clocks[0]
    between = text[min(day.end, clock.end) : max(day.start, clock.start)]
    if _SENTENCE_END.search(between) or len(between.split()) > _FARTHEST_WORDS:
        return found
    if not isinstance(clock.first, datetime) or day.first is None:
        return found
    at = clock.first.replace(year=day.first.year, month=day.first.month, day=day.first.day)
    return [Found(clock.start, clock.end, "datetime", at, at, part=day.part, also=((day.start, day.end),))]
