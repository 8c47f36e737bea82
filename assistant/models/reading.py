"""What a text says: the intent with its entities, and why it was read so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum

from assistant.models.period import Amount, Period

EntityValue = str | int | Period | Amount | dt.datetime
"""The normalized value of an entity; see the table of the catalogue in `docs/catalogue.md`."""


class Decision(StrEnum):
    """What the confidence allows."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    NONE = "none"


class Kind(StrEnum):
    """How a reading relates to what was said before."""

    NEW = "new"
    FOLLOWUP = "followup"
    CORRECTION = "correction"


class Pronoun(StrEnum):
    """Whom a pronoun stands for, of those who were spoken of before."""

    NOBODY = ""
    THEY = "they"
    """The client."""
    ONE = "one"
    """A client or a colleague, whoever was the last."""


class Scope(StrEnum):
    """Whose data is asked for."""

    OWN = "own"
    """The person's own; of a report without a word about it, those of the department that the person leads."""
    MINE = "mine"
    """The person's own, and the words say so: "my"."""
    READABLE = "readable"
    """Everything that the person may read."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A piece of the text with its meaning. `text` is the input's `[start:end]`, in Unicode characters."""

    type: str
    start: int
    end: int
    text: str
    value: EntityValue


@dataclass(frozen=True, slots=True)
class Candidate:
    """An intent that the text may mean."""

    intent: str
    confidence: float
    """0 to 1, calibrated."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that decided, for people who ask why."""

    step: str
    """The step of the pipeline: `command`, `layout`, `language`, `model`, `threshold`, `period` …"""
    detail: str


@dataclass(frozen=True, slots=True)
class Slots:
    """The values that an intent works with; `None` is "not said"."""

    period: Period | None = None
    datetime: dt.datetime | None = None
    """Local time of the person who writes, without zone."""
    client: str | None = None
    client_id: int | None = None
    """A client that the person chose among several; with `client_kind`."""
    client_kind: str | None = None
    person: str | None = None
    """A name as written, or `team`."""
    person_id: int | None = None
    """A colleague that the person chose among several."""
    phone: str | None = None
    """E.164."""
    ticket: int | None = None
    alert: int | None = None
    deal_state: str | None = None
    task_state: str | None = None
    absence_kind: str | None = None
    stage: str | None = None
    pipeline: str | None = None
    """Of the CRM, by the name that stands beside a word for it: "in the Retail pipeline"."""
    amount: Amount | None = None
    project: str | None = None
    project_id: int | None = None
    """A project that the person chose among several."""
    task_id: int | None = None
    """A task that the person chose, `title` is its title."""
    title: str | None = None
    problem: str | None = None
    date_meaning: str | None = None
    """Which date of a deal or task a period means when the words say so: `closing` ("should close in June"),
    `created` ("given to me yesterday"); `None` is the usual one of the state."""
    topic: str | None = None
    """What `/help` is asked about; the reason of an absence."""

    @classmethod
    def of(cls, entities: tuple[Entity, ...], rest: str = "") -> Slots:
        """Slots of a reading: the first entity of each type counts."""
        names = {f.name for f in fields(cls)}
        values: dict[str, EntityValue] = {}
        for entity in entities:
            if entity.type in names:
                values.setdefault(entity.type, entity.value)
        return cls(**values, topic=rest or None)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text says: by itself, or as a change of what was asked before."""

    text: str
    lang: str
    """Language of the message, two letters."""
    intent: str
    """Name of the catalogue; `none` when `decision` is not `answer`."""
    confidence: float
    decision: Decision
    candidates: tuple[Candidate, ...] = ()
    """The best three before any threshold, `none` left out."""
    entities: tuple[Entity, ...] = ()
    scope: Scope = Scope.OWN
    rest: str = ""
    """What followed and is no entity: the topic of `/help`, the reason of an absence."""
    kind: Kind = Kind.NEW
    """Only a message that was read after another one is anything but new."""
    refers: Pronoun = Pronoun.NOBODY
    """Whom a pronoun stands for: "when did we call them?"."""
    view: str = ""
    """Another look that is asked for: `file`, `by_stage`, `why`, `more`, `list`, `again`."""
    pipeline: str = ""
    """The name beside a word for a pipeline of the CRM; which there are is known where the portal is asked."""
    drops: tuple[str, ...] = ()
    """Slots of the question before that no longer count: "any stage", "for all people"."""
    command: str = ""
    """The slash command that was read (`deals`), empty for free text."""
    read_as: str = ""
    """The command that a misspelt one was read as (`/deals`); the person is told."""
    did_you_mean: tuple[str, ...] = ()
    """Commands near an unknown one (`/deals`)."""
    unread: str = ""
    """What cannot be read: a day that does not exist (`31 February`), or words behind a command; nothing is done."""
    nearest: tuple[Period, ...] = ()
    """What a day that does not exist can be meant for, the likeliest first: the last day of its month, the month."""
    why: tuple[Reason, ...] = field(default=())

    @property
    def slots(self) -> Slots:
        """The entities as slots."""
        return replace(Slots.of(self.entities, self.rest), pipeline=self.pipeline or None)
