"""`batch`: up to fifty commands in one request, later ones with results of earlier ones in them."""

from __future__ import annotations

import re
from typing import Any

from assistant.sandbox.profiles import offered
from assistant.sandbox.rest.decoding import query
from assistant.sandbox.rest.execution import Outcome, execute
from assistant.sandbox.rest.parameters import mapping
from assistant.sandbox.rest.registry import BASIC, Call, Listing, RestError, method

LENGTH = 50
_REFERENCE = re.compile(r"\$result((?:\[[^\]]*\])+)")
_STEP = re.compile(r"\[([^\]]*)\]")


@method("batch", scope=BASIC, params={"halt", "cmd"}, batch=False)
def batch(call: Call) -> Listing:
    """Run commands in their order (settings/how-to-call-rest-api/batch); one that fails does not hinder the others."""
    commands = mapping(call, "cmd")
    halt = str(call.params.get("halt", 0)).lower() in ("1", "true", "y")
    outcomes: dict[str, Outcome] = {}
    errors: dict[str, dict[str, str]] = {}
    for place, (key, command) in enumerate(commands.items()):
        try:
            outcomes[key] = _run(call, place, str(command), outcomes)
        except RestError as error:
            errors[key] = {"error": error.code, "error_description": error.description}
            if halt:
                break
    listings = {key: outcome.listing for key, outcome in outcomes.items()}
    result = {
        "result": _php({key: listing.result for key, listing in listings.items()}),
        "result_error": _php(errors),
        "result_total": _php({key: each.total for key, each in listings.items() if each.total is not None}),
        "result_next": _php({key: each.next for key, each in listings.items() if each.next is not None}),
        "result_time": _php({key: outcome.time for key, outcome in outcomes.items()}),
    }
    pages, counted = (sum(getattr(each, name) for each in listings.values()) for name in ("pages", "counted"))
    return Listing(result, None, None, pages, counted)


def _run(call: Call, place: int, command: str, outcomes: dict[str, Outcome]) -> Outcome:
    if place >= LENGTH:
        raise RestError("ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded")
    name, _, tail = command.partition("?")
    name = name.removesuffix(".json")
    known = offered(call.portal.options.profile, name)
    if known is not None and not known.batch:
        raise RestError("ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage", 405)
    if fault := call.portal.faults.take("status", name):
        wish = fault.value if isinstance(fault.value, dict) else {}
        raise RestError(wish.get("error", "INTERNAL_SERVER_ERROR"), wish.get("description", "Ordered fault"), 500)
    results = {key: outcome.listing.result for key, outcome in outcomes.items()}
    return execute(call.portal, call.actor, name, _filled(query(tail), results), call.trace)


def _filled(value: Any, results: dict[str, Any]) -> Any:
    """The value with every `$result[key][path]` replaced; a reference that stands alone keeps its type."""
    if isinstance(value, dict):
        return {key: _filled(inner, results) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, results) for inner in value]
    if not isinstance(value, str) or "$result" not in value:
        return value
    if whole := _REFERENCE.fullmatch(value):
        return _found(whole[1], results)
    return _REFERENCE.sub(lambda match: str(_found(match[1], results) or ""), value)


def _found(path: str, results: dict[str, Any]) -> Any:
    node: Any = results
    for step in _STEP.findall(path):
        if isinstance(node, dict):
            node = node.get(step)
        elif isinstance(node, list) and step.isdigit() and int(step) < len(node):
            node = node[int(step)]
        else:
            return None
    return node


def _php(values: dict[str, Any]) -> dict[str, Any] | list[Any]:
    """Maps with the keys 0, 1, 2 … leave PHP as lists."""
    if all(key == str(place) for place, key in enumerate(values)):
        return list(values.values())
    return values
