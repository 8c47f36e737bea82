"""What the dialogue decided to do next; actions behind buttons are steps as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from assistant.models.reading import Candidate, Scope, Slots
from assistant.models.rhythm import Rhythm, Span

FILE: Final = "file"
"""The view that answers with a file; there is no button for it where bots send none."""


@dataclass(frozen=True, slots=True)
class Run:
    """Answer an intent: everything that it needs is there."""

    intent: str
    slots: Slots = Slots()
    scope: Scope = Scope.OWN
    view: str = ""
    """A variant of the answer that a button chose: `list`, `why`, `by_stage`; empty is the usual one."""
    offset: int = 0
    """How many rows the person has seen already ("show more")."""
    key: str = ""
    """Of what changes something in the portal: the same for a draft and all its corrections."""
    confirmed: bool = False
    """The person said yes to exactly this."""
    asked: datetime | None = None
    """Of a button that says yes: when it was offered, with zone."""
    read_as: str = ""
    """The command that a misspelt one was read as; the answer says so."""
    wish: Wish | None = None
    """What is to be delivered regularly, for the intents that are about that."""


@dataclass(frozen=True, slots=True)
class Wish:
    """An answer that somebody wants regularly; what is missing was not said."""

    run: Run | None = None
    """The question, without its period when `span` says it."""
    span: Span | None = None
    """The period as seen from the day of each delivery."""
    rhythm: Rhythm | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A required slot is missing: ask for it and remember what for."""

    run: Run
    slot: str
    changed: tuple[str, ...] = ()
    """Slots that a correction has changed: the question repeats them."""


@dataclass(frozen=True, slots=True)
class Clarify:
    """Two or three intents are likely: let the person choose."""

    runs: tuple[Run, ...]
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Decline:
    """Nothing fits: say so and offer what the assistant can do."""

    reason: str = "unknown"
    """`unknown`, `unknown_command`, `unread`, `no_day`, `no_more`, `no_look`, `expired_press`, `foreign_press`,
    `nothing_to_confirm`."""
    did_you_mean: tuple[str, ...] = ()
    offers: tuple[Run, ...] = ()
    """What fits the message best, the likeliest first."""
    words: str = ""
    """What could not be read, with the reasons `unread` and `no_day`."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """The person takes the open question back."""


@dataclass(frozen=True, slots=True)
class Share:
    """Show in a group what was answered privately."""

    text: str
    """The answer as the person saw it, BB code."""


Step = Run | Ask | Clarify | Decline | Cancel
"""What happens next; decided by the dialogue, answered by a scenario or by the dialogue's own phrases."""

Action = Run | Ask | Cancel | Share
"""What a button does when it is pressed; kept on the server behind a random id."""
