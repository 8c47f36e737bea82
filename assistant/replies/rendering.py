"""A reply becomes a message: lines of BB code that fit, and rows of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assistant.models import Action, Button, Call, Key, Message, OpenLink, Press, Prompt, Reply
from assistant.replies import markup
from assistant.replies.locale import Locale
from assistant.replies.wording import Wording

ROW = 3
"""Keys that a phone shows beside each other."""


def render(reply: Reply, locale: Locale, keep: Callable[[Action], str]) -> Message:
    """Word a reply for its reader.

    Args:
        reply: what is to be said.
        locale: for whom.
        keep: stores what a button does and gives the random id that the key carries.

    Returns:
        BB code of at most 20,000 characters and rows of at most three keys.
    """
    rich, flat = Wording(locale), Wording(locale, rich=False)

    def key(button: Button) -> Key:
        text = markup.fold(flat.phrase(button.label), markup.LABEL)
        match button.does:
            case Press(action):
                return Key(text, press=keep(action), style=button.style)
            case OpenLink(url):
                return Key(text, link=markup.safe_url(url), style=button.style)
            case Call(phone):
                return Key(text, call=phone, style=button.style)
            case Prompt(put):
                return Key(text, put=put, style=button.style)

    text = markup.fit([rich.phrase(line) for line in reply.lines])
    keyboard = tuple(tuple(key(button) for button in row) for row in _rows(reply.buttons))
    return Message(text, keyboard)


def _rows(rows: Iterable[tuple[Button, ...]]) -> Iterator[tuple[Button, ...]]:
    """Rows broken where they hold more than a phone shows."""
    for row in rows:
        for start in range(0, len(row), ROW):
            yield row[start : start + ROW]
