"""The words of one language that are no sentences: `language.yaml`, `synonyms.yaml`, `names.yaml`, `talk.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.errors import SettingsError


def _words(value: object) -> object:
    """A list may be written as one line of words with commas between."""
    if isinstance(value, str):
        return tuple(word.strip() for word in value.split(",") if word.strip())
    if isinstance(value, list):
        return tuple(word for item in value for word in _as_tuple(item))
    return value


def _as_tuple(item: object) -> tuple[str, ...]:
    return tuple(word.strip() for word in item.split(",") if word.strip()) if isinstance(item, str) else (str(item),)


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]


class Bounds(BaseModel):
    """Words around a sum that make it a bound."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    least: Words = ()
    """`over`, `more than`, `от`: the sum is the lower bound."""
    most: Words = ()
    """`under`, `до`: the sum is the upper bound."""
    between: Words = ()
    """`between`, `from`: two sums follow."""
    link: Words = ()
    """`and`, `to`: stands between the two."""
    least_after: Words = ()
    """`or more`, `и выше`: stands behind the sum."""
    most_after: Words = ()


class Talk(BaseModel):
    """Words that lean on what was said before, or on what the portal knows. Another one needs no training."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    followup: Words = ()
    """Beginnings of a message that goes on from the one before: `and for`, `а за`."""
    correction: Words = ()
    """Beginnings of a message that mends the one before: `no, I meant`."""
    negations: Words = ()
    """Before what was not meant: `not May but June`."""
    they: Words = ()
    """Stand for the client who was spoken of last: `them`, `ними`."""
    one: Words = ()
    """Stand for one person, a client or a colleague, who was spoken of last: `him`, `ей`."""
    asides: Words = ()
    """Requests with a pronoun that does not say whose data are meant: `show me`."""
    asking: Words = ()
    """Beginnings of a question: `how many`. What begins so is no text of a task."""
    views: Mapping[str, Words] = Field(default_factory=dict)
    """Another look at the last answer → words that ask for it: `file: as a file`."""
    drops: Mapping[str, Words] = Field(default_factory=dict)
    """A slot of the question before → words that take it away: `stage: any stage`."""
    pipelines: Words = ()
    """Beside the name of a pipeline of the CRM: `in the Retail pipeline`."""
    stages: Words = ()
    """Before the name of one stage: `stage`."""
    steps: Mapping[str, Words] = Field(default_factory=dict)
    """From the period of before to another: `previous: the one before`, `next`, `year_before`."""
    ordinals: tuple[Words, ...] = ()
    """Words for the first, the second, the third and the fourth: of a year of which a quarter was spoken of."""


class Tongue(BaseModel):
    """Everything that the engine knows about a language beside sentences; a `*` ends a word of any ending."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """What the language calls itself."""
    function_words: Words = ()
    """Small words that show the language: articles, prepositions, pronouns."""
    keyboard: str = ""
    """What the keys of the US layout from ` to / write in this language's layout, row by row; empty for Latin ones."""
    own: Words = ()
    """The person's own data: `my`, `у меня`."""
    readable: Words = ()
    """Everything that the person may read: `we`, `компания`."""
    past: Words = ()
    """Words of past tense."""
    past_endings: Words = ()
    """Endings of words of past tense, of words of five letters and more."""
    future: Words = ()
    """Words of future tense."""
    now: Words = ()
    """Words for the present moment, which are no period."""
    today: Words = ()
    """Parts of a day that mean today when no day is named: `вечером`."""
    starts: Words = ()
    """Before the first day of a period: `from` the 16th. In a correction the last day stays."""
    ends: Words = ()
    """Before the last day of a period: `until` the 30th. In a correction the first day stays."""
    request: Words = ()
    """Words that only carry a request, at its beginning: `please create a task to`."""
    links: Words = ()
    """Small words between a text and its deadline: `for`, `by`."""
    assignees: Words = ()
    """Words before the person who gets a task, when its text comes first: `for`, `responsible`."""
    deed_endings: Words = ()
    """Endings of words of a deed; behind a command the name before one is who is to do it: `Анне проверить`."""
    looking_back: Words = ()
    """Words before a month that is over: `for` May. In a task such a month belongs to the work."""
    introducers: Mapping[str, Words] = Field(default_factory=dict)
    """Entity type → words before a name of that type: `in project`."""
    politeness: Words = ()
    """Words that carry nothing: `please`, `плиз`."""
    anyone: str = "Anna"
    """A name that stands for every name when whole sentences are compared."""
    multipliers: Mapping[str, int] = Field(default_factory=dict)
    """`thousand: 1000`."""
    numbers: Mapping[str, float] = Field(default_factory=dict)
    """Numbers in words that stand before a multiplier: `ten: 10`."""
    currencies: Mapping[str, Words] = Field(default_factory=dict)
    """ISO 4217 → words and signs."""
    bounds: Bounds = Bounds()
    synonyms: Mapping[str, Mapping[str, Words]] = Field(default_factory=dict)
    """Entity type → value → words that mean it, from `synonyms.yaml`."""

    names: Mapping[str, Words] = Field(default_factory=dict)
    """Entity type → names that the tagger practises on, from `names.yaml`."""

    talk: Talk = Talk()
    """What leans on the message before, from `talk.yaml`."""

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the files of a language; any of them may be missing, then its words are not known.

        Raises:
            SettingsError: one is no YAML or has a wrong field; the text names file and line.
        """
        main = folder / "language.yaml"
        extra = {"synonyms": folder / "synonyms.yaml", "names": folder / "names.yaml", "talk": folder / "talk.yaml"}
        fields: dict[str, object] = _yaml(main) if main.is_file() else {"name": folder.name}
        fields |= {field: _yaml(path) for field, path in extra.items() if path.is_file()}
        try:
            return cls.model_validate(fields)
        except ValidationError as error:
            first = error.errors()[0]
            where = [str(part) for part in first["loc"]]
            path = extra.get(where[0], main) if where else main
            key = where[1] if path is not main and len(where) > 1 else where[0] if where else ""
            raise SettingsError(f"{path}:{_line(path, key)}: {'.'.join(where)}: {first['msg']}") from None


def _yaml(path: Path) -> dict[str, object]:
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingsError(f"{path}:{line}: {error.problem}") from None
    if not isinstance(loaded, dict):
        raise SettingsError(f"{path}:1: expected `key:` and words")
    return loaded


def _line(path: Path, key: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if key and line.startswith(f"{key}:")), 1)
