"""From claims to a calibrated confidence and a decision; all its numbers are learnt on data not trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.models import Candidate, Decision
from assistant.understanding.learned.intents import Claims

Floats = npt.NDArray[np.float64]
NONE = "none"


@dataclass(frozen=True, slots=True)
class Confidence:
    """Numbers that cross-validation found."""

    means: tuple[float, ...]
    deviations: tuple[float, ...]
    """Of the scores against the unknown, to standardise them."""
    weights: tuple[float, ...]
    bias: float
    """Of the standardised scores in the logarithm of the odds that the message is in scope."""
    sharpness: float
    """How much stronger claims count when intents share the confidence."""
    answer: float
    """From this confidence of the best three together on the best one is answered, when it is ahead of the others."""
    clarify: float
    """From this confidence of the best three together on they are offered."""
    ahead: float
    """Share of the confidence that the best intent needs to be answered; with less the best ones are offered."""

    def candidates(self, intents: tuple[str, ...], claims: Claims) -> tuple[Candidate, ...]:
        """The best three intents in scope, the likeliest first."""
        scores = unknown_scores(intents, claims)
        known = self.known(scores)
        shares = share(intents, claims, self.sharpness)
        order = np.argsort(-shares, kind="stable")[:3]
        return tuple(Candidate(intents[n], round(float(known * shares[n]), 4)) for n in order if intents[n] != NONE)

    def known(self, scores: Floats) -> float:
        """Probability that the message is in scope."""
        standard = (scores - np.array(self.means)) / np.array(self.deviations)
        return float(1 / (1 + np.exp(-(standard @ np.array(self.weights) + self.bias))))

    def decide(self, candidates: tuple[Candidate, ...]) -> Decision:
        """Answer, offer or decline."""
        if not candidates:
            return Decision.NONE
        together = sum(candidate.confidence for candidate in candidates)
        if together >= self.answer and candidates[0].confidence >= self.ahead * together:
            return Decision.ANSWER
        return Decision.CLARIFY if together >= self.clarify else Decision.NONE


def unknown_scores(intents: tuple[str, ...], claims: Claims) -> Floats:
    """Largest claim in scope, likeness to the nearest examples, lead over the class out of scope."""
    inside = [claims.strength[n] for n, intent in enumerate(intents) if intent != NONE]
    outside = claims.strength[intents.index(NONE)] if NONE in intents else 0.0
    best = max(inside, default=0.0)
    return np.array([best, claims.likeness, best - outside], dtype=np.float64)


def share(intents: tuple[str, ...], claims: Claims, sharpness: float) -> Floats:
    """How the confidence is shared among the intents in scope."""
    strength = np.array(claims.strength, dtype=np.float64)
    if NONE in intents:
        strength[intents.index(NONE)] = -np.inf
    powers = np.exp(sharpness * (strength - strength.max()))
    return np.asarray(powers / powers.sum())
