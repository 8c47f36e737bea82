"""`assistant parse`: one line of text in, one line of JSON out."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

from assistant.models import Amount, Entity, EntityValue, Period, Reading
from assistant.understanding.engine import Engine


def parse_line(engine: Engine, line: str, now: dt.datetime, lang: str = "", country: str = "RU") -> str:
    """One JSON object for one message.

    Args:
        engine: a loaded engine.
        line: the message, or a JSON object with `text` and optionally `now`, `lang`, `country`.
        now: reference time without zone.
        lang: forces the language; empty finds it.
        country: of national phone numbers, ISO 3166.
    """
    text = line.rstrip("\r\n")
    given = _object(text)
    if given is not None:
        text = str(given.get("text", ""))
        now = dt.datetime.fromisoformat(str(given["now"])).replace(tzinfo=None) if given.get("now") else now
        lang = str(given.get("lang") or lang)
        country = str(given.get("country") or country)
    reading = engine.read(text, now=now, lang=lang, fallback_lang=lang or "en", country=country)
    return json.dumps(as_object(reading), ensure_ascii=False)


def as_object(reading: Reading) -> dict[str, object]:
    """A reading as `assistant parse` prints it."""
    return {
        "text": reading.text,
        "lang": reading.lang,
        "intent": reading.intent,
        "confidence": round(reading.confidence, 4),
        "decision": reading.decision.value,
        "candidates": [{"intent": c.intent, "confidence": round(c.confidence, 4)} for c in reading.candidates],
        "entities": [_entity(entity) for entity in reading.entities],
    }


def plain_value(value: EntityValue) -> object:
    """A value in JSON's types, as the catalogue writes it."""
    match value:
        case Period():
            return {"from": value.first.isoformat(), "to": value.last.isoformat()}
        case Amount():
            return {"min": _number(value.min), "max": _number(value.max), "currency": value.currency}
        case dt.datetime():
            return value.strftime("%Y-%m-%dT%H:%M")
        case _:
            return value


def _entity(entity: Entity) -> dict[str, object]:
    return {
        "type": entity.type,
        "start": entity.start,
        "end": entity.end,
        "text": entity.text,
        "value": plain_value(entity.value),
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _object(text: str) -> dict[str, object] | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        given = json.loads(text)
    except ValueError:
        return None
    return given if isinstance(given, dict) and "text" in given else None
