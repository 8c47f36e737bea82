"""Why a message was read so, for `assistant ask --why` and for maintainers."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import Candidate, Decision, Reason
from assistant.understanding.learned.intents import Claims
from assistant.understanding.rules import Found
from assistant.understanding.store import Model


def model_reasons(
    model: Model, claims: Claims, candidates: Sequence[Candidate], decision: Decision, masked: str
) -> list[Reason]:
    """What the intent model saw: its candidates, words, nearest examples and the threshold."""
    if not candidates:
        return [Reason("model", "no intent")]
    best, together = candidates[0], sum(candidate.confidence for candidate in candidates)
    listed = ", ".join(f"{candidate.intent} {candidate.confidence:.2f}" for candidate in candidates)
    words = model.intents.telling(masked, best.intent)
    near = "; ".join("{1}: {0}".format(*model.examples[number]) for number in claims.neighbours[:2])
    confidence = model.confidence
    return [
        Reason("model", listed),
        Reason("words", ", ".join(words) or "none of the words is known"),
        Reason("examples", f"likeness {claims.likeness:.2f}; {near}"),
        Reason(
            "threshold",
            f"{decision.value}: {together:.2f} together, answered from {confidence.answer:.2f}, "
            f"offered from {confidence.clarify:.2f}",
        ),
    ]


def entity_reasons(pieces: Sequence[Found]) -> list[Reason]:
    """Which rule found each entity."""
    return [Reason(piece.type, f"{piece.value} by {piece.by}") for piece in pieces]
