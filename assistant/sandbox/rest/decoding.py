"""Decodes a request: query, JSON, form and multipart bodies, into one dict of parameters."""

from __future__ import annotations

import json
from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from assistant.sandbox.rest.brackets import unfold
from assistant.sandbox.rest.registry import RestError

if TYPE_CHECKING:
    from starlette.requests import Request


async def decode(request: Request) -> dict[str, Any]:
    """All parameters of a request; the body wins over the query.

    Raises:
        RestError: for a body that is not what its content type says.
    """
    params = query(request.url.query)
    body = await request.body()
    if not body:
        return params
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return {**params, **_multipart(request.headers["content-type"], body)}
    if kind == "application/json" or (kind != "application/x-www-form-urlencoded" and body[:1] in b"{["):
        return {**params, **_json(body)}
    return {**params, **query(body.decode("utf-8", "replace"))}


def query(text: str) -> dict[str, Any]:
    """Parameters of a query string or a form body."""
    return unfold(parse_qsl(text, keep_blank_values=True))


def _json(body: bytes) -> dict[str, Any]:
    try:
        decoded = json.loads(body)
    except ValueError as error:
        raise RestError("INVALID_REQUEST", "The body is not JSON") from error
    if isinstance(decoded, list):
        return {str(index): value for index, value in enumerate(decoded)}
    if not isinstance(decoded, dict):
        raise RestError("INVALID_REQUEST", "The body is not a JSON object")
    return decoded


def _multipart(content_type: str, body: bytes) -> dict[str, Any]:
    message = BytesParser(policy=policy.HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    pairs = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(payload, bytes):
            pairs.append((name, payload.decode("utf-8", "replace")))
    return unfold(pairs)
