"""Which scope a method needs (api-reference/scopes/permissions)."""

from __future__ import annotations

NEEDED = ("imbot", "im", "user", "department", "crm", "task", "calendar")
"""What the application must be granted."""

INCLUDED = {"user": ("user_basic", "user_brief")}
"""Narrower scopes that do as well."""

_FIRST_WORD = {"tasks": "task", "profile": "", "scope": "", "app": "", "batch": "", "method": "", "server": ""}


def scope_of(method: str) -> str:
    """The scope of a method, empty for methods that need none."""
    word = method.partition(".")[0].lower()
    return _FIRST_WORD.get(word, word)


def missing(granted: set[str]) -> tuple[str, ...]:
    """The needed scopes that were not granted."""
    return tuple(scope for scope in NEEDED if not granted & {scope, *INCLUDED.get(scope, ())})
