"""Loads `intents/`: what the assistant can do, one YAML file an intent; errors name file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import SettingsError

EntityType = Literal[
    "period",
    "datetime",
    "client",
    "person",
    "phone",
    "ticket",
    "alert",
    "deal_state",
    "task_state",
    "absence_kind",
    "stage",
    "amount",
    "project",
    "title",
    "problem",
]


class Intent(BaseModel):
    """One thing that people want. No words of any language beyond titles and hints."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z_]+(\.[a-z_]+)?$")
    command: str = Field(default="", pattern=r"^([a-z]+( [a-z]+)?)?$")
    """Slash command without the slash (`deals`, `report sales`); empty when there is none."""
    aliases: tuple[str, ...] = ()
    """Other spellings of the command, Latin letters, without the slash."""
    title: Mapping[str, str] = Field(default_factory=dict)
    """What it does, a few words a language: shown by the completion of commands and by help."""
    hint: Mapping[str, str] = Field(default_factory=dict)
    """What follows the command, by language: `[state] [period]`."""
    example: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Sentences that help shows, by language."""
    entities: tuple[EntityType, ...] = ()
    """The entities that it takes; anything else in the text is none of its business."""
    required: tuple[EntityType, ...] = ()
    """Slots that are asked for when missing; several mean "one of them is enough"."""
    rest: Literal["", "problem", "title", "client", "topic", "reason"] = ""
    """What the words after the command are when they are nothing else."""
    views: tuple[str, ...] = ()
    """Other looks at its answer that may be asked for in words: `file`, `by_stage`."""
    direction: Literal["past", "future", "none"] = "none"
    """Where a day or month without a year looks when neither state nor tense says."""
    deadline: bool = False
    """"until Friday" is the single day Friday."""
    writes: bool = False
    """It changes something in the portal: a misspelt command is confirmed first."""
    asks_first: bool = False
    """It repeats what it is about to change and waits for a yes."""
    by_button: bool = False
    """Only buttons lead to it: it has no sentences and no command."""
    answered: bool = False
    """A scenario answers it in this version; others say that they are coming."""


@dataclass(frozen=True)
class Catalogue:
    """All intents by name."""

    intents: Mapping[str, Intent]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read every `*.yaml` below a folder.

        Raises:
            SettingsError: a file is missing, is no YAML or has a wrong field; the text names file and line.
        """
        intents: dict[str, Intent] = {}
        for path in sorted(folder.rglob("*.yaml")):
            intent = _read(path)
            if intent.name in intents:
                raise SettingsError(f"{path}:1: the intent {intent.name} stands in two files")
            intents[intent.name] = intent
        if not intents:
            raise SettingsError(f"{folder}: no intents found; set ASSISTANT_INTENTS_DIR to the folder `intents`")
        return cls(intents)

    def __getitem__(self, name: str) -> Intent:
        return self.intents[name]

    def __contains__(self, name: str) -> bool:
        return name in self.intents

    def __iter__(self) -> Iterator[Intent]:
        return iter(self.intents.values())

    @cached_property
    def commands(self) -> Mapping[str, Intent]:
        """Intents by slash command, without the slash."""
        return {intent.command: intent for intent in self if intent.command}


def _read(path: Path) -> Intent:
    text = path.read_text(encoding="utf-8")
    try:
        return Intent.model_validate(yaml.safe_load(text))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingsError(f"{path}:{line}: {error.problem}") from None
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        raise SettingsError(f"{path}:{_line(text, field)}: {field}: {first['msg']}") from None


def _line(text: str, field: str) -> int:
    """The line of a top-level key, 1 when it is not there."""
    for number, line in enumerate(text.splitlines(), start=1):
        if field and line.startswith(f"{field}:"):
            return number
    return 1
