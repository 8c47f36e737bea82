"""Words, pairs of words and pieces of words as a sparse vector (TF-IDF), without scikit-learn at run time."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Indexes = npt.NDArray[np.int32]

_TOKEN = re.compile(r"<\w+>|\w+(?:['-]\w+)*|[?!+]|[^\w\s.,:;()\[\]\"'/-]")
_SHORTEST, _LONGEST = 2, 5
_WORDS, _PIECES = 0.75, 0.66
"""Weights of the two blocks; their squares add up to 1."""


def tokens_of(masked: str) -> list[str]:
    """Words of a masked text; digits are all alike."""
    return [re.sub(r"\d", "0", token) for token in _TOKEN.findall(masked)]


def _words(tokens: Sequence[str]) -> Iterator[str]:
    yield from tokens
    for left, right in zip(("^", *tokens), (*tokens, "$"), strict=True):
        yield f"{left} {right}"


def _pieces(tokens: Iterable[str]) -> Iterator[str]:
    for token in tokens:
        if token.startswith("<"):
            continue
        padded = f"_{token}_"
        for length in range(_SHORTEST, _LONGEST + 1):
            for start in range(len(padded) - length + 1):
                yield "~" + padded[start : start + length]


class Features:
    """The features that were seen in training, with their weights."""

    def __init__(self, names: Sequence[str], rarity: Floats) -> None:
        self.names = tuple(names)
        self.rarity = rarity
        self._places = {name: place for place, name in enumerate(self.names)}

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Self:
        """Collect the features of masked texts; a piece of a word has to occur twice."""
        seen: Counter[str] = Counter()
        for text in texts:
            tokens = tokens_of(text)
            seen.update({*_words(tokens), *_pieces(tokens)})
        names = sorted(name for name, count in seen.items() if count > 1 or not name.startswith("~"))
        rarity = [math.log((1 + len(texts)) / (1 + seen[name])) + 1 for name in names]
        return cls(names, np.array(rarity, dtype=np.float32))

    def __len__(self) -> int:
        return len(self.names)

    def of(self, masked: str) -> tuple[Indexes, Floats]:
        """Places and weights of the features of a text; the vector has length 1 (0 when nothing is known)."""
        tokens = tokens_of(masked)
        blocks = [self._block(_words(tokens), _WORDS), self._block(_pieces(tokens), _PIECES)]
        places = np.concatenate([block[0] for block in blocks])
        weights = np.concatenate([block[1] for block in blocks])
        norm = float(np.sqrt(weights @ weights))
        return places, (weights / norm if norm else weights).astype(np.float32)

    def _block(self, names: Iterable[str], weight: float) -> tuple[Indexes, Floats]:
        counts: Counter[int] = Counter()
        for name in names:
            place = self._places.get(name)
            if place is not None:
                counts[place] += 1
        places = np.fromiter(counts.keys(), dtype=np.int32, count=len(counts))
        weights = 1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
        weights *= self.rarity[places]
        norm = float(np.sqrt(weights @ weights))
        return places, (weights * (weight / norm) if norm else weights).astype(np.float32)
