"""Which deliveries are one event, and which texts are commands."""

from __future__ import annotations

import re
from hashlib import blake2b

MENTION = re.compile(r"^(?:\s*\[USER=\d+[^\]]*\].*?\[/USER\][\s,:]*)+", re.IGNORECASE | re.DOTALL)
COMMAND_LINE = re.compile(r"^/[A-Za-z][A-Za-z0-9_]*(?=\s|$)", re.MULTILINE)


def digest(*parts: str | int) -> str:
    """An identity made of these parts: 24 hexadecimal digits."""
    return blake2b("\0".join(map(str, parts)).encode(), digest_size=12).hexdigest()


def commands(text: str) -> list[str]:
    """The commands of a text that begins with one, a mention of the bot left out; each reaches to the next.

    Empty when the text does not begin with a command: a path in the middle of a sentence is none.
    """
    if "/" not in text:
        return []
    mention = MENTION.match(text)
    rest = (text[mention.end() :] if mention else text).lstrip()
    if not COMMAND_LINE.match(rest):
        return []
    starts = [match.start() for match in COMMAND_LINE.finditer(rest)]
    return [rest[start:end].rstrip() for start, end in zip(starts, [*starts[1:], len(rest)], strict=True)]


def of_command(portal: str, bot: int, message: int, person: int, command: str) -> str:
    """The identity of a typed command, the same for its message event and its command event.

    The documentation does not say whether the portal sends both, nor where the parameters of a command end; so what
    counts is its first line, spaces and letter case aside. `ts` differs between the two and is left out.
    """
    line = " ".join(command.split("\n", 1)[0].split()).casefold()
    return digest("line", portal, bot, message, person, line)
