from types import SimpleNamespace

import numpy as np

from assistant.models import Decision
from assistant.understanding.corpus import Example
from assistant.understanding.learned.calibrating import DECLINED, calibrate
from assistant.understanding.learned.fitting import Row
from assistant.understanding.learned.intents import Claims

INTENTS = ("buy", "none", "sell")


def outcome(*groups):
    """Claims of unseen examples: (intent, kind, mean claim of the best intent, how many)."""
    chance = np.random.default_rng(4)
    rows, unseen = [], []
    for intent, kind, mean, count in groups:
        for strength in chance.normal(mean, 0.2, count):
            best = 2 if intent == "sell" else 0
            claims = np.zeros(3, dtype=np.float32)
            claims[best], claims[1] = strength, 1 - strength
            unseen.append(Claims(claims, float(strength), ()))
            rows.append(Row(Example("", intent, "en", kind=kind), "", ""))
    return SimpleNamespace(model=SimpleNamespace(intents=INTENTS), rows=tuple(rows), unseen=tuple(unseen))


def answered(confidence, found, kind):
    decisions = [
        confidence.decide(confidence.candidates(INTENTS, claims))
        for row, claims in zip(found.rows, found.unseen, strict=True)
        if row.example.kind == kind
    ]
    return decisions.count(Decision.ANSWER) / len(decisions)


def test_kinds_of_sentences_out_of_scope_count_alike_however_many_there_are():
    found = outcome(
        ("buy", "", 0.8, 300), ("sell", "", 0.8, 300), ("none", "far", 0.1, 900), ("none", "near", 0.5, 100)
    )
    confidence = calibrate(found)
    both = (answered(confidence, found, "far") + answered(confidence, found, "near")) / 2
    assert abs(both - (1 - DECLINED)) < 0.02
    assert answered(confidence, found, "near") > 0.15
    assert answered(confidence, found, "") > 0.7


def test_without_sentences_out_of_scope_everything_is_answered():
    found = outcome(("buy", "", 0.2, 50), ("sell", "", 0.1, 50))
    assert answered(calibrate(found), found, "") == 1
