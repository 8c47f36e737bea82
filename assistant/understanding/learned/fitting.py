"""Fits the intent model and, by cross-validation, everything that must not be fitted on what it has seen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.understanding.corpus import Example
from assistant.understanding.learned.features import Features
from assistant.understanding.learned.intents import NEIGHBOURS, Claims, IntentModel, Postings
from assistant.understanding.learned.likeness import likeness
from assistant.understanding.learned.ridge import solve
from assistant.understanding.learned.vectors import Sentences

Floats = npt.NDArray[np.float32]
Progress = Callable[[float, str], None]
FOLDS = 5
_TRIED, _ASKED = 5000, 8000
"""Examples from which numbers are chosen and confidence is learnt; time and memory grow with their square."""
_JUDGED, _CALIBRATED = 1000, 4000
"""Unseen examples that are enough for it: few folds of many examples, all folds of few."""
SHARES = (0.5, 0.8)
PENALTIES = (0.05, 0.15, 0.4)
ROUNDS = 20
"""Of easing targets: past them the found intents hardly change."""
_GAIN = 1.0
"""Standard deviations by which other numbers must answer more: less is chance."""
NONE = "none"


@dataclass(frozen=True)
class Row:
    """An example as the model sees it."""

    example: Example
    masked: str
    sentence: str
    refused: bool = False
    """It is known not to be its intent, and nothing else."""

    @property
    def in_scope(self) -> bool:
        """It is an example of something that is served."""
        return self.example.intent != NONE and not self.refused


@dataclass(frozen=True)
class Outcome:
    """A fitted model, and what models that had not seen them said about its own examples."""

    model: IntentModel
    rows: tuple[Row, ...]
    unseen: tuple[Claims | None, ...]
    """One an example, nothing for refusals and for examples that were not asked."""
    accuracy: float
    """Share of examples in scope whose intent was found without having been seen."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What cross-validation chooses."""

    share: float
    """Of the sentence vectors in a likeness."""
    penalty: float
    rounds: int = 0

    def __str__(self) -> str:
        return f"sentence vectors {self.share:.0%}, penalty {self.penalty}, rounds {self.rounds}"


