"""Reads parameters in the form a method needs, and refuses others as the portal does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.rest.registry import METHODS, RestError

if TYPE_CHECKING:
    from assistant.sandbox.rest.registry import Call

DIGITS = 12


def number(value: Any) -> int:
    """A whole number from 0 on, written as such or as text; 0 for anything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0


def mapping(call: Call, name: str) -> dict[str, Any]:
    """A map, empty when it is missing; PHP makes no difference between a list and a map with numbers as keys.

    Raises:
        RestError: for a scalar.
    """
    value = call.params.get(name)
    if value in (None, ""):
        return {}
    if isinstance(value, list):
        return {str(place): each for place, each in enumerate(value)}
    if isinstance(value, dict):
        return value
    raise _refusal(call, name)


def several(call: Call, name: str) -> list[Any]:
    """A list, empty when it is missing.

    Raises:
        RestError: for a scalar.
    """
    return list(mapping(call, name).values())


def _refusal(call: Call, name: str) -> RestError:
    text = f"Invalid value {{}} to match with parameter {{{name}}}. Should be value of type array."
    return RestError("" if METHODS[call.method.lower()].blank_errors else "100", text)
