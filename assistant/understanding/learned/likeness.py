"""How alike examples are, all with all: by words and pieces of words, and by sentence vectors."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.understanding.learned.intents import squared

Floats = npt.NDArray[np.float32]
_BLOCK = 1000
"""Rows that are worked out at a time: what lies between takes little memory."""


def likeness(words: Any, points: Floats, share: float) -> Floats:
    """The matrix of likenesses, float32.

    Args:
        words: sparse rows of words and pieces of words.
        points: sentence vectors of the same examples; they may have no columns.
        share: of the sentence vectors in a likeness, 0 to 1.
    """
    count = len(points)
    matrix = np.empty((count, count), dtype=np.float32)
    columns = words.T.tocsc()
    for start in range(0, count, _BLOCK):
        block = slice(start, min(start + _BLOCK, count))
        matrix[block] = (words[block] @ columns).toarray()
        matrix[block] *= 1 - share
        if share:
            matrix[block] += share * squared(points[block] @ points.T)
    return matrix
