"""Bodies of requests: forms with PHP brackets and JSON, both as nested dicts.

`data[user][id]=7&tags[]=a` becomes `{"data": {"user": {"id": "7"}}, "tags": {"0": "a"}}`: as in PHP an array is a dict,
the last value wins, all values are strings. The portal writes forms with `http_build_query` and sends the same keys
each time, so their paths are remembered.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from assistant.errors import BadEventError

MOST_FIELDS = 1000
DEEPEST = 16
MOST_PATHS = 5000
"""Remembered paths; beyond that they are worked out each time, so that a stranger's keys cost no memory."""
LONGEST_REMEMBERED = 200

Payload = dict[str, Any]
"""Nested dicts; leaves are strings in a form, any JSON value in JSON."""

BRACKETS = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Path:
    """Where a value goes."""

    parents: tuple[str, ...]
    last: str
    parent: str
    """The parents as one name; empty when one of them is `[]`, which is another place each time."""


_paths: dict[bytes, Path] = {}


def decode(body: bytes, content_type: str = "") -> Payload:
    """Decode the body of a request. Whether it is JSON shows in the body: the documentation contradicts itself.

    Raises:
        BadEventError: neither form nor JSON object, text that is no UTF-8, too many fields, too deep.
    """
    if content_type.startswith("multipart/"):
        raise BadEventError("multipart bodies are not taken, send a form or JSON", status=415)
    return decode_json(body) if body.lstrip()[:1] in (b"{", b"[") else decode_form(body)


def decode_json(body: bytes) -> Payload:
    """Decode a JSON object; see `decode`."""
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        raise BadEventError("the body begins like JSON and is none") from None
    if not isinstance(payload, dict):
        raise BadEventError("the body is JSON and no object")
    try:
        if b"\\u" in body:
            json.dumps(payload, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise BadEventError("the body has half a character (a lone surrogate)") from None
    return payload


def decode_form(body: bytes) -> Payload:
    """Decode a form; see `decode`."""
    if body.count(b"&") >= MOST_FIELDS:
        raise BadEventError(f"more than {MOST_FIELDS} fields")
    root: Payload = {}
    known: dict[str, Payload] = {}
    remembered = _paths.get
    try:
        for pair in body.split(b"&"):
            key, _, raw = pair.partition(b"=")
            path = remembered(key) or _path(key)
            if path is None:
                continue
            if b"+" in raw:
                raw = raw.replace(b"+", b" ")
            value = (_unquote(raw) if b"%" in raw else raw).decode()
            node = known.get(path.parent)
            if node is None:
                node = _descend(root, path.parents)
                if path.parent:
                    known[path.parent] = node
            last = path.last or _next_index(node)
            if node.get(last).__class__ is dict:
                known.clear()  # a value replaces a dict that is remembered
            node[last] = value
    except UnicodeDecodeError:
        raise BadEventError("the form is not UTF-8") from None
    return root


def _unquote(raw: bytes) -> bytes:
    # The way through `unicode_escape` never leaves C: seven times as fast as `urllib`, which takes what it does not.
    if b"\\" not in raw:
        try:
            return raw.replace(b"%", b"\\x").decode("unicode_escape").encode("latin-1")
        except UnicodeDecodeError:
            pass  # a percent sign without two digits
    return unquote_to_bytes(raw)


def _descend(node: Payload, parents: tuple[str, ...]) -> Payload:
    for part in parents:
        name = part or _next_index(node)
        child = node.get(name)
        if child.__class__ is not dict:
            child = node[name] = {}
        node = child
    return node


def _next_index(node: Payload) -> str:
    return str(max((int(key) + 1 for key in node if key.isdecimal()), default=0))


def _path(key: bytes) -> Path | None:
    name = unquote_to_bytes(key.replace(b"+", b" ")).decode()
    if not name:
        return None
    start = name.find("[")
    parts = [name]
    if start > 0:
        inner = BRACKETS.findall(name, start)
        if sum(map(len, inner)) + 2 * len(inner) == len(name) - start:
            parts = [name[:start], *inner]
    if len(parts) > DEEPEST:
        raise BadEventError(f"a field is nested deeper than {DEEPEST} levels")
    parents = tuple(parts[:-1])
    path = Path(parents, parts[-1], "" if "" in parents else "\n".join(parents))
    if len(_paths) < MOST_PATHS and len(key) <= LONGEST_REMEMBERED:
        _paths[key] = path
    return path
