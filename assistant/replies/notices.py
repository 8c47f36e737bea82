"""Short notes around an answer: it takes longer, it failed, it went to the private chat."""

from __future__ import annotations

from assistant.models import Person, Phrase, Reply

UNEXPECTED = "trouble.unexpected"
"""Errors of our own: people are told only that it goes on, or that it does not."""


def answered_privately(person: Person) -> Reply:
    """For a group, instead of an answer that holds data of the portal."""
    return _note(Phrase("group.answered", {"name": person.name, "person": str(person.id)}))


def still_working() -> Reply:
    """The answer takes some seconds."""
    return _note(Phrase("notice.working"))


def takes_longer() -> Reply:
    """The answer takes much longer than it should, and still comes."""
    return _note(Phrase("notice.late"))


def keeps_trying(phrase: str, error: str) -> Reply:
    """An error is tried again: `phrase` is its key (`trouble.portal_away`) or empty, `error` its id."""
    known = phrase and phrase != UNEXPECTED
    return _note(Phrase(phrase if known else "notice.keeps_trying", {"id": error}))


def gave_up(phrase: str, error: str) -> Reply:
    """No other try will come; what the error was is told when the portal was the reason."""
    away = phrase in {"trouble.portal_away", "trouble.portal_busy"}
    return _note(Phrase("notice.gave_up_portal" if away else "notice.gave_up", {"id": error}))


def _note(phrase: Phrase) -> Reply:
    return Reply((phrase,), personal=False)
