"""A phrase and its values become text: each kind of value has its usual form, and others that a phrase may ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from assistant.catalogue import OPTIONAL
from assistant.models import Amount, Call, Link, Money, Period, Phrase, Translated, Value
from assistant.replies import days, markup, numbers, periods
from assistant.replies.book import FALLBACK, PLACEHOLDER, Book, form, open_book
from assistant.replies.locale import Locale

FORMS: Mapping[str, str] = {
    "cap": "the first letter in upper case",
    "at": "a date inside a sentence: on Fri 12 June",
    "ago": "how far away: in 2 days",
    "time": "the clock time alone",
    "day": "the date of a moment, without the time",
    "dated": "a moment with its weekday, however near or far",
    "full": "a moment in full: yesterday, 9 June, at 16:20",
    "during": "a period inside a sentence: in June 2026",
    "named": "a period in words that stay true: June 2026, 15–28 July 2026, Wed 10 June",
    "duration": "minutes as a span: 1 h 35 min",
    "dots": "a list with dots between",
    "arrows": "steps of a way, with arrows between",
    "plain": "pieces put together as they are",
}
"""What may stand behind the colon of a placeholder."""
BETWEEN: Mapping[str, str] = {"dots": " · ", "arrows": " → ", "plain": ""}
"""What stands between the pieces of a list, by its form; else commas and a last "and"."""

T = TypeVar("T")


class Wording:
    """Words for one reader. `rich` writes BB code, else plain text (labels of buttons know no tags)."""

    def __init__(self, locale: Locale, *, rich: bool = True) -> None:
        self._locale = locale
        self._rich = rich
        self._book: Book = open_book(locale.lang)

    def phrase(self, phrase: Phrase) -> str:
        """A phrase as text.

        Raises:
            KeyError: the book lacks the phrase, or the phrase a value.
        """
        text = self._declared(phrase) if phrase.texts else self._book.text(phrase.key, phrase.values.get("count"))
        return PLACEHOLDER.sub(lambda found: self._placed(phrase.values[found[1]], found[2]), text)

    def _declared(self, phrase: Phrase) -> str:
        """The text of an intent's own file, without the parts in `<…>` that have an empty value."""
        lang = self._book.lang if self._book.lang in phrase.texts else FALLBACK
        text = form(phrase.texts[lang], lang, phrase.key, phrase.values.get("count"))

        def part(found: re.Match[str]) -> str:
            names = (name for name, _ in PLACEHOLDER.findall(found[1]))
            return "" if any(phrase.values[name] in ("", ()) for name in names) else found[1]

        return OPTIONAL.sub(part, text)

    def _placed(self, value: Value, forms: str) -> str:
        wanted = [form for form in forms.split(":") if form]
        text = self._value(value, next((form for form in wanted if form != "cap"), ""))
        return markup.capitalize(text) if "cap" in wanted else text

    def _value(self, value: Value, form: str) -> str:
        match value:
            case Phrase():
                return self.phrase(value)
            case tuple():
                return self._list(value, form)
            case Link(text, url):
                return markup.link(text, url) if self._rich else markup.fold(text, markup.TITLE)
            case Call(phone):
                return markup.call(phone) if self._rich else markup.phone_text(phone)
            case Money():
                return numbers.money(value, self._book)
            case Amount():
                return numbers.amount(value, self._book)
            case Period():
                return self._told(value, form, {"": periods.plain, "during": periods.during, "named": periods.named})
            case datetime():
                return self._moment(value, form)
            case date():
                return self._told(value, form, {"": days.plain, "at": days.at, "ago": days.ago})
            case Translated():
                return self._text(value.texts.get(self._book.lang) or value.texts.get(FALLBACK, ""))
            case str():
                return self._text(value)
            case int() if form == "duration":
                return numbers.duration(value, self._book)
            case int() | float() | Decimal():
                return numbers.number(value, self._book)

    def _moment(self, value: datetime, form: str) -> str:
        if form == "time":
            return days.time(value, self._locale)
        if form in {"", "full", "dated"}:
            return self._told(value, form, {"": days.moment, "full": days.full, "dated": days.dated})
        day = value.astimezone(self._locale.zone).date()
        return self._told(day, form, {"day": days.plain, "at": days.at, "ago": days.ago})

    def _told(self, value: T, form: str, ways: Mapping[str, Callable[[T, Locale, Book], str]]) -> str:
        return ways[form](value, self._locale, self._book)

    def _text(self, text: str) -> str:
        folded = markup.fold(text)
        return markup.escape(folded) if self._rich else folded

    def _list(self, values: tuple[Value, ...], form: str) -> str:
        texts = [self._value(value, "") for value in values]
        if form in BETWEEN:
            return BETWEEN[form].join(texts)
        if len(texts) < 2:
            return "".join(texts)
        return self._book.fill("list.last", first=", ".join(texts[:-1]), last=texts[-1])
