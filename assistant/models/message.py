"""A message ready to be sent: BB code and keys, or a file. What it means is no longer known here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class KeyStyle(StrEnum):
    """How a key of a keyboard looks."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    ALERT = "alert"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a keyboard; exactly one of `press`, `link`, `call`, `put` is set."""

    text: str
    press: str = ""
    """Random id; what it does stays on the server."""
    link: str = ""
    call: str = ""
    put: str = ""
    style: KeyStyle = KeyStyle.BASE


@dataclass(frozen=True, slots=True)
class File:
    """A file to be sent into the chat."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """What the person sees."""

    text: str
    """BB code, at most 20,000 characters."""
    keyboard: tuple[tuple[Key, ...], ...] = ()
    """Rows of keys."""
