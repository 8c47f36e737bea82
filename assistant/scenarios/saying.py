"""Short ways to put phrases and buttons into a reply."""

from __future__ import annotations

from assistant.models import Action, Button, Phrase, Press, Value


def say(key: str, /, **values: Value) -> Phrase:
    """The phrase of a key with its values."""
    return Phrase(key, values)


def button(key: str, action: Action, /, **values: Value) -> Button:
    """A button that acts on the server, labelled with a phrase."""
    return Button(Phrase(key, values), Press(action))


def rows(*rows_: tuple[Button | None, ...]) -> tuple[tuple[Button, ...], ...]:
    """Rows of buttons without those that make no sense here."""
    kept = (tuple(one for one in row if one is not None) for row in rows_)
    return tuple(row for row in kept if row)
