"""What is said around an answer: in a group instead of it, and to somebody who waits for it."""

from __future__ import annotations

from assistant.models import Person, Phrase, Reply


def answered_privately(person: Person) -> Reply:
    """For a group, instead of an answer that holds data of the portal."""
    return Reply((Phrase("group.answered", {"name": person.name, "person": str(person.id)}),), personal=False)


def still_working() -> Reply:
    """The answer takes longer than usual."""
    return Reply((Phrase("waiting.working"),))


def takes_longer() -> Reply:
    """The answer takes much longer than it should, although nothing failed."""
    return Reply((Phrase("waiting.late"),))


def keeps_trying(phrase: str, error_id: str) -> Reply:
    """Something failed that is tried again; `phrase` is that of the error."""
    return Reply((Phrase(phrase or "trouble.portal_away", {"id": error_id}),))


def gave_up(phrase: str, error_id: str) -> Reply:
    """There will be no answer: why, and what the person can do."""
    hopeful = phrase in {"", "trouble.portal_away", "trouble.portal_busy"}  # these promise another try
    return Reply((Phrase("waiting.gave_up" if hopeful else phrase, {"id": error_id}),))
