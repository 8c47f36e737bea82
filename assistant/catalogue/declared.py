"""The answer of an intent without Python: `query` says what is read, `reply` how it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Text = Mapping[str, str | Mapping[str, str]]
"""A text by language; in a language it may stand in its plural forms, then the value `count` chooses."""


def _listed(value: Any) -> Any:
    """One thing stands for a list of one."""
    return value if isinstance(value, list) or value is None else [value]


def _variants(value: Any) -> Any:
    """A text alone stands for one that always fits."""
    if isinstance(value, dict):
        return [value if "text" in value else {"text": value}]
    return value


def _button(value: Any) -> Any:
    """A word alone is one of the source's own buttons."""
    return {"way": value} if isinstance(value, str) else value


def _rows(value: Any) -> Any:
    """Buttons alone stand for one row of them."""
    if isinstance(value, list) and not any(isinstance(each, list) for each in value):
        return [value]
    return [_listed(each) for each in value] if isinstance(value, list) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Scalar = str | int | None


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Condition(_Part):
    """Which rows stay; all that is said has to be true."""

    at_least: int | float | None = None
    at_most: int | float | None = None
    is_: str | None = Field(default=None, alias="is")
    given: bool | None = None
    """`true`: there is a value; `false`: there is none."""


class Query(_Part):
    """What is read."""

    source: str = Field(alias="from")
    unless_said: Mapping[str, Scalar] = Field(default_factory=dict)
    """Slots that hold where the question says nothing else."""
    always: Mapping[str, Scalar] = Field(default_factory=dict)
    """Slots that hold whatever the question says."""
    dated_by: str = ""
    """The date that a period is about, for sources with several."""
    where: Mapping[str, Condition] = Field(default_factory=dict)
    """What the fields of a row have to be."""
    sort: Names = ()
    """Fields, the most important first; `-amount` is from the largest. Without it the source knows a good order."""
    limit: int = Field(default=0, ge=0, le=50)
    """So many rows at most; 0 is all of them, six at a time."""


class Variant(_Part):
    """A text, and when it fits."""

    when: Names = ()
    """Values that have to be there."""
    unless: Names = ()
    """Values that must not be there."""
    text: Text


Line = Annotated[tuple[Variant, ...], BeforeValidator(_variants)]
"""The first variant that fits is told, none where none does."""


class Button(_Part):
    """A button: one of the source's own (`way`), another question, or words for the input field."""

    way: str = ""
    text: Text = Field(default_factory=dict)
    run: str = ""
    """The intent that it asks; empty is this one."""
    view: str = ""
    """A view of that intent."""
    with_: Mapping[str, Scalar] = Field(default_factory=dict, alias="with")
    """Slots that differ from those of the question; empty takes one away."""
    prompt: str = ""
    """Words that it puts into the input field."""
    when: Names = ()
    unless: Names = ()


class Answer(_Part):
    """How it is told."""

    headline: Line
    row: Line = ()
    """One row; without it no rows are shown."""
    below: Line = ()
    """Under the rows."""
    empty: Line = ()
    """In place of all of it when nothing was found; without it the source says so."""
    buttons: Annotated[tuple[tuple[Annotated[Button, BeforeValidator(_button)], ...], ...], BeforeValidator(_rows)] = ()


class View(_Part):
    """Another way to answer the same intent, behind a button."""

    query: Query
    reply: Answer
