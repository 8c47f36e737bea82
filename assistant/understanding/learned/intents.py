"""The intent model: how strongly each intent claims a message, and how near the message is to what was learnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.understanding.learned.features import Features
from assistant.understanding.learned.vectors import Sentences

Floats = npt.NDArray[np.float32]
NEIGHBOURS = 5


@dataclass(frozen=True, slots=True)
class Claims:
    """What the model says about one message, before any threshold."""

    strength: Floats
    """One number an intent, 1 is certain, 0 no claim; the order of `IntentModel.intents`."""
    likeness: float
    """Mean cosine to the five nearest examples in scope."""
    neighbours: tuple[int, ...]
    """The nearest examples, the nearest first."""


class IntentModel:
    """A linear model over TF-IDF and sentence vectors, with its examples kept as an inverted index."""

    def __init__(
        self,
        intents: Sequence[str],
        features: Features,
        sentences: Sentences,
        share: float,
        word_weights: Floats,
        vector_weights: Floats,
        example_vectors: Floats,
        postings: tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], Floats],
        in_scope: npt.NDArray[np.bool_],
    ) -> None:
        self.intents = tuple(intents)
        self.features = features
        self.sentences = sentences
        self.share = share
        """Share of the sentence vector in a likeness, 0 to 1."""
        self.word_weights = word_weights
        self.vector_weights = vector_weights
        self.example_vectors = example_vectors
        self.postings = postings
        self.in_scope = in_scope

    def claims(self, masked: str, sentence: str) -> Claims:
        """Read one message: its masked text for the words, its plain text for the sentence vector."""
        places, weights = self.features.of(masked)
        strength = (1 - self.share) ** 0.5 * (weights @ self.word_weights[places])
        likeness = (1 - self.share) * self._words_in_common(places, weights)
        if self.sentences.on:
            vector = self.sentences.of([sentence])[0]
            strength = strength + self.share**0.5 * (vector @ self.vector_weights)
            likeness = likeness + self.share * (self.example_vectors @ vector)
        likeness = np.where(self.in_scope, likeness, -1.0)
        nearest = np.argpartition(-likeness, min(NEIGHBOURS, len(likeness) - 1))[:NEIGHBOURS]
        nearest = nearest[np.argsort(-likeness[nearest], kind="stable")]
        return Claims(np.asarray(strength), float(likeness[nearest].mean()), tuple(int(n) for n in nearest))

    def telling(self, masked: str, intent: str, count: int = 4) -> tuple[str, ...]:
        """The words and pairs of words that speak most for an intent."""
        places, weights = self.features.of(masked)
        parts = weights * self.word_weights[places, self.intents.index(intent)]
        order = [n for n in np.argsort(-parts, kind="stable") if parts[n] > 0]
        names = [self.features.names[places[n]] for n in order]
        return tuple(name for name in names if not name.startswith("~"))[:count]

    def _words_in_common(self, places: npt.NDArray[np.int32], weights: Floats) -> Floats:
        """Scalar products of the words' block with every example."""
        starts, rows, values = self.postings
        found = np.zeros(len(self.in_scope), dtype=np.float32)
        for place, weight in zip(places, weights, strict=True):
            piece = slice(starts[place], starts[place + 1])
            found[rows[piece]] += weight * values[piece]
        return found
