"""What is said around an answer: in a group instead of it, and to somebody who waits for it."""

from __future__ import annotations

from assistant.models import Person, Phrase, Reply

OURS = "trouble.unexpected"
"""The phrase of errors of our own: it promises no other try."""


def answered_privately(person: Person) -> Reply:
    """For a group, instead of an answer that holds data of the portal."""
    return _note(Phrase("group.answered", {"name": person.name, "person": str(person.id)}))


def still_working() -> Reply:
    """The answer takes longer than usual."""
    return _note(Phrase("waiting.working"))


def takes_longer() -> Reply:
    """The answer takes much longer than it should, although nothing failed."""
    return _note(Phrase("waiting.late"))


def keeps_trying(phrase: str, error_id: str) -> Reply:
    """Something failed that is tried again; `phrase` is that of the error."""
    return _note(Phrase("waiting.trying" if phrase in {"", OURS} else phrase, {"id": error_id}))


def gave_up(phrase: str, error_id: str) -> Reply:
    """There will be no answer; only when the portal was the reason, it is named."""
    away = phrase in {"trouble.portal_away", "trouble.portal_busy"}
    return _note(Phrase("waiting.gave_up_portal" if away else "waiting.gave_up", {"id": error_id}))


def _note(phrase: Phrase) -> Reply:
    """Nothing in it is private, so it goes where the question was asked."""
    return Reply((phrase,), personal=False)
