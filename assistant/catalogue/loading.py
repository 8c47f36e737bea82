"""Reads `intents/`: the first thing that is wrong stops, `examine` tells everything that is to mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self, get_args

import yaml
from pydantic import BaseModel, ValidationError

from assistant.catalogue.checks import check
from assistant.catalogue.declared import Answer, Button, Condition, Query, Variant, View
from assistant.catalogue.intents import EntityType, Intent
from assistant.catalogue.problems import Document, Problem
from assistant.errors import SettingsError

_PARTS: Mapping[str, type[BaseModel]] = {
    "query": Query,
    "where": Condition,
    "reply": Answer,
    "behind_buttons": View,
    "headline": Variant,
    "row": Variant,
    "below": Variant,
    "empty": Variant,
    "buttons": Button,
}


@dataclass(frozen=True)
class Catalogue:
    """All intents by name."""

    intents: Mapping[str, Intent]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read every `*.yaml` below a folder.

        Raises:
            SettingsError: a file is missing, is no YAML or has something wrong in it; the text names file and line.
        """
        intents, problems = _read(folder)
        wrong = next((problem for problem in problems if problem.wrong), None)
        if wrong:
            raise SettingsError(str(wrong))
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


def examine(folder: Path) -> tuple[Problem, ...]:
    """Everything that is to mend in the intents of a folder, what is wrong first."""
    _, problems = _read(folder)
    return tuple(sorted(problems, key=lambda problem: (not problem.wrong, str(problem.path), problem.line)))


def _read(folder: Path) -> tuple[dict[str, Intent], list[Problem]]:
    intents: dict[str, Intent] = {}
    documents: list[tuple[Document, Intent]] = []
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*.yaml")):
        try:
            document = Document.read(path)
            intent = Intent.model_validate(document.content)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            problems.append(Problem(path, line, str(error.problem)))
            continue
        except ValidationError as error:
            problems += [_problem(document, each) for each in error.errors()]
            continue
        if intent.name in intents:
            problems.append(Problem(path, 1, f"the intent {intent.name} stands in two files"))
        intents[intent.name] = intent
        documents.append((document, intent))
    for document, intent in documents:
        problems += check(document, intent, intents)
    return intents, problems


def _problem(document: Document, error: Any) -> Problem:
    place: list[str | int] = list(error["loc"])
    name = ".".join(part for part in place if isinstance(part, str))
    if error["type"] == "extra_forbidden":
        return document.problem(place, f"{name}: nothing is called so here; known are {', '.join(_known(place))}")
    if place and place[0] == "entities":
        return document.problem(
            place, f"{name}: {error['input']!r} is none; known are {', '.join(get_args(EntityType))}"
        )
    if error["type"] == "missing":
        return document.problem(place, f"{name} is missing")
    return document.problem(place, f"{name}: {error['msg']}")


def _known(place: list[str | int]) -> list[str]:
    """The names that are known where an unknown one stands."""
    parts = [part for part in place[:-1] if part in _PARTS]
    model = _PARTS[str(parts[-1])] if parts else Intent
    return [each.alias or name for name, each in model.model_fields.items()]
