import json

from assistant.understanding import parse_line
from tests.understanding.conftest import NOW


def test_a_line_becomes_one_object_of_the_documented_form(engine):
    line = parse_line(engine, "how many deals did we win in june?\n", NOW)
    assert "\n" not in line
    parsed = json.loads(line)
    assert list(parsed) == ["text", "lang", "intent", "confidence", "decision", "candidates", "entities"]
    assert (parsed["intent"], parsed["decision"], parsed["lang"]) == ("deals.count", "answer", "en")
    assert parsed["candidates"][0] == {"intent": "deals.count", "confidence": parsed["confidence"]}
    state, period = parsed["entities"]
    assert state == {"type": "deal_state", "start": 22, "end": 25, "text": "win", "value": "won"}
    assert period["value"] == {"from": "2026-06-01", "to": "2026-06-30"}


def test_values_are_plain_json(engine):
    parsed = json.loads(parse_line(engine, "remind me tomorrow at 15:00 to call Acme", NOW))
    assert {e["type"]: e["value"] for e in parsed["entities"]} == {"datetime": "2026-06-11T15:00", "title": "call Acme"}
    parsed = json.loads(parse_line(engine, "deals over 100k", NOW))
    assert parsed["entities"][0]["value"] == {"min": 100000, "max": None, "currency": None}


def test_a_json_line_carries_its_own_circumstances(engine):
    line = json.dumps({"text": "call 030 1234567", "country": "DE", "lang": "en", "now": "2026-01-01T10:00", "id": 7})
    parsed = json.loads(parse_line(engine, line, NOW))
    assert parsed["text"] == "call 030 1234567"
    assert parsed["entities"][0]["value"] == "+49301234567"


def test_a_brace_that_is_no_json_is_text(engine):
    assert json.loads(parse_line(engine, "{hello", NOW))["text"] == "{hello"


def test_out_of_scope_has_no_entities_and_the_candidates_leave_none_out(engine):
    parsed = json.loads(parse_line(engine, "what's the weather tomorrow", NOW))
    assert (parsed["intent"], parsed["decision"], parsed["entities"]) == ("none", "none", [])
    assert all(candidate["intent"] != "none" for candidate in parsed["candidates"])
