"""Learns confidence and thresholds from what models said about examples that they had not seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from assistant.understanding.learned.confidence import NONE, Confidence, share, unknown_scores
from assistant.understanding.learned.fitting import Outcome

Floats = npt.NDArray[np.float64]
UNKNOWN_SHARE = 0.25
"""Share of messages out of scope that the thresholds are made for."""
_SHRINK = 0.001
"""Penalty on large weights."""
DECLINED = 0.88
"""Share of unseen sentences out of scope that must not be answered, off-topic ones and near misses counting alike.
The sentences of the data lie closer to what is served than what people write, and the models that judge them here have
seen a fifth less than the one that will answer: of real messages more is declined."""
_LIKELIER = 0.5
"""Share of right answers from which the best intent is answered and not offered beside the others."""
_STEP = 0.05
_OFFERED_RIGHT, _OFFERED_WRONG, _OFFERED_OUTSIDE = 0.6, -0.1, -0.8
"""What an offer of three intents is worth over a plain "I don't know": if one is right, if none is, out of scope."""


def calibrate(outcome: Outcome) -> Confidence:
    """Fit the odds of being in scope, the sharing among intents and the thresholds."""
    intents = outcome.model.intents
    seen = [(row, claims) for row, claims in zip(outcome.rows, outcome.unseen, strict=True) if claims is not None]
    inside = np.array([row.example.intent != NONE for row, _ in seen])
    scores = np.array([unknown_scores(intents, claims) for _, claims in seen])
    means, deviations = scores.mean(axis=0), scores.std(axis=0) + 1e-6
    weights, bias = _odds((scores - means) / deviations, inside)
    shares = {
        sharpness: np.array([share(intents, claims, sharpness) for _, claims in seen])
        for sharpness in (2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 13.0, 16.0, 20.0)
    }
    columns = np.array([intents.index(row.example.intent) for row, _ in seen])
    sharpness = min(shares, key=lambda value: _surprise(shares[value], columns, inside))
    fitted = Confidence(
        tuple(map(float, means)), tuple(map(float, deviations)), weights, bias, sharpness, 0.0, 0.0, 0.0
    )
    known = np.array([fitted.known(row) for row in scores])
    if inside.all():
        # Without sentences out of scope nothing tells when to decline: then everything is answered.
        return fitted
    kinds = np.array([row.example.kind for row, _ in seen])
    answer, clarify, ahead = _thresholds(known, shares[sharpness], columns, inside, kinds)
    return replace(fitted, answer=answer, clarify=clarify, ahead=ahead)


def _odds(standard: Floats, inside: npt.NDArray[np.bool_]) -> tuple[tuple[float, ...], float]:
    """Logistic regression in which no score may speak against being in scope.

    Without examples of both kinds everything counts as in scope.
    """
    if inside.all() or not inside.any():
        return tuple(0.0 for _ in range(standard.shape[1])), 6.0
    importance = np.where(inside, (1 - UNKNOWN_SHARE) / inside.mean(), UNKNOWN_SHARE / (1 - inside.mean()))
    sign = np.where(inside, 1.0, -1.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = sign * (standard @ weights[:-1] + weights[-1])
        slope = -importance * sign / (1 + np.exp(np.minimum(margin, 500)))
        gradient = np.append(standard.T @ slope / len(sign) + _SHRINK * weights[:-1], slope.mean())
        return float(
            (importance * np.logaddexp(0, -margin)).mean() + _SHRINK / 2 * weights[:-1] @ weights[:-1]
        ), gradient

    from scipy.optimize import minimize  # noqa: PLC0415 - only training needs scipy

    bounds = [*([(0.0, None)] * standard.shape[1]), (None, None)]
    fitted = minimize(loss, np.zeros(standard.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    return tuple(map(float, fitted[:-1])), float(fitted[-1])


def _surprise(shares: Floats, columns: npt.NDArray[np.int64], inside: npt.NDArray[np.bool_]) -> float:
    right = shares[np.flatnonzero(inside), columns[inside]]
    return float(-np.log(np.maximum(right, 1e-6)).mean()) if len(right) else 0.0


def _thresholds(
    known: Floats,
    shares: Floats,
    columns: npt.NDArray[np.int64],
    inside: npt.NDArray[np.bool_],
    kinds: npt.NDArray[np.str_],
) -> tuple[float, float, float]:
    """From where on it is answered, from where on offered, and how far the best must be ahead.

    Answered is from the lowest confidence that declines `DECLINED` of what is out of scope; below it, when a choice is
    worth it.
    """
    order = np.argsort(-shares, axis=1, kind="stable")[:, :3]
    top = np.take_along_axis(shares, order, axis=1)
    together = known * top.sum(axis=1)
    ahead = _ahead((top[:, 0] / top.sum(axis=1))[inside], (order[:, 0] == columns)[inside])
    answer = max(0.05, round(_declining(together[~inside], kinds[~inside]), 4))
    right = (order == columns[:, None]).any(axis=1)
    weight = np.where(inside, (1 - UNKNOWN_SHARE) / inside.mean(), UNKNOWN_SHARE / (1 - inside.mean()))

    def worth(clarify: float) -> float:
        offered = (together >= clarify) & (together < answer)
        each = np.where(inside, np.where(right, _OFFERED_RIGHT, _OFFERED_WRONG), _OFFERED_OUTSIDE)
        return float((each * weight)[offered].sum())

    grid = [answer * step / 10 for step in range(10, 2, -1)]
    gains = [worth(clarify) for clarify in grid]
    return answer, round(grid[gains.index(max(gains))], 4), ahead


def _declining(confidence: Floats, kinds: npt.NDArray[np.str_]) -> float:
    """The confidence that `DECLINED` of the sentences stay below, each kind counting alike."""
    _, place, counts = np.unique(kinds, return_inverse=True, return_counts=True)
    order = np.argsort(confidence, kind="stable")
    below = np.cumsum((1 / counts[place] / len(counts))[order])
    return float(confidence[order][min(int(np.searchsorted(below, DECLINED)), len(order) - 1)])


def _ahead(first: Floats, right: npt.NDArray[np.bool_]) -> float:
    """The lowest share of the best intent from which it is likelier right than wrong."""
    for least in np.arange(_STEP, 1, _STEP):
        near = (first >= least) & (first < least + 2 * _STEP)
        if near.sum() and right[near].mean() >= _LIKELIER:
            return round(float(least), 2)
    return 0.0
