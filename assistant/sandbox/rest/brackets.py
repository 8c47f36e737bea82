"""PHP's bracket keys: `filter[>=ID]=5&select[]=ID` and the nested dicts and lists they stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_PARTS = re.compile(r"\[([^\]]*)\]")


def unfold(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Nest pairs of bracket keys; keys 0, 1, 2 … of one level make a list, as PHP arrays do."""
    root: dict[str, Any] = {}
    for key, value in pairs:
        head, bracket, tail = key.partition("[")
        node, name = root, head
        for part in _PARTS.findall(bracket + tail):
            inner = node.get(name)
            if not isinstance(inner, dict):
                inner = node[name] = {}
            node, name = inner, part or str(len(inner))
        node[name] = value
    return {key: _lists(value) for key, value in root.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _lists(item) for key, item in value.items()}
    if inner and all(key == str(index) for index, key in enumerate(inner)):
        return list(inner.values())
    return inner


def fold(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs of bracket keys for a form body, all scalars as texts: true is `1`, false `0`, none is empty."""
    return [(head + "".join(f"[{part}]" for part in rest), text) for (head, *rest), text in _leaves((), values)]


def _leaves(path: tuple[str, ...], value: Any) -> Iterable[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves((*path, str(key)), inner)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _leaves((*path, str(index)), inner)
    else:
        yield path, _scalar(value)


def _scalar(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
