"""Phrase books: `phrases/<lang>.yaml`, checked when loaded. A language is one file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import babel
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import SettingsError

FOLDER = Path(__file__).parent / "phrases"
FALLBACK = "en"
PLACEHOLDER = re.compile(r"\{(\w+)((?::\w+)*)\}")
"""`{name}` or `{name:form}`: a value, in one of the forms of `wording.py`."""
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""The plural categories of CLDR."""

Text = str | Mapping[str, str]
"""A sentence, or its plural forms; the value `count` chooses the form."""


class Calendar(BaseModel):
    """Forms of names that CLDR does not have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    months_in: tuple[str, ...] = Field(min_length=12, max_length=12)
    """With the preposition, from January: "in June"."""
    weekdays_at: tuple[str, ...] = Field(min_length=7, max_length=7)
    """With the preposition, from Monday: "on Fri"."""


class Sections(BaseModel):
    """What a phrase file holds beside its phrases."""

    model_config = ConfigDict(frozen=True, extra="allow")

    calendar: Calendar
    money: Mapping[str, str]
    """How a sum is written, by currency; `other` for the rest. `{number}` is grouped as in the language, `{spaced}`
    with spaces, `{code}` is the ISO code."""


@dataclass(frozen=True)
class Book:
    """The phrases of one language."""

    lang: str
    texts: Mapping[str, Text]
    calendar: Calendar
    money: Mapping[str, str]

    def text(self, key: str, count: object = None) -> str:
        """The sentence of a key, in the plural form that `count` asks for.

        Raises:
            KeyError: there is no such phrase.
        """
        return form(self.texts[key], self.lang, key, count)

    def fill(self, key: str, /, **values: str | int) -> str:
        """A sentence with texts that are worded already; `count` is a number."""
        text = self.text(key, values.get("count"))
        return PLACEHOLDER.sub(lambda found: str(values[found[1]]), text)


def form(text: Text, lang: str, key: str, count: object) -> str:
    """A text in the plural form that `count` asks for in a language."""
    if isinstance(text, str):
        return text
    if not isinstance(count, int):
        raise TypeError(f"the phrase {key} needs a whole number `count`, not {count!r}")
    return text.get(babel.Locale(lang).plural_form(abs(count)), text["other"])


@cache
def languages() -> tuple[str, ...]:
    """Languages that there is a book for."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def open_book(lang: str) -> Book:
    """The book of a language, English when there is none."""
    path = FOLDER / f"{lang}.yaml"
    return read(path if lang in languages() else FOLDER / f"{FALLBACK}.yaml")


def open_books() -> None:
    """Read the books of all languages beforehand: it takes a moment, and in a crowd each thread would read them."""
    for lang in languages():
        open_book(lang)


def read(path: Path) -> Book:
    """Read one phrase file.

    Raises:
        SettingsError: a section is missing or a phrase has the wrong form; the text names the file.
    """
    try:
        sections = Sections.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise SettingsError(f"{path}: {error}") from None
    texts: dict[str, Text] = {}
    _gather(sections.model_extra or {}, "", texts, path)
    return Book(path.stem, texts, sections.calendar, sections.money)


def _gather(node: Mapping[Any, Any], prefix: str, texts: dict[str, Text], path: Path) -> None:
    for name, value in node.items():
        key = f"{prefix}{name}"
        if not isinstance(name, str):
            raise SettingsError(f"{path}: {key} is a word of YAML, not a name; quote it")
        if isinstance(value, str):
            texts[key] = value
        elif not isinstance(value, dict) or not value:
            raise SettingsError(f"{path}: {key} is neither a text nor a group of texts; quote it")
        elif PLURALS.issuperset(value):
            if "other" not in value:
                raise SettingsError(f"{path}: {key} has plural forms without `other`")
            texts[key] = value
        else:
            _gather(value, f"{key}.", texts, path)
