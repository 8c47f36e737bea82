"""Least squares with a penalty, solved in the space of the examples: exact, reproducible, seconds for thousands."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_DIRECT = 8000
"""Up to so many examples the matrix of their likenesses is factorised; beyond, it is only multiplied with."""


def likeness(rows: Any) -> Floats:
    """The matrix of scalar products of sparse rows."""
    return np.asarray((rows @ rows.T).toarray(), dtype=np.float32)


def solve(kernel: Floats, targets: Floats, importance: Floats, penalty: float) -> Floats:
    """Weights of the examples, one column a class, so that `kernel @ weights` comes near the targets.

    `importance` weighs the examples: an error on one of weight 2 counts twice.
    """
    matrix = np.array(kernel, dtype=np.float32)
    matrix[np.diag_indices_from(matrix)] += penalty / np.maximum(importance, 1e-6)
    if len(matrix) <= _DIRECT:
        from scipy.linalg import cho_factor, cho_solve  # noqa: PLC0415 - only training needs scipy

        factor = cho_factor(matrix, lower=True, overwrite_a=True, check_finite=False)
        return np.asarray(cho_solve(factor, targets, check_finite=False), dtype=np.float32)
    return _descend(matrix, targets)


def _descend(matrix: Floats, targets: Floats, rounds: int = 60) -> Floats:
    """Conjugate gradients, all classes at once."""
    weights = np.zeros_like(targets, dtype=np.float32)
    left = targets.astype(np.float32)
    step = left.copy()
    size = (left * left).sum(axis=0)
    for _ in range(rounds):
        product = matrix @ step
        length = size / np.maximum((step * product).sum(axis=0), 1e-12)
        weights += step * length
        left -= product * length
        new = (left * left).sum(axis=0)
        if float(new.max()) < 1e-6:
            break
        step = left + step * (new / np.maximum(size, 1e-12))
        size = new
    return weights
