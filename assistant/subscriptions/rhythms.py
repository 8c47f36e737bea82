"""Reads a rhythm out of words: "every Monday at 9", "по пятницам в 17:30", "first of the month"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.models import Rhythm
from assistant.models.rhythm import EVERY_DAY, WORKING_DAYS
from assistant.subscriptions.fitting import MORNING

_MENTION = re.compile(r"\[user=\d+\].*?\[/user\]")
"""How the assistant is addressed in a group."""
FOLDER = Path(__file__).parent / "words"


class Words(BaseModel):
    """The words of one language, regular expressions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weekdays: tuple[str, ...]
    between: str
    each_weekday: str
    workdays: str
    daily: str
    weekly: str
    monthly: str
    day_of_month: str
    first_of_month: str
    last_of_month: str
    clock: str
    afternoon: tuple[str, ...]
    morning: tuple[str, ...]
    parts: Mapping[str, time]
    """Parts of a day and the hour that they stand for."""
    lists: str
    """A whole text that asks what is subscribed to."""
    stops: str
    """A whole text that wants something stopped."""
    sends: str
    """Words that ask for something to be sent."""
    small: str
    """Words that may stand around a rhythm and change nothing."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a text says about a rhythm."""

    rhythm: Rhythm
    timed: bool
    """The hour was said."""
    rest: str
    """What is left of the text without it and without small words; empty: it speaks of nothing else."""
    without: str
    """The text without it: the question that is wanted regularly."""
    ordered: bool
    """It is asked to be sent: an hour was said, or a word like "send"."""


def read(text: str) -> Told | None:
    """The rhythm that a text tells in any known language; `None`: none."""
    found = (_Listener(words, _folded(text)).told() for words in _languages())
    return next((told for told in found if told), None)


def read_wish(text: str) -> Literal["list", "cancel"] | None:
    """Whether a text asks for the subscriptions, or to stop one; `None`: neither."""
    told = _folded(text).strip(" .!?")
    for words in _languages():
        if re.fullmatch(words.lists, told):
            return "list"
        if re.fullmatch(words.stops, told):
            return "cancel"
    return None


def read_hour(text: str) -> time | None:
    """The hour alone: "at 17:30"; `None`: the text says no hour, or something beside it."""
    for words in _languages():
        listener = _Listener(words, _folded(text))
        at = listener.hour()
        if at and not listener.left():
            return at
    return None


def _folded(text: str) -> str:
    return " ".join(_MENTION.sub(" ", text.casefold()).replace("ё", "е").split())


class _Listener:
    """Takes pieces out of a text, one after another."""

    def __init__(self, words: Words, text: str) -> None:
        self._words = words
        self._text = text

    def told(self) -> Told | None:
        days = self._days()
        if days is None:
            return None
        weekdays, day = days
        hour = self.hour()
        ordered = hour is not None or bool(set(self._text.split()) & set(self._words.sends.split()))
        without = " ".join(self._text.split())
        return Told(Rhythm(hour or MORNING, weekdays, day), hour is not None, self.left(), without, ordered)

    def hour(self) -> time | None:
        """The clock time that is told, else that of a part of the day."""
        if found := self._take(self._words.clock):
            told = {name.rstrip("23"): value for name, value in found.groupdict().items() if value}
            hour, minute, half = int(told["hour"]), int(told.get("minute", 0)), told.get("half", "")
            late = half in self._words.afternoon or (not half and "minute" not in told and hour < 7)
            hour = hour % 12 + 12 if late and hour <= 12 else hour % 12 if half in self._words.morning else hour
            if hour < 24 and minute < 60:
                return time(hour, minute)
        for part, at in self._words.parts.items():
            if self._take(part):
                return at
        return None

    def left(self) -> str:
        """What is not taken, without small words."""
        small = {*self._words.small.split(), *self._words.sends.split()}
        return " ".join(word for word in re.findall(r"[\w'/-]+", self._text) if word not in small)

    def _days(self) -> tuple[tuple[int, ...], int] | None:
        words = self._words
        if self._take(words.last_of_month):
            self._take(words.monthly)
            return (), 31
        if found := self._take(words.day_of_month):
            self._take(words.monthly)
            day = int(found["day"] or found["day2"])
            return ((), day) if 1 <= day <= 31 else None
        if self._take(words.first_of_month):
            self._take(words.monthly)
            return (), 1
        if self._take(words.workdays):
            return WORKING_DAYS, 0
        if weekdays := self._weekdays():
            self._take(words.weekly)
            return weekdays, 0
        if self._take(words.daily):
            return EVERY_DAY, 0
        if self._take(words.weekly):
            return (0,), 0
        return ((), 1) if self._take(words.monthly) else None

    def _weekdays(self) -> tuple[int, ...]:
        any_day = f"({'|'.join(self._words.weekdays)})"
        more = rf"(\s*{self._words.between}\s*(({self._words.between})\s*)*{any_day})*"
        found = self._take(self._words.each_weekday.format(days=any_day + more, weekday=any_day, more=more))
        if not found:
            return ()
        told = re.findall(r"\w+", found[0])
        return tuple(
            number for number, name in enumerate(self._words.weekdays) if any(re.fullmatch(name, word) for word in told)
        )

    def _take(self, pattern: str) -> re.Match[str] | None:
        found = re.search(rf"(?<![\w:.])({pattern})(?![\w:])", self._text)
        if found:
            self._text = f"{self._text[: found.start()]} {self._text[found.end() :]}"
        return found


@cache
def _languages() -> tuple[Words, ...]:
    return tuple(
        Words.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.yaml"))
    )
