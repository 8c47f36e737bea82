"""An answer before it has words: phrases with values, and buttons with actions. No language in here."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.models.attachment import Attachment
from assistant.models.message import KeyStyle
from assistant.models.phrase import Call, Phrase
from assistant.models.step import Action, Ask, Run


@dataclass(frozen=True, slots=True)
class Press:
    """A button that acts on the server."""

    action: Action


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A button that opens a page."""

    url: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A button that puts a text into the person's input field."""

    text: str


@dataclass(frozen=True, slots=True)
class Button:
    """One button: what it says and what it does."""

    label: Phrase
    does: Press | OpenLink | Call | Prompt
    style: KeyStyle = KeyStyle.BASE


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: lines from top to bottom, then rows of buttons."""

    lines: tuple[Phrase, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    """Rows, at most three buttons each, the likeliest first."""
    personal: bool = True
    """Holds data of the portal: in a group it goes to the person privately."""
    shareable: bool = True
    """What is personal may be shown in the group on a press of the person who asked there."""
    attachments: tuple[Attachment, ...] = ()
    """Sent after the text; for whom the text is, and never into a group beside what is personal."""
    rows: Run | None = None
    """The list of what it counted; what is said next may be about that."""
    question: Ask | None = None
    """What the person is asked by it, where that is more exact than the step that led here."""
