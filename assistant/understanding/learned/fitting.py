"""Fits the intent model and, by cross-validation, everything that must not be fitted on what it has seen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from assistant.understanding.corpus import Example
from assistant.understanding.learned.features import Features
from assistant.understanding.learned.intents import NEIGHBOURS, Claims, IntentModel, Postings, squared
from assistant.understanding.learned.ridge import likeness, solve
from assistant.understanding.learned.vectors import Sentences

Floats = npt.NDArray[np.float32]
Progress = Callable[[float, str], None]
FOLDS = 5
SHARES = (0.65, 0.8)
PENALTIES = (0.05, 0.15, 0.4)
NONE = "none"


@dataclass(frozen=True)
class Row:
    """An example as the model sees it."""

    example: Example
    masked: str
    sentence: str
    refused: bool = False
    """It is known not to be its intent, and nothing else."""


@dataclass(frozen=True)
class Outcome:
    """A fitted model, and what models that had not seen them said about its own examples."""

    model: IntentModel
    rows: tuple[Row, ...]
    unseen: tuple[Claims | None, ...]
    """One an example, nothing for refusals."""
    accuracy: float
    """Share of examples in scope whose intent was found without having been seen."""


def fit(rows: Sequence[Row], *, vectors: bool, progress: Progress) -> Outcome:
    """Fit on all examples; choose the share of the vectors and the penalty by cross-validation."""
    intents = tuple(sorted({row.example.intent for row in rows}))
    features = Features.learn([row.masked for row in rows])
    sentences = Sentences(on=vectors)
    progress(0.1, "sentence vectors")
    points = sentences.of([row.sentence for row in rows])
    words = _matrix(features, rows)
    progress(0.25, "likeness of all examples")
    by_words, by_vectors = likeness(words), squared(points @ points.T)
    targets, importance = _targets(intents, rows)
    folds = np.array([_fold(row.masked) for row in rows])

    def tried(share: float, penalty: float) -> tuple[float, float, float, Floats]:
        progress(0.3, f"cross-validation, sentence vectors {share:.0%}, penalty {penalty}")
        claims = _cross((1 - share) * by_words + share * by_vectors, targets, importance, folds, penalty)
        return _accuracy(intents, rows, claims), share, penalty, claims

    # First the share of the vectors, then the penalty: they hardly depend on each other.
    best = max((tried(share, PENALTIES[1]) for share in (SHARES if vectors else (0.0,))), key=lambda trial: trial[0])
    others = [tried(best[1], penalty) for penalty in (PENALTIES[0], PENALTIES[2])]
    score, share, penalty, unseen = max([best, *others], key=lambda trial: trial[0])
    progress(0.6, f"sentence vectors {share:.0%}, penalty {penalty}")

    kernel = (1 - share) * by_words + share * by_vectors
    weights = solve(kernel, targets, importance, penalty)
    in_scope = np.array([row.example.intent != NONE and not row.refused for row in rows])
    model = IntentModel(intents, features, sentences, share, weights, points, _postings(words), in_scope)
    return Outcome(model, tuple(rows), _unseen_claims(rows, unseen, kernel, folds, in_scope), score)


def _matrix(features: Features, rows: Sequence[Row]) -> Any:
    pairs = [features.of(row.masked) for row in rows]
    starts = np.cumsum([0, *(len(places) for places, _ in pairs)])
    places = np.concatenate([places for places, _ in pairs])
    weights = np.concatenate([weights for _, weights in pairs])
    return sparse.csr_matrix((weights, places, starts), shape=(len(rows), len(features)))


def _postings(words: Any) -> Postings:
    columns = words.tocsc()
    return columns.indptr.astype(np.int64), columns.indices.astype(np.int32), columns.data.astype(np.float32)


def _targets(intents: tuple[str, ...], rows: Sequence[Row]) -> tuple[Floats, Floats]:
    """1 for the intent of an example; examples of rare intents weigh more, up to three times."""
    targets = np.zeros((len(rows), len(intents)), dtype=np.float32)
    counts = dict.fromkeys(intents, 0)
    for row in rows:
        counts[row.example.intent] += not row.refused
    usual = float(np.median(list(counts.values())))
    importance = np.ones(len(rows), dtype=np.float32)
    for number, row in enumerate(rows):
        column = intents.index(row.example.intent)
        if row.refused:
            targets[number, column] = -0.5
            importance[number] = 0.3
        else:
            targets[number, column] = 1
            importance[number] = min(max((usual / counts[row.example.intent]) ** 0.5, 1 / 3), 3)
    return targets, importance


def _fold(masked: str) -> int:
    """Sentences that differ in numbers only go to the same fold."""
    return hashlib.sha256(masked.encode()).digest()[0] % FOLDS


def _cross(kernel: Floats, targets: Floats, importance: Floats, folds: npt.NDArray[np.int64], penalty: float) -> Floats:
    """What models that have not seen the examples of a fold claim about them."""
    claims = np.zeros_like(targets)
    for fold in range(FOLDS):
        seen, unseen = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        if not len(seen) or not len(unseen):
            continue
        weights = solve(kernel[np.ix_(seen, seen)], targets[seen], importance[seen], penalty)
        claims[unseen] = kernel[np.ix_(unseen, seen)] @ weights
    return claims


def _accuracy(intents: tuple[str, ...], rows: Sequence[Row], claims: Floats) -> float:
    places = [n for n, row in enumerate(rows) if row.example.intent != NONE and not row.refused]
    inside = claims.copy()
    if NONE in intents:
        inside[:, intents.index(NONE)] = -np.inf
    right = [intents[int(inside[n].argmax())] == rows[n].example.intent for n in places]
    return float(np.mean(right)) if right else 0.0


def _unseen_claims(
    rows: Sequence[Row],
    strengths: Floats,
    kernel: Floats,
    folds: npt.NDArray[np.int64],
    in_scope: npt.NDArray[np.bool_],
) -> tuple[Claims | None, ...]:
    unseen: list[Claims | None] = []
    for number, row in enumerate(rows):
        if row.refused:
            unseen.append(None)
            continue
        others = np.where(in_scope & (folds != folds[number]), kernel[number], -1.0)
        nearest = np.argsort(-others, kind="stable")[:NEIGHBOURS]
        likeness_ = float(others[nearest].mean())
        unseen.append(Claims(strengths[number], likeness_, tuple(int(n) for n in nearest)))
    return tuple(unseen)
