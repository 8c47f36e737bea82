"""One thing that people want of the assistant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.catalogue.declared import Answer, Query, View

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
    rows: str = ""
    """The intent that lists what this one counts: "only the won ones" after it is about those."""
    direction: Literal["past", "future", "none"] = "none"
    """Where a day or month without a year looks when neither state nor tense says."""
    deadline: bool = False
    """"until Friday" is the single day Friday."""
    writes: bool = False
    """It changes something in the portal: a misspelt command is confirmed first."""
    asks_first: bool = False
    """It repeats what it is about to change and waits for a yes."""
    answered: bool = False
    """A scenario answers it in this version; others say that they are coming."""
    by_button: bool = False
    """Only buttons lead to it: it has no sentences and no command."""
    query: Query | None = None
    """What is read for an answer without Python."""
    reply: Answer | None = None
    """How that is told."""
    behind_buttons: Mapping[str, View] = Field(default_factory=dict)
    """Other answers of the same kind, by the view that a button opens."""

    @model_validator(mode="before")
    @classmethod
    def _answers(cls, value: object) -> object:
        """What says how it is answered is answered."""
        return {**value, "answered": True} if isinstance(value, dict) and "query" in value else value

    def declared(self, view: str = "") -> View | None:
        """How it is answered without Python, in a view or as usual; `None` where Python does it."""
        if view in self.behind_buttons:
            return self.behind_buttons[view]
        return View(query=self.query, reply=self.reply) if self.query and self.reply else None
