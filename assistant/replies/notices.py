"""Short notes around an answer."""

from __future__ import annotations

from assistant.models import Person, Phrase, Reply


def answered_privately(person: Person) -> Reply:
    """For a group, instead of an answer that holds data of the portal."""
    return Reply((Phrase("group.answered", {"name": person.name, "person": str(person.id)}),), personal=False)