@dataclass(frozen=True)
class Sample:
    """Examples that are asked without having been seen."""

    places: npt.NDArray[np.int64]
    """Among all examples."""
    rows: Sequence[Row]
    words: Any
    points: Floats
    targets: Floats
    importance: Floats
    folds: npt.NDArray[np.int64]
    intents: tuple[str, ...]

    def likeness(self, share: float) -> Floats:
        """Of all its examples."""
        return likeness(self.words, self.points, share)

    def claims(self, kernel: Floats, numbers: Numbers, count: int) -> Floats:
        """What models that have not seen the examples of a fold claim about them.

        Only as many folds as have so many examples are asked; of the others it is not a number.
        """
        claims = np.full_like(self.targets, np.nan)
        for fold in range(min(FOLDS, -(-count * FOLDS // len(self.rows)))):
            seen, unseen = np.flatnonzero(self.folds != fold), np.flatnonzero(self.folds == fold)
            if not len(seen) or not len(unseen):
                continue
            part, targets, importance = kernel[np.ix_(seen, seen)], self.targets[seen], self.importance[seen]
            weights = solve(part, targets, importance, numbers.penalty, numbers.rounds)
            claims[unseen] = kernel[np.ix_(unseen, seen)] @ weights
        return claims

    def right(self, claims: Floats) -> npt.NDArray[np.bool_]:
        """Of each example in scope that was asked, whether its intent has the strongest claim."""
        asked = ~np.isnan(claims[:, 0])
        places = [n for n, row in enumerate(self.rows) if asked[n] and row.in_scope]
        inside = claims.copy()
        if NONE in self.intents:
            inside[:, self.intents.index(NONE)] = -np.inf
        return np.array([self.intents[int(inside[n].argmax())] == self.rows[n].example.intent for n in places], bool)


def fit(rows: Sequence[Row], *, vectors: bool, progress: Progress) -> Outcome:
    """Fit on all examples; choose the share of the vectors, the penalty and the rounds by cross-validation."""
    intents = tuple(sorted({row.example.intent for row in rows}))
    features = Features.learn([row.masked for row in rows])
    sentences = Sentences(on=vectors)
    progress(0.15, "sentence vectors")
    points = sentences.of([row.sentence for row in rows])
    words = _matrix(features, rows)
    targets, importance = _targets(intents, rows)
    folds = np.array([_fold(row.masked) for row in rows])

    def sample(size: int) -> Sample:
        places = _places(rows, size)
        some = [rows[n] for n in places]
        return Sample(
            places, some, words[places], points[places], targets[places], importance[places], folds[places], intents
        )

    numbers = _chosen(sample(_TRIED), SHARES if vectors else (0.0,), progress)
    progress(0.4, f"cross-validation, {numbers}")
    asked = sample(_ASKED)
    kernel = asked.likeness(numbers.share)
    claims = asked.claims(kernel, numbers, _CALIBRATED)
    unseen = _unseen_claims(asked, claims, kernel, len(rows))
    progress(0.65, f"all examples, {numbers}")
    if len(kernel) < len(rows):
        kernel = likeness(words, points, numbers.share)
    weights = solve(kernel, targets, importance, numbers.penalty, numbers.rounds)
    in_scope = np.array([row.in_scope for row in rows])
    model = IntentModel(intents, features, sentences, numbers.share, weights, points, _postings(words), in_scope)
    right = asked.right(claims)
    return Outcome(model, tuple(rows), unseen, float(right.mean()) if len(right) else 0.0)


def _chosen(sample: Sample, shares: Sequence[float], progress: Progress) -> Numbers:
    """The share, then the penalty, then the rounds: they hardly depend on each other."""
    best = Numbers(shares[0], PENALTIES[1])
    kernel, kept = sample.likeness(best.share), best.share
    right = sample.right(sample.claims(kernel, best, _JUDGED))

    def tried(*trials: Numbers) -> None:
        nonlocal best, right, kernel, kept
        for numbers in trials:
            progress(0.25, f"trial, {numbers}")
            if numbers.share != kept:
                kernel, kept = sample.likeness(numbers.share), numbers.share
            reached = sample.right(sample.claims(kernel, numbers, _JUDGED))
            if reached.sum() - right.sum() > _GAIN * np.sqrt((reached != right).sum()):
                best, right = numbers, reached

    tried(*(Numbers(share, PENALTIES[1]) for share in shares[1:]))
    tried(*(replace(best, penalty=penalty) for penalty in (PENALTIES[0], PENALTIES[2])))
    tried(replace(best, rounds=ROUNDS))
    return best


def _places(rows: Sequence[Row], size: int) -> npt.NDArray[np.int64]:
    """All examples, or as many as are enough, by chance of their text."""
    if len(rows) <= size:
        return np.arange(len(rows))
    order = sorted(range(len(rows)), key=lambda n: hashlib.sha256(f"sample {rows[n].masked}".encode()).digest())
    return np.array(sorted(order[:size]))


def _matrix(features: Features, rows: Sequence[Row]) -> Any:
    from scipy import sparse  # noqa: PLC0415 - only training needs scipy

    pairs = [features.of(row.masked) for row in rows]
    starts = np.cumsum([0, *(len(places) for places, _ in pairs)])
    places = np.concatenate([places for places, _ in pairs])
    weights = np.concatenate([weights for _, weights in pairs])
    return sparse.csr_matrix((weights, places, starts), shape=(len(rows), len(features)))


def _postings(words: Any) -> Postings:
    columns = words.tocsc()
    return columns.indptr.astype(np.int64), columns.indices.astype(np.int32), columns.data.astype(np.float32)


def _targets(intents: tuple[str, ...], rows: Sequence[Row]) -> tuple[Floats, Floats]:
    """1 for the intent of an example; examples of rare intents weigh more, up to three times.

    What is out of scope has nothing in common but that, so there are never too many examples of it.
    """
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
            least = 1.0 if row.example.intent == NONE else 1 / 3
            importance[number] = min(max((usual / counts[row.example.intent]) ** 0.5, least), 3)
    return targets, importance


def _fold(masked: str) -> int:
    """Sentences that differ in numbers only go to the same fold."""
    return hashlib.sha256(masked.encode()).digest()[0] % FOLDS


def _unseen_claims(sample: Sample, strengths: Floats, kernel: Floats, count: int) -> tuple[Claims | None, ...]:
    """One for each of all examples; nothing for those that were not asked."""
    unseen: list[Claims | None] = [None] * count
    in_scope = np.array([row.in_scope for row in sample.rows])
    for number, (place, row) in enumerate(zip(sample.places, sample.rows, strict=True)):
        if row.refused or np.isnan(strengths[number, 0]):
            continue
        others = np.where(in_scope & (sample.folds != sample.folds[number]), kernel[number], -1.0)
        nearest = np.argsort(-others, kind="stable")[:NEIGHBOURS]
        mean = float(others[nearest].mean())
        unseen[place] = Claims(strengths[number], mean, tuple(int(sample.places[n]) for n in nearest))
    return tuple(unseen)
