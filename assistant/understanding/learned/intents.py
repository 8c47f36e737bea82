"""The intent model: how strongly each intent claims a message, and how near the message is to what was learnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from assistant.understanding.learned.features import Features
from assistant.understanding.learned.vectors import Sentences

Floats = npt.NDArray[np.float32]
Postings: TypeAlias = tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], Floats]
NEIGHBOURS = 5


@dataclass(frozen=True, slots=True)
class Claims:
    """What the model says about one message, before any threshold."""

    strength: Floats
    """One number an intent, 1 is certain, 0 no claim; the order of `IntentModel.intents`."""
    likeness: float
    """Mean likeness to the five nearest examples in scope."""
    neighbours: tuple[int, ...]
    """The nearest examples, the nearest first."""


class IntentModel:
    """Weighs the examples by their likeness to a message (kernel ridge regression).

    The likeness is a mixture: the scalar product of words and pieces of words, and the squared cosine of the sentence
    vectors. The square makes near sentences count much more than far ones, which no linear model can do.
    """

    def __init__(  # noqa: PLR0917 - made in two places only, fitting and loading
        self,
        intents: Sequence[str],
        features: Features,
        sentences: Sentences,
        share: float,
        weights: Floats,
        example_vectors: Floats,
        postings: Postings,
        in_scope: npt.NDArray[np.bool_],
    ) -> None:
        self.intents = tuple(intents)
        self.features = features
        self.sentences = sentences
        self.share = share
        """Share of the sentence vectors in a likeness, 0 to 1."""
        self.weights = weights
        """One row an example, one column an intent."""
        self.example_vectors = example_vectors
        self.postings = postings
        """Examples by feature: where the piece of each feature begins, rows of examples, values."""
        self.in_scope = in_scope

    def claims(self, masked: str, sentence: str) -> Claims:
        """Read one message: its masked text for the words, its sentence for the vector."""
        places, values = self.features.of(masked)
        likeness = (1 - self.share) * self._words_in_common(places, values)
        if self.sentences.on:
            likeness += self.share * squared(self.example_vectors @ self.sentences.of([sentence])[0])
        inside = np.where(self.in_scope, likeness, -1.0)
        nearest = np.argpartition(-inside, min(NEIGHBOURS, len(inside) - 1))[:NEIGHBOURS]
        nearest = nearest[np.argsort(-inside[nearest], kind="stable")]
        return Claims(
            np.asarray(likeness @ self.weights, dtype=np.float32),
            float(inside[nearest].mean()),
            tuple(int(n) for n in nearest),
        )

    def telling(self, masked: str, intent: str, count: int = 4) -> tuple[str, ...]:
        """The words and pairs of words that speak most for an intent."""
        starts, rows, values = self.postings
        column = self.weights[:, self.intents.index(intent)]
        parts: dict[str, float] = {}
        for place, value in zip(*self.features.of(masked), strict=True):
            name = self.features.names[place]
            if not name.startswith("~"):
                piece = slice(starts[place], starts[place + 1])
                parts[name] = float(value * (values[piece] @ column[rows[piece]]))
        ranked = sorted((name for name in parts if parts[name] > 0), key=lambda name: (-parts[name], name))
        return tuple(ranked[:count])

    def _words_in_common(self, places: npt.NDArray[np.int32], values: Floats) -> Floats:
        """Scalar products of the words' block with every example."""
        starts, rows, weights = self.postings
        found = np.zeros(len(self.in_scope), dtype=np.float32)
        for place, value in zip(places.tolist(), values.tolist(), strict=True):
            piece = slice(starts[place], starts[place + 1])
            found[rows[piece]] += value * weights[piece]
        return found


def squared(cosines: Floats) -> Floats:
    """The square of cosines; opposite sentences are not alike."""
    positive = np.maximum(cosines, 0)
    return positive * positive
